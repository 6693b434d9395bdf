"""Rows of a table, or of the returns of several years, that are one fact."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from timeliness.facts import SOURCE_ROWS


def once(facts: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """One fact for the rows that agree in some columns; rows that lack one of them stay as they are.

    Of several files the last that has the fact says all of it: a later return corrects an earlier. Of several rows
    there a spell runs from the first start to the last end, and still runs if any of them has no end; every other value
    is the last that there is, and `source` is the first row.
    """
    whole = facts.filter(pl.all_horizontal(pl.col(keys).is_not_null()))
    rest = facts.filter(~pl.all_horizontal(pl.col(keys).is_not_null()))
    others = [name for name in facts.columns if name not in keys]
    file = pl.col("source") // SOURCE_ROWS
    latest = whole.sort("source").filter(file == file.max().over(keys))
    made = latest.group_by(keys, maintain_order=True).agg(_of(name) for name in others)
    return pl.concat([made.select(facts.columns), rest]).sort("source")


def of_several(tables: Sequence[pl.DataFrame], keys: Sequence[str]) -> pl.DataFrame:
    """One fact for the rows of several tables that agree in some columns: each value is from the last that has one."""
    facts = pl.concat(tables, how="diagonal")
    whole = facts.filter(pl.all_horizontal(pl.col(keys).is_not_null()))
    rest = facts.filter(~pl.all_horizontal(pl.col(keys).is_not_null()))
    others = [name for name in facts.columns if name not in keys]
    made = whole.group_by(keys, maintain_order=True).agg(pl.col(name).drop_nulls().last() for name in others)
    return pl.concat([made.select(facts.columns), rest]).sort("source")


def _of(name: str) -> pl.Expr:
    value = pl.col(name)
    match name:
        case "start":
            return value.min()
        case "end":
            return pl.when(value.is_null().any()).then(None).otherwise(value.max()).alias(name)
        case "source":
            return value.first()
        case _:
            return value.drop_nulls().last()
