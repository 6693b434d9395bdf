"""What starts clocks: the starting facts, the spells they belong to, and their order."""

from __future__ import annotations

from datetime import date

import polars as pl

from timeliness.engine.base import Base
from timeliness.engine.ends import is_faulty
from timeliness.engine.known import Known
from timeliness.engine.order import taken
from timeliness.engine.refs import agreement, facts_of, identifiers, links
from timeliness.engine.spells import Spells, last_day
from timeliness.rulebook.rules import Ref, Rule

CLOCK_IDENTITY = ("place", "fact")


def starts(rule: Rule, base: Base, found: pl.DataFrame) -> pl.LazyFrame:
    """One row for each start, with the spell that it belongs to.

    Columns: `child, opened, start, time, fact, state_fact, place, spell, kept`, identifiers, `spell_start, spell_end`
    and `placed`. `found` are the collected facts that `starting` plans. `opened` is the day of the fact itself,
    `start` the day on which the clock starts (another one under `at`).
    """
    return _with_spell(_one_a_day(found, rule, base.known), rule, base.known)


def starting(rule: Rule, base: Base) -> pl.LazyFrame:
    """Every fact that starts a clock, before those of one day become one start."""
    frames = [_of_ref(rule, place, ref, base) for place, ref in enumerate(rule.starts)]
    return pl.concat(frames, how="diagonal")


def _of_ref(rule: Rule, place: int, ref: Ref, base: Base) -> pl.LazyFrame:
    known = base.known
    found = facts_of([ref], known, base.states(), place, undated=True)
    kept_in = ref.first_in or ref.last_in
    if kept_in:
        found = _kept(found, known, kept_in, last=ref.last_in is not None)
    else:
        found = found.with_columns(pl.lit(None, dtype=pl.UInt32).alias("kept"))
    found = _started_at(found, ref, known)
    if rule.during is None:
        return found.with_columns(pl.lit(None, dtype=pl.UInt32).alias("spell")).drop("spell_at")
    if ref.kind == rule.during and ref.moment == "start":
        return found.with_columns(pl.col("spell_at").alias("spell")).drop("spell_at")
    return _placed(found.drop("spell_at"), known.spells[rule.during], ref, base)


def _started_at(found: pl.LazyFrame, ref: Ref, known: Known) -> pl.LazyFrame:
    found = found.rename({"date": "opened"})
    if ref.at is None:
        return found.with_columns(start="opened")
    if ref.at.place == "kind":
        start = _spell_start(ref.at.kind, known)
    else:
        start = known.attribute(ref.kind, ref.at.name, pl.col("fact"))
    at = pl.when(pl.col("opened").is_not_null()).then(start)
    return found.with_columns(start=at, time=pl.lit(None, dtype=pl.Time))


def _spell_start(kind: str, known: Known) -> pl.Expr:
    """The first day of the spell of a kind that runs on the fact's own day."""
    if not known.has(kind):
        return pl.lit(None, dtype=pl.Date)
    spells = known.spells[kind]
    part = spells.running(pl.col("child"), pl.col("opened")).cast(pl.Int64) - spells.first
    return taken(spells.spells["start"], taken(spells.parts["spell"], part))


def _candidates(spells: Spells, known: Known) -> pl.LazyFrame:
    """Sound spells with the identifiers of their first part, to be joined on `child`."""
    own = links(known.vocabulary[spells.kind.name], spells.parts.columns)
    recorded = spells.parts.lazy().select("fact", **own)
    return (
        spells.spells.lazy()
        .filter("sound")
        .select("child", "fact", spell_="spell", start_="start", end_="end")
        .join(recorded, on="fact")
        .drop("fact")
    )


def _pairs(found: pl.LazyFrame, spells: Spells, known: Known) -> pl.LazyFrame:
    """Facts with every spell of the child that they are not at odds with, and whether they are `linked`."""
    theirs = _candidates(spells, known)
    mine = identifiers(found.collect_schema().names())
    linked, at_odds = agreement(mine, identifiers(theirs.collect_schema().names()))
    return found.join(theirs, on="child").with_columns(linked.alias("linked")).filter(~at_odds)


