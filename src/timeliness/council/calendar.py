"""Working days and months, counted on their own as a second source beside the rules' calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from datetime import timedelta as days
from functools import cache

MONDAY, FRIDAY = 0, 4

MOVED = {
    date(2012, 5, 28): date(2012, 6, 4),
    date(2020, 5, 4): date(2020, 5, 8),
    date(2022, 5, 30): date(2022, 6, 2),
}
"""Bank holidays that a proclamation moved."""

ONCE = (date(2011, 4, 29), date(2012, 6, 5), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8))
"""Bank holidays of one year only."""


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian computus (Meeus, Jones and Butcher)."""
    century, of_century = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    back = (year % 19 + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * back + 114, 31)
    return date(year, month, day + 1)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Bank holidays in England and Wales, with Good Friday and Christmas Day and their substitutes."""
    yearly = {
        _weekday_on(date(year, 1, 1)),
        easter(year) - days(2),
        easter(year) + days(1),
        _monday_on(date(year, 5, 1)),
        _monday_on(date(year, 5, 25)),
        _monday_on(date(year, 8, 25)),
    }
    christmas = _weekday_on(date(year, 12, 25))
    boxing = _weekday_on(max(christmas + days(1), date(year, 12, 26)))
    own = {MOVED.get(day, day) for day in yearly | {christmas, boxing}}
    return frozenset(own | {day for day in ONCE if day.year == year})


@cache
def is_working(day: date) -> bool:
    """Say whether a day is neither at a weekend nor a bank holiday."""
    return day.weekday() <= FRIDAY and day not in bank_holidays(day.year)


def working_on(day: date) -> date:
    """Find the first working day on or after a day."""
    while not is_working(day):
        day += days(1)
    return day


def working_back(day: date) -> date:
    """Find the last working day on or before a day."""
    while not is_working(day):
        day -= days(1)
    return day


@cache
def later(day: date, count: int) -> date:
    """Count working days forward, one at a time: the next working day is the first."""
    for _ in range(count):
        day = working_on(day + days(1))
    return day


@cache
def earlier(day: date, count: int) -> date:
    """Count working days back, one at a time: the working day before is the first."""
    for _ in range(count):
        day = working_back(day - days(1))
    return day


def months_on(day: date, count: int) -> date:
    """Find the corresponding date so many months on (or back), clamped to the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _weekday_on(day: date) -> date:
    while day.weekday() > FRIDAY:
        day += days(1)
    return day


def _monday_on(day: date) -> date:
    return day + days((MONDAY - day.weekday()) % 7)
