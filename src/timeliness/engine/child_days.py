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
_OF_A_CHILD = ("rule", "child")


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
    ordered = in_order(spans, *_OF_A_CHILD, "start")
    several = _of_several_teams(ordered)
    by_team = in_order(ordered.join(several, on=_OF_A_CHILD, how="semi"), "rule", "team", "child", "start")
    together = _without_overlap(ordered, *_OF_A_CHILD)
    of_one = together.join(several, on=_OF_A_CHILD, how="anti")
    of_teams = pl.concat([of_one, _without_overlap(by_team, "rule", "team", "child")])
    counted = [_by_month(rows, whose, cohorts) for rows in (together.with_columns(team=None), of_teams)]
    laid = through(shared(pl.concat(counted, how="vertical_relaxed")), "from", "to")
    bounds, cohort = pl.lit(cohorts.bounds.to_physical().cast(pl.Int64)), pl.col("cohort")
    first = pl.when(cohort == pl.col("from")).then("after").otherwise(pl.col("n") * bounds.gather(cohort))
    last = pl.when(cohort == pl.col("to")).then("upto").otherwise(pl.col("n") * bounds.gather(cohort + 1))
    return laid.select(*KEYS, days=last - first)


def _of_several_teams(ordered: pl.DataFrame) -> pl.DataFrame:
    """The children of whom several teams have had clocks of a rule."""
    another = ~begins(*_OF_A_CHILD) & (pl.col("team") != pl.col("team").shift())
    return ordered.filter(another).select(_OF_A_CHILD).unique()


def _without_overlap(ordered: pl.DataFrame, *whose: str) -> pl.DataFrame:
    """Spans of the same that overlap or touch as one: `after`, `upto`, in days; each meeting begins another clock."""
    start, stop = (pl.col(name).to_physical().cast(pl.Int64) for name in ("start", "stop"))
    group, reached = pl.col("group"), pl.col("reached")
    grouped = ordered.with_columns(after=start, group=begins(*whose).cast(pl.Int64).cum_sum() * _APART)
    rows = grouped.with_columns(reached=(group + stop).cum_max())
    apart = rows.select((group + pl.col("after") > reached.shift()).fill_null(value=True)).to_series()
    first, last = rows.filter(apart), rows.filter(apart.shift(-1, fill_value=True))
    return first.select("rule", "team", "child", "after").with_columns(last.select(upto=reached - group))


def _by_month(apart: pl.DataFrame, whose: Ranges, cohorts: Cohorts) -> pl.LazyFrame:
    """Add up the spans of the same months before they are laid out: they differ only in their first and last days."""
    inside = apart.lazy().with_columns(after=pl.max_horizontal("after", cohorts.bounds.to_physical()[0]))
    months = {"from": cohorts.month(pl.col("after") + 1), "to": cohorts.month(pl.col("upto"))}
    ranges = {name: whose[name] for name in ("rule", "team")} | dict.fromkeys(months, (0, MONTHS - 1))
    return alike(inside.with_columns(**months), ranges, "after", "upto")
