"""Spells that are written in several rows, of which each carries on the one before it."""

from __future__ import annotations

import polars as pl


def carried_on(facts: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join rows that carry on the child's spell before them; give the spells, and the rows that carry on nothing.

    A row carries on what reaches to the day before it. A child's first row that carries one on began before the
    extract: its start is not known. A later one that reaches nothing begins a spell of its own. A spell of which any
    row has no end still runs: a child is not hidden by a later row that contradicts it.
    """
    known = facts.with_columns(pl.col("continues").fill_null(value=False))
    ordered = known.sort("child_id", "start", "continues", "source", nulls_last=True)
    first = (pl.col("child_id") != pl.col("child_id").shift()).fill_null(value=True)
    end = pl.col("end").fill_null(pl.date(9999, 1, 1))
    reach = end.cum_max().over("child_id").shift().dt.offset_by("1d")
    carries = pl.col("continues")
    reaches = (pl.col("start") <= reach).fill_null(value=False) & ~first
    marked = ordered.with_columns(
        start=pl.when(first & carries).then(None).otherwise("start"),
        begins=~(carries & reaches),
        loose=carries & ~reaches & ~first,
    ).with_columns(group=pl.col("begins").cast(pl.Int64).cum_sum())
    rest = [name for name in facts.columns if name not in ("end", "continues")]
    spells = marked.group_by("group", maintain_order=True).agg(pl.col(rest).first(), _latest_end())
    return spells.drop("group").sort("source"), marked.filter("loose")


def _latest_end() -> pl.Expr:
    return pl.when(pl.col("end").is_null().any()).then(None).otherwise(pl.col("end").max()).alias("end")
