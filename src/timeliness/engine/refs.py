"""Event refs as frames: which facts of a kind a rule names, and the identifiers by which they are compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

import polars as pl
import polars.selectors as cs

from timeliness.engine.known import Known
from timeliness.engine.order import taken
from timeliness.engine.states import States, column, subjects_of
from timeliness.facts import Kind
from timeliness.rulebook.rules import Condition, Ref

OWN, LINK = "own:", "link:"


def links(kind: Kind, columns: Iterable[str]) -> dict[str, pl.Expr]:
    """The identifiers of a kind as columns: its own `id` as `own:LINK`, references as `link:LINK`."""
    found = {}
    for name in kind.identifiers:
        if name in columns:
            found[f"{OWN}{kind.link}" if name == "id" else f"{LINK}{name}"] = pl.col(name)
    return found


def agreement(left: Sequence[str], right: Sequence[str], suffix: str = "_right") -> tuple[pl.Expr, pl.Expr]:
    """Whether two facts are linked, and whether they are at odds.

    `left` and `right` are the identifier columns of both sides; those of the right carry the suffix where both
    have the name. Every link that both carry is compared, but never one own id with another.
    """
    same, differ = [pl.lit(value=False)], [pl.lit(value=False)]
    for mine, theirs in product(left, right):
        if comparable([mine], [theirs]):
            other = pl.col(f"{theirs}{suffix}" if theirs in left else theirs)
            same.append((pl.col(mine) == other).fill_null(value=False))
            differ.append((pl.col(mine) != other).fill_null(value=False))
    at_odds = pl.any_horizontal(differ)
    return pl.any_horizontal(same) & ~at_odds, at_odds


def comparable(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether facts with these identifier columns can ever be linked, or at odds."""
    pairs = (mine.split(":") + theirs.split(":") for mine, theirs in product(left, right))
    return any(mine == theirs and not (f"{own}:" == OWN == f"{other}:") for own, mine, other, theirs in pairs)


def identifiers(columns: Iterable[str]) -> list[str]:
    """The identifier columns among these."""
    return [name for name in columns if name.startswith((OWN, LINK))]


def with_identifiers(rows: pl.LazyFrame, started: pl.DataFrame) -> pl.LazyFrame:
    """Add the identifiers of the facts that started the clocks of a rule: they stand beside its facts alone."""
    return rows.with_columns(
        taken(started[name], pl.col("starter")).alias(name) for name in identifiers(started.columns)
    )


def facts_of(
    refs: Sequence[Ref], known: Known, states: States, place: int = 0, *, undated: bool = False
) -> pl.LazyFrame:
    """The facts that refs of one kind name.

    Columns: `child, date, time, fact, state_fact, spell_at, place, is_end` and the identifiers. `undated` keeps facts
    without a child or day, whatever the state of other facts: they start clocks that cannot be judged.
    """
    ref = refs[0]
    wheres = [each.where for each in refs]
    base = _spell_moments(ref, known) if ref.moment != "date" else _events(ref, known, wheres)
    named = base.with_columns(pl.lit(place, dtype=pl.UInt8).alias("place"), is_end=pl.lit(ref.moment == "end"))
    if not undated:
        named = named.filter("sound")
    return _filtered(named, wheres, states, undated=undated)


def _events(ref: Ref, known: Known, wheres: Sequence[Condition]) -> pl.LazyFrame:
    """The events of a kind, with what the conditions ask of an event itself: it stands in its own row."""
    rows = known.events[ref.kind].rows
    asked = [each for each in subjects_of(wheres) if each.place == "fact" and each.name in rows.columns]
    time = pl.col("time") if "time" in rows.columns else pl.lit(None, dtype=pl.Time)
    fact = pl.col("fact")
    return rows.lazy().select(
        "child",
        "date",
        "sound",
        "fact",
        time=time,
        state_fact=fact,
        spell_at=pl.lit(None, dtype=pl.UInt32),
        **links(known.vocabulary[ref.kind], rows.columns),
        **{column(subject): pl.col(subject.name) for subject in asked},
    )


def _spell_moments(ref: Ref, known: Known) -> pl.LazyFrame:
    spells = known.spells[ref.kind]
    first, state = ("fact", "head") if ref.moment == "start" else ("end_fact", "end_fact")
    parts = spells.parts
    clock = f"{ref.moment}_time"
    own = links(known.vocabulary[ref.kind], parts.columns)
    there = {"time": clock} if clock in parts.columns else {}
    recorded = parts.lazy().select("fact", **{name: pl.col(column) for name, column in there.items()}, **own)
    moments = spells.spells.lazy().select(
        "child",
        "sound",
        date=pl.col(ref.moment),
        fact=pl.col(first),
        state_fact=pl.col(state),
        spell_at=pl.col("spell"),
    )
    joined = moments.join(recorded, on="fact", how="left", maintain_order="left")
    joined = joined if there else joined.with_columns(pl.lit(None, dtype=pl.Time).alias("time"))
    if ref.moment == "start":
        return joined
    ended = joined.filter(pl.col("date").is_not_null())
    begun = taken(spells.spells["start"], pl.col("spell_at")).is_not_null()
    return ended.with_columns(date=pl.when(begun).then("date"))


def _filtered(frame: pl.LazyFrame, wheres: Sequence[Condition], states: States, *, undated: bool) -> pl.LazyFrame:
    if not all(wheres):
        return frame
    passes = pl.any_horizontal(_passes(where, states, undated=undated) for where in wheres)
    there = frame.collect_schema().names()
    read = states.read(frame, (each for each in subjects_of(wheres) if column(each) not in there), "date")
    return read.filter(passes).drop(cs.matches("^state:.*$"))


def _passes(where: Condition, states: States, *, undated: bool) -> pl.Expr:
    own = tuple(test for test in where if test.subject.place == "fact")
    around = tuple(test for test in where if test not in own)
    placed = states.holds(around, "date")
    lost = pl.col("date").is_null() | pl.col("child").is_null()
    return states.holds(own, "date") & (placed | lost if undated else placed)
