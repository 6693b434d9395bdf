"""Facts and a rule become clocks, in six steps: started, stated, limited, answered, judged, tidied."""

from __future__ import annotations

import polars as pl

from timeliness.engine.answers import answered
from timeliness.engine.chain import chained
from timeliness.engine.collect import shared
from timeliness.engine.dates import Dates
from timeliness.engine.ends import with_ends
from timeliness.engine.hours import with_moments, without_moved
from timeliness.engine.judge import SUPERSEDED, judged
from timeliness.engine.known import Known
from timeliness.engine.limits import with_limit
from timeliness.engine.meetings import meetings
from timeliness.engine.periods import before_it_ceased, with_periods
from timeliness.engine.refs import Moments
from timeliness.engine.starts import starting, starts, with_neighbours
from timeliness.engine.states import States
from timeliness.engine.weigh import weighed
from timeliness.rulebook.rules import Rule

_NO_FACT = pl.lit(None, dtype=pl.UInt32)


def clocks(rule: Rule, known: Known, dates: Dates) -> pl.LazyFrame:
    """Every clock of a rule as at the day of `known`: one row each, with the numbers of the facts behind it.

    The columns are those that judging needs; `tidied` makes the result's columns of them.
    """
    states = States(known, dates, rule.during)
    found = meetings(rule, known, states)
    begun = with_ends(starts(rule, known, states, dates), rule, known, states)
    if rule.repeats:
        linked = with_neighbours(before_it_ceased(begun, rule), rule)
        placed = with_periods(chained(linked, found, dates), rule, known)
    else:
        placed = with_neighbours(with_periods(begun, rule, known), rule)
    limited = shared(with_limit(placed, rule, states, dates).with_columns(_identity()))
    if rule.repeats:
        unweighed = limited.with_columns(excluded_late_day=pl.lit(None, dtype=pl.Date), excluded_late_fact=_NO_FACT)
    else:
        unweighed = _met(limited, found, rule, known, states, dates)
    closed = shared(with_moments(_ended(unweighed, known), rule))
    reasoned = weighed(closed.drop("excluded_late_day", "excluded_late_fact"), rule, known, states, dates)
    return judged(without_moved(reasoned), rule, known, dates)


def _identity() -> pl.Expr:
    """A number for each clock: a fact starts at most one clock in a spell."""
    spell = pl.col("spell").cast(pl.UInt64).fill_null((1 << 32) - 1)
    return (pl.col("fact").cast(pl.UInt64) * (1 << 32) + spell).alias("clock")


def _met(  # noqa: PLR0913  (what every step of the engine reads)
    limited: pl.LazyFrame, found: Moments | None, rule: Rule, known: Known, states: States, dates: Dates
) -> pl.LazyFrame:
    """Answer the clocks of a rule that does not repeat. What may exclude a clock is weighed before, and again after."""
    nothing = pl.lit(None, dtype=pl.Date)
    if any(version.excluded for version in rule.versions):
        open_ = limited.with_columns(close=nothing)
        first = weighed(open_, rule, known, states, dates).select("clock", "excluded_day", "excluded_late_day", "excluded_late_fact")
        limited = limited.join(first, on="clock", how="left", maintain_order="left")
    else:
        limited = limited.with_columns(excluded_day=nothing, excluded_late_day=nothing, excluded_late_fact=_NO_FACT)
    return answered(limited, found, starting(rule, known, states, dates), rule, dates, known).drop("excluded_day")


def _ended(unweighed: pl.LazyFrame, known: Known) -> pl.LazyFrame:
    """Add `ended`, why and by which fact, for clocks that ended unmet, and `close`: when nothing bears any more."""
    ends = pl.when(pl.col("ends") <= known.today).then("ends")
    first = pl.min_horizontal(ends, "superseded", "excluded_late_day")
    by_itself, passed = ends == first, pl.col("superseded") == first
    unmet = pl.col("met").is_null()
    fact = pl.when(by_itself).then("end_fact").when(passed).then("superseded_fact").otherwise("excluded_late_fact")
    return unweighed.with_columns(
        ended=pl.when(unmet).then(first),
        ended_reason=pl.when(unmet & by_itself).then("end_reason").when(unmet & passed).then(pl.lit(SUPERSEDED)),
        ended_fact=pl.when(unmet & first.is_not_null()).then(fact),
        close=pl.coalesce("met", first),
    )
