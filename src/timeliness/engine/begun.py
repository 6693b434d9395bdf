"""The clocks of all rules as they begin: started, stated and limited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from timeliness.engine.answering import Answering, answering, asked_of
from timeliness.engine.base import Base
from timeliness.engine.chain import CLOSING, laid_out, one_a_day, segments
from timeliness.engine.collect import collect_all, shared
from timeliness.engine.columns import WORDS, Schema
from timeliness.engine.ends import with_ends
from timeliness.engine.hours import due_moment
from timeliness.engine.law import Law
from timeliness.engine.limits import with_limits
from timeliness.engine.meetings import meetings
from timeliness.engine.periods import before_it_ceased, with_periods
from timeliness.engine.refs import identifiers
from timeliness.engine.starts import numbered, starts, with_neighbours
from timeliness.rulebook.rules import Rule

BEGUN: Schema = {
    "clock": pl.UInt32,
    "rule": pl.UInt16,
    "child": pl.Int32,
    "fact": pl.UInt32,
    "is_end": pl.Boolean,
    "state_fact": pl.UInt32,
    "kept": pl.UInt32,
    "spell": pl.UInt32,
    "spell_start": pl.Date,
    "spell_end": pl.Date,
    "sound": pl.Boolean,
    "opened": pl.Date,
    "start": pl.Date,
    "occurrence": pl.UInt32,
    "next_start": pl.Date,
    "previous_start": pl.Date,
    "version": pl.Int32,
    "branch": pl.Int32,
    "undecided": pl.Boolean,
    "amount": pl.Int64,
    "due_first": pl.Date,
    "due_moment": pl.Datetime("us"),
    "history": pl.Boolean,
    "uncertain": pl.Boolean,
    "ends": pl.Date,
    "end_reason": WORDS,
    "end_fact": pl.UInt32,
    **CLOSING,
    "matched_by": WORDS,
    "excluded_entry": pl.UInt8,
    "excluded_reason": WORDS,
    "excepted_entry": pl.UInt8,
    "excepted_reason": WORDS,
}
"""The columns of a clock that has begun, the same for every rule. `version` and `branch` are numbers in the Law."""


@dataclass(frozen=True)
class Begun:
    """The clocks of all rules as they begin, and the meetings that may answer them.

    `clocks` has the columns of `BEGUN`, what answering asks for, and identifiers. `answers` are those of the rules
    that do not repeat: clocks of the others have been answered as they began.
    """

    clocks: pl.DataFrame = field(repr=False)
    answers: tuple[Answering, ...] = field(repr=False)


def begun(law: Law, base: Base, started: Sequence[pl.DataFrame]) -> Begun:
    """Begin the clocks of all rules; `started` are the facts that start them, for each rule."""
    if not law.rules:
        return Begun(pl.DataFrame(schema=BEGUN), ())
    ordered = shared(numbered(with_ends(starts(law, base, started), law, base)))
    frames = [_once(ordered, law, base), *_again(ordered, law, base)]
    placed = collect_all([pl.concat(frames, how="diagonal") if len(frames) > 1 else frames[0]])[0]
    limited = with_limits(placed, law, base)
    answers = tuple(
        answering(number, law, base, started[number]) for number, rule in enumerate(law.rules) if not rule.repeats
    )
    compared = identifiers(
        dict.fromkeys(name for n, rule in enumerate(law.rules) if _compares(rule) for name in started[n].columns)
    )
    clocks = limited.with_columns(clock=pl.int_range(pl.len(), dtype=pl.UInt32), due_moment=due_moment(law))
    asked = asked_of(answers, base.dates)
    return Begun(collect_all([clocks.select(*_of_begun(clocks), *compared, **asked)])[0], answers)


def _once(ordered: pl.LazyFrame, law: Law, base: Base) -> pl.LazyFrame:
    """The starts of rules that do not repeat, each a clock."""
    once = law.where(ordered, lambda rule: not rule.repeats)
    return with_neighbours(with_periods(once, law, base.known, repeats=False))


def _again(ordered: pl.LazyFrame, law: Law, base: Base) -> list[pl.LazyFrame]:
    """The clocks of rules that repeat: each start with the meetings that follow it."""
    found = {n: one_a_day(meetings(rule, base)) for n, rule in enumerate(law.rules) if rule.repeats}
    if not found:
        return []
    following = shared(with_neighbours(before_it_ceased(ordered.filter(pl.col("rule").is_in(list(found))), law)))
    sliced = [segments(following.filter(pl.col("rule") == n), each, base.dates) for n, each in found.items()]
    laid = [
        laid_out(frame, found[n], law.rules[n].versions[0].first)
        for n, frame in zip(found, collect_all(sliced), strict=True)
    ]
    return [with_periods(pl.concat(laid, how="diagonal"), law, base.known, repeats=True)]


def _compares(rule: Rule) -> bool:
    """Whether any reason, pause or extension has to be compared with the start."""
    return any(
        version.paused_by or version.extended_by or any(entry.event for entry in (*version.excluded, *version.excepted))
        for version in rule.versions
    )


def _of_begun(clocks: pl.LazyFrame) -> list[pl.Expr]:
    there = clocks.collect_schema().names()
    return [(pl.col(name) if name in there else pl.lit(None)).cast(kind).alias(name) for name, kind in BEGUN.items()]
