"""The named measures, each over its own cohort, always as a count and what it is out of.

Clocks are counted first by what measures tell apart, their status and the months in which their dates lie, for each
team and for all teams together; only these few counts are laid out over the cohorts.
"""

from __future__ import annotations

import polars as pl

from timeliness.engine.cohorts import KEYS, MONTHS, NOW, WINDOW, YEAR, every, once_each, through
from timeliness.engine.collect import collect_all, shared
from timeliness.engine.judge import STATUSES
from timeliness.engine.packed import Ranges, packed

JUDGED = ("met_on_time", "met_late", "never_met", "overdue")
OPEN = ("running", "due_soon", "paused", "overdue")
NOT_LATE = ("running", "due_soon", "overdue")
EXCUSED = ("excluded", "excepted", "paused", "ended_before_due")

Measure = pl.LazyFrame
"""`rule, team, cohort`, and columns named for the measure: `NAME_count` and `NAME_of`."""

Counted = pl.LazyFrame
"""Clocks that are alike, and how many there are (`n`): `rule`, `team` (null: all together), `team_then`, and more."""


def then(clocks: pl.LazyFrame) -> pl.LazyFrame:
    """Clocks on the list of the team that held them when they fell due."""
    return clocks.drop("team", strict=False).rename({"team_then": "team"})


def with_everybody(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Every row once for its team, and once for all teams together."""
    once = shared(rows)
    return pl.concat([once, once.with_columns(team=None)], how="vertical_relaxed")


def counts(clocks: Counted, windows: Counted) -> Measure:
    """The eleven counts, with `excused` and `assessable`: clocks by due, else by start; all of them as at now.

    The undated are in every period. `windows` are the clocks in the window of their rule's average, a cohort of its
    own.
    """
    dated = _tally(then(clocks), "status", "placed")
    undated = dated.filter(pl.col("placed").is_null())
    now, window = _tally(clocks, "status"), _tally(then(windows), "status")
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


def on_time_of_due(clocks: Counted) -> Measure:
    """Met by due, of all that were due: in the period of due, and in every later one in which they stood open."""
    return shares(_standing(clocks.with_columns(good=on_time()), "own"), "on_time_of_due")


def on_time_of_first(moving: Counted) -> Measure:
    """Met by the date that was first due (`by_first`), of rules whose date a pause or an extension can move."""
    return shares(_standing(moving.rename({"by_first": "good"}), "own_first"), "on_time_of_first")


def on_time_of_completed(clocks: Counted) -> Measure:
    """Met by due, of those met in the period: blind to what is overdue."""
    met = then(clocks.filter(pl.col("status").is_in(["met_on_time", "met_late"])))
    return shares(once_each(_tally(met.with_columns(good=on_time()), "good", "until"), "until"), "on_time_of_completed")


def in_date_now(clocks: Counted) -> Measure:
    """Open clocks that are not overdue, as at now."""
    standing = clocks.filter(pl.col("status").is_in(NOT_LATE)).with_columns(good=pl.col("status") != "overdue")
    return shares(every(_tally(standing, "good"), [NOW]), "in_date_now")


def days_taken(taking: Counted, ranges: Ranges) -> Measure:
    """Days from start to meeting (`taken`), of clocks met in the period: median, 90th percentile and longest.

    `ranges` are those of `rule`, `team` and `taken`.
    """
    order = {**{name: ranges[name] for name in ("rule", "team")}, "cohort": (0, YEAR), "taken": ranges["taken"]}
    each = then(taking)
    everybody = _summed(each, "rule", "until", "taken").with_columns(team=None)
    team = shared(pl.concat([each, everybody], how="diagonal_relaxed"))
    year = _summed(team, "rule", "team", "taken").with_columns(cohort=pl.lit(YEAR, dtype=pl.Int8))
    laid = pl.concat([team.rename({"until": "cohort"}), year], how="diagonal").sort(packed(order))
    ordered = collect_all([laid])[0]
    each_of = ordered.lazy().group_by(KEYS, maintain_order=True)
    cells = each_of.agg(pl.col("n").sum(), longest_days=pl.col("taken").max())
    before = cells.with_columns(before=pl.col("n").cum_sum() - pl.col("n"))
    quantiles = {"median_days": _quantile(0.5, ordered), "p90_days": _quantile(0.9, ordered)}
    return before.select(*KEYS, "longest_days", **quantiles)


def _summed(counted: Counted, *by: str) -> Counted:
    return counted.group_by(*by).agg(pl.col("n").sum())


def _quantile(share: float, ordered: pl.DataFrame) -> pl.Expr:
    """A quantile of the clocks of each cell, which stand in order after `before` others; between two in proportion."""
    taken, upto = pl.lit(ordered["taken"]), pl.lit(ordered["n"].cum_sum())
    place = (pl.col("n") - 1) * share
    below, above = (
        taken.gather(upto.search_sorted(pl.col("before") + each.cast(pl.Int64), side="right"))
        for each in (place.floor(), place.ceil())
    )
    return below + (above - below) * (place - place.floor())


def average_days(averaged: Counted) -> Measure:
    """The average of days taken, of rules that state one: clocks met in its window, or of children `of` it."""
    placed = every(with_everybody(then(averaged)), [WINDOW])
    number = pl.col("n")
    return placed.group_by(KEYS).agg(average_days_count=(pl.col("taken") * number).sum(), average_days_of=number.sum())


def _tally(clocks: Counted, *by: str) -> pl.LazyFrame:
    """How many clocks there are of each sort, for each team and for all together: `rule, team`, `by` and `n`."""
    return with_everybody(_summed(clocks, "rule", "team", *by))


def shares(laid: pl.LazyFrame, name: str) -> Measure:
    """How many of the clocks (or children) in each cohort are `good`."""
    number = pl.col("n")
    agg = {f"{name}_count": number.filter("good").sum(), f"{name}_of": number.sum()}
    return laid.group_by(KEYS).agg(**agg)


def judged(clocks: pl.LazyFrame, own: str) -> pl.LazyFrame:
    """Clocks judged by their date, with the months from it to that in which they stop: `own, upto`."""
    stop = pl.max_horizontal(own, "until")
    found = then(clocks.filter(pl.col("status").is_in(JUDGED) & (pl.col(own) < MONTHS) & (stop >= 0)))
    return found.with_columns(own=pl.col(own).clip(0), upto=stop.clip(upper_bound=MONTHS - 1))


def _standing(clocks: Counted, own: str) -> pl.LazyFrame:
    """How many judged clocks, and of them `good`, are in each period in which they fall due or stand open."""
    cells = _tally(judged(clocks, own), "good", "own", "upto")
    return pl.concat([through(cells, "own", "upto"), every(cells, [YEAR])], how="diagonal")


def on_time() -> pl.Expr:
    """Whether a clock was met by its date."""
    return pl.col("status") == "met_on_time"
