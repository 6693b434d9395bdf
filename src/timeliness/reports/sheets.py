"""The sheets of a workbook: which columns each section has, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from timeliness.reports.cells import Table, Value
from timeliness.reports.clock import clock_id
from timeliness.reports.page import Page
from timeliness.reports.rows import UNCHECKED, Row, number
from timeliness.reports.sections import EXCUSED, OVERDUE, RUNNING, UNJUDGED, Section
from timeliness.reports.why import state

ABOUT: Final = "About"
_NOTE: Final = {True: None, False: "for comparison only: never listed in a notice"}


class Column(NamedTuple):
    """A column of a sheet: its heading, its width in characters, and what a row has in it."""

    heading: str
    width: int
    value: Callable[[Row], Value]


def _due(row: Row) -> date | datetime | None:
    return row.clock.due_at or row.clock.due


_CHILD: Final = Column("Child", 12, lambda row: row.child)
_DUTY: Final = Column("What is due", 38, lambda row: row.duty)
_DUE: Final = Column("Due", 13, _due)
_HOLDER: Final = Column("Held by", 20, lambda row: row.holder)
_WHY: Final = Column("Why", 60, lambda row: row.why)
_BASIS: Final = Column("Rests on", 24, lambda row: f"{row.basis} {row.mark}" if row.mark else row.basis)
_REASON: Final = Column("Reason", 34, lambda row: state(row.clock.status, row.clock.reason))
_SEVERITY: Final = Column("Severity", 10, lambda row: row.severity)
_START: Final = Column("Started", 13, lambda row: row.clock.start)
_WORKING: Final = Column("Working days late", 9, lambda row: row.clock.working_days_late)
_CLOCK: Final = Column("Clock", 19, lambda row: clock_id(row.clock))


def columns(section: Section) -> list[Column]:
    """The columns of a section's sheet: who and how late first, then the rest of what the body says, and more."""
    measure = [Column(section.measure, 9, number)] if section.measure else []
    late = [_WORKING] if section in OVERDUE else []
    due = [] if section is UNJUDGED else [_DUE]
    judged = [] if section in (EXCUSED, RUNNING) else [_SEVERITY]
    reason = [_REASON] if section is EXCUSED else []
    return [_CHILD, *measure, *late, *reason, _DUTY, *due, _HOLDER, _WHY, _BASIS, *judged, _START, _CLOCK]


def facts(page: Page) -> list[tuple[str, str]]:
    """What the first sheet says before its tables: of whom, as at when, and how to read it."""
    found = {
        "Team": page.team,
        "Council": page.council,
        "As at": page.as_at,
        "What this is": "Every open clock of the team: one duty to one child, with its date. Each has one row.",
        "Severity": "How serious it is if the duty is not met, as its rule says: critical, high or normal.",
        page.mark: UNCHECKED if page.mark else "",
        "Clock": "A name for the row that stays the same from one list to the next.",
        "Is this list wrong?": f"Tell {page.contact}, with the child and what is due.",
    }
    return [(name, said) for name, said in found.items() if said]


def about(page: Page) -> list[tuple[str, Table]]:
    """The tables of the first sheet, each with its title: the numbers, what is excused, the rules and the gaps."""
    counts: list[Sequence[Value]] = [
        (each.title, number, each.sheet, each.meaning) for each, number in page.all_sections
    ]
    counts.append(("All open clocks", page.counts.total, None, "Each clock is counted once."))
    counts.append(("Ended, and cannot be judged", page.ended_unjudged, None, "Counted in figures only."))
    excused = [(each.reason, each.duty, each.number, each.start) for each in page.tallies]
    rests = [(each.duty, each.cite, each.basis, "no" if each.mark else "yes") for each in page.rules]
    silent = (*page.not_run, *page.partly)
    gaps = [(title, gap.state, gap.why, _NOTE[gap.lists]) for gap in silent for title in gap.titles]
    found: list[tuple[str, Table]] = [
        ("Clocks", (("Section", "Clocks", "Sheet", "Meaning"), counts)),
        ("Excused, paused or not needed", (("Reason", "What is due", "Clocks", "Oldest start"), excused)),
        ("Rules that could not run, or ran in part", (("Rule", "State", "Why", "Note"), gaps)),
        ("What the duties rest on", (("Duty", "Text", "Rests on", "Wording checked against the text"), rests)),
    ]
    return [(title, table) for title, table in found if table[1]]
