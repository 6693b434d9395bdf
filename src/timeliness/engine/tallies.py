"""Clocks counted by all that measures tell apart, before any measure is taken: few rows for many clocks."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from timeliness.engine.clocks import Clocks
from timeliness.engine.cohorts import MONTHS, Cohorts
from timeliness.engine.collect import collect_all, shared
from timeliness.engine.holding import team_numbers
from timeliness.engine.judge import STATUSES
from timeliness.engine.known import Known
from timeliness.engine.law import Law
from timeliness.engine.packed import Ranges, alike
from timeliness.rulebook.rules import Rule, Summary

_LONGEST = 1 << 17
_MONTH = (-1, MONTHS)


@dataclass(frozen=True)
class Tallies:
    """Clocks, and how many are alike in what measures ask.

    `held`: what measures read of each clock, its teams and the months in which its dates lie. `ranges` are those of
    `rule`, `team`, `child` and `taken`. `all` counts every clock, `moving` those whose due date may move by when it was
    first due, `taking` the days to each meeting; `windows` and `averaged` are in the window over which their rule
    states an average, and those of them that were met.
    """

    held: pl.LazyFrame
    ranges: Ranges
    all: pl.LazyFrame
    moving: pl.LazyFrame
    taking: pl.LazyFrame
    windows: pl.LazyFrame
    averaged: pl.LazyFrame


def tallies(clocks: Clocks, cohorts: Cohorts) -> Tallies:
    """Count clocks by rule, teams, status and months. Those of an average over some children are of these alone."""
    law, known = clocks.law, clocks.base.known
    held = _held(clocks, cohorts)
    teams = (0, known.teams.categories.len() - 1)
    rule, status = {"rule": (0, len(law.rules) - 1)}, {"status": (0, len(STATUSES) - 1)}
    then, taken = {**rule, "team_then": teams}, {"taken": (0, _LONGEST)}
    months = dict.fromkeys(("placed", "own", "until"), _MONTH)
    first = {"own_first": _MONTH, "until": _MONTH, "by_first": (0, 1)}
    met = held.filter(pl.col("met").is_not_null() & (pl.col("status") != "unassessable")).with_columns(taken=_taken())
    stated = law.where(held, lambda rule: rule.summary is not None)
    averaged = law.where(met, lambda rule: rule.summary is not None)
    counted = collect_all(
        [
            alike(held, {**rule, "team": teams, "team_then": teams, **status, **months}),
            alike(_moving(held, law, cohorts), {**then, **status, **first}),
            alike(met.filter(pl.col("until").is_between(0, MONTHS - 1)), {**then, "until": _MONTH, **taken}),
            alike(stated.filter(_window(law, known, pl.coalesce("due", "start"))), {**then, **status}),
            alike(averaged.filter(_window(law, known, pl.col("met"))), {**then, **taken}),
        ]
    )
    whose: Ranges = {**rule, "team": teams, "child": (0, known.children.height - 1)}
    return Tallies(held, whose | taken, *(each.lazy() for each in counted))


def _held(clocks: Clocks, cohorts: Cohorts) -> pl.LazyFrame:
    law, known, month = clocks.law, clocks.base.known, cohorts.month
    read = ("rule", "child", "start", "due", "due_first", "met", "status")
    narrow = clocks.judged.select(*read, "ended").rechunk()  # Polars would do so again for every step
    rows = narrow.lazy().select(*read, stop=pl.coalesce("met", "ended", known.today))
    if any(rule.summary and rule.summary.of for rule in law.rules):
        some = law.of_rule(lambda rule: bool(rule.summary and rule.summary.of), pl.Boolean)
        rows = rows.filter(~some | _window(law, known, pl.col("due")))
    months = {"until": month(pl.col("stop")), "placed": month(pl.coalesce("due", "start"))}
    held = rows.with_columns(**team_numbers(law, known), **months)
    return shared(held.with_columns(own=pl.when(pl.col("due").is_not_null()).then("placed")))


def _moving(held: pl.LazyFrame, law: Law, cohorts: Cohorts) -> pl.LazyFrame:
    by_first = (pl.col("met") <= pl.col("due_first")).fill_null(value=False)
    moving = law.where(held, _moves)
    return moving.with_columns(own_first=cohorts.month(pl.col("due_first")), by_first=by_first)


def _moves(rule: Rule) -> bool:
    return any(version.paused_by or version.extended_by for version in rule.versions)


def _taken() -> pl.Expr:
    return (pl.col("met") - pl.col("start")).dt.total_days().clip(0)


def _window(law: Law, known: Known, day: pl.Expr) -> pl.Expr:
    """Whether a day of a clock lies in the window over which its rule states an average.

    With `of`, every clock of a child with such an event in the window does, whatever its own days.
    """
    inside = pl.lit(value=False)
    for number, rule in enumerate(law.rules):
        if rule.summary is not None:
            after = pl.lit(known.as_at).dt.offset_by(back(rule.summary))
            holds = (
                _children_of(rule.summary, known)
                if rule.summary.of
                else day.is_between(after, known.today, closed="right")
            )
            inside = pl.when(pl.col("rule") == number).then(holds.fill_null(value=False)).otherwise(inside)
    return inside


def back(summary: Summary) -> str:
    """How far back from the as-at date the window of an average begins."""
    unit = {"month": "mo", "year": "y", "week": "w", "day": "d"}[summary.over.unit]
    return f"-{summary.over.amount}{unit}"


def _children_of(summary: Summary, known: Known) -> pl.Expr:
    """Whether the child has had the event that the summary is of, in its window."""
    if summary.of is None or not known.has(summary.of):
        return pl.lit(value=False)
    events = known.events[summary.of].sound
    after = pl.select(pl.lit(known.as_at).dt.offset_by(back(summary))).item()
    return pl.col("child").is_in(events.filter(pl.col("date") > after)["child"].unique().implode())
