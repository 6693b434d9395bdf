"""Days in date: of the days on which a duty ran for a child, those on which nothing of it was late.

Pooled over children, no mean of means. It cannot be improved by closing, waiting, reallocating or by seeing the easy
children often.
"""

from __future__ import annotations

import polars as pl

from timeliness.engine.cohorts import KEYS, MONTHS, YEAR, Cohorts, through
from timeliness.engine.collect import collect_all, shared
from timeliness.engine.measures import Measure, then
from timeliness.engine.order import begins, in_order
from timeliness.engine.packed import Ranges, alike

_APART = 1 << 32
_SPAN = ("rule", "team", "child", "start", "stop")


def days_in_date(clocks: pl.LazyFrame, whose: Ranges, cohorts: Cohorts) -> Measure:
    """Child-days of judged clocks; those on which no running clock was past due.

    `whose` are the ranges of `rule`, `team` and `child`.
    """
    unjudged = pl.col("status").is_in(["excluded", "excepted", "unassessable"])
    judged = then(clocks.filter(~unjudged & (pl.col("stop") > cohorts.first)))
    late = judged.with_columns(start=pl.max_horizontal("start", "due"))
    spans = [rows.filter(pl.col("stop") > pl.col("start")).select(_SPAN) for rows in (judged, late)]
    ran, past = (_days(rows, whose, cohorts) for rows in collect_all(spans))
    days = [ran.rename({"days": "ran"}), past.rename({"days": "past"})]
    total = shared(pl.concat(days, how="diagonal").group_by(KEYS).agg(pl.col("ran", "past").sum()))
    year = total.group_by("rule", "team").agg(pl.col("ran", "past").sum(), cohort=pl.lit(YEAR, dtype=pl.Int8))
    both = pl.concat([total, year.select(total.collect_schema().names())])
    return both.select(*KEYS, days_in_date_count=pl.col("ran") - pl.col("past"), days_in_date_of="ran")


def _days(spans: pl.DataFrame, whose: Ranges, cohorts: Cohorts) -> pl.LazyFrame:
    """Distinct days after `start` up to and with `stop`, for each month, of each team and of all together.

    A child whose clocks of a rule are all of one team has the same days with it as with all teams together: only those
    of the others are gone through again by team.
    """
    ordered = in_order(spans, "rule", "child", "start")
    ordered = ordered.with_columns(several=_of_several_teams(ordered))
    by_team = in_order(ordered.filter("several"), "rule", "team", "child", "start")
    ranges = {
        **{name: whose[name] for name in ("rule", "team")},
        "several": (0, 1),
        "from": (0, MONTHS - 1),
        "to": (0, MONTHS - 1),
    }
    together, teams = (
        shared(_by_month(_without_overlap(rows, *each), ranges, cohorts))
        for rows, each in ((ordered, ("rule", "child")), (by_team, ("rule", "team", "child")))
    )
    rows = [together.with_columns(team=None), together.filter(~pl.col("several")), teams]
    laid = through(pl.concat(rows, how="vertical_relaxed"), "from", "to")
    bounds, cohort = pl.lit(cohorts.bounds.to_physical().cast(pl.Int64)), pl.col("cohort")
    first = pl.when(cohort == pl.col("from")).then("after").otherwise(pl.col("n") * bounds.gather(cohort))
    last = pl.when(cohort == pl.col("to")).then("upto").otherwise(pl.col("n") * bounds.gather(cohort + 1))
    return laid.select(*KEYS, days=last - first)


def _of_several_teams(ordered: pl.DataFrame) -> pl.Series:
    """Whether the clocks of each span's rule and child have been with several teams."""
    another = ~begins("rule", "child") & (pl.col("team") != pl.col("team").shift())
    several = ordered.filter(another).select("rule", "child").unique().with_columns(several=pl.lit(value=True))
    found = ordered.select("rule", "child").join(several, on=["rule", "child"], how="left", maintain_order="left")
    return found["several"].fill_null(value=False)


def _without_overlap(ordered: pl.DataFrame, *whose: str) -> pl.LazyFrame:
    """Cut each span where an earlier one of the same already reaches: `after`, `upto`, in days."""
    group = begins(*whose).cast(pl.Int64).cum_sum() * _APART
    start, stop = (pl.col(name).to_physical().cast(pl.Int64) for name in ("start", "stop"))
    reached = (group + stop).cum_max().shift() - group
    cut = ordered.lazy().with_columns(after=pl.max_horizontal(start, reached), upto=stop)
    return cut.filter(pl.col("after") < pl.col("upto"))


def _by_month(apart: pl.LazyFrame, ranges: Ranges, cohorts: Cohorts) -> pl.LazyFrame:
    """Add up the spans of the same months before they are laid out: they differ only in their first and last days."""
    inside = apart.with_columns(after=pl.max_horizontal("after", cohorts.bounds.to_physical()[0]))
    months = {"from": cohorts.month(pl.col("after") + 1), "to": cohorts.month(pl.col("upto"))}
    return alike(inside.with_columns(**months), ranges, "after", "upto")
