"""The limit of each clock: which branch holds, and where it leads."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from timeliness.engine.base import Base
from timeliness.engine.dates import Dates
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


def with_limit(clocks: pl.LazyFrame, rule: Rule, base: Base) -> pl.LazyFrame:
    """Add `branch`, `amount` (the limit's number) and `due_first`, read at the start; keep what was read."""
    states = base.states(rule)
    read = states.read(clocks, limit_subjects(rule), "start")
    return read.with_columns(branch=branch_on(rule, states, "start")).with_columns(
        amount=per_branch(rule, lambda branch: amount(branch.limit)),
        due_first=pl.when(pl.col("child").is_not_null()).then(
            per_branch(rule, lambda branch: reached(base.dates, branch.limit, "start"))
        ),
    )
