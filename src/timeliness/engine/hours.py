"""Limits in hours: elapsed time in Europe/London, across the changes of the clocks."""

from __future__ import annotations

import polars as pl

from timeliness.engine.limits import per_branch
from timeliness.rulebook.rules import Branch, Rule

_ZONE = "Europe/London"
MOMENT = pl.Datetime("us")


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


def due_moment(rule: Rule) -> pl.Expr:
    """The moment at which the hours have passed, where the limit is in hours and the start has a time."""
    if not in_hours(rule):
        return pl.lit(None, dtype=MOMENT)

    def hours(branch: Branch) -> pl.Expr:
        return pl.col("amount") if branch.limit.unit == "hour" else pl.lit(None, dtype=pl.Int64)

    began = moment(pl.col("start"), pl.col("time"))
    return pl.when(pl.col("due_first").is_not_null()).then(began + pl.duration(hours=per_branch(rule, hours)))


def with_moments(clocks: pl.LazyFrame) -> pl.LazyFrame:
    """Add `met_moment`, and keep `due_moment` where all times are known: `due_first` is then its day.

    Otherwise `due_first` stays the day by which the hours have surely passed.
    """
    met_at = moment(pl.col("met"), pl.col("met_time"))
    precise = pl.when(pl.col("met").is_null() | pl.col("met_moment").is_not_null()).then("due_moment")
    return (
        clocks.with_columns(met_moment=met_at)
        .with_columns(due_moment=precise)
        .with_columns(due_first=pl.coalesce(wall_clock(pl.col("due_moment")).dt.date(), "due_first"))
    )


def without_moved(clocks: pl.LazyFrame) -> pl.LazyFrame:
    """Judge by days where something moved the due date from the moment that the hours gave."""
    return clocks.with_columns(due_moment=pl.when(pl.col("moved_fact").is_null()).then("due_moment"))
