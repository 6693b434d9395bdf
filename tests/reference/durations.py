"""Durations: a number of days, weeks, months, years or hours, counted as the law counts them."""

from __future__ import annotations

import calendar as gregorian
import functools
import re
from dataclasses import dataclass
from datetime import date, timedelta

from tests.reference.world import World

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
BEGINNING, BEFORE = "beginning with", "before"
PATTERN = re.compile(
    r"(?P<amount>\S+) (?:(?P<calendar>\S+) )?(?P<unit>day|week|month|year|hour)s?"
    r"(?: (?P<mode>beginning with|before) the start)?"
)


@dataclass(frozen=True)
class Duration:
    """A duration as a rule writes it; the amount is a number or the name of an attribute."""

    amount: int | str
    calendar: str | None
    unit: str
    mode: str | None

    @property
    def number(self) -> int:
        """Return the number of a duration that names no attribute."""
        return int(self.amount)

    def text(self, number: int) -> str:
        """Write the duration with its number: `6 weeks`, `1 working day before the start`."""
        unit = f"{self.calendar} {self.unit}" if self.calendar else self.unit
        ending = f" {self.mode} the start" if self.mode else ""
        return f"{number} {unit}{'' if number == 1 else 's'}{ending}"


@functools.cache
def parse(text: str) -> Duration:
    """Read a duration (the rule language 2, Duration)."""
    found = PATTERN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    amount = found["amount"]
    number = int(amount) if amount.lstrip("-").isdigit() else amount
    return Duration(number, found["calendar"], found["unit"], found["mode"])


def due_from(start: date, number: int, duration: Duration, world: World) -> date | None:
    """Return the last day of the limit, or nothing outside the calendar (decision 48)."""
    if duration.mode == BEFORE:
        return less(start, number, duration, world)
    if duration.mode != BEGINNING:
        return plus(start, number, duration, world)
    if duration.calendar:
        days = world.calendars[duration.calendar]
        return days.on(start, number - (start in days.days))
    if duration.unit not in ("day", "week"):
        raise ValueError(duration.text(number))
    return _plain(start, number * (7 if duration.unit == "week" else 1) - 1, "day")


def plus(day: date, number: int, duration: Duration, world: World) -> date | None:
    """Count on from the day, which is day 0 (the rule language 2, Duration)."""
    if duration.calendar:
        return world.calendars[duration.calendar].on(day, number)
    return _plain(day, number, duration.unit)


def less(day: date, number: int, duration: Duration, world: World) -> date | None:
    """Count back from the day, which is day 0 (the rule language 2, `before the start`)."""
    if duration.calendar:
        return world.calendars[duration.calendar].back(day, number)
    return _plain(day, -number, duration.unit)


def add_months(day: date, months: int) -> date:
    """Return the corresponding date, clamped to the last day of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = gregorian.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def birthday(born: date, age: int) -> date:
    """Return the day on which an age is reached; 29 February is 1 March in common years."""
    if (born.month, born.day) == (2, 29) and not gregorian.isleap(born.year + age):
        return date(born.year + age, 3, 1)
    return born.replace(year=born.year + age)


def whole_years(born: date, day: date) -> int:
    """Return the age in whole years on a day (the rule language 2, Condition)."""
    years = day.year - born.year
    return years if birthday(born, years) <= day else years - 1


def _plain(day: date, number: int, unit: str) -> date | None:
    try:
        reached = _reached(day, number, unit)
    except (OverflowError, ValueError):
        return None
    inside = FIRST_DAY <= day <= LAST_DAY and FIRST_DAY <= reached <= LAST_DAY
    return reached if inside else None


def _reached(day: date, number: int, unit: str) -> date:
    if unit in ("month", "year"):
        return add_months(day, number * (12 if unit == "year" else 1))
    if unit == "hour":
        return day + timedelta(days=whole_days(number))
    return day + timedelta(days=number * (7 if unit == "week" else 1))


def whole_days(hours: int) -> int:
    """Return the days that hold the hours, rounded away from zero (decision 50)."""
    return -(-hours // 24) if hours >= 0 else hours // 24
