"""Days in date: of the days on which a duty ran for a child, those on which nothing of it was late.

Pooled over children, no mean of means. It cannot be improved by closing, waiting, reallocating or by seeing the easy
children often.
"""

from __future__ import annotations

import polars as pl

from timeliness.engine.cohorts import KEYS, YEAR, Cohorts, through
from timeliness.engine.measures import Measure

_APART = 1 << 32
_WHOSE = ("rule", "team", "child")


def days_in_date(clocks: pl.LazyFrame, cohorts: Cohorts) -> Measure:
    """Child-days of clocks that are judged and counted forwards; those on which no running clock was past due."""
    unjudged = pl.col("status").is_in(["excluded", "excepted", "unassessable"])
    running = (
        clocks.filter(~unjudged & ~pl.col("backwards") & (pl.col("stop") > cohorts.first))
        .drop("team")
        .rename({"team_then": "team"})
    )
    late = running.with_columns(start=pl.max_horizontal("start", "due"))
    days = [
        _days(running, cohorts).with_columns(late=pl.lit(value=False)),
        _days(late, cohorts).with_columns(late=pl.lit(value=True)),
    ]
    total = (
        pl.concat(days)
        .group_by(KEYS)
        .agg(ran=pl.col("days").filter(~pl.col("late")).sum(), past=pl.col("days").filter("late").sum())
    )
    both = pl.concat([total, _of_year(total)])
    return both.select(*KEYS, days_in_date_count=pl.col("ran") - pl.col("past"), days_in_date_of="ran")


def _of_year(months: pl.LazyFrame) -> pl.LazyFrame:
    year = months.group_by("rule", "team").agg(pl.col("ran", "past").sum())
    return year.select("rule", "team", pl.lit(YEAR, dtype=pl.Int8).alias("cohort"), "ran", "past")


def _days(spans: pl.LazyFrame, cohorts: Cohorts) -> pl.LazyFrame:
    """Distinct days after `start` up to and with `stop`, for each month."""
    apart = _without_overlap(spans.filter(pl.col("stop") > pl.col("start")))
    months = through(apart, cohorts.month(pl.col("after").dt.offset_by("1d")), cohorts.month(pl.col("upto")))
    bounds = pl.lit(cohorts.bounds)
    first = pl.max_horizontal("after", bounds.gather(pl.col("cohort")))
    last = pl.min_horizontal("upto", bounds.gather(pl.col("cohort") + 1))
    return months.select(*KEYS, days=(last - first).dt.total_days())


def _without_overlap(spans: pl.LazyFrame) -> pl.LazyFrame:
    """Cut each span where an earlier one of the same child, rule and team already reaches: `after`, `upto`."""
    ordered = spans.select(*_WHOSE, "start", "stop").sort(*_WHOSE, "start")
    begins = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift()) for name in _WHOSE)
    group = begins.cast(pl.Int64).cum_sum() * _APART
    reached = (group + pl.col("stop").to_physical()).cum_max().shift() - group
    day = pl.max_horizontal(pl.col("start").to_physical().cast(pl.Int64), reached)
    cut = ordered.with_columns(after=day.cast(pl.Int32).cast(pl.Date), upto="stop")
    return cut.filter(pl.col("after") < pl.col("upto"))
