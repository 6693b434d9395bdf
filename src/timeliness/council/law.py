"""What the council itself knows of the law: amber windows, first days of duties, statuses of clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import timedelta as days

from timeliness.council.calendar import earlier, later, months_on

WORKING, DAYS, WEEKS, MONTHS = "working days", "days", "weeks", "months"

RELAXED = (date(2020, 4, 24), date(2020, 9, 25))
"""First and last day on which limits of the regulations were relaxed because of the coronavirus."""

LATE = ("met_late", "never_met", "overdue")
"""What a reason may excuse."""


@dataclass(frozen=True)
class Length:
    """A limit, or the amber window before one: so many of a unit."""

    number: int
    unit: str = DAYS

    def after(self, day: date) -> date:
        """Count forward from a day, which is day 0."""
        match self.unit:
            case "working days":
                return later(day, self.number)
            case "months":
                return months_on(day, self.number)
        return day + days(self.number * (7 if self.unit == WEEKS else 1))

    def before(self, day: date) -> date:
        """Count back from a day."""
        match self.unit:
            case "working days":
                return earlier(day, self.number)
            case "months":
                return months_on(day, -self.number)
        return day - days(self.number * (7 if self.unit == WEEKS else 1))


BEGAN = {
    "assessment": date(2013, 4, 15),
    "plo-meeting": date(2014, 4, 22),
    "plo-decision": date(2021, 3, 1),
}
"""First days of the duties that are younger than the history which the council keeps."""

AMBER_DAYS = {"cp-visit": 3, "cin-visit": 5, "court-26-weeks": 28, "plo-meeting": 3, "plo-decision": 28}

AMBER_WORKING_DAYS = {
    "assessment": 10,
    "assessment-cin": 10,
    "cp-icpc": 5,
    "cp-icpc-from-meeting": 5,
    "cp-review": 20,
    "iha": 5,
    "plo-cmh": 5,
    "report-to-parents": 2,
}

RULES = (*AMBER_DAYS, *AMBER_WORKING_DAYS, "adoption-a1", "cla-review", "cla-visit", "rha")


@dataclass(frozen=True)
class Clock:
    """One obligation as it was laid: when it began, when it was due, and how it closed."""

    start: date | None
    due: date | None
    met: date | None = None
    ended: date | None = None
    amber: Length | None = None

    @property
    def closed(self) -> date | None:
        """The day on which it was met or ended."""
        return self.met or self.ended

    def judged(self, rule: str, as_at: date, *, excused: bool) -> str:
        """Name its status, where there may be a reason that excuses what is late."""
        status = self.status(rule, as_at)
        return "excepted" if excused and status in LATE else status

    def status(self, rule: str, as_at: date) -> str:
        """Name the status that its dates give at the end of a day, where no reason bears on it."""
        if self.due is None:
            return "unassessable"
        if self.met:
            return "met_on_time" if self.met <= self.due else "met_late"
        if self.ended:
            return "ended_before_due" if self.ended <= self.due else "never_met"
        return self._open_status(rule, self.due, as_at)

    def _open_status(self, rule: str, due: date, as_at: date) -> str:
        if as_at > due:
            return "overdue"
        amber = self.amber.before(due) if self.amber else amber_from(rule, self.start or due, due)
        return "due_soon" if amber and as_at >= amber else "running"


def within(span: tuple[date, date], day: date) -> bool:
    """Say whether a day is one of those from the first to the last."""
    return span[0] <= day <= span[1]


def relaxed(day: date) -> bool:
    """Say whether limits of the regulations were relaxed on a day."""
    return within(RELAXED, day)


def amber_from(rule: str, start: date, due: date) -> date | None:
    """Find the first day of the amber window of a clock, if its rule has one."""
    match rule:
        case "rha":
            return months_on(due, -1)
        case "cla-visit":
            return due - days(2 if due - start <= days(7) else 7)
        case "cla-review":
            return earlier(due, 5 if due == later(start, 20) else 20)
    if rule in AMBER_DAYS:
        return due - days(AMBER_DAYS[rule])
    return earlier(due, AMBER_WORKING_DAYS[rule]) if rule in AMBER_WORKING_DAYS else None
