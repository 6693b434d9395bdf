"""Children in time: a child is in time in a period only if all of its clocks are."""

from __future__ import annotations

import polars as pl

from timeliness.engine.cohorts import NOW, WINDOW, YEAR, every
from timeliness.engine.measures import OPEN, Measure, judged, on_time, shares
from timeliness.engine.order import begins

_BITS = pl.Series([1 << number for number in range(2 * WINDOW)], dtype=pl.UInt32)
"""Cohorts as bits, so that those in which any of a child's clocks stands come together; then those in which it is late.
"""


def children_in_time(clocks: pl.LazyFrame) -> Measure:
    """Children all of whose clocks were in time: those judged by due in a period, those open as at now."""
    bits, cohort = pl.lit(_BITS), pl.col("cohort")
    laid = every(_each(clocks).group_by("rule", "team", "stands").agg(n=pl.len()), range(WINDOW))
    stood = laid.filter((pl.col("stands") & bits.gather(cohort)) != 0)
    late = pl.col("stands") & bits.gather(cohort + WINDOW)
    return shares(stood.with_columns(good=late == 0), "children_in_time")


def _each(clocks: pl.LazyFrame) -> pl.LazyFrame:
    """Each child of each team, and of all together, with the cohorts in which it stands and is late: `stands`.

    Clocks of one child stand together in the main, so that its own come together before any are looked up.
    """
    whose, stands = pl.col("rule", "team", "child"), pl.col("stands").bitwise_or()
    runs = _standing(clocks).with_columns(run=begins("rule", "team", "child").cast(pl.UInt32).cum_sum().set_sorted())
    one = runs.group_by("run").agg(whose.first(), stands)
    teams = one.group_by("rule", "team", "child").agg(stands)
    together = teams.group_by("rule", "child").agg(stands).with_columns(team=None)
    return pl.concat([teams, together], how="diagonal_relaxed")


def _standing(clocks: pl.LazyFrame) -> pl.LazyFrame:
    """Clocks with the cohorts in which they stand and are late: `rule, team, child, stands`."""
    bits = pl.lit(_BITS)
    months = bits.gather(pl.col("upto") + 1) - bits.gather(pl.col("own")) + _BITS[YEAR]
    is_open = clocks.filter(pl.col("status").is_in(OPEN))
    stands = pl.concat(
        [
            judged(clocks, "own").select("rule", "team", "child", stands=months, good=on_time()),
            is_open.select(
                *("rule", "team", "child"),
                stands=pl.lit(_BITS[NOW], dtype=pl.UInt32),
                good=pl.col("status") != "overdue",
            ),
        ]
    )
    marked = pl.when("good").then("stands").otherwise(pl.col("stands") * (_BITS[WINDOW] + 1))
    return stands.select("rule", "team", "child", stands=marked)
