"""Summaries: for every rule, team and cohort, how many clocks have each status, and the named measures."""

from __future__ import annotations

from functools import reduce

import polars as pl

from timeliness.engine import measures
from timeliness.engine.child_days import days_in_date
from timeliness.engine.children import children_in_time
from timeliness.engine.clocks import Clocks
from timeliness.engine.cohorts import KEYS, MONTHS, NOW, WINDOW, YEAR, Cohorts
from timeliness.engine.collect import collect_all
from timeliness.engine.judge import STATUSES
from timeliness.engine.known import Known
from timeliness.engine.latest import met_by
from timeliness.engine.law import Law
from timeliness.engine.measures import then, with_everybody
from timeliness.engine.tallies import back, tallies

RATES = (
    "on_time_of_due",
    "on_time_of_completed",
    "on_time_of_first",
    "in_date_now",
    "children_in_time",
    "days_in_date",
    "excused",
    "assessable",
)
"""The measures that are shares: each has `NAME` (0 to 1, null where there is nothing to divide by), `NAME_count` and
`NAME_of`."""

COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "rule": pl.String,
    "team": pl.String,
    "cohort": pl.String,
    "first": pl.Date,
    "last": pl.Date,
    "clocks": pl.Int64,
    **dict.fromkeys(STATUSES, pl.Int64),
    **{
        f"{name}{suffix}": kind
        for name in RATES
        for suffix, kind in (("", pl.Float64), ("_count", pl.Int64), ("_of", pl.Int64))
    },
    "average_days": pl.Float64,
    "average_days_of": pl.Int64,
    "median_days": pl.Float64,
    "p90_days": pl.Float64,
    "longest_days": pl.Int64,
}
"""The columns of a summary, in order. `team` is null for all teams together."""


def summaries(clocks: Clocks) -> pl.DataFrame:
    """Sum up clocks by rule, team and cohort; sorted by rule, team (all together first) and cohort.

    As at now, clocks are on the list of the team that holds them; in a period, of the team that held them then.
    """
    law, cohorts = clocks.law, Cohorts(clocks.base.known.as_at)
    tally = tallies(clocks, cohorts)
    held = pl.concat([tally.all.select("rule", "team"), then(tally.all).select("rule", "team")]).unique()
    teams, *found = collect_all(
        [
            with_everybody(held),
            measures.counts(tally.all, tally.windows),
            measures.on_time_of_due(tally.all),
            measures.on_time_of_completed(tally.all),
            measures.on_time_of_first(tally.moving),
            measures.in_date_now(tally.all),
            children_in_time(tally.held, tally.ranges),
            days_in_date(law.where(tally.held, lambda rule: not rule.backwards), tally.ranges, cohorts),
            measures.days_taken(tally.taking, tally.ranges),
            measures.average_days(tally.averaged),
        ]
    )
    grid = _grid(teams, law, cohorts)
    whole = reduce(lambda left, right: left.join(right, on=KEYS, how="left", nulls_equal=True), found, grid)
    return _stated(_without_closed(whole, law, clocks.base.known), law)


_OF_CLOSED = ("on_time_of_due", "on_time_of_completed", "on_time_of_first", "days_in_date", "children_in_time")
_DAYS_TAKEN = ("average_days_count", "average_days_of", "median_days", "p90_days", "longest_days")


def _without_closed(whole: pl.DataFrame, law: Law, known: Known) -> pl.DataFrame:
    """State no share of closed clocks for rules of whose meetings only the last are known: those met are not there.

    What is open as at now is all there, and so are the children with open clocks.
    """
    if not known.latest_only:
        return whole
    unseen = law.of_rule(lambda rule: bool(met_by(rule) & known.latest_only), pl.Boolean)
    shown = ~unseen | (pl.col("cohort") == NOW)
    names = [f"{name}{suffix}" for name in _OF_CLOSED for suffix in ("_count", "_of")]
    kept = {name: shown if name.startswith("children_in_time") else ~unseen for name in (*names, *_DAYS_TAKEN)}
    return whole.with_columns(pl.when(holds).then(name).alias(name) for name, holds in kept.items())


def _grid(teams: pl.DataFrame, law: Law, cohorts: Cohorts) -> pl.DataFrame:
    """Every rule and every team that has held a clock of it, with every cohort, so that a zero is seen."""
    everybody = pl.DataFrame({"rule": range(len(law.rules)), "team": None}, schema=teams.schema)
    pairs = pl.concat([teams, everybody]).unique()
    general = pairs.join(cohorts.frame(), how="cross")
    own = pairs.join(_windows(law, cohorts), on="rule")
    return pl.concat([general, own.select(general.columns)])


def _windows(law: Law, cohorts: Cohorts) -> pl.DataFrame:
    """The window of each rule that states an average."""
    stated = [(number, rule.summary) for number, rule in enumerate(law.rules) if rule.summary is not None]
    rows = [
        {
            "rule": number,
            "cohort": WINDOW,
            "cohort_name": f"average over {summary.over.words} to {cohorts.as_at}",
            "back": back(summary),
        }
        for number, summary in stated
    ]
    schema = {"rule": pl.UInt16, "cohort": pl.Int8, "cohort_name": pl.String, "back": pl.String}
    last = pl.lit(cohorts.as_at)
    return pl.DataFrame(rows, schema=schema).with_columns(
        first=last.dt.offset_by(pl.col("back")).dt.offset_by("1d"), last=last
    )


def _stated(whole: pl.DataFrame, law: Law) -> pl.DataFrame:
    """Name the rules, fill counts, divide last, and put rows and columns in order."""
    numbers = [name for name, kind in COLUMNS.items() if kind == pl.Int64 and name != "longest_days"]
    filled = whole.with_columns(pl.col(name).fill_null(0) for name in numbers)
    shares = [_share(pl.col(f"{name}_count"), pl.col(f"{name}_of")).alias(name) for name in RATES]
    average = _share(pl.col("average_days_count"), pl.col("average_days_of"))
    order = pl.col("cohort").replace_strict({NOW: -1, WINDOW: MONTHS + 1, YEAR: 0}, default=pl.col("cohort") + 1)
    stated = filled.with_columns(*shares, average_days=average, order=order, number="rule").with_columns(
        rule=law.of_rule(lambda rule: rule.id, pl.String), cohort="cohort_name"
    )
    ordered = stated.sort("number", "team", "order", nulls_last=False)
    return ordered.select(pl.col(name).cast(kind) for name, kind in COLUMNS.items())


def _share(count: pl.Expr, of: pl.Expr) -> pl.Expr:
    return pl.when(of > 0).then(count / of)
