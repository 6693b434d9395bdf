"""The sections of a notice: every open clock of a team is in exactly one."""

from __future__ import annotations

from typing import Final, NamedTuple


class Section(NamedTuple):
    """A part of a notice. `measure` heads the number that it is ordered by; `sheet` names it in the workbook."""

    name: str
    title: str
    meaning: str
    measure: str
    sheet: str


LAW: Final = Section(
    "law",
    "Overdue: law",
    "Past the date set by an Act, regulations or court rules, and not done.",
    "Days late",
    "Overdue - law",
)
GUIDANCE: Final = Section(
    "guidance",
    "Overdue: statutory guidance",
    "Past the date set by statutory guidance, and not done.",
    "Days late",
    "Overdue - guidance",
)
DUE_SOON: Final = Section(
    "due_soon",
    "Due soon",
    "Not late yet, and the date is near.",
    "Days left",
    "Due soon",
)
LOCAL: Final = Section(
    "local",
    "Past a local or practice standard",
    "Not law, and not a breach: past a date that the council or good practice sets.",
    "Days late",
    "Local standards - not law",
)
UNJUDGED: Final = Section(
    "unjudged",
    "Cannot be judged",
    "The record does not say enough to tell whether it is late. Put the record right first.",
    "Days open",
    "Cannot be judged",
)
EXCUSED: Final = Section(
    "excused",
    "Excused, paused or not needed",
    "Counted here so that no child drops out of sight. The reason may need another look.",
    "",
    "Excused and paused",
)
RUNNING: Final = Section(
    "running",
    "Running",
    "Not due yet, and nothing to do today.",
    "Days left",
    "Running",
)

SECTIONS: Final = (LAW, GUIDANCE, DUE_SOON, LOCAL, UNJUDGED, EXCUSED, RUNNING)
"""All of them, in the order of a notice."""

LISTED: Final = (LAW, GUIDANCE, DUE_SOON, LOCAL, UNJUDGED)
"""Those whose clocks a notice lists one by one; of the others it gives numbers."""

OVERDUE: Final = (LAW, GUIDANCE, LOCAL)
"""Those whose clocks are past their date."""


class Counts(NamedTuple):
    """How many clocks of a team are in each section."""

    law: int = 0
    guidance: int = 0
    due_soon: int = 0
    local: int = 0
    unjudged: int = 0
    excused: int = 0
    running: int = 0

    @property
    def overdue(self) -> int:
        """Overdue in law or statutory guidance. A local standard is never counted as a breach."""
        return self.law + self.guidance

    @property
    def listed(self) -> int:
        """Clocks that a notice lists one by one."""
        return self.overdue + self.local + self.due_soon + self.unjudged

    @property
    def total(self) -> int:
        """All open clocks."""
        return sum(self)
