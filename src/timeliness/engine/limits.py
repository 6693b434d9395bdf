"""The limit of each clock: which branch holds, and where it leads."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl
import polars.selectors as cs

from timeliness.engine.base import Base
from timeliness.engine.columns import WORDS, Schema
from timeliness.engine.dates import Dates
from timeliness.engine.known import Known
from timeliness.engine.law import Law
from timeliness.engine.order import taken
from timeliness.engine.reasons import of_state, with_state_reasons
from timeliness.engine.states import States, column, subjects_of
from timeliness.rulebook.rules import Branch, Length, Rule, Subject, Version

NO_BIRTH_DATE = -1
"""The branch of a clock that only a birth date could decide."""


def limit_subjects(rule: Rule) -> list[Subject]:
    """What the limits of a rule read, once each, in order."""
    found: list[Subject] = []
    for version in rule.versions:
        found += subjects_of(branch.when for branch in version.within)
        found += [subject for branch in version.within for subject in branch.limit.subjects]
    return list(dict.fromkeys(found))


def texts(rule: Rule) -> Iterator[tuple[list[int], Version]]:
    """The versions that have the same limit, and one of them."""
    seen: dict[tuple[Branch, ...], list[int]] = {}
    for number, version in enumerate(rule.versions):
        seen.setdefault(version.within, []).append(number)
    for numbers in seen.values():
        yield numbers, rule.versions[numbers[0]]


def _by_text(rule: Rule, value: Callable[[Version], pl.Expr]) -> pl.Expr:
    """Choose an expression by version, once for all versions that have the same limit."""
    chosen: pl.Expr | None = None
    for numbers, version in texts(rule):
        found = value(version)
        chosen = found if chosen is None else pl.when(pl.col("version").is_in(numbers)).then(found).otherwise(chosen)
    return pl.when(pl.col("version").is_not_null()).then(chosen)


def branch_on(rule: Rule, states: States, day: str) -> pl.Expr:
    """The branch (from 0, within its version) that holds on a day; -1 where the missing birth date leaves it open."""

    def held(version: Version) -> pl.Expr:
        chosen = pl.lit(len(version.within) - 1, dtype=pl.Int8)
        for number, each in reversed(list(enumerate(version.within[:-1]))):
            open_ = states.undecided(each.when, day)
            if open_ is not None:
                chosen = pl.when(open_).then(pl.lit(NO_BIRTH_DATE, dtype=pl.Int8)).otherwise(chosen)
            chosen = pl.when(states.holds(each.when, day)).then(pl.lit(number, dtype=pl.Int8)).otherwise(chosen)
        return chosen

    return _by_text(rule, held)


def per_branch(rule: Rule, value: Callable[[Branch], pl.Expr]) -> pl.Expr:
    """Choose an expression by version and `branch`; null where none is decided."""

    def of(version: Version) -> pl.Expr:
        chosen: pl.Expr | None = None
        for number, each in enumerate(version.within):
            found = value(each)
            chosen = found if chosen is None else pl.when(pl.col("branch") == number).then(found).otherwise(chosen)
        return pl.when(pl.col("branch") >= 0).then(chosen)

    return _by_text(rule, of)


def amount(length: Length) -> pl.Expr:
    """The number of a length: its own, or what its subject read."""
    subject = length.amount
    return pl.lit(subject, dtype=pl.Int64) if isinstance(subject, int) else pl.col(column(subject)).cast(pl.Int64)


def reached(dates: Dates, length: Length, day: str) -> pl.Expr:
    """Where a length leads from a day's column."""
    return dates.reach(length, pl.col(day), amount(length))


def with_limits(placed: pl.DataFrame, law: Law, base: Base, due: pl.Expr) -> pl.LazyFrame:
    """Add what is read at the start: `branch` (its number), `undecided`, `amount`, reasons of state, and `due_first`.

    Most rules read nothing: their clocks have the one branch of their version, and are `due` where its limit leads.
    """
    return law.each(
        placed,
        lambda rule: asks(rule, base.known),
        lambda number, rows: _asked(rows, number, law, base),
        lambda rows: _unasked(rows, law, due),
    )


def with_limits_of(clocks: pl.LazyFrame, number: int, law: Law, base: Base, due: pl.Expr) -> pl.LazyFrame:
    """The same for the clocks of one rule."""
    if asks(law.rules[number], base.known):
        return _asked(clocks, number, law, base)
    return _unasked(clocks, law, due)


def asks(rule: Rule, known: Known) -> bool:
    """Whether a rule reads any state to find limits, or to exclude or excuse."""
    branches = [branch for version in rule.versions for branch in version.within]
    conditional = any(branch.when or branch.limit.subjects for branch in branches)
    return conditional or bool(of_state(rule, known))


_READ: Schema = {
    "excluded_entry": pl.UInt8,
    "excluded_reason": WORDS,
    "excepted_entry": pl.UInt8,
    "excepted_reason": WORDS,
}


def _unasked(clocks: pl.LazyFrame, law: Law, due: pl.Expr) -> pl.LazyFrame:
    nothing = {name: pl.lit(None, dtype=kind) for name, kind in _READ.items()}
    first = taken(law.first_branch, pl.col("version"))
    fixed = pl.Series([branch.limit.number for branch in law.branches], dtype=pl.Int64)
    one = clocks.with_columns(branch=first, undecided=pl.lit(value=False), amount=taken(fixed, first), **nothing)
    return one.with_columns(due_first=_owned(due))


def _asked(clocks: pl.LazyFrame, number: int, law: Law, base: Base) -> pl.LazyFrame:
    """Read the state of one rule's clocks on their starts, and decide their branches and reasons by it."""
    rule, states, first = law.rules[number], base.states(law.rules[number]), law.first_version[number]
    local = clocks.with_columns(version=pl.col("version") - first)
    read = states.read(local, limit_subjects(rule), "start").with_columns(branch=branch_on(rule, states, "start"))
    sized = read.with_columns(
        amount=per_branch(rule, lambda branch: amount(branch.limit)),
        due_first=_owned(per_branch(rule, lambda branch: reached(base.dates, branch.limit, "start"))),
    )
    reasoned = with_state_reasons(sized, rule, base)
    branch, version = pl.col("branch"), pl.col("version") + first
    numbered = reasoned.with_columns(
        version=version,
        undecided=(branch < 0).fill_null(value=False),
        branch=pl.when(branch >= 0).then(taken(law.first_branch, version) + branch),
    )
    whole = numbered.drop(cs.matches("^state:.*$"))
    there = whole.collect_schema().names()
    return whole.with_columns(
        (pl.col(name) if name in there else pl.lit(None)).cast(kind).alias(name) for name, kind in _READ.items()
    )


def _owned(due: pl.Expr) -> pl.Expr:
    """A date of a fact that belongs to a child."""
    return pl.when(pl.col("child").is_not_null()).then(due)
