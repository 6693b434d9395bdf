"""The clocks of one rule as they begin: started, stated and limited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from timeliness.engine.answers import Answering, answering
from timeliness.engine.base import Base
from timeliness.engine.chain import CLOSING, laid_out, one_a_day, segments
from timeliness.engine.ends import with_ends
from timeliness.engine.hours import due_moment
from timeliness.engine.law import Law
from timeliness.engine.limits import limit_subjects, with_limit
from timeliness.engine.meetings import meetings
from timeliness.engine.moments import Moments
from timeliness.engine.periods import before_it_ceased, with_periods
from timeliness.engine.reasons import with_state_reasons
from timeliness.engine.refs import identifiers
from timeliness.engine.starts import numbered, starts, with_neighbours
from timeliness.engine.words import state_words
from timeliness.rulebook.rules import Rule

BEGUN: dict[str, pl.DataType | type[pl.DataType]] = {
    "rule": pl.UInt16,
    "child": pl.Int32,
    "fact": pl.UInt32,
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
    "end_reason": pl.String,
    "end_fact": pl.UInt32,
    **CLOSING,
    "matched_by": pl.String,
    "excluded_entry": pl.UInt8,
    "excluded_reason": pl.String,
    "excepted_entry": pl.UInt8,
    "excepted_reason": pl.String,
    "state": pl.String,
}
"""The columns of a clock that has begun, the same for every rule. `version` and `branch` are numbers in the Law."""


@dataclass(frozen=True)
class Begun:
    """The clocks of a rule as they begin, and, where it does not repeat, the meetings that may answer them."""

    clocks: pl.LazyFrame
    answers: Answering | None


@dataclass(frozen=True)
class Segments:
    """The starts of a repeating rule with the meetings that answer them."""

    frame: pl.LazyFrame
    found: Moments


def segments_of(rule: Rule, base: Base, starting: pl.DataFrame) -> Segments:
    """Plan the starts of a repeating rule, each with its slice of the meetings."""
    found = one_a_day(meetings(rule, base))
    begins = numbered(with_ends(starts(rule, base, starting), rule, base), rule)
    placed = with_neighbours(before_it_ceased(begins, rule), rule)
    return Segments(segments(placed, found, base.dates), found)


def begun_once(number: int, law: Law, base: Base, starting: pl.DataFrame, *, worded: bool) -> Begun:
    """Plan the clocks of a rule that does not repeat, as they begin; `starting` are its starting facts."""
    rule = law.rules[number]
    begins = numbered(with_ends(starts(rule, base, starting), rule, base), rule)
    placed = with_neighbours(with_periods(begins, rule, base.known), rule)
    limited = with_state_reasons(with_limit(placed, rule, base), rule, base)
    answers = answering(number, law, base, limited.collect_schema().names(), starting)
    return Begun(_begun(limited, number, law, answers.asked, worded=worded), answers)


def begun_again(number: int, law: Law, base: Base, sliced: tuple[pl.DataFrame, Moments], *, worded: bool) -> Begun:
    """Plan the clocks of a repeating rule, as they begin; `sliced` are its collected segments and its meetings."""
    rule = law.rules[number]
    placed = with_periods(laid_out(*sliced), rule, base.known)
    limited = with_state_reasons(with_limit(placed, rule, base), rule, base)
    return Begun(_begun(limited, number, law, {}, worded=worded), None)


def _begun(limited: pl.LazyFrame, number: int, law: Law, asked: Mapping[str, pl.Expr], *, worded: bool) -> pl.LazyFrame:
    """The columns of `BEGUN`, what answering asks for, and the identifiers that reasons ask for.

    `worded` also says what was read to find the limit.
    """
    rule = law.rules[number]
    columns = limited.collect_schema().names()
    said = state_words(limit_subjects(rule)) if worded else pl.lit(None, dtype=pl.String)
    numbered = limited.with_columns(
        rule=pl.lit(number), due_moment=due_moment(rule), state=said, **_numbered(number, law)
    )
    kept = identifiers(columns) if _asks_for_identifiers(rule) else []
    return numbered.select(*_cast(BEGUN, [*columns, *_ADDED]), *kept, **asked)


def _numbered(number: int, law: Law) -> Mapping[str, pl.Expr]:
    """Versions and branches by their numbers in the law instead of in the rule."""
    version = pl.col("version").cast(pl.Int32) + law.first_version[number]
    sizes = [0]
    for each in law.rules[number].versions:
        sizes.append(sizes[-1] + len(each.within))
    first = (
        pl.lit(pl.Series(sizes, dtype=pl.Int32)).gather(pl.col("version")) + law.first_branch[law.first_version[number]]
    )
    return {
        "version": version,
        "branch": pl.when(pl.col("branch") >= 0).then(first + pl.col("branch")),
        "undecided": (pl.col("branch") < 0).fill_null(value=False),
    }


_ADDED = ("rule", "due_moment", "state", "undecided")


def _asks_for_identifiers(rule: Rule) -> bool:
    """Whether any reason, pause or extension has to be compared with the start."""
    return any(
        version.paused_by or version.extended_by or any(entry.event for entry in (*version.excluded, *version.excepted))
        for version in rule.versions
    )


def _cast(wanted: Mapping[str, pl.DataType | type[pl.DataType]], there: Sequence[str]) -> list[pl.Expr]:
    return [(pl.col(name) if name in there else pl.lit(None)).cast(kind).alias(name) for name, kind in wanted.items()]
