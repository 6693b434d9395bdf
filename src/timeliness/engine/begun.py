"""The clocks of all rules as they begin: started, stated and limited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import polars as pl

from timeliness.engine.answering import Answering, answering, asked_of
from timeliness.engine.base import Base
from timeliness.engine.chain import CLOSING, Piece, in_one, laid_out, one_a_day, segments
from timeliness.engine.collect import collect_all, shared
from timeliness.engine.columns import WORDS, Schema
from timeliness.engine.ends import with_ends
from timeliness.engine.hours import due_moment
from timeliness.engine.latest import met_by, without_unseen
from timeliness.engine.law import Law
from timeliness.engine.limits import with_limits, with_limits_of
from timeliness.engine.meetings import meetings
from timeliness.engine.periods import before_it_ceased, with_periods, with_periods_of
from timeliness.engine.starts import numbered, starts, with_neighbours
from timeliness.engine.weigh import compares
from timeliness.rulebook.rules import Rule

BEGUN: Schema = {
    "clock": pl.UInt32,
    "rule": pl.UInt16,
    "child": pl.Int32,
    "fact": pl.UInt32,
    "starter": pl.UInt32,
    "is_end": pl.Boolean,
    "state_fact": pl.UInt32,
    "kept": pl.UInt32,
    "spell": pl.UInt32,
    "spell_start": pl.Date,
    "spell_end": pl.Date,
    "sound": pl.Boolean,
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

    `once` are the clocks of rules that do not repeat, with the columns of `BEGUN` and what answering asks for, and
    `answers` their meetings. `again` are those of rules that repeat, answered as they begin; `plain` those of them on
    which nothing dated bears after they have begun, planned in pieces.
    """

    once: pl.DataFrame = field(repr=False)
    again: pl.DataFrame = field(repr=False)
    plain: tuple[pl.LazyFrame, ...] = field(repr=False)
    answers: tuple[Answering, ...] = field(repr=False)


def begun(law: Law, base: Base, started: Sequence[pl.DataFrame]) -> Begun:
    """Begin the clocks of all rules; `started` are the facts that start them, for each rule."""
    none = pl.DataFrame(schema=BEGUN)
    if not law.rules:
        return Begun(none, none, (), ())
    ordered = shared(numbered(with_ends(starts(law, base, started), law, base, started)))
    answers = tuple(
        answering(number, law, base, started[number]) for number, rule in enumerate(law.rules) if not rule.repeats
    )
    laid, days = _again(ordered, law, base)
    due = law.led(base.dates.reach, "start", days)
    once = _once(ordered, law, base)
    asked = asked_of(answers, law, base.dates, started)
    single = _numbered(with_limits(once, law, base, due).with_columns(**asked), 0, law, *asked)
    chained: list[pl.LazyFrame] = []
    plain: list[pl.LazyFrame] = []
    count = once.height
    for number, pieces in laid.items():
        for each in pieces:
            seen = without_unseen(each.clocks, number, law, base, due)
            clocks = _numbered(with_limits_of(seen, number, law, base, due), count, law)
            (chained if _may_change(law.rules[number]) else plain).append(clocks)
            count += each.most
    ones, *others = collect_all([single, *chained])
    return Begun(ones, pl.concat([none, *others]), tuple(plain), answers)


def _numbered(clocks: pl.LazyFrame, first: int, law: Law, *more: str) -> pl.LazyFrame:
    """The columns of BEGUN and some more, with a number for each clock."""
    number = pl.int_range(pl.len(), dtype=pl.UInt32) + first
    numbered_ = clocks.with_columns(clock=number, due_moment=due_moment(law))
    return numbered_.select(*_of_begun(numbered_, law), *more)


def _once(ordered: pl.LazyFrame, law: Law, base: Base) -> pl.DataFrame:
    """The starts of rules that do not repeat, each a clock."""
    once = law.where(ordered, lambda rule: not rule.repeats)
    return collect_all([with_neighbours(with_periods(once, law, base.known))])[0]


def _again(ordered: pl.LazyFrame, law: Law, base: Base) -> tuple[dict[int, list[Piece]], pl.Series]:
    """The clocks of each rule that repeats, each start with the meetings that follow it; and the days of all starts.

    A start that is moved on lies between itself and the as-at date.
    """
    found = {n: one_a_day(meetings(rule, base)) for n, rule in enumerate(law.rules) if rule.repeats}
    repeating = law.where(ordered, lambda rule: rule.repeats)
    following = collect_all([with_neighbours(before_it_ceased(repeating, law))])[0]
    parts = dict(law.apart(following))
    sliced = collect_all([segments(rows.lazy(), found[number], base.dates) for number, rows in parts.items()])
    laid = {}
    for number, frame in zip(parts, sliced, strict=True):
        pieces = laid_out(frame, found[number], law.rules[number].versions[0].first)
        if met_by(law.rules[number]) & base.known.latest_only:
            pieces = [in_one(pieces)]
        earliest = frame.select(pl.min_horizontal(pl.col("start", "early_date").min())).item()
        laid[number] = [Piece(with_periods_of(each, number, law, base.known, earliest), most) for each, most in pieces]
    days = collect_all([ordered.select("start")])[0]["start"]
    today = pl.Series([base.known.as_at])
    return laid, pl.concat([days, today, *(each.rows["date"] for each in found.values())])


def _of_begun(clocks: pl.LazyFrame, law: Law) -> list[pl.Expr]:
    """The columns of BEGUN, but for those that no rule of the run reads."""
    there = clocks.collect_schema().names()
    unread = {name for name, reads in _READ_BY.items() if not any(map(reads, law.rules))}
    return [
        (pl.col(name) if name in there and name not in unread else pl.lit(None)).cast(kind).alias(name)
        for name, kind in BEGUN.items()
    ]


def _may_change(rule: Rule) -> bool:
    """Whether anything dated may bear on a clock of a rule after it has begun."""
    return _has_neighbours(rule) or any(version.reread or version.no_later_than for version in rule.versions)


def _has_neighbours(rule: Rule) -> bool:
    return any(
        version.paused_by or version.extended_by or version.excluded or version.excepted for version in rule.versions
    )


def _ends_count(rule: Rule) -> bool:
    return any(ref.moment == "end" for ref in (*rule.starts, *(ref for each in rule.versions for ref in each.met_by)))


def _in_hours(rule: Rule) -> bool:
    return any(branch.limit.unit == "hour" for version in rule.versions for branch in version.within)


_READ_BY: dict[str, Callable[[Rule], bool]] = {
    "starter": compares,
    "is_end": _ends_count,
    "kept": lambda rule: any(ref.first_in or ref.last_in for ref in rule.starts),
    "next_start": _has_neighbours,
    "previous_start": _has_neighbours,
    "met_time": _in_hours,
    "spell_end": lambda rule: not rule.repeats,
}
"""Columns that are read for some rules only: where none of a run is among them, they are nothing."""
