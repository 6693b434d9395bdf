"""Spells as at a day: joined where the vocabulary says so, and which of them runs on a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from timeliness.engine.order import Order, key, next_day, taken
from timeliness.facts import Kind

FAR = 1_000_000
"""The day (counted from 1970) on which a running spell ends, wherever ends are compared."""


def last_day(column: str = "end") -> pl.Expr:
    """The end of a spell as a number of days, far away while it runs."""
    return pl.col(column).to_physical().cast(pl.Int64).fill_null(FAR)


def end_key(group: str) -> pl.Expr:
    """`order.key` of a spell's group and end."""
    return pl.col(group).cast(pl.Int64) * (1 << 32) + last_day() + (1 << 31)


@dataclass(frozen=True)
class Spells:
    """The spells of one kind.

    `parts`: as recorded, sound ones first in order of child, start and row: `fact, spell, sound, child, start,
    end`, identifiers, attributes, `source`. `spells`: joined, by `spell`: `child, start, end, sound, placed`,
    and the facts `fact` (first part), `head` (begun last on the first day) and `end_fact` (ends last).
    """

    kind: Kind
    parts: pl.DataFrame = field(repr=False)
    spells: pl.DataFrame = field(repr=False)
    first: int
    children: int

    @cached_property
    def sound(self) -> pl.DataFrame:
        """The parts that run on some day."""
        return self.parts.filter("sound")

    @cached_property
    def is_joined(self) -> bool:
        """Whether any spell has more than one part."""
        return self.spells.height < self.parts.height

    @cached_property
    def timeline(self) -> Timeline:
        """Which part speaks for the child from day to day."""
        return Timeline.of(self.sound, "child", self.children)

    @cached_property
    def own_timeline(self) -> Timeline:
        """Which part speaks for its spell from day to day."""
        return Timeline.of(self.sound, "spell", self.spells.height)

    def running(self, child: pl.Expr, day: pl.Expr) -> pl.Expr:
        """The fact that speaks for the kind on a day: of the parts that run, the one begun last. Else null."""
        return self.timeline.speaks(child, day)

    def told(self, values: pl.Series, child: pl.Expr, day: pl.Expr) -> pl.Expr:
        """What the fact has that speaks on a day, of values for each part. Else null."""
        fact = self.timeline.rows["fact"].cast(pl.Int64) - self.first
        return self.timeline.told(values.gather(fact), child, day)

    def speaks(self, spell: pl.Expr, day: pl.Expr) -> pl.Expr:
        """The part that speaks for a spell on a day (on its first or last day, if the day lies outside)."""
        first = taken(self.spells["fact"], spell)
        if not self.is_joined:
            return first
        begun = pl.max_horizontal(day, taken(self.spells["start"], spell))
        inside = pl.min_horizontal(begun, taken(self.spells["end"], spell))
        sound = taken(self.spells["sound"], spell)
        return pl.when(sound).then(self.own_timeline.speaks(spell, inside)).otherwise(first)

    @cached_property
    def _by_start(self) -> tuple[Order, pl.Series]:
        spells = self.spells.filter("sound").sort("child", "start")
        order = Order.of(spells, "child", "start", self.children)
        return order, spells.select(end_key("child").cum_max()).to_series()

    def runs_since_before(self, child: pl.Expr, day: pl.Expr) -> pl.Expr:
        """Whether a spell begun before a day runs on it, and beyond it."""
        order, latest = self._by_start
        begun = order.last(child, day.dt.offset_by("-1d"), of=latest)
        return (begun > key(child, day)).fill_null(value=False)


@dataclass(frozen=True)
class Timeline:
    """Which of a group's parts speaks from a day on: `from` and `fact`, null where none does; in order."""

    rows: pl.DataFrame = field(repr=False)
    order: Order

    @classmethod
    def of(cls, parts: pl.DataFrame, group: str, count: int) -> Timeline:
        """Lay out the parts of each group; where they are nested, cut them where another begins to speak."""
        parts = parts.sort(group, "start", "fact")
        nested = parts.select(group, (end_key(group).cum_max().shift(1) > end_key(group)).alias("nested"))
        groups = nested.filter("nested").select(group).unique()
        plain = parts.join(groups, on=group, how="anti")
        simple = plain.select(group, pl.col("start").alias("from"), pl.col("end").alias("until"), "fact")
        rest = _unnested(parts.join(groups, on=group, how="semi"), group)
        rows = _with_gaps(pl.concat([simple, rest]).sort(group, "from", "fact"), group)
        return cls(rows, Order.of(rows, group, "from", count))

    def speaks(self, group: pl.Expr, day: pl.Expr) -> pl.Expr:
        """The part that speaks on a day, else null."""
        return self.told(self.rows["fact"], group, day)

    def told(self, values: pl.Series, group: pl.Expr, day: pl.Expr) -> pl.Expr:
        """What the row has that holds on a day, of values for each row; else null."""
        return self.order.last(group, day, of=values)


