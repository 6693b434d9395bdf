"""Chains of meetings: each is decided to be in time or late, and its date follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from datetime import timedelta as days
from random import Random

from timeliness.council.calendar import working_back, working_on
from timeliness.council.law import Clock

Due = Callable[[date, int, date], date]
"""The due date of a clock from its start, its number in the spell, and the day on which it closed."""


@dataclass(frozen=True)
class Pace:
    """How meetings are kept: the share held late, by about how many days, and how early the others are."""

    late: float
    by: int
    early: float = 0.3

    def meeting(self, start: date, due: date, rng: Random) -> date:
        """Decide whether a meeting is late, and lay its day on a working day."""
        if rng.random() < self.late:
            return working_on(due + days(1 + int(rng.expovariate(1 / self.by))))
        early = int((due - start).days * self.early * rng.random())
        return _in_time(due - days(early), start)


@dataclass(frozen=True)
class Span:
    """The spell in which the meetings take place, and what is decided of its two ends.

    `stops` is the last day on which anybody came, where the child is overdue as at the council's day; `kept`
    says that the child is in date then, with `spare` days to go.
    """

    start: date
    end: date | None
    as_at: date
    stops: date | None = None
    kept: bool = False
    spare: int = 0
    on_first_day: bool = False
    on_last_day: bool = False

    @property
    def closes(self) -> date:
        """The day on which its last clock closes, or the day after as at."""
        return self.end or self.as_at + days(1)

    @property
    def last(self) -> date:
        """The last day on which a meeting can be, other than one decided for the spell's last day."""
        return self.stops or self.closes - days(1)

    def settle(self, start: date, due: date, drawn: date) -> date | None:
        """Settle on which day the meeting that was drawn takes place, if it does."""
        if drawn <= self.last:
            return drawn
        if self.on_last_day:
            return self.end
        if self.kept and due < self.as_at + days(self.spare):
            return _in_time(min(due, self.as_at), start)
        return None


def lay(span: Span, due: Due, pace: Pace, rng: Random) -> list[Clock]:
    """Lay the meetings of a spell, and give its clocks from the first to the last."""
    clocks: list[Clock] = []
    start = span.start
    while True:
        number = len(clocks) + 1
        limit = due(start, number, span.closes)
        at_once = number == 1 and span.on_first_day
        met = span.settle(start, limit, start if at_once else pace.meeting(start, limit, rng))
        closes = met or span.closes
        clocks.append(Clock(start, due(start, number, closes), met, None if met else span.end))
        if met is None or met == span.end:
            return clocks
        start = met


def meetings(clocks: list[Clock]) -> list[date]:
    """List the days of the meetings in a chain."""
    return [clock.met for clock in clocks if clock.met]


def days_overdue(rng: Random) -> int:
    """Draw how long a child has been overdue: days in most cases, months in a few."""
    longest = rng.choices((14, 50, 200), (6, 3, 1))[0]
    return rng.randint(1, longest)


def _in_time(day: date, start: date) -> date:
    back = working_back(day)
    return back if back > start else max(day, start + days(1))
