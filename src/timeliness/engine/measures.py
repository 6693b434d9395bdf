"""The named measures, each over its own cohort, always as a count and what it is out of."""

from __future__ import annotations

import polars as pl

from timeliness.engine.cohorts import KEYS, MONTHS, NOW, WINDOW, YEAR, Cohorts, every, once_each, through
from timeliness.engine.judge import STATUSES

JUDGED = ("met_on_time", "met_late", "never_met", "overdue")
OPEN = ("running", "due_soon", "paused", "overdue")
NOT_LATE = ("running", "due_soon", "overdue")
EXCUSED = ("excluded", "excepted", "paused", "ended_before_due")

Measure = pl.LazyFrame
"""`rule, team, cohort`, and columns named for the measure: `NAME_count` and `NAME_of`."""


def counts(clocks: pl.LazyFrame) -> Measure:
    """The eleven counts, with `excused` and `assessable`, of clocks that stand in their cohorts."""
    status = pl.col("status")
    each = [(status == name).sum().alias(name) for name in STATUSES]
    return clocks.group_by(KEYS).agg(
        *each,
        clocks=pl.len(),
        excused_count=status.is_in(EXCUSED).sum(),
        excused_of=pl.len(),
        assessable_count=(status != "unassessable").sum(),
        assessable_of=pl.len(),
    )


def in_cohorts(clocks: pl.LazyFrame, cohorts: Cohorts) -> pl.LazyFrame:
    """Clocks by due, else by start; the undated in every period; all of them as at now."""
    day = pl.coalesce("due", "start")
    then = clocks.drop("team").rename({"team_then": "team"})
    dated = once_each(then, cohorts.month(day))
    undated = every(then.filter(day.is_null()), range(YEAR + 1))
    now = clocks.drop("team_then").with_columns(cohort=pl.lit(NOW, dtype=pl.Int8))
    return pl.concat([dated, undated, now], how="diagonal")


def due(clocks: pl.LazyFrame, cohorts: Cohorts, by: str = "due") -> pl.LazyFrame:
    """Clocks judged by their date, in the period in which it lies and in every later one in which they stood open.

    `by` is `due`, or `due_first` for what would have been without pauses and extensions.
    """
    judged = clocks.filter(pl.col("status").is_in(JUDGED)).drop("team").rename({"team_then": "team"})
    own, stop = cohorts.month(pl.col(by)), cohorts.month(pl.col("stop"))
    placed = judged.with_columns(own=own, upto=pl.max_horizontal(own, stop)).filter(pl.col("own") < MONTHS)
    months = through(placed, pl.col("own"), pl.col("upto"))
    year = placed.filter(pl.col("upto") >= 0).with_columns(cohort=pl.lit(YEAR, dtype=pl.Int8))
    return pl.concat([months, year], how="diagonal")


def on_time_of_due(judged: pl.LazyFrame) -> Measure:
    """Met by due, of all that were due: `judged` comes from `due`."""
    on_time = pl.col("status") == "met_on_time"
    return judged.group_by(KEYS).agg(on_time_of_due_count=on_time.sum(), on_time_of_due_of=pl.len())


def on_time_of_completed(clocks: pl.LazyFrame, cohorts: Cohorts) -> Measure:
    """Met by due, of those met in the period: blind to what is overdue."""
    met = clocks.filter(pl.col("status").is_in(["met_on_time", "met_late"])).drop("team").rename({"team_then": "team"})
    on_time = pl.col("status") == "met_on_time"
    placed = once_each(met, cohorts.month(pl.col("met")))
    return placed.group_by(KEYS).agg(on_time_of_completed_count=on_time.sum(), on_time_of_completed_of=pl.len())


def on_time_of_first(clocks: pl.LazyFrame, cohorts: Cohorts) -> Measure:
    """Met by the date that was first due, of rules whose date a pause or an extension can move."""
    placed = due(clocks.filter("moves"), cohorts, "due_first")
    on_time = (pl.col("met") <= pl.col("due_first")).fill_null(value=False)
    return placed.group_by(KEYS).agg(on_time_of_first_count=on_time.sum(), on_time_of_first_of=pl.len())


def in_date_now(clocks: pl.LazyFrame) -> Measure:
    """Open clocks that are not overdue, as at now."""
    standing = clocks.filter(pl.col("status").is_in(NOT_LATE)).with_columns(cohort=pl.lit(NOW, dtype=pl.Int8))
    in_date = pl.col("status") != "overdue"
    return standing.group_by(KEYS).agg(in_date_now_count=in_date.sum(), in_date_now_of=pl.len())


def children_in_time(clocks: pl.LazyFrame, judged: pl.LazyFrame) -> Measure:
    """Children all of whose clocks were in time: those judged by due in a period, those open as at now."""
    is_open = clocks.filter(pl.col("status").is_in(OPEN)).with_columns(cohort=pl.lit(NOW, dtype=pl.Int8))
    now = is_open.select(*KEYS, "child", in_time=pl.col("status") != "overdue")
    then = judged.select(*KEYS, "child", in_time=pl.col("status") == "met_on_time")
    child = pl.concat([now, then]).group_by(*KEYS, "child").agg(pl.col("in_time").all())
    return child.group_by(KEYS).agg(children_in_time_count=pl.col("in_time").sum(), children_in_time_of=pl.len())


def days_taken(clocks: pl.LazyFrame, cohorts: Cohorts) -> Measure:
    """Days from start to meeting, of clocks met in the period: median, 90th percentile and longest."""
    placed = once_each(_met(clocks).with_columns(taken=_taken()), cohorts.month(pl.col("met")))
    taken = pl.col("taken")
    return placed.group_by(KEYS).agg(
        median_days=taken.median(),
        p90_days=taken.quantile(0.9, interpolation="linear"),
        longest_days=taken.max(),
    )


def average_days(clocks: pl.LazyFrame) -> Measure:
    """The average of days taken, of rules that state one: clocks met in its window, or of children `of` it."""
    placed = _met(clocks.filter("averaged")).with_columns(cohort=pl.lit(WINDOW, dtype=pl.Int8))
    return placed.group_by(KEYS).agg(average_days_count=_taken().sum(), average_days_of=pl.len())


def _met(clocks: pl.LazyFrame) -> pl.LazyFrame:
    """Clocks that were met and can be judged, an excused delay among them: each has the days that it took."""
    met = clocks.filter(pl.col("met").is_not_null() & (pl.col("status") != "unassessable"))
    return met.drop("team").rename({"team_then": "team"})


def _taken() -> pl.Expr:
    return (pl.col("met") - pl.col("start")).dt.total_days().clip(0)
