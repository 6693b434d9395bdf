"""What a mapping looks for in the rows of its tables: dates that lie wrong of others, and rows that cannot be so."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Keyed
from dataclasses import dataclass

import polars as pl

from timeliness.extracts import findings
from timeliness.extracts.mappings.codes import holds, written
from timeliness.extracts.mappings.tables import Source, days_of
from timeliness.extracts.mappings.written import CheckMap, Mapping
from timeliness.extracts.readers.headings import plain
from timeliness.extracts.readers.sheet import ROW
from timeliness.facts import SOURCE_ROWS
from timeliness.rulebook.calendars import Calendar
from timeliness.rulebook.durations import Duration

_STEPS = {"day": "d", "week": "w", "month": "mo", "year": "y"}

Calendars = Keyed[str, Calendar]


def checked(source: Source, table: str, mapping: Mapping, calendars: Calendars) -> Iterator[pl.DataFrame]:
    """The findings of the checks of a table, of those whose columns it has."""
    looking = _Looking(source, table, mapping, calendars)
    for check in (each for each in mapping.checks if each.table == table):
        needed = {plain(name) for name in (check.column, *filter(None, [check.other]), *(check.where or ()))}
        if needed <= set(source.rows.columns):
            yield from looking.found(check)


def moved(days: pl.Series, length: Duration | None, calendars: Calendars) -> pl.Series:
    """The days so long after some; null beyond the calendar. Raises ValueError for a length that cannot be meant."""
    if length is None:
        return days
    amount, unit = length.amount, length.unit
    if not isinstance(amount, int) or unit not in _STEPS or length.counted != "after":
        raise ValueError(f"'{length}' is not a plain length of time. Write it as '15 working days' or '3 months'.")
    if not length.calendar:
        return days.dt.offset_by(f"{amount}{_STEPS[unit]}")
    if length.calendar not in calendars:
        raise ValueError(f"'{length.calendar}' is not a calendar. Calendars: {', '.join(sorted(calendars))}.")
    calendar = calendars[length.calendar]
    counted = pl.Series(calendar.days, dtype=pl.Date)
    there = days.is_between(calendar.first, calendar.last).fill_null(value=False)
    number = counted.search_sorted(days.fill_null(calendar.first), side="right").cast(pl.Int64) + amount - 1
    return counted.gather(number.set(~there | (number >= len(counted)), None))


@dataclass(frozen=True)
class _Looking:
    """Looks at a table."""

    source: Source
    table: str
    mapping: Mapping
    calendars: Calendars

    def found(self, check: CheckMap) -> Iterator[pl.DataFrame]:
        rows, day = self.source.rows, self._days(check.column)
        asked = self._every() if check.where is None else self._where(check)
        yield self._finding(check.finding, check.column, asked & self._wrong(check, day))
        read = (name for fact in self.mapping.facts for each in fact.columns.values() for name in each.column)
        if check.column not in read:  # else it is a finding of the fact
            unread = rows.select(written(plain(check.column))).to_series().is_not_null() & day.is_null()
            yield self._finding(findings.NOT_A_DATE, check.column, unread)

    def _wrong(self, check: CheckMap, day: pl.Series) -> pl.Series:
        if check.counts_in:
            calendar = self.calendars[check.counts_in]
            within = day.is_between(calendar.first, calendar.last)
            return within & ~day.is_in(pl.Series(calendar.days, dtype=pl.Date).implode())
        if check.other is None:
            return self._every()
        other = moved(self._days(check.other), check.plus, self.calendars)
        return day != other if check.equals else day < other if check.not_before else day <= other

    def _every(self) -> pl.Series:
        return pl.repeat(value=True, n=self.source.rows.height, eager=True)

    def _days(self, column: str) -> pl.Series:
        return days_of(self.source, plain(column), self.mapping)

    def _where(self, check: CheckMap) -> pl.Series:
        where = check.where or {}
        return self.source.rows.select(holds(where, {name: plain(name) for name in where})).to_series()

    def _finding(self, what: str, column: str, chosen: pl.Series) -> pl.DataFrame:
        number = pl.col(ROW).cast(pl.Int64) + self.source.number * SOURCE_ROWS
        child = pl.col(plain(self.mapping.child_of(self.table)))
        rows = self.source.rows.filter(chosen.fill_null(value=False))
        return findings.found(what, self.table, rows.select(source=number, child_id=child), column)
