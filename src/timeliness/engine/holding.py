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
    held = clocks.with_columns(held_now=_held_now(known), held_then=_held_then(law, known))
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
    held, first = known.rows(ALLOCATION)["team"].cast(known.teams), known.spells[ALLOCATION].first
    facts = {"team": _held_now(known), "team_then": _held_then(law, known)}
    return {name: taken(held, fact - first).fill_null(nobody) for name, fact in facts.items()}


def _held_now(known: Known) -> pl.Expr:
    """The allocation that holds each clock's child as at now."""
    running, child = known.spells[ALLOCATION].running, pl.col("child")
    return taken(known.children.select(running(child, known.today)).to_series(), child)


def _held_then(law: Law, known: Known) -> pl.Expr:
    """The allocation that held the child when the clock fell due, or before that was met or ended."""
    start, first = pl.col("start").fill_null(known.today), pl.min_horizontal("due", "stop")
    backwards = law.of_rule(lambda rule: rule.backwards, pl.Boolean)
    day = pl.when(backwards).then(start).otherwise(pl.max_horizontal(start, first))
    return known.spells[ALLOCATION].running(pl.col("child"), day)
