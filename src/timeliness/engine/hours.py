"""Limits in hours: elapsed time in Europe/London, across the changes of the clocks."""

from __future__ import annotations

import polars as pl

from timeliness.engine.law import Law

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


def due_moment(law: Law) -> pl.Expr:
    """The moment at which the hours have passed, where the limit is in hours and the start has a time."""
    if not has_hours(law):
        return pl.lit(None, dtype=MOMENT)
    in_hours = law.of_branch(lambda branch: branch.limit.unit == "hour", pl.Boolean)
    began = moment(pl.col("start"), pl.col("time"))
    hours = pl.when(in_hours & pl.col("due_first").is_not_null()).then("amount")
    return began + pl.duration(hours=hours)


def has_hours(law: Law) -> bool:
    """Whether any limit is in hours."""
    return any(branch.limit.unit == "hour" for branch in law.branches)


def with_moments(clocks: pl.LazyFrame, law: Law) -> pl.LazyFrame:
    """Add `met_moment`, and keep `due_moment` where all times are known: `due_first` is then its day.

    Otherwise `due_first` stays the day by which the hours have surely passed.
    """
    if not has_hours(law):
        return clocks.with_columns(met_moment=pl.lit(None, dtype=MOMENT))
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
