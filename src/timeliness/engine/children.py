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

    Clocks of one child stand together in the main: its own come together before the few that are left are sorted.
    """
    few = shared(_once(_standing(clocks), "rule", "team", "child"))
    ordered = few.sort(packed({name: whose[name] for name in ("rule", "child", "team")}))
    teams = shared(_once(ordered, "rule", "team", "child"))
    together = _once(teams, "rule", "child").with_columns(team=None)
    return pl.concat([teams, together], how="vertical_relaxed")


def _once(rows: pl.LazyFrame, *whose: str) -> pl.LazyFrame:
    """Rows of the same that stand together as one, in all the cohorts of any of them."""
    runs = rows.with_columns(run=begins(*whose).cast(pl.UInt32).cum_sum().set_sorted())
    one = runs.group_by("run").agg(pl.col("rule", "team", "child").first(), pl.col("stands").bitwise_or())
    return one.drop("run")


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
