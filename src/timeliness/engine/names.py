"""How facts are told apart in the key of a clock: by kind, and by id or else by day, numbered among equals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from timeliness.engine.order import taken
from timeliness.facts import Vocabulary


@dataclass(frozen=True)
class Names:
    """What names are made of, by the numbers of facts: made into text only for the facts that are shown.

    `kinds` has for each table, in order, the number of its first fact and what stands before its names. `ids` and
    `days` have a row for each fact, as has `places`: its place among those of its child called the same, unless first.
    """

    kinds: pl.DataFrame = field(repr=False)
    ids: pl.Series = field(repr=False)
    days: pl.Series = field(repr=False)
    places: pl.Series = field(repr=False)

    @classmethod
    def of(cls, tables: Mapping[str, tuple[int, pl.DataFrame]], vocabulary: Vocabulary) -> Names:
        """Look at every table: the number of its first fact, and its rows."""
        firsts = {"first": [first for first, _ in tables.values()], "kind": [f"{name}:" for name in tables]}
        parts = [_parts(rows, vocabulary[name].day) for name, (_, rows) in tables.items()]
        whole = pl.concat([pl.DataFrame(schema=_PARTS), *parts])
        return cls(pl.DataFrame(firsts, schema={"first": pl.UInt32, "kind": pl.String}), *whole.get_columns())

    def of_fact(self, fact: pl.Expr) -> pl.Expr:
        """The names of facts by their numbers; null where there is none."""
        table = pl.lit(self.kinds["first"]).search_sorted(fact.fill_null(0), side="right") - 1
        called = pl.coalesce(taken(self.ids, fact), self._day(fact), pl.lit("undated"))
        place = pl.concat_str(pl.lit("#"), taken(self.places, fact)).fill_null("")
        named = pl.concat_str(taken(self.kinds["kind"], table), called, place)
        return pl.when(fact.is_not_null()).then(named)

    def _day(self, fact: pl.Expr) -> pl.Expr:
        """The days of facts as text. That of every day is written once: to gather it takes a fifth of writing each."""
        first, last = self.days.to_physical().min(), self.days.to_physical().max()
        if not isinstance(first, int) or not isinstance(last, int):
            return pl.lit(None, dtype=pl.String)
        every = pl.int_range(first, last + 1, dtype=pl.Int32, eager=True).cast(pl.Date).cast(pl.String)
        return taken(every, taken(self.days, fact).to_physical() - first)


_PARTS = {"id": pl.String, "day": pl.Date, "place": pl.UInt32}


def _parts(rows: pl.DataFrame, day: str) -> pl.DataFrame:
    id_ = pl.col("id") if "id" in rows.columns else pl.lit(None, dtype=pl.String)
    return rows.select(id=id_, day=day).with_columns(place=_places(rows, day))


def _places(rows: pl.DataFrame, day: str) -> pl.Series:
    """The place of each fact among those of its child that are called the same, where it is not the first."""
    has_ids = "id" in rows.columns
    called = pl.coalesce("id", pl.col(day).cast(pl.String).fill_null("undated")) if has_ids else pl.col(day)
    marked = rows.select("child", called=called).with_row_index("row")
    again = marked.select(pl.struct("child", "called").is_duplicated()).to_series() if has_ids else _again(rows, day)
    if not again.any():
        return pl.Series("place", [None], dtype=pl.UInt32).new_from_index(0, rows.height)
    place = pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over("child", "called")
    found = marked.filter(again).select("row", place=pl.when(place > 1).then(place))
    return marked.select("row").join(found, on="row", how="left", maintain_order="left")["place"]


def _again(rows: pl.DataFrame, day: str) -> pl.Series:
    """The facts of children who have several of one day, or any that is not sound: the others are in order of day."""
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).shift()) for name in ("child", day))
    children = rows.filter(same | ~pl.col("sound"))["child"].unique()
    return rows.select(pl.col("child").is_in(children.implode(), nulls_equal=True)).to_series()
