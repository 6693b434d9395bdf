"""The facts that a list of event refs names, collected and in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from timeliness.engine.known import Known
from timeliness.engine.order import Order
from timeliness.engine.refs import facts_of
from timeliness.engine.states import States
from timeliness.rulebook.rules import Length, Ref


@dataclass(frozen=True)
class Moments:
    """The facts of several refs: `rows` in order of child, date, kind and row, and `early` by `place`.

    `rows`: `child, date, time, fact, state_fact, spell_at, place` and identifiers. `children` is how many
    children there are. A fact that several refs of its kind name stands there once; refs of one kind share a
    `place`.
    """

    rows: pl.DataFrame
    early: tuple[Length | None, ...]
    children: int

    @cached_property
    def order(self) -> Order:
        """The moments, to be searched."""
        return Order.of(self.rows, "child", "date", self.children)


@dataclass(frozen=True)
class Plans:
    """How the facts of a list of refs are collected: one plan for each kind."""

    frames: tuple[pl.LazyFrame, ...]
    early: tuple[Length | None, ...]
    is_ordered: bool

    def gathered(self, collected: Sequence[pl.DataFrame], children: int) -> Moments | None:
        """Put the collected facts of the kinds together; None where the extract has none of their tables."""
        if not collected:
            return None
        rows = pl.concat(collected, how="diagonal")
        if not self.is_ordered:
            rows = rows.sort("child", "date", "place", "fact")
        return Moments(rows, self.early, children)


def plans(refs: Sequence[Ref], known: Known, states: States) -> Plans:
    """Plan how the facts that refs name are collected."""
    kinds: dict[tuple[str, str, Length | None], list[Ref]] = {}
    for ref in refs:
        if known.has(ref.kind):
            kinds.setdefault((ref.kind, ref.moment, ref.early), []).append(ref)
    frames = tuple(facts_of(same, known, states, place) for place, same in enumerate(kinds.values()))
    is_ordered = len(kinds) == 1 and next(iter(kinds))[1] == "date"
    return Plans(frames, tuple(early for _, _, early in kinds), is_ordered)
