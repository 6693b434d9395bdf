"""The starts of all rules together: one of a day in a spell, in order, with their neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate

import polars as pl

from timeliness.engine.base import Base
from timeliness.engine.collect import collect_all
from timeliness.engine.ends import is_faulty
from timeliness.engine.known import Known
from timeliness.engine.law import Law
from timeliness.engine.order import in_order, taken
from timeliness.engine.refs import LINK, OWN, identifiers
from timeliness.facts import Kind
from timeliness.rulebook.rules import Rule

OF_A_START = ("place", "fact")
"""What orders the facts of one day that start a clock: the order in which the rule names their kinds, then the row."""


def starts(law: Law, base: Base, started: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """One row for each start of every rule, with the spell that it belongs to.

    In order of rule, spell (or child) and day; those that cannot be placed come last in their group (`faulty`).
    Columns: `rule, child, opened, start, time, sound, fact, state_fact, place, owns, spell, kept, group`, `starter`,
    `spell_start, spell_end, spell_tail` and `placed`. `started` are the collected facts that `starting` plans, for each
    rule, in which `starter` is the row. `opened` is the day of the fact itself, `start` the day on which the clock
    starts (another one under `at`). `group` is the spell, or else the child, in which the clocks of a rule follow one
    another.
    """
    narrow = [each.lazy().drop(identifiers(each.columns)) for each in started]
    grouped = pl.concat(narrow, how="diagonal").with_columns(group=_group(law), faulty=is_faulty())
    ordered = in_order(collect_all([grouped])[0], "rule", "group", "faulty", "start", *OF_A_START)
    once = _one_a_day(ordered, law, base.known, started)
    return collect_all([once.lazy().with_columns(**_of_spell(law, base.known))])[0]


def _group(law: Law) -> pl.Expr:
    in_spells = law.of_rule(lambda rule: rule.during is not None, pl.Boolean)
    return pl.when(in_spells).then(pl.col("spell").cast(pl.Int64)).otherwise("child")


def _one_a_day(ordered: pl.DataFrame, law: Law, known: Known, started: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Starts of one day in one spell are one; without a spell, unless their identifiers differ.

    Of those that cannot be placed each fact stands once.
    """
    day = pl.all_horizontal(pl.col(name) == pl.col(name).shift() for name in ("rule", "group", "start"))
    follows = ordered.select((day & ~pl.col("faulty") & ~pl.col("faulty").shift()).fill_null(value=False)).to_series()
    again = follows | follows.shift(-1, fill_value=False)
    if not again.any() and not ordered["faulty"].any():
        return ordered
    kept = [_distinct(rows, law.rules[n], known, started[n]) for n, rows in law.apart(ordered.filter(again))]
    apart = ordered.filter("faulty").sort("rule", "starter").unique(["rule", "fact"], keep="first")
    chosen = pl.concat([each.select("rule", "starter") for each in (apart, *kept)])
    sure = pl.lit(~again) & ~pl.col("faulty")
    marked = ordered.join(
        chosen.with_columns(chosen=pl.lit(value=True)), on=["rule", "starter"], how="left", maintain_order="left"
    )
    return marked.filter(sure | pl.col("chosen")).drop("chosen")


def _distinct(several: pl.DataFrame, rule: Rule, known: Known, started: pl.DataFrame) -> pl.DataFrame:
    """Of starts of one day: the first in a spell; of a child, one for each set of identifiers.

    One that carries no identifier joins the others of its day.
    """
    names = _identity(rule, known, started.columns)
    known_by = several.with_columns(
        taken(started.select(name).to_series(), pl.col("starter")).alias(key) for key, name in names.items()
    )
    is_marked = pl.any_horizontal(pl.lit(value=False), *(pl.col(name).is_not_null() for name in names))
    marked, unmarked = known_by.filter(is_marked), known_by.filter(~is_marked)
    day = ["group", "start"]
    alone = unmarked.join(marked, on=day, how="anti", maintain_order="left") if marked.height else unmarked
    together = pl.concat([marked, alone])
    return together.unique([*day, *names], keep="first", maintain_order=True)