def _runs(day: str) -> pl.Expr:
    return (pl.col("start_") <= pl.col(day)) & (last_day("end_") >= pl.col(day).to_physical())


def _kept(found: pl.LazyFrame, known: Known, kind: str, *, last: bool) -> pl.LazyFrame:
    """Keep the first (or last) of each spell, and what belongs to none; `kept` is the spell."""
    if not known.has(kind):
        return found.with_columns(pl.lit(None, dtype=pl.UInt32).alias("kept"))
    dated = found.filter("sound").select("child", "date", "fact", pl.col("^(own|link):.*$"))
    belongs = _pairs(dated, known.spells[kind], known).filter(pl.col("linked") | _runs("date"))
    ordered = belongs.sort("spell_", "date", "fact")
    chosen = ordered.unique("spell_", keep="last" if last else "first", maintain_order=True)
    by_fact = chosen.sort("fact", "start_", "spell_").unique("fact", keep="last", maintain_order=True)
    members = belongs.select("fact").unique().with_columns(pl.lit(value=True).alias("member"))
    return (
        found.join(by_fact.select("fact", kept="spell_"), on="fact", how="left", maintain_order="left")
        .join(members, on="fact", how="left", maintain_order="left")
        .filter(pl.col("kept").is_not_null() | pl.col("member").is_null())
        .drop("member")
    )


def _placed(found: pl.LazyFrame, spells: Spells, ref: Ref, base: Base) -> pl.LazyFrame:
    """Find the spell of `during` that runs on the start (or begins within `early` after it)."""
    runs, reached = _runs("start"), pl.lit(value=False)
    if ref.early is not None:
        soon = pl.col("start") >= base.dates.less(ref.early, pl.col("start_"))
        reached = (pl.col("start") < pl.col("start_")) & soon
    pairs = _pairs(found.select("child", "start", "fact", pl.col("^(own|link):.*$")), spells, base.known)
    day = pl.col("start_").to_physical()
    best = (
        pairs.with_columns(runs.alias("runs"))
        .filter(pl.col("runs") | reached)
        .sort(
            "fact",
            ~pl.col("runs"),
            ~pl.col("linked"),
            pl.when("runs").then(-day).otherwise(day),
            -pl.col("spell_").cast(pl.Int64),
        )
        .unique("fact", keep="first", maintain_order=True)
    )
    joined = found.join(best.select("fact", spell="spell_"), on="fact", how="left", maintain_order="left")
    return joined.filter(pl.col("spell").is_not_null() | pl.col("start").is_null() | pl.col("child").is_null())


def _one_a_day(found: pl.DataFrame, rule: Rule, known: Known) -> pl.LazyFrame:
    """Starts of one day in one spell are one; without a spell, unless their identifiers differ."""
    there = pl.col("sound") & pl.col("start").is_not_null()
    dated, apart = found.filter(there), found.filter(~there)
    once = _once_in_a_spell(dated) if rule.during else _once_of_a_child(dated, _identity(rule, known, found.columns))
    if not apart.height:
        return once
    return pl.concat([once, apart.lazy().unique("fact", keep="first", maintain_order=True)])


def _once_in_a_spell(dated: pl.DataFrame) -> pl.LazyFrame:
    ordered = dated.lazy().sort("spell", "start", *CLOCK_IDENTITY)
    return ordered.unique(["spell", "start"], keep="first", maintain_order=True)


def _once_of_a_child(dated: pl.DataFrame, names: dict[str, pl.Expr]) -> pl.LazyFrame:
    """One start for each set of identifiers; one that carries none joins the others of its day."""
    known_by = dated.with_columns(**names).sort("child", "start", *CLOCK_IDENTITY)
    is_marked = pl.any_horizontal(pl.lit(value=False), *(pl.col(name).is_not_null() for name in names))
    marked, unmarked = known_by.filter(is_marked), known_by.filter(~is_marked)
    if marked.height:
        unmarked = unmarked.join(marked, on=["child", "start"], how="anti")
    together = pl.concat([marked, unmarked]).lazy()
    return together.unique(["child", "start", *names], keep="first", maintain_order=True).drop(*names)


