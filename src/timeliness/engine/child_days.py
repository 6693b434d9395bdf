"""Days in date: of the days on which a duty ran for a child, those on which nothing of it was late.

Pooled over children, no mean of means. It cannot be improved by closing, waiting, reallocating or by seeing the easy
children often.
"""

from __future__ import annotations

import polars as pl

from timeliness.engine.cohorts import KEYS, YEAR, Cohorts, through
from timeliness.engine.measures import Measure, then, whose, with_everybody

_APART = 1 << 32


def days_in_date(clocks: pl.LazyFrame, cohorts: Cohorts) -> Measure:
    """Child-days of clocks that are judged and counted forwards; those on which no running clock was past due."""
    unjudged = pl.col("status").is_in(["excluded", "excepted", "unassessable"])
    judged = clocks.filter(~unjudged & ~pl.col("backwards") & (pl.col("stop") > cohorts.first))
    running = with_everybody(then(judged).select("rule", "team", "child", "start", "due", "stop"))
    late = running.with_columns(start=pl.max_horizontal("start", "due"))
    days = [
        _days(running, cohorts).rename({"days": "ran"}),
        _days(late, cohorts).rename({"days": "past"}),
    ]
    total = pl.concat(days, how="diagonal").group_by(KEYS).agg(pl.col("ran", "past").sum())
    year = total.group_by("rule", "team").agg(pl.col("ran", "past").sum(), cohort=pl.lit(YEAR, dtype=pl.Int8))
    both = pl.concat([total, year.select(total.collect_schema().names())])
    return both.select(*KEYS, days_in_date_count=pl.col("ran") - pl.col("past"), days_in_date_of="ran")


def _days(spans: pl.LazyFrame, cohorts: Cohorts) -> pl.LazyFrame:
    """Distinct days after `start` up to and with `stop`, for each month.

    Spans of the same months are added up before they are laid out: they differ only in their first and last days.
    """
    apart = _without_overlap(spans.filter(pl.col("stop") > pl.col("start")))
    inside = apart.with_columns(after=pl.max_horizontal("after", pl.lit(cohorts.first)))
    months = {"from": cohorts.month(pl.col("after").dt.offset_by("1d")), "to": cohorts.month(pl.col("upto"))}
    day = pl.col("after", "upto").to_physical().cast(pl.Int64)
    alike = inside.with_columns(**months).group_by("rule", "team", "from", "to").agg(day.sum(), n=pl.len())
    laid = through(alike, "from", "to")
    bounds, cohort = pl.lit(cohorts.bounds.to_physical().cast(pl.Int64)), pl.col("cohort")
    first = pl.when(cohort == pl.col("from")).then("after").otherwise(pl.col("n") * bounds.gather(cohort))
    last = pl.when(cohort == pl.col("to")).then("upto").otherwise(pl.col("n") * bounds.gather(cohort + 1))
    return laid.select(*KEYS, days=last - first)


def _without_overlap(spans: pl.LazyFrame) -> pl.LazyFrame:
    """Cut each span where an earlier one of the same child, rule and team already reaches: `after`, `upto`."""
    ordered = spans.with_columns(whose=whose()).sort("whose", "start")
    group = (pl.col("whose") != pl.col("whose").shift()).fill_null(value=True).cast(pl.Int64).cum_sum() * _APART
    reached = (group + pl.col("stop").to_physical()).cum_max().shift() - group
    day = pl.max_horizontal(pl.col("start").to_physical().cast(pl.Int64), reached)
    cut = ordered.with_columns(after=day.cast(pl.Int32).cast(pl.Date), upto="stop")
    return cut.filter(pl.col("after") < pl.col("upto"))
