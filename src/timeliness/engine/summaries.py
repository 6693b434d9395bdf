"""Summaries: for every rule, team and cohort, how many clocks have each status, and the named measures."""

from __future__ import annotations

from functools import reduce

import polars as pl

from timeliness.engine import measures
from timeliness.engine.child_days import days_in_date
from timeliness.engine.clocks import Clocks
from timeliness.engine.cohorts import KEYS, MONTHS, NOW, WINDOW, YEAR, Cohorts
from timeliness.engine.collect import collect_all, shared
from timeliness.engine.judge import STATUSES
from timeliness.engine.known import Known
from timeliness.engine.law import Law
from timeliness.engine.measures import then, with_everybody
from timeliness.engine.tidy import with_teams
from timeliness.facts import ALLOCATION, UNALLOCATED
from timeliness.rulebook.rules import Rule, Summary

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
    law, known = clocks.law, clocks.base.known
    cohorts = Cohorts(known.as_at)
    held = shared(_held(clocks, cohorts))
    teams, *found = collect_all(
        [
            with_everybody(pl.concat([held.select("rule", "team"), then(held).select("rule", "team")]).unique()),
            measures.counts(held),
            measures.on_time_of_due(held),
            measures.on_time_of_completed(held),
            measures.on_time_of_first(held),
            measures.in_date_now(held),
            measures.children_in_time(held),
            days_in_date(held, cohorts),
            measures.days_taken(held),
            measures.average_days(held),
        ]
    )
    grid = _grid(teams, law, cohorts)
    whole = reduce(lambda left, right: left.join(right, on=KEYS, how="left", nulls_equal=True), found, grid)
    return _stated(whole, law)


def _held(clocks: Clocks, cohorts: Cohorts) -> pl.LazyFrame:
    """What measures read of each clock: whose it is, its dates, the months in which they lie, and its status."""
    law, known = clocks.law, clocks.base.known
    placed = pl.coalesce("due", "start")
    window, month = _window(law, known, placed), cohorts.month
    stop = pl.min_horizontal("met", "ended", known.today)
    return (
        with_teams(clocks.judged.lazy(), law, known)
        .filter(~law.of_rule(lambda rule: bool(rule.summary and rule.summary.of), pl.Boolean) | window)
        .select(
            "rule",
            "child",
            pl.col("team", "team_then").cast(_teams(known)),
            "start",
            "due",
            "due_first",
            "met",
            "status",
            stop=stop,
            placed=month(placed),
            own=month(pl.col("due")),
            own_first=month(pl.col("due_first")),
            until=month(stop),
            met_in=month(pl.col("met")),
            backwards=law.of_rule(lambda rule: rule.backwards, pl.Boolean),
            moves=law.of_rule(_moves, pl.Boolean),
            in_window=window,
            averaged=_window(law, known, pl.col("met")),
        )
    )


def _teams(known: Known) -> pl.Enum:
    """The names of the teams, in order: as numbers they are counted in half the time."""
    named = known.rows(ALLOCATION)["team"] if known.has(ALLOCATION, "team") else pl.Series(dtype=pl.String)
    return pl.Enum(sorted({UNALLOCATED, *named.drop_nulls().unique()}))


def _moves(rule: Rule) -> bool:
    return any(version.paused_by or version.extended_by for version in rule.versions)


def _window(law: Law, known: Known, day: pl.Expr) -> pl.Expr:
    """Whether a day of a clock lies in the window over which its rule states an average.

    With `of`, every clock of a child with such an event in the window does, whatever its own days.
    """
    inside = pl.lit(value=False)
    for number, rule in enumerate(law.rules):
        if rule.summary is not None:
            after = pl.lit(known.as_at).dt.offset_by(_back(rule.summary))
            holds = (
                _children_of(rule.summary, known)
                if rule.summary.of
                else day.is_between(after, known.today, closed="right")
            )
            inside = pl.when(pl.col("rule") == number).then(holds.fill_null(value=False)).otherwise(inside)
    return inside


def _back(summary: Summary) -> str:
    unit = {"month": "mo", "year": "y", "week": "w", "day": "d"}[summary.over.unit]
    return f"-{summary.over.amount}{unit}"


def _children_of(summary: Summary, known: Known) -> pl.Expr:
    """Whether the child has had the event that the summary is of, in its window."""
    if summary.of is None or not known.has(summary.of):
        return pl.lit(value=False)
    events = known.events[summary.of].sound
    after = pl.select(pl.lit(known.as_at).dt.offset_by(_back(summary))).item()
    return pl.col("child").is_in(events.filter(pl.col("date") > after)["child"].unique().implode())


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
            "back": _back(summary),
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