def _with_gaps(rows: pl.DataFrame, group: str) -> pl.DataFrame:
    """Say from which days on nothing speaks."""
    after = next_day(pl.col("until"))
    follows = (pl.col(group).shift(-1) == pl.col(group)) & (pl.col("from").shift(-1) <= after)
    silent = rows.filter(after.is_not_null() & ~follows.fill_null(value=False))
    gaps = silent.select(group, after.alias("from"), pl.lit(None, dtype=pl.UInt32).alias("fact"))
    return pl.concat([rows.select(group, "from", "fact"), gaps]).sort(group, "from", maintain_order=True)


def _unnested(parts: pl.DataFrame, group: str) -> pl.DataFrame:
    starts = parts.select(group, pl.col("start").alias("from"))
    after = parts.select(group, next_day(pl.col("end")).alias("from")).drop_nulls()
    cuts = pl.concat([starts, after]).unique().sort(group, "from")
    until = pl.col("from").shift(-1).dt.offset_by("-1d")
    cuts = cuts.with_columns(pl.when(pl.col(group).shift(-1) == pl.col(group)).then(until).alias("until"))
    runs = (pl.col("start") <= pl.col("from")) & (last_day() >= pl.col("from").to_physical())
    pairs = cuts.join(parts.select(group, "start", "end", "fact"), on=group).filter(runs)
    latest = pairs.sort(group, "from", "start", "fact").unique([group, "from"], keep="last", maintain_order=True)
    return latest.select(group, "from", "until", "fact")


def joined(kind: Kind, parts: pl.DataFrame, first: int, children: int) -> Spells:
    """Join the parts of a kind into spells. `parts` are in order; the unsound stand alone."""
    sound = parts.filter("sound")
    grouped = _grouped(kind, sound)
    if grouped is None:
        numbered = parts.with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).alias("spell"))
        fact = pl.col("fact")
        same = {"head": fact, "end_fact": fact}
        spells = numbered.select("child", "start", "sound", "placed", "fact", "end", **same, spell="spell")
        return Spells(kind, numbered, spells, first, children)
    unsound = parts.filter(~pl.col("sound"))
    alone = unsound.with_columns((pl.int_range(pl.len()) + sound.height + 1).cast(pl.UInt32).alias("group"))
    groups = pl.concat([grouped, alone], how="diagonal")
    spells = (
        groups.group_by("group")
        .agg(
            pl.col("child", "start", "sound", "placed", "fact").first(),
            pl.when(pl.col("end").is_null().any()).then(None).otherwise(pl.col("end").max()).alias("end"),
            pl.col("fact").filter(pl.col("start").eq_missing(pl.col("start").first())).last().alias("head"),
            pl.col("fact").sort_by(last_day(), "fact").last().alias("end_fact"),
        )
        .sort("fact")
        .with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).alias("spell"))
    )
    numbered = groups.join(spells.select("group", "spell"), on="group", maintain_order="left").drop("group")
    return Spells(kind, numbered, spells.drop("group"), first, children)


def _grouped(kind: Kind, sound: pl.DataFrame) -> pl.DataFrame | None:
    """Number the spells that parts belong to: `group`; None where every part is a spell of its own."""
    if kind.joins == "never":
        return None
    runs = sound.with_columns(_run("child"))
    if not runs.height or runs["run"][-1] == runs.height:
        return None
    if kind.joins == "always" or "id" not in sound.columns:
        return runs.rename({"run": "group"})
    known = pl.col("id").forward_fill().backward_fill().over("run")
    apart = runs.with_columns(known.alias("id")).with_columns(pl.struct("run", "id").rank("dense").alias("known"))
    split = apart.sort("known", "start", "fact").with_columns(_run("known").alias("group"))
    return split.drop("run", "known").sort("fact")


def _run(group: str) -> pl.Expr:
    """Number the chains of spells that overlap or touch, in order of group and start."""
    begins = key(pl.col(group), pl.col("start"))
    latest = end_key(group).cum_max().shift(1)
    return (begins > latest + 1).fill_null(value=True).cast(pl.UInt32).cum_sum().alias("run")
