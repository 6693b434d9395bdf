"""Which facts start the clocks of a rule, and the spell that each belongs to."""

from __future__ import annotations

import polars as pl

from timeliness.engine.base import Base
from timeliness.engine.known import Known
from timeliness.engine.order import taken
from timeliness.engine.refs import agreement, facts_of, identifiers, links
from timeliness.engine.spells import Spells, last_day
from timeliness.rulebook.rules import Ref, Rule


def starting(number: int, rule: Rule, base: Base) -> pl.LazyFrame:
    """Every fact that starts a clock of a rule, before those of one day become one start; `starter` numbers them."""
    frames = [
        _of_ref(rule, place, ref, base).with_columns(owns=pl.lit(ref.kind == rule.during and ref.moment == "start"))
        for place, ref in enumerate(rule.starts)
    ]
    together = pl.concat(frames, how="diagonal") if len(frames) > 1 else frames[0]
    return together.with_row_index("starter").with_columns(rule=pl.lit(number, dtype=pl.UInt16))


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
    order = pl.struct(day=pl.col("start_").to_physical(), spell=pl.col("spell_").cast(pl.Int64))
    best = (
        pairs.with_columns(runs.alias("runs"))
        .filter(pl.col("runs") | reached)
        .sort("fact", ~pl.col("runs"), ~pl.col("linked"), pl.when("runs").then(-order.rank()).otherwise(order.rank()))
        .unique("fact", keep="first", maintain_order=True)
    )
    joined = found.join(best.select("fact", spell="spell_"), on="fact", how="left", maintain_order="left")
    return joined.filter(pl.col("spell").is_not_null() | pl.col("start").is_null() | pl.col("child").is_null())
