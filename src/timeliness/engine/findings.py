"""Findings: what is wrong with the data, one row for each, with the file's row in `source`."""

from __future__ import annotations

from typing import TypeVar

import polars as pl

NO_DATE = "no date"
JOINED = "joined to the spell before it"
ID_AGAIN = "one id on different days"
NO_OUTCOME = "ended without saying"
SAME_FACT = "same id and day as another row"
NO_REFERENCE = "reference to nothing"
NO_VALUE = "no value where the rule asks for one"
IN_NONE = "belongs to no spell of the kind by which the first counts"
TOO_OLD = "begins when the duty has ended with age or death"
CUT = "extension longer than allowed: cut"
SPENT = "extension beyond the number allowed: changes nothing"
NO_LIMIT = "change to an unknown limit: ignored"
NO_LONGER = "excluded by what held at the start and no longer does"

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
