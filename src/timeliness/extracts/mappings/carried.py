"""Spells that are written in several rows, of which each carries on the one before it."""

from __future__ import annotations

import polars as pl

_MARKS = ("counts", "continues")
_NEVER, _STILL = pl.date(1, 1, 1), pl.date(9999, 1, 1)


def carried_on(facts: pl.DataFrame, others: pl.DataFrame | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join rows that carry on the child's spell before them; give the spells, and the rows that carry on nothing.

    A row carries on what reaches to the day before it. Where that is no such fact, but one of `others`, the other rows
    of the table (`child_id, start, end`), the spell begins with the row. Else a child's first row that carries one on
    began before the extract: its start is not known. A later one that reaches nothing begins a spell of its own.

    A spell of which any row has no end still runs, and yes-or-no columns are yes if they are so in each row of all the
    spells that overlap or touch: a child is not hidden by a row that others contradict.
    """
    ordered = _with_flags(_ordered(facts, others))
    counts, carries = pl.col("counts"), pl.col("continues")
    first = counts & (counts.cum_sum().over("child_id") == 1)
    reaches = _reached(counts)
    begins_here = carries & ~reaches & _reached(~counts)
    marked = ordered.with_columns(
        start=pl.when(first & carries & ~begins_here).then(None).otherwise("start"),
        begins=counts & ~(carries & reaches),
        loose=carries & ~reaches & ~first & ~begins_here,
    ).with_columns(group=pl.col("begins").cast(pl.Int64).cum_sum())
    rows = marked.filter("counts").select(*facts.columns, "group", "loose")
    rest = [name for name in facts.columns if name not in ("end", "continues")]
    spells = rows.group_by("group", maintain_order=True).agg(pl.col(rest).first(), _latest_end())
    return spells.drop("group").sort("source"), rows.filter("loose")


def _ordered(facts: pl.DataFrame, others: pl.DataFrame | None) -> pl.DataFrame:
    """All rows of the table in order of child and start, with those that count marked."""
    known = facts.with_columns(pl.col("continues").fill_null(value=False), counts=pl.lit(value=True))
    if others is not None:
        rest = others.with_columns(counts=pl.lit(value=False), continues=pl.lit(value=False))
        known = pl.concat([known, rest], how="diagonal")
    return known.sort("child_id", "start", "continues", "source", nulls_last=True)


def _reached(these: pl.Expr) -> pl.Expr:
    """Whether an earlier one of these rows of the child reaches to the day before."""
    end = pl.when(these).then(pl.col("end").fill_null(_STILL)).otherwise(_NEVER)
    reach = end.cum_max().shift().over("child_id")
    return (pl.col("start") <= reach.dt.offset_by("1d")).fill_null(value=False)


def _with_flags(ordered: pl.DataFrame) -> pl.DataFrame:
    """Yes-or-no columns of the rows that count, as all those say that overlap or touch one another."""
    flags = [name for name, kind in ordered.schema.items() if kind == pl.Boolean and name not in _MARKS]
    if not flags:
        return ordered
    apart = (~_reached(pl.col("counts"))).cum_sum().alias("run")
    numbered = ordered.with_columns(apart)
    agreed = (pl.col(name).filter("counts").all(ignore_nulls=False).over("run") for name in flags)
    return numbered.with_columns(agreed).drop("run")


def _latest_end() -> pl.Expr:
    return pl.when(pl.col("end").is_null().any()).then(None).otherwise(pl.col("end").max()).alias("end")
