"""Whose list a clock is on: now, and on the day on which it fell due. Clocks have `stop`: met, ended, or today."""

from __future__ import annotations

import polars as pl

from timeliness.engine.known import Known
from timeliness.engine.law import Law
from timeliness.engine.order import taken
from timeliness.facts import ALLOCATION, UNALLOCATED


def with_teams(clocks: pl.LazyFrame, law: Law, known: Known) -> pl.LazyFrame:
    """Add whose list each clock is on now (`team`, `worker`), and whose it was when it fell due (`team_then`)."""
    if not known.has(ALLOCATION):
        nobody = pl.lit(None, dtype=pl.String)
        return clocks.with_columns(team=pl.lit(UNALLOCATED), team_then=pl.lit(UNALLOCATED), worker=nobody)
    running = known.spells[ALLOCATION].running
    held = clocks.with_columns(
        held_now=_now(running(pl.col("child"), known.today), known),
        held_then=running(pl.col("child"), _then(law, known)),
    )
    return held.with_columns(
        team=known.attribute(ALLOCATION, "team", pl.col("held_now")).fill_null(UNALLOCATED),
        worker=known.attribute(ALLOCATION, "worker", pl.col("held_now")),
        team_then=known.attribute(ALLOCATION, "team", pl.col("held_then")).fill_null(UNALLOCATED),
    )


def team_numbers(law: Law, known: Known) -> dict[str, pl.Expr]:
    """`team` and `team_then` as an Enum of the names in order: numbers, where nothing but counting is asked."""
    nobody = pl.lit(UNALLOCATED, dtype=known.teams)
    if not known.has(ALLOCATION, "team"):
        return {"team": nobody, "team_then": nobody}
    team = known.rows(ALLOCATION)["team"].cast(known.teams)

    def on(day: pl.Expr) -> pl.Expr:
        return known.spells[ALLOCATION].told(team, pl.col("child"), day)

    return {
        "team": _now(on(known.today), known).fill_null(nobody),
        "team_then": on(_then(law, known)).fill_null(nobody),
    }


def _now(today: pl.Expr, known: Known) -> pl.Expr:
    """What each clock's child has as at now: looked up once for each child."""
    return taken(known.children.select(today).to_series(), pl.col("child"))


def _then(law: Law, known: Known) -> pl.Expr:
    """The day on which a clock fell due, or before that was met or ended: the team that held the child is its team."""
    start, first = pl.col("start").fill_null(known.today), pl.min_horizontal("due", "stop")
    backwards = law.of_rule(lambda rule: rule.backwards, pl.Boolean)
    return pl.when(backwards).then(start).otherwise(pl.max_horizontal(start, first))
