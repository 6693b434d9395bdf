"""From when the tables of a mapped extract are whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Keyed
from datetime import date, timedelta

import polars as pl

from timeliness.extracts.mappings.written import HistoryMap, Mapping
from timeliness.facts import SOURCE_ROWS
from timeliness.rulebook.durations import CIVIL, Duration

_STEPS = {"day": "d", "week": "w", "month": "mo", "year": "y"}


def complete_from(mapping: Mapping, rows: Keyed[str, pl.DataFrame], taken: Sequence[date]) -> dict[str, date]:
    """From when each table is whole, of those of which the mapping says it.

    `rows` are the facts of each kind as the return has them, before any are joined; `taken` are the days on which
    returns were taken, in order.
    """
    return dict(each for history in mapping.complete_from for each in _of(history, rows, taken))


def _of(history: HistoryMap, rows: Keyed[str, pl.DataFrame], taken: Sequence[date]) -> Iterator[tuple[str, date]]:
    first = None
    if history.before_taken is not None:
        first = _without_gap(taken, history.before_taken)
    elif history.year_begins is not None and history.first_year is not None:
        first = _first_year(history.first_year, rows, history.year_begins, taken)
    if first is not None:
        yield from ((table, first) for table in history.tables)


def _without_gap(taken: Sequence[date], length: Duration) -> date | None:
    """The first day of the first return of those that follow on one another up to the last."""
    first: date | None = None
    for day in reversed(taken):
        if first is None or day >= first - timedelta(days=1):
            first = before(day, length)
    return first


def _first_year(
    named: str, rows: Keyed[str, pl.DataFrame], begins: str, taken: Sequence[date]
) -> date | None:
    """The first day of the first year of those that follow on one another up to the last of which there is a return."""
    fact, _, column = named.partition(".")
    there = rows.get(fact)
    if there is None or column not in there.columns:
        return None
    years = {year_start(begins, day) for day in _days(there, column, max(taken, default=date.max))}
    first: date | None = None
    for year in sorted(years, reverse=True):
        if first is None or year.year == first.year - 1:
            first = year
        else:
            break
    return first


def _days(facts: pl.DataFrame, column: str, last: date) -> Iterator[date]:
    """The days that have come in a column, none of a spell that ends before it starts; in a file without any, the last
    start that it has."""
    spells = "start" in facts.columns
    possible = pl.col(column) <= last
    shown = facts.filter(possible & (pl.col("start") <= pl.col(column)) if spells else possible)
    yield from shown[column].unique()
    if spells:
        file = pl.col("source") // SOURCE_ROWS
        rest = facts.filter(~file.is_in(shown.select(file.unique())["source"].implode()))
        starts = rest.filter(pl.col("start") <= last).group_by(file).agg(pl.col("start").max())
        yield from starts["start"]


def year_start(begins: str, earliest: date) -> date:
    """The first day of the year, beginning on month-day, in which a date lies. Raises ValueError for no such day."""
    month, day = (int(part) for part in begins.split("-"))
    this = date(earliest.year, month, day)
    return this if this <= earliest else date(earliest.year - 1, month, day)


def before(day: date, length: Duration) -> date:
    """The first day of a length of time whose last is a day.

    Raises ValueError for a length that is not plain days, weeks, months or years.
    """
    if not isinstance(length.amount, int) or length.calendar != CIVIL or length.counted != "after":
        raise ValueError(f"'{length}' is not a plain length of time. Write it as '6 months'.")
    if length.unit not in _STEPS:
        raise ValueError(f"'{length}' is not in days, weeks, months or years. Write it as '6 months'.")
    moved = pl.Series([day]).dt.offset_by(f"-{length.amount}{_STEPS[length.unit]}").item()
    if not isinstance(moved, date):
        raise ValueError(f"'{length}' reaches before all calendars.")
    return moved + timedelta(days=1)
