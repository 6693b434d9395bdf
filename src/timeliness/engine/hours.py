"""Limits in hours: elapsed time in Europe/London, across the changes of the clocks."""

from __future__ import annotations

import polars as pl

from timeliness.engine.limits import per_branch
from timeliness.rulebook.rules import Branch, Rule

_ZONE = "Europe/London"


def moment(day: pl.Expr, time: pl.Expr) -> pl.Expr:
    """A wall-clock time as a moment (UTC, no zone): the earlier where it comes twice, null where it does not come."""
    local = day.dt.combine(time).dt.replace_time_zone(_ZONE, ambiguous="earliest", non_existent="null")
    return local.dt.convert_time_zone("UTC").dt.replace_time_zone(None)


def wall_clock(instant: pl.Expr) -> pl.Expr:
    """A moment as the clock on the wall shows it."""
    return instant.dt.replace_time_zone("UTC").dt.convert_time_zone(_ZONE).dt.replace_time_zone(None)


def end_of(day: pl.Expr) -> pl.Expr:
    """The last moment of a day: midnight."""
    return moment(day.dt.offset_by("1d"), pl.time(0, 0, 0))


def in_hours(rule: Rule) -> bool:
    """Whether any limit of the rule is in hours."""
    return any(branch.limit.unit == "hour" for version in rule.versions for branch in version.within)


def with_moments(clocks: pl.LazyFrame, rule: Rule) -> pl.LazyFrame:
    """Add `due_moment` and `met_moment`, where the limit is in hours and all times are known, and `by_hours`.

    Then `due_first` is the day of the moment; otherwise it stays the day by which the hours have surely passed.
    A due date that something moves afterwards is judged by its day (see `without_moved`).
    """
    if not in_hours(rule):
        nothing = pl.lit(None, dtype=pl.Datetime("us"))
        return clocks.with_columns(due_moment=nothing, met_moment=nothing, by_hours=pl.lit(value=False))

    def hours(branch: Branch) -> pl.Expr:
        return pl.col("amount") if branch.limit.unit == "hour" else pl.lit(None, dtype=pl.Int64)

    by_hours = per_branch(rule, "branch", hours)
    met_at = moment(pl.col("met"), pl.col("met_time"))
    due_at = moment(pl.col("start"), pl.col("time")) + pl.duration(hours=by_hours)
    known = pl.col("met").is_null() | met_at.is_not_null()
    precise = pl.when(known & pl.col("due_first").is_not_null()).then(due_at)
    return clocks.with_columns(due_moment=precise, met_moment=met_at, by_hours=by_hours.is_not_null()).with_columns(
        pl.coalesce(wall_clock(pl.col("due_moment")).dt.date(), "due_first").alias("due_first")
    )


def without_moved(clocks: pl.LazyFrame) -> pl.LazyFrame:
    """Judge by days where the due date was moved from the moment that the hours gave."""
    return clocks.with_columns(due_moment=pl.when(pl.col("moved_fact").is_null()).then("due_moment"))
