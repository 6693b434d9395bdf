"""How a notice begins: its subject, the line that a list of mail shows, and the row to begin with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from timeliness.reports.listing import SEVERITIES
from timeliness.reports.rows import Row
from timeliness.reports.sections import GUIDANCE, LAW, Counts
from timeliness.reports.wording import counted


def headline(counts: Counts, missing: int) -> str:
    """The numbers in a line, as a subject has them. It names no child. `missing` rules could not run."""
    if not counts.listed:
        return f"Nothing overdue, but {counted(missing, 'rule')} could not run" if missing else "All clear"
    said = [f"{counts.overdue} overdue", f"{counts.due_soon} due soon"]
    said += [f"{counts.local} past a local standard"] * bool(counts.local)
    said += [f"{counts.unjudged} cannot be judged"] * bool(counts.unjudged)
    return ", ".join(said)


def preheader(counts: Counts, rows: Sequence[Row]) -> str:
    """The line that a list of mail shows. It names no child, for it may show on a locked screen."""
    if not counts.overdue:
        return f"{counted(counts.total, 'open clock')}, none overdue in law or statutory guidance."
    latest = max(row.clock.days_late or 0 for row in _overdue(rows))
    return f"{counts.law} in law, {counts.guidance} in statutory guidance; the latest by {counted(latest, 'day')}."


def first(rows: Iterable[Row]) -> Row | None:
    """The most serious row over law and guidance together, if any is overdue."""
    return min(_overdue(rows), key=_seriousness, default=None)


def _overdue(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.section in (LAW, GUIDANCE)]


def _seriousness(row: Row) -> tuple[int, int, str, str]:
    return SEVERITIES.index(row.severity), -(row.clock.days_late or 0), row.child, row.clock.clock_key
