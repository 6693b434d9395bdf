"""One clock as a row that a manager reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from timeliness.reports.clock import Clock
from timeliness.reports.phrases import Phrases
from timeliness.reports.sections import DUE_SOON, LISTED, OVERDUE, UNJUDGED, Section
from timeliness.reports.why import why
from timeliness.reports.wording import counted, one_line, short_day

BASES: Final = {
    "statute": "Law",
    "guidance": "Statutory guidance",
    "practice": "Good practice, not law",
    "local": "Local standard, not law",
}
"""What a duty rests on, by its force."""

MARK: Final = "†"
"""Marks a duty whose text has not been verified."""

UNCHECKED: Final = "Nobody has yet checked our wording of this duty against the published text."
"""What the mark means."""

_NO_REFERENCE = "no reference"


class Row(NamedTuple):
    """A clock in words, beside its columns."""

    clock: Clock
    section: Section
    child: str
    duty: str
    mark: str
    basis: str
    severity: str
    due: str
    how: str
    why: str
    holder: str


def row(clock: Clock, section: Section, words: Mapping[str, Phrases]) -> Row:
    """Put a clock into words."""
    of_rule = words[clock.rule]
    unread = of_rule.unread if clock.verified is None else not clock.verified
    return Row(
        clock=clock,
        section=section,
        child=one_line(clock.child_id or _NO_REFERENCE),
        duty=of_rule.duty,
        mark=MARK if unread else "",
        basis=BASES[clock.force],
        severity=clock.severity,
        due=_due(clock),
        how=_how(clock, section),
        why=why(clock, of_rule),
        holder=one_line(clock.worker or ("no worker named" if clock.held else "nobody")),
    )


def number(row_: Row) -> int | None:
    """The number that the row's section is ordered by: days late, left or open."""
    if row_.section in OVERDUE:
        return row_.clock.days_late
    return row_.clock.since if row_.section is UNJUDGED else row_.clock.days_left


def _due(clock: Clock) -> str:
    if clock.due is None:
        return "not known"
    return f"{short_day(clock.due)}, {clock.due_at:%H:%M}" if clock.due_at else short_day(clock.due)


def _how(clock: Clock, section: Section) -> str:
    """How late, how soon or how long open."""
    if section in OVERDUE:
        return f"{counted(clock.days_late, 'day')} late" if clock.days_late else "less than a day late"
    if section is DUE_SOON:
        left = clock.days_left or 0
        return {0: "today", 1: "tomorrow"}.get(left, f"in {counted(left, 'day')}")
    if section not in LISTED:
        return ""
    return "start not known" if clock.since is None else f"open {counted(clock.since, 'day')}"
