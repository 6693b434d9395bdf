"""Children in time: a child is in time in a period only if all of its clocks are."""

from __future__ import annotations

import polars as pl

from timeliness.engine.cohorts import NOW, WINDOW, YEAR
from timeliness.engine.collect import shared
from timeliness.engine.measures import OPEN, Measure, judged, on_time
from timeliness.engine.order import begins
from timeliness.engine.packed import Ranges, alike, packed

_BITS = pl.Series([1 << number for number in range(2 * WINDOW)], dtype=pl.UInt32)
"""Cohorts as bits, so that those in which any of a child's clocks stands come together; then those in which it is late.
"""


def children_in_time(clocks: pl.LazyFrame, whose: Ranges) -> Measure:
    """Children all of whose clocks were in time: those judged by due in a period, those open as at now.

    `whose` are the ranges of `rule`, `team` and `child`.
    """
    kept = {name: whose[name] for name in ("rule", "team")} | {"stands": (0, _BITS[-1] * 2 - 1)}
    number, stands = pl.col("n"), pl.col("stands")
    stood = [(stands & _BITS[cohort]) != 0 for cohort in range(WINDOW)]
    late = [(stands & _BITS[cohort + WINDOW]) != 0 for cohort in range(WINDOW)]
    counted = {f"of {cohort}": number.filter(stood[cohort]).sum() for cohort in range(WINDOW)}
    counted |= {f"count {cohort}": number.filter(stood[cohort] & ~late[cohort]).sum() for cohort in range(WINDOW)}
    by_team = alike(_each(clocks, whose), kept).group_by("rule", "team").agg(**counted)
    laid = {
        f"children_in_time_{what}": pl.concat_list(f"{what} {cohort}" for cohort in range(WINDOW))
        for what in ("count", "of")
    }
    cohorts = pl.lit(list(range(WINDOW)), dtype=pl.List(pl.Int8))
    return by_team.select("rule", "team", cohort=cohorts, **laid).explode("cohort", *laid)


def _each(clocks: pl.LazyFrame, whose: Ranges) -> pl.LazyFrame:
    """Each child of each team, and of all together, with the cohorts in which it stands and is late: `stands`.

    Clocks of one child stand together in the main, so that its own come together before any are looked up.
    """
    names, stands = pl.col("rule", "team", "child"), pl.col("stands").bitwise_or()
    runs = _standing(clocks).with_columns(run=begins("rule", "team", "child").cast(pl.UInt32).cum_sum().set_sorted())
    one = runs.group_by("run").agg(names.first(), stands)
    teams = shared(one.group_by(packed(whose).alias("whose")).agg(names.first(), stands))
    child = {name: whose[name] for name in ("rule", "child")}
    together = teams.group_by(packed(child).alias("whose")).agg(names.first(), stands).with_columns(team=None)
    return pl.concat([teams, together], how="vertical_relaxed")


def _standing(clocks: pl.LazyFrame) -> pl.LazyFrame:
    """Clocks with the cohorts in which they stand and are late: `rule, team, child, stands`."""
    bits = pl.lit(_BITS)
    months = bits.gather(pl.col("upto") + 1) - bits.gather(pl.col("own")) + _BITS[YEAR]
    now = pl.lit(_BITS[NOW], dtype=pl.UInt32)
    is_open = clocks.filter(pl.col("status").is_in(OPEN))
    stands = pl.concat(
        [
            judged(clocks, "own").select("rule", "team", "child", stands=months, good=on_time()),
            is_open.select("rule", "team", "child", stands=now, good=pl.col("status") != "overdue"),
        ]
    )
    marked = pl.when("good").then("stands").otherwise(pl.col("stands") * (_BITS[WINDOW] + 1))
    return stands.select("rule", "team", "child", stands=marked)
