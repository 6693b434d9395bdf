"""The cohorts of a summary: as at now, the last 12 months, and each of those months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from timeliness.engine.order import taken

MONTHS = 12
YEAR = MONTHS
NOW = MONTHS + 1
WINDOW = MONTHS + 2
"""Cohorts by number: 0 to 11 are the months, oldest first; then the 12 months, now, and a rule's own window."""

KEYS = ("rule", "team", "cohort")


@dataclass(frozen=True)
class Cohorts:
    """The last 12 months up to and with a day, counted back from it by the corresponding date.

    Month n runs from the day after `bounds[n]` to `bounds[n + 1]`: the months share no day and leave none out.
    """

    as_at: date

    @cached_property
    def bounds(self) -> pl.Series:
        """The last days of the 13 months that end with the as-at date."""
        back = [pl.lit(self.as_at).dt.offset_by(f"-{number}mo") for number in range(MONTHS, -1, -1)]
        return pl.select(pl.concat_list(back).explode()).to_series()

    @property
    def first(self) -> date:
        """The last day before the 12 months."""
        first: date = self.bounds.to_list()[0]
        return first

    @cached_property
    def _months(self) -> pl.Series:
        """The month of each day, from the last before the first month to the first after the last."""
        days = pl.date_range(pl.lit(self.first), pl.lit(self.as_at).dt.offset_by("1d")).alias("day")
        return pl.select(days).select(pl.lit(self.bounds).search_sorted(pl.col("day")).cast(pl.Int8) - 1).to_series()

    def month(self, day: pl.Expr) -> pl.Expr:
        """The month in which a day (or its number) lies; -1 before the first, 12 after the last, null without a day."""
        first = self.bounds.to_physical()[0]
        return taken(self._months, (day.to_physical() - first).clip(0, len(self._months) - 1))

    def frame(self) -> pl.DataFrame:
        """`cohort` (number), `name`, `first` and `last` day; as at now has one day only."""
        last = self.bounds.to_list()
        months = [(number, last[number], last[number + 1]) for number in range(MONTHS)]
        rows = [(number, f"month to {upto}", after, upto) for number, after, upto in months]
        rows.append((YEAR, f"12 months to {self.as_at}", last[0], self.as_at))
        named = pl.DataFrame(rows, schema=_NAMED, orient="row").with_columns(pl.col("first").dt.offset_by("1d"))
        now = pl.DataFrame([(NOW, "now", self.as_at, self.as_at)], schema=_NAMED, orient="row")
        return pl.concat([named, now])


_NAMED = {"cohort": pl.Int8, "cohort_name": pl.String, "first": pl.Date, "last": pl.Date}


def once_each(rows: pl.LazyFrame, month: str) -> pl.LazyFrame:
    """Put each row into the month that it lies in, and into the year."""
    placed = rows.rename({month: "cohort"}).filter(pl.col("cohort").is_between(0, MONTHS - 1))
    return pl.concat([placed, placed.with_columns(cohort=pl.lit(YEAR, dtype=pl.Int8))])


def every(rows: pl.LazyFrame, cohorts: Sequence[int]) -> pl.LazyFrame:
    """Put each row into all of some cohorts."""
    return rows.with_columns(cohort=pl.lit(list(cohorts), dtype=pl.List(pl.Int8))).explode("cohort")


def through(rows: pl.LazyFrame, first: str, last: str) -> pl.LazyFrame:
    """Put each row into every month from one to another."""
    months = pl.int_ranges(first, pl.col(last) + 1, dtype=pl.Int8)
    return rows.with_columns(cohort=months).explode("cohort")