def _identity(rule: Rule, known: Known, columns: Sequence[str]) -> dict[str, pl.Expr]:
    """The identifiers that every starting kind of a rule has, own ids included, under the name of their link."""
    if rule.during is not None:
        return {}
    shared = set.intersection(*(_links(known.vocabulary[ref.kind]) for ref in rule.starts))
    carried = {link: [name for name in (f"{OWN}{link}", f"{LINK}{link}") if name in columns] for link in sorted(shared)}
    return {f"same:{link}": pl.coalesce(names) for link, names in carried.items() if names}


def _links(kind: Kind) -> set[str]:
    return {kind.link if name == "id" else name for name in kind.identifiers}


def _of_spell(law: Law, known: Known) -> dict[str, pl.Expr]:
    return of_spell(
        {"spell_start": "start", "spell_end": "end", "spell_tail": "end_fact", "placed": "placed"}, law, known
    )


def of_spell(wanted: Mapping[str, str], law: Law, known: Known) -> dict[str, pl.Expr]:
    """What is known of each clock's spell, whichever kind its rule has: `spell` is its number in its kind."""
    kinds = sorted({rule.during for rule in law.rules if rule.during is not None and known.has(rule.during)})
    tables = [known.spells[kind].spells for kind in kinds]
    sizes = dict(zip(kinds, accumulate((table.height for table in tables), initial=0), strict=False))
    first = law.of_rule(lambda rule: sizes.get(rule.during or ""), pl.Int64)
    empty = pl.DataFrame(schema={name: _OF_SPELL[name] for name in wanted.values()})
    whole = pl.concat([empty, *(table.select(empty.columns) for table in tables)])
    return {name: taken(whole[column], first + pl.col("spell")) for name, column in wanted.items()}


_OF_SPELL = {"start": pl.Date, "end": pl.Date, "fact": pl.UInt32, "end_fact": pl.UInt32, "placed": pl.Boolean}


def numbered(ordered: pl.LazyFrame) -> pl.LazyFrame:
    """Number the starts of a rule and spell (or child) in their order: `occurrence`.

    Those that cannot be placed have no number, but a spell that runs on no day has its own start only.
    """
    begins = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift()) for name in ("rule", "group"))
    index = pl.int_range(pl.len(), dtype=pl.Int64)
    number = (index - pl.when(begins).then(index).forward_fill() + 1).cast(pl.UInt32)
    alone = pl.col("owns") & pl.col("start").is_not_null() & pl.col("child").is_not_null()
    occurrence = pl.when(~pl.col("faulty")).then(number).when(alone).then(pl.lit(1, dtype=pl.UInt32))
    return ordered.with_columns(occurrence=occurrence).drop("faulty")


def with_neighbours(begun: pl.LazyFrame) -> pl.LazyFrame:
    """Add `next_start` and `previous_start`: the nearest other days on which clocks of the spell (or child) start.

    Rows are in order of rule, group and start, those that cannot be placed last in their group: nobody's neighbours.
    """
    placed = ~is_faulty() & pl.col("group").is_not_null()
    return begun.with_columns(
        next_start=_neighbour(placed, -1).backward_fill(),
        previous_start=_neighbour(placed, 1).forward_fill(),
    ).with_columns(
        pl.when(placed & (pl.col(name) != _NOBODY)).then(name).alias(name) for name in ("next_start", "previous_start")
    )


_NOBODY = date.min
"""Stands for no neighbour while neighbours are carried along: null is still to be filled."""


def _neighbour(placed: pl.Expr, step: int) -> pl.Expr:
    """The start in the next row, where that is another day: null inside a run of one day, which the fill completes."""
    same_group = pl.all_horizontal(pl.col(name).shift(step) == pl.col(name) for name in ("rule", "group"))
    start = pl.col("start")
    inside = same_group & placed.shift(step)
    other = pl.when(inside.fill_null(value=False)).then(start.shift(step)).otherwise(pl.lit(_NOBODY))
    return pl.when((other != start).fill_null(value=True)).then(other)
