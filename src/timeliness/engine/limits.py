"""The limit of each clock: which branch holds, and where it leads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import polars as pl

from timeliness.engine.dates import Dates
from timeliness.engine.states import States, column, subjects_of
from timeliness.rulebook.rules import Branch, Length, Rule, Subject, Version

NO_BIRTH_DATE = -1


def limit_subjects(within: Sequence[Branch]) -> list[Subject]:
    """What the branches of a limit read."""
    amounts = [subject for branch in within for subject in branch.limit.subjects]
    return list(dict.fromkeys([*subjects_of(branch.when for branch in within), *amounts]))


def all_subjects(rule: Rule) -> list[Subject]:
    """What any branch of any version reads."""
    return list(dict.fromkeys(subject for version in rule.versions for subject in limit_subjects(version.within)))


def texts(rule: Rule) -> Iterator[tuple[list[int], Version]]:
    """The versions that have the same limit, and one of them."""
    seen: dict[tuple[Branch, ...], list[int]] = {}
    for number, version in enumerate(rule.versions):
        seen.setdefault(version.within, []).append(number)
    for numbers in seen.values():
        yield numbers, rule.versions[numbers[0]]


def with_branch(clocks: pl.LazyFrame, rule: Rule, states: States, day: str, name: str = "branch") -> pl.LazyFrame:
    """Add the number (from 0) of the branch that holds on a day; -1 where the missing birth date leaves it open."""
    branch = pl.lit(None, dtype=pl.Int8)
    for numbers, version in texts(rule):
        held = pl.lit(len(version.within) - 1, dtype=pl.Int8)
        for number, each in reversed(list(enumerate(version.within[:-1]))):
            open_ = states.undecided(each.when, day)
            first = pl.when(states.holds(each.when, day)).then(pl.lit(number, dtype=pl.Int8))
            held = first.when(open_).then(pl.lit(NO_BIRTH_DATE, dtype=pl.Int8)).otherwise(held)
        branch = pl.when(pl.col("version").is_in(numbers)).then(held).otherwise(branch)
    return clocks.with_columns(branch.alias(name))


def per_branch(rule: Rule, branch: str, value: Callable[[Branch], pl.Expr]) -> pl.Expr:
    """Choose an expression by version and branch; null where neither is known."""
    chosen = pl.lit(None)
    for numbers, version in texts(rule):
        for number, each in enumerate(version.within):
            holds = pl.col("version").is_in(numbers) & (pl.col(branch) == number)
            chosen = pl.when(holds).then(value(each)).otherwise(chosen)
    return chosen


def per_version(rule: Rule, value: Callable[[Version], pl.Expr]) -> pl.Expr:
    """Choose an expression by version."""
    chosen = value(rule.versions[-1])
    for number, version in enumerate(rule.versions[:-1]):
        chosen = pl.when(pl.col("version") == number).then(value(version)).otherwise(chosen)
    return chosen


def amount(length: Length) -> pl.Expr:
    """The number of a length: its own, or what its subject read."""
    subject = length.amount
    return pl.lit(subject, dtype=pl.Int64) if isinstance(subject, int) else pl.col(column(subject)).cast(pl.Int64)


def reached(dates: Dates, length: Length, day: str) -> pl.Expr:
    """Where a length leads from a day's column."""
    return dates.reach(length, pl.col(day), amount(length))


def with_limit(clocks: pl.LazyFrame, rule: Rule, states: States, dates: Dates) -> pl.LazyFrame:
    """Add `branch`, `amount` (the limit's number) and `due_first`, read at the start.

    Keeps the state columns that were read: they are what an explanation names.
    """
    read = states.read(clocks, all_subjects(rule), "start")
    branched = with_branch(read, rule, states, "start")
    return branched.with_columns(
        amount=per_branch(rule, "branch", lambda branch: amount(branch.limit)),
        due_first=pl.when(pl.col("child").is_not_null()).then(
            per_branch(rule, "branch", lambda branch: reached(dates, branch.limit, "start"))
        ),
    )
