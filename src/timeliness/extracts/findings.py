"""Findings: what is wrong with the data, one row each, with the child's id and the row in `source`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import polars as pl

from timeliness.facts import FINDINGS

NOT_A_DATE = "not a date"
NOT_A_NUMBER = "not a whole number"
NOT_YES_OR_NO = "not yes or no"
NOT_A_TIME = "not a time of day"
CHANGED_ID = "id written as a decimal number: digits may have changed"
NOT_A_CODE = "not a code of the mapping"
UNUSED_COLUMN = "column not used"
NO_COLUMN = "no such column: the extract does not have these facts"
UNUSED_FILE = "file not used"
DUPLICATE = "exact duplicate"
END_BEFORE_START = "ends before it starts"
BEFORE_BIRTH = "more than nine months before birth"
BEFORE_1900 = "dated before 1900"
AFTER_AS_AT = "dated after the as-at date"
NO_CHILD = "no child id"
CHILD_TWICE = "child twice in the child table: the last row is read"
UNLISTED_CHILD = "child is not in the child table"
NEVER_FILLED = "blank in every row: the extract is taken not to have it"
NO_RECORDS = "no such records in any file"
NO_ROWS = "no row under the headings"
PURGED = "purged: not read as a fact"
OTHERWISE = "another source says otherwise: the first is read"
NEARBY = "days apart from one in another source: both are read"
ALONE = "child in none of the sources before"
NO_TEAM = "names no team, and another source does: not read"
CONTINUES_NOTHING = "continues nothing"
DEAD_BEFORE_BIRTH = "died before birth"


def no_findings() -> pl.DataFrame:
    """A frame without findings."""
    return pl.DataFrame(schema=FINDINGS)


Rows = TypeVar("Rows", pl.DataFrame, pl.LazyFrame)


def found(what: str, table: str, rows: Rows, column: str = "") -> Rows:
    """One finding for each row, which has `source` and, where known, `child_id`."""
    child = pl.col("child_id") if "child_id" in rows.collect_schema() else pl.lit(None)
    values = {"finding": pl.lit(what), "table": pl.lit(table), "column": pl.lit(column), "rule": pl.lit("")}
    return rows.select(
        *(value.alias(name) for name, value in values.items()),
        child.cast(pl.String).alias("child_id"),
        pl.col("source").cast(pl.Int64),
    ).select(FINDINGS.keys())


def noted(what: str, table: str, column: str = "", source: int | None = None) -> pl.DataFrame:
    """One finding about a table or a file as a whole."""
    row = {"finding": what, "table": table, "column": column, "rule": "", "child_id": None, "source": source}
    return pl.DataFrame([row], schema=FINDINGS)


def together(findings: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Put findings together."""
    return pl.concat([no_findings(), *findings])
