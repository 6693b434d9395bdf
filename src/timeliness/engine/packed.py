"""Several small whole numbers as one: rows that are alike in all of them are counted in a third of the time."""

from __future__ import annotations

import polars as pl

from timeliness.engine.order import taken

Ranges = dict[str, tuple[int, int]]
"""Columns by name, with the least and the greatest number that each may hold, besides null."""


def alike(rows: pl.LazyFrame, ranges: Ranges, *sums: str) -> pl.LazyFrame:
    """How many rows are alike in some columns: these columns, `n`, and sums of others."""
    kinds = rows.collect_schema()
    counted = rows.group_by(packed(ranges).alias("packed")).agg(
        pl.col(*sums).sum() if sums else [], n=pl.len().cast(pl.Int64)
    )
    columns = {name: _as(kinds[name], value) for name, value in _apart(pl.col("packed"), ranges).items()}
    return counted.select(*sums, **columns, n="n")


def packed(ranges: Ranges) -> pl.Expr:
    """One number for a row's values, which sorts as they do; nulls come last. Raises OverflowError beyond 63 bits."""
    number, room = pl.lit(0, dtype=pl.Int32), 1
    for name, (least, most) in ranges.items():
        size = most - least + 2
        room *= size
        kind = pl.Int32 if room < 1 << 31 else pl.Int64
        value = pl.col(name).to_physical().cast(kind) - least
        number = number.cast(kind) * size + value.fill_null(size - 1)
    if room >= 1 << 63:
        raise OverflowError(f"too many values of {', '.join(ranges)}")
    return number.cast(pl.Int64)


def _apart(number: pl.Expr, ranges: Ranges) -> dict[str, pl.Expr]:
    found: dict[str, pl.Expr] = {}
    for name, (least, most) in reversed(ranges.items()):
        size = most - least + 2
        value = number % size
        found[name] = pl.when(value < size - 1).then(value + least)
        number = number // size
    return found


def _as(kind: pl.DataType, number: pl.Expr) -> pl.Expr:
    return taken(kind.categories.cast(kind), number) if isinstance(kind, pl.Enum) else number.cast(kind)
