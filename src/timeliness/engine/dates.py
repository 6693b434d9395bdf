"""Dates by table: where a limit leads from a start, in working days, weeks, months and years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import polars as pl

from timeliness.engine.order import gathered
from timeliness.rulebook.calendars import CIVIL_FIRST, CIVIL_LAST, Calendar
from timeliness.rulebook.durations import Counted as Way
from timeliness.rulebook.durations import Unit
from timeliness.rulebook.rules import Length

_MOST = 100_000
_EPOCH = date(1970, 1, 1)
_UNITS: Mapping[Unit, str] = {"month": "mo", "year": "y"}


def _civil(day: pl.Expr) -> pl.Expr:
    return pl.when(day.is_between(CIVIL_FIRST, CIVIL_LAST)).then(day)


def _plus(day: pl.Expr, days: pl.Expr | int) -> pl.Expr:
    """A day so many days later, as far as days are counted."""
    moved = day.to_physical().cast(pl.Int64) + days
    first, last = ((each - _EPOCH).days for each in (CIVIL_FIRST, CIVIL_LAST))
    return pl.when(moved.is_between(first, last)).then(moved).cast(pl.Int32).cast(pl.Date)


def days_between(days: pl.Series) -> pl.Series:
    """Every day from the first to the last of some, as far as days are counted."""
    within = pl.DataFrame({"day": days}).filter(pl.col("day").is_between(CIVIL_FIRST, CIVIL_LAST))
    ends = pl.col("day").min(), pl.col("day").max()
    return within.select(pl.date_range(*ends)).to_series() if within.height else within["day"]


@dataclass(frozen=True)
class Counted:
    """A calendar's days that count, numbered: `numbers` says how many there are up to each day of it."""

    calendar: Calendar = field(repr=False)

    @cached_property
    def days(self) -> pl.Series:
        """The days that count."""
        return pl.Series("days", self.calendar.days, dtype=pl.Date)

    @cached_property
    def every(self) -> pl.Series:
        """Every day of the calendar."""
        return pl.date_range(self.calendar.first, self.calendar.last, eager=True)

    @cached_property
    def numbers(self) -> pl.Series:
        """For each day of the calendar: how many days have counted up to and with it."""
        return self.every.is_in(self.days.implode()).cast(pl.Int64).cum_sum()

    @cached_property
    def earlier(self) -> pl.Series:
        """For each day of the calendar: how many days have counted before it."""
        return self.numbers.shift(1, fill_value=0)

    def upto(self, day: pl.Expr) -> pl.Expr:
        """How many days have counted up to and with a day; null outside the calendar."""
        return gathered(self.numbers, self.position(day))

    def nth(self, number: pl.Expr) -> pl.Expr:
        """The day that counts with this number (from 1); null outside the calendar."""
        return gathered(self.days, number - 1)

    def reach(self, counted: Way, day: pl.Expr, number: pl.Expr) -> pl.Expr:
        """The day so many counted days after a day (day 0), beginning with it (day 1), or before it."""
        before = gathered(self.earlier, self.position(day))
        match counted:
            case "after":
                return self.nth(self.upto(day) + number)
            case "beginning":
                return self.nth(before + number)
            case "before":
                return self.nth(before - number + 1)

    def position(self, day: pl.Expr) -> pl.Expr:
        """The place of a day in the calendar, from 0."""
        return (day - pl.lit(self.calendar.first)).dt.total_days()


class Dates:
    """Where limits lead, by the calendars of a rulebook."""

    def __init__(self, calendars: Mapping[str, Calendar]) -> None:
        self._calendars = {name: Counted(calendar) for name, calendar in calendars.items()}

    def counted(self, calendar: str) -> Counted:
        """The days that count in a named calendar."""
        return self._calendars[calendar]

    def reach(self, length: Length, start: pl.Expr, amount: pl.Expr | int | None = None) -> pl.Expr:
        """The last day within a length of a start, counted as the length says.

        `amount` is the number where the length reads it from a fact. Null where anything is unknown, where the
        amount is not positive, and outside the calendar. Hours give the day by which they have passed when only
        dates are known: start + ceil(hours / 24) days.
        """
        number = _positive(length, amount)
        if length.calendar:
            return self.counted(length.calendar).reach(length.counted, start, number)
        match length.unit:
            case "day" | "week":
                return _plus(_civil(start), self._days(length, number))
            case "hour":
                return _plus(_civil(start), (number + 23) // 24)
            case _:
                sign = "-" if length.counted == "before" else ""
                step = pl.concat_str(pl.lit(sign), number.cast(pl.String), pl.lit(_UNITS[length.unit]))
                fixed = f"{sign}{length.amount}{_UNITS[length.unit]}"
                known = isinstance(length.amount, int)
                return _civil(_civil(start).dt.offset_by(fixed if known else step))

    def less(self, length: Length, day: pl.Expr) -> pl.Expr:
        """The first day of a window of this length before a day, as `early` and `due_soon` count it."""
        back = Length(length.amount, length.unit, length.calendar, "before", length.words)
        return self.reach(back, day)

    def between(self, calendar: str, after: pl.Expr, upto: pl.Expr) -> pl.Expr:
        """How many days counted after one day, up to and with another; every day where no calendar is named."""
        if not calendar:
            return (upto - after).dt.total_days()
        counted = self.counted(calendar)
        return counted.upto(upto) - counted.upto(after)

    def moved(self, calendar: str, day: pl.Expr, days: pl.Expr) -> pl.Expr:
        """A day moved on by so many days that count; null where that leads out of the calendar, or `days` is null."""
        if not calendar:
            return _plus(day, days)
        counted = self.counted(calendar)
        return pl.when(days == 0).then(day).otherwise(counted.nth(counted.upto(day) + days))

    def _days(self, length: Length, number: pl.Expr) -> pl.Expr:
        days = number * 7 if length.unit == "week" else number
        match length.counted:
            case "after":
                return days
            case "beginning":
                return days - 1
            case "before":
                return -days


def _positive(length: Length, amount: pl.Expr | int | None) -> pl.Expr:
    if isinstance(length.amount, int):
        return pl.lit(length.amount, dtype=pl.Int64)
    number = amount if isinstance(amount, pl.Expr) else pl.lit(amount, dtype=pl.Int64)
    return pl.when(number.is_between(1, _MOST)).then(number.cast(pl.Int64))
