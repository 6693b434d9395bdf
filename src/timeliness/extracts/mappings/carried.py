"""Spells that are written in several rows, of which each carries on the one before it."""

from __future__ import annotations

import polars as pl

_CHILD, _ORIGIN, _STILL = 1 << 32, 1 << 30, 1 << 31
"""Moments are whole numbers, child and day together, so that what reaches over from another child is always less."""

_NUMBER, _RUN, _MARKS = " number", " run", ("counts", "continues")


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
    last = pl.when(counts).then(_NUMBER).otherwise(0).cum_max().shift(fill_value=0)
    first = counts & (last < pl.col(_NUMBER))
    reaches = _reached(counts)
    begins_here = carries & ~reaches & _reached(~counts)
    marked = ordered.with_columns(
        start=pl.when(first & carries & ~begins_here).then(None).otherwise("start"),
        begins=counts & ~(carries & reaches),
        loose=carries & ~reaches & ~first & ~begins_here,
    ).with_columns(group=pl.col("begins").cast(pl.Int64).cum_sum())
    rows = marked.filter("counts").select(*facts.columns, "group", "loose", "begins")
    return _spells(rows, facts.columns), rows.filter("loose").drop("group", "loose", "begins")


def _ordered(facts: pl.DataFrame, others: pl.DataFrame | None) -> pl.DataFrame:
    """All rows of the table in order of child and start, with those that count marked, and the children numbered."""
    known = facts.with_columns(pl.col("continues").fill_null(value=False), counts=pl.lit(value=True))
    if others is not None:
        rest = others.with_columns(counts=pl.lit(value=False), continues=pl.lit(value=False))
        known = pl.concat([known, rest], how="diagonal")
    ordered = known.sort("child_id", "start", "continues", "source", nulls_last=True)
    another = (pl.col("child_id") != pl.col("child_id").shift()).fill_null(value=True)
    return ordered.with_columns(another.cast(pl.Int64).cum_sum().alias(_NUMBER))


def _reached(these: pl.Expr) -> pl.Expr:
    """Whether an earlier one of these rows of the child reaches to the day before."""
    end, start = (pl.col(name).to_physical().cast(pl.Int64) + _ORIGIN for name in ("end", "start"))
    child = pl.col(_NUMBER) * _CHILD
    reach = pl.when(these).then(child + end.fill_null(_STILL)).otherwise(child).cum_max().shift()
    return (child + start <= reach + 1).fill_null(value=False)


def _with_flags(ordered: pl.DataFrame) -> pl.DataFrame:
    """Yes-or-no columns of the rows that count, as all those say that overlap or touch one another."""
    flags = [name for name, kind in ordered.schema.items() if kind == pl.Boolean and name not in _MARKS]
    if not flags:
        return ordered
    run = (~_reached(pl.col("counts"))).cast(pl.Int64).cum_sum() - 1
    numbered = ordered.with_columns(run.alias(_RUN))
    agreed = (pl.col(name).filter("counts").all(ignore_nulls=False) for name in flags)
    of_runs = numbered.group_by(_RUN, maintain_order=True).agg(agreed)
    return numbered.with_columns(of_runs[name].gather(numbered[_RUN]) for name in flags).drop(_RUN)


def _spells(rows: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """One row for each group: what its first says, and the latest end, if all have one."""
    latest = pl.when(pl.col("end").is_null().any()).then(None).otherwise(pl.col("end").max()).alias("end")
    ends = rows.group_by("group", maintain_order=True).agg(latest)["end"]
    spells = rows.filter("begins").with_columns(ends).select(name for name in columns if name != "continues")
    return spells.sort("source")
