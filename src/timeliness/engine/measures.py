"""The named measures, each over its own cohort, always as a count and what it is out of.

Clocks are counted first by what a measure tells apart, status and months, for each team and for all teams together;
only these few counts are laid out over the cohorts.
"""

from __future__ import annotations

import polars as pl

from timeliness.engine.cohorts import KEYS, MONTHS, NOW, WINDOW, YEAR, every, once_each, through
from timeliness.engine.judge import STATUSES

JUDGED = ("met_on_time", "met_late", "never_met", "overdue")
OPEN = ("running", "due_soon", "paused", "overdue")
NOT_LATE = ("running", "due_soon", "overdue")
EXCUSED = ("excluded", "excepted", "paused", "ended_before_due")

Measure = pl.LazyFrame
"""`rule, team, cohort`, and columns named for the measure: `NAME_count` and `NAME_of`."""

_BITS = pl.Series([1 << number for number in range(2 * WINDOW)], dtype=pl.UInt32)
"""Cohorts as bits, so that those in which any of a child's clocks stands come together; then those in which it is late.
"""


def then(clocks: pl.LazyFrame) -> pl.LazyFrame:
    """Clocks on the list of the team that held them when they fell due."""
    return clocks.drop("team").rename({"team_then": "team"})


def with_everybody(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Every row once for its team, and once for all teams together."""
    return pl.concat([rows, rows.with_columns(team=None)], how="vertical_relaxed")


_WHOSE = ("rule", "team", "child")


def whose() -> pl.Expr:
    """One number for a rule, a team (or all together) and a child, which sorts as they do."""
    team = pl.col("team").to_physical().cast(pl.Int64).fill_null(-1) + 1
    return (pl.col("rule").cast(pl.Int64) * (1 << 20) + team) * (1 << 27) + pl.col("child")


def counts(clocks: pl.LazyFrame) -> Measure:
    """The eleven counts, with `excused` and `assessable`: clocks by due, else by start; all of them as at now.

    The undated are in every period, and clocks in the window of their rule's average are a cohort of its own.
    """
    dated = _tally(then(clocks), "status", "placed")
    undated = dated.filter(pl.col("placed").is_null())
    now, window = _tally(clocks, "status"), _tally(then(clocks.filter("in_window")), "status")
    cohorts = [once_each(dated, "placed"), every(undated, range(YEAR + 1)), every(now, [NOW]), every(window, [WINDOW])]
    status, number = pl.col("status"), pl.col("n")
    return (
        pl.concat(cohorts, how="diagonal")
        .group_by(KEYS)
        .agg(
            *(number.filter(status == name).sum().alias(name) for name in STATUSES),
            clocks=number.sum(),
            excused_count=number.filter(status.is_in(EXCUSED)).sum(),
            excused_of=number.sum(),
            assessable_count=number.filter(status != "unassessable").sum(),
            assessable_of=number.sum(),
        )
    )


def on_time_of_due(clocks: pl.LazyFrame) -> Measure:
    """Met by due, of all that were due: in the period of due, and in every later one in which they stood open."""
    return _shares(_standing(clocks.with_columns(good=_on_time()), "own"), "on_time_of_due")


def on_time_of_first(clocks: pl.LazyFrame) -> Measure:
    """Met by the date that was first due, of rules whose date a pause or an extension can move."""
    on_time = (pl.col("met") <= pl.col("due_first")).fill_null(value=False)
    return _shares(_standing(clocks.filter("moves").with_columns(good=on_time), "own_first"), "on_time_of_first")


def on_time_of_completed(clocks: pl.LazyFrame) -> Measure:
    """Met by due, of those met in the period: blind to what is overdue."""
    met = then(clocks.filter(pl.col("status").is_in(["met_on_time", "met_late"])))
    return _shares(
        once_each(_tally(met.with_columns(good=_on_time()), "good", "met_in"), "met_in"), "on_time_of_completed"
    )


def in_date_now(clocks: pl.LazyFrame) -> Measure:
    """Open clocks that are not overdue, as at now."""
    standing = clocks.filter(pl.col("status").is_in(NOT_LATE)).with_columns(good=pl.col("status") != "overdue")
    return _shares(every(_tally(standing, "good"), [NOW]), "in_date_now")


def children_in_time(clocks: pl.LazyFrame) -> Measure:
    """Children all of whose clocks were in time: those judged by due in a period, those open as at now."""
    bits, cohort = pl.lit(_BITS), pl.col("cohort")
    months = bits.gather(pl.col("upto") + 1) - bits.gather(pl.col("own")) + _BITS[YEAR]
    is_open = clocks.filter(pl.col("status").is_in(OPEN))
    stands = pl.concat(
        [
            _judged(clocks, "own").select(*_WHOSE, stands=months, good=_on_time()),
            is_open.select(*_WHOSE, stands=pl.lit(_BITS[NOW], dtype=pl.UInt32), good=pl.col("status") != "overdue"),
        ]
    )
    marked = pl.when("good").then("stands").otherwise(pl.col("stands") * (_BITS[WINDOW] + 1))
    children = with_everybody(stands.select(*_WHOSE, stands=marked)).group_by(whose().alias("whose"))
    each = children.agg(pl.col("rule", "team").first(), pl.col("stands").bitwise_or())
    laid = every(each.group_by("rule", "team", "stands").agg(n=pl.len()), range(WINDOW))
    stood = laid.filter((pl.col("stands") & bits.gather(cohort)) != 0)
    late = pl.col("stands") & bits.gather(cohort + WINDOW)
    return _shares(stood.with_columns(good=late == 0), "children_in_time")


def days_taken(clocks: pl.LazyFrame) -> Measure:
    """Days from start to meeting, of clocks met in the period: median, 90th percentile and longest."""
    met = with_everybody(_met(clocks).select("rule", "team", "met_in", taken=_taken()))
    taken = pl.col("taken")
    return (
        once_each(met, "met_in")
        .group_by(KEYS)
        .agg(
            median_days=taken.median(),
            p90_days=taken.quantile(0.9, interpolation="linear"),
            longest_days=taken.max(),
        )
    )


def average_days(clocks: pl.LazyFrame) -> Measure:
    """The average of days taken, of rules that state one: clocks met in its window, or of children `of` it."""
    placed = every(with_everybody(_met(clocks.filter("averaged"))), [WINDOW])
    return placed.group_by(KEYS).agg(average_days_count=_taken().sum(), average_days_of=pl.len())


def _tally(clocks: pl.LazyFrame, *by: str) -> pl.LazyFrame:
    """How many clocks there are of each sort, for each team and for all together: `rule, team`, `by` and `n`."""
    return with_everybody(clocks.group_by("rule", "team", *by).agg(n=pl.len()))


def _shares(laid: pl.LazyFrame, name: str) -> Measure:
    """How many of the clocks (or children) in each cohort are `good`."""
    number = pl.col("n")
    agg = {f"{name}_count": number.filter("good").sum(), f"{name}_of": number.sum()}
    return laid.group_by(KEYS).agg(**agg)


def _judged(clocks: pl.LazyFrame, own: str) -> pl.LazyFrame:
    """Clocks judged by their date, with the months from it to that in which they stop: `own, upto`."""
    stop = pl.max_horizontal(own, "until")
    judged = then(clocks.filter(pl.col("status").is_in(JUDGED) & (pl.col(own) < MONTHS) & (stop >= 0)))
    return judged.with_columns(own=pl.col(own).clip(0), upto=stop.clip(upper_bound=MONTHS - 1))


def _standing(clocks: pl.LazyFrame, own: str) -> pl.LazyFrame:
    """How many judged clocks, and of them `good`, are in each period in which they fall due or stand open."""
    cells = _tally(_judged(clocks, own), "good", "own", "upto")
    return pl.concat([through(cells, "own", "upto"), every(cells, [YEAR])], how="diagonal")


def _met(clocks: pl.LazyFrame) -> pl.LazyFrame:
    """Clocks that were met and can be judged, an excused delay among them: each has the days that it took."""
    return then(clocks.filter(pl.col("met").is_not_null() & (pl.col("status") != "unassessable")))


def _taken() -> pl.Expr:
    return (pl.col("met") - pl.col("start")).dt.total_days().clip(0)


def _on_time() -> pl.Expr:
    return pl.col("status") == "met_on_time"
