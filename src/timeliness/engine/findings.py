"""Findings: what is wrong with the data, one row for each, with the file's row in `source`."""

from __future__ import annotations

from typing import TypeVar

import polars as pl

SCHEMA = {
    "finding": pl.String,
    "table": pl.String,
    "column": pl.String,
    "rule": pl.String,
    "child": pl.Int32,
    "source": pl.Int64,
}


def no_findings() -> pl.DataFrame:
    """A frame without findings."""
    return pl.DataFrame(schema=SCHEMA)


Rows = TypeVar("Rows", pl.DataFrame, pl.LazyFrame)


def finding(what: str, table: str, rows: Rows, *, column: str = "", rule: str = "") -> Rows:
    """One finding for each row, which has `child` and `source`."""
    return rows.select(
        pl.lit(what).alias("finding"),
        pl.lit(table).alias("table"),
        pl.lit(column).alias("column"),
        pl.lit(rule).alias("rule"),
        pl.col("child").cast(pl.Int32),
        pl.col("source").cast(pl.Int64),
    )
