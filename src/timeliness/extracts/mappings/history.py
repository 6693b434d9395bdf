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


def _first_year(named: str, rows: Keyed[str, pl.DataFrame], begins: str, taken: Sequence[date]) -> date | None:
    """The first day of the first year of those that follow on one another up to the last of which there is a return.

    A return without any end that has come is of a year of which nothing else is known, that of its last start or later.
    """
    fact, _, column = named.partition(".")
    there = rows.get(fact)
    if there is None or column not in there.columns:
        return None
    last = max(taken, default=date.max)
    ended, begun = _ends(there, column, last)
    years = {year_start(begins, day) for day in ended}
    spare = sorted((year_start(begins, day) for day in begun), reverse=True)
    first: date | None = max(years, default=None) or (spare.pop(0) if spare else None)
    while first is not None:
        before = date(first.year - 1, first.month, first.day)
        fills = next((each for each in spare if each <= before), None)
        if before not in years and fills is None:
            break
        if before not in years and fills is not None:
            spare.remove(fills)
        first = before
    return first


def _ends(facts: pl.DataFrame, column: str, last: date) -> tuple[list[date], list[date]]:
    """The days that have come in a column, none of a spell that ends before it starts; and other files' last starts."""
    possible = pl.col(column) <= last
    if "start" not in facts.columns:
        return facts.filter(possible)[column].unique().to_list(), []
    file = (pl.col("source") // SOURCE_ROWS).alias("file")
    shown = facts.filter(possible & (pl.col("start") <= pl.col(column)))
    begun = facts.filter(pl.col("start") <= last).group_by(file).agg(pl.col("start").max())
    rest = begun.join(shown.select(file.unique()), on="file", how="anti")
    return shown[column].unique().to_list(), rest["start"].to_list()


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
