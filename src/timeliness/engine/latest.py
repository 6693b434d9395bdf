"""Tables that hold only the last event of each child: what came before is not known, the time since is.

A meeting of the child's last day there begins the first clock that can be judged: how many there were before is not
known, nor when.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

import polars as pl

from timeliness.engine.base import Base
from timeliness.engine.collect import shared
from timeliness.engine.known import LAST, Known
from timeliness.engine.law import Law
from timeliness.engine.limits import with_limits_of
from timeliness.rulebook.rules import Rule

SECOND = 2


def met_by(rule: Rule) -> AbstractSet[str]:
    """The tables of a rule's meetings."""
    return {ref.kind for version in rule.versions for ref in version.met_by}


def _numbered_by(rule: Rule) -> AbstractSet[str]:
    """The tables whose facts begin the clocks that are numbered: its starts and, if it repeats, its meetings."""
    starts = {ref.kind for ref in rule.starts}
    return starts | met_by(rule) if rule.repeats else starts


def last_in(
    rules: Sequence[Rule], law: Law, known: Known, tables: Callable[[Rule], AbstractSet[str]]
) -> pl.Expr | None:
    """The last day of each clock's child in those of its rule's tables that hold only the last; None: there are none.

    The clocks are of some `rules` of the law. The day may lie after the as-at date: then the extract does not show what
    was the last as at that date.
    """
    days = []
    for kind in sorted(known.latest_only):
        if any(kind in tables(rule) for rule in rules):
            named = law.of_rule(lambda rule, kind=kind: kind in tables(rule), pl.Boolean)  # type: ignore[misc]
            days.append(pl.when(named).then(known.of_child(f"{LAST}{kind}")))
    return pl.max_horizontal(days) if days else None


def unnumbered(clocks: pl.LazyFrame, rules: Sequence[Rule], law: Law, known: Known) -> pl.LazyFrame:
    """Take the number of clocks before which there may have been others, in the spell or else of the child."""
    last = last_in(rules, law, known, _numbered_by)
    if last is None:
        return clocks
    begun = (pl.col("spell_start") < last).fill_null(value=True)
    others = last.is_not_null() & begun & (pl.col("start") != pl.col("spell_start")).fill_null(value=True)
    return clocks.with_columns(occurrence=pl.when(~others).then("occurrence"))


def without_unseen(clocks: pl.LazyFrame, number: int, law: Law, base: Base, due: pl.Expr) -> pl.LazyFrame:
    """Leave out the clocks of a repeating rule that are `unseen`: which meetings met them is not known.

    Where the one that began with its spell was met within its limit all the same, and the rule gives the second a limit
    of its own, its meeting is taken for the first: the clock that follows is the second. Otherwise a child would have
    the longer time of those who come after.
    """
    rule = law.rules[number]
    if not met_by(rule) & base.known.latest_only:
        return clocks
    clocks = shared(clocks)
    kept = clocks.filter(~pl.col("unseen"))
    if not _asks_for_the_second(rule):
        return kept
    first = clocks.filter(pl.col("unseen") & (pl.col("occurrence") == 1))
    in_time = with_limits_of(first, number, law, base, due).filter(pl.col("met") <= pl.col("due_first"))
    seconds = in_time.select("spell", start="met", second=pl.lit(SECOND, dtype=pl.UInt32))
    joined = kept.join(seconds, on=["spell", "start"], how="left", maintain_order="left")
    return joined.with_columns(occurrence=pl.coalesce("second", "occurrence")).drop("second")


def _asks_for_the_second(rule: Rule) -> bool:
    """Whether any branch of the limit is for the second clock by name."""
    tests = (test for version in rule.versions for branch in version.within for test in branch.when)
    return any(test.subject.name == "occurrence" and test.value in (SECOND, (SECOND,)) for test in tests)
