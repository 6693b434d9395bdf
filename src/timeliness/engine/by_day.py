"""Who answers whom where nothing but the day is compared: each clock with the first meeting in it, by one search."""

from __future__ import annotations

from datetime import date

import polars as pl

from timeliness.engine.collect import collect_all
from timeliness.engine.columns import said
from timeliness.engine.ends import is_faulty
from timeliness.engine.known import Known
from timeliness.engine.law import Law
from timeliness.engine.order import Order, gathered, key, taken

_SPELLS = 1 << 32


def answered_by_day(clocks: pl.LazyFrame, meetings_: pl.LazyFrame, law: Law, known: Known) -> pl.LazyFrame:
    """Answer clocks of which nothing but the day is compared, in the order in which they begin.

    Only the first meeting in each has to do with it: of the clocks of a spell (or child) that have the same first
    meeting it meets the one begun last, and passes over the others.
    """
    group = pl.col("rule").cast(pl.Int64) * known.children.height + pl.col("child")
    begins = key(group, pl.max_horizontal("start", "spell_start"))
    asked = pl.when(~is_faulty()).then(begins).forward_fill().fill_null(0)
    rows, asking = collect_all([meetings_.select("day", "at", "by", group=group), clocks.select(asked.alias("key"))])
    order = Order.of(rows, "group", "day", len(law.rules) * known.children.height)
    before = pl.col("excluded_day").dt.offset_by("-1d")
    last = pl.min_horizontal("ends", "spell_end", "excluded_late_day", before).fill_null(pl.lit(date.max))
    reached = ~is_faulty() & (gathered(order.keys, pl.col("first")) <= key(group, last))
    found = (
        clocks.with_columns(first=pl.lit(order.before(asking["key"])))
        .with_columns(index=pl.when(reached).then("first"))
        .with_columns(asks=pl.col("index") * _SPELLS + pl.col("spell").fill_null(0))
    )
    meets = (pl.col("asks") != pl.col("asks").shift(-1).backward_fill()).fill_null(value=True)
    day, by = taken(rows["day"], pl.col("index")), taken(rows["by"], pl.col("index"))
    met = found.with_columns(meets=pl.when(pl.col("index").is_not_null()).then(meets))
    return met.with_columns(
        met=pl.when("meets").then(day),
        met_time=pl.when("meets").then(taken(rows["at"], pl.col("index"))),
        met_fact=pl.when("meets").then(by),
        superseded=pl.when(~pl.col("meets")).then(day),
        superseded_fact=pl.when(~pl.col("meets")).then(by),
        matched_by=pl.when("meets").then(said("date")),
    ).drop("first", "index", "asks", "meets")