def _identity(rule: Rule, known: Known, columns: list[str]) -> dict[str, pl.Expr]:
    """The identifiers that every starting kind has, own ids included, under the name of their link."""
    carried = [
        {known.vocabulary[ref.kind].link if name == "id" else name for name in known.vocabulary[ref.kind].identifiers}
        for ref in rule.starts
    ]
    there = {name: f"same:{name}" for name in sorted(set.intersection(*carried))}
    found = {}
    for link, name in there.items():
        values = [pl.col(column) for column in (f"own:{link}", f"link:{link}") if column in columns]
        if values:
            found[name] = pl.coalesce(values)
    return found


def _with_spell(found: pl.LazyFrame, rule: Rule, known: Known) -> pl.LazyFrame:
    nothing = {"start": pl.Date, "end": pl.Date, "placed": pl.Boolean}
    if rule.during is None:
        values = {name: pl.lit(None, dtype=kind) for name, kind in nothing.items()}
    else:
        spells = known.spells[rule.during].spells
        values = {name: taken(spells[name], pl.col("spell")) for name in nothing}
    return found.with_columns(spell_start=values["start"], spell_end=values["end"], placed=values["placed"])


def numbered(found: pl.LazyFrame, rule: Rule) -> pl.LazyFrame:
    """Put starts in order of spell (or child) and day, and number them: `occurrence`.

    Those that cannot be placed come last in their group; a spell that runs on no day has its own start only.
    """
    group = "spell" if rule.during else "child"
    own = [place for place, ref in enumerate(rule.starts) if ref.kind == rule.during and ref.moment == "start"]
    ordered = found.with_columns(faulty=is_faulty()).sort(group, "faulty", "start", *CLOCK_IDENTITY, nulls_last=True)
    begins = pl.col(group).ne_missing(pl.col(group).shift())
    index = pl.int_range(pl.len(), dtype=pl.Int64)
    number = (index - pl.when(begins).then(index).forward_fill() + 1).cast(pl.UInt32)
    alone = pl.col("place").is_in(own) & pl.col("start").is_not_null() & pl.col("child").is_not_null()
    occurrence = pl.when(~pl.col("faulty")).then(number).when(alone).then(pl.lit(1, dtype=pl.UInt32))
    return ordered.with_columns(occurrence=occurrence).drop("faulty")


def with_neighbours(begun: pl.LazyFrame, rule: Rule) -> pl.LazyFrame:
    """Add `next_start` and `previous_start`: the nearest other days on which clocks of the spell (or child) start.

    Rows are in order of group and start, those that cannot be placed last in their group: nobody's neighbours.
    """
    group = pl.col("spell" if rule.during else "child")
    placed = ~is_faulty() & group.is_not_null()
    return begun.with_columns(
        next_start=_neighbour(group, placed, -1).backward_fill(),
        previous_start=_neighbour(group, placed, 1).forward_fill(),
    ).with_columns(
        pl.when(placed & (pl.col(name) != _NOBODY)).then(name).alias(name) for name in ("next_start", "previous_start")
    )


_NOBODY = date.min
"""Stands for no neighbour while neighbours are carried along: null is still to be filled."""


def _neighbour(group: pl.Expr, placed: pl.Expr, step: int) -> pl.Expr:
    """The start in the next row, where that is another day: null inside a run of one day, which the fill completes."""
    same_group = (group.shift(step) == group) & placed.shift(step)
    start = pl.col("start")
    other = pl.when(same_group.fill_null(value=False)).then(start.shift(step)).otherwise(pl.lit(_NOBODY))
    return pl.when((other != start).fill_null(value=True)).then(other)
