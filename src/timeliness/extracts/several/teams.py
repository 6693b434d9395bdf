"""Whose list a child is on, where one source knows the team and another the worker alone."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from timeliness.extracts import findings
from timeliness.extracts.extract import Extract
from timeliness.extracts.several.pairs import OWNER
from timeliness.facts import ALLOCATION


def with_allocations_dated(extract: Extract) -> Extract:
    """Begin allocations of which the beginning is not known where the history of their own source begins.

    Together with another source, the table may be whole from its beginning, and they would be undated.
    """
    whole_from = extract.complete_from.get(ALLOCATION)
    if whole_from is None or ALLOCATION not in extract.tables:
        return extract
    begun = pl.col("start").fill_null(pl.lit(whole_from).dt.offset_by("-1d"))
    return replace(extract, tables={**extract.tables, ALLOCATION: extract.tables[ALLOCATION].with_columns(begun)})


def with_teams(first: pl.DataFrame, second: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, list[pl.DataFrame]]:
    """Leave out allocations without a team of a source that has no team for the child, where the other has one.

    Begun later, they would make the child nobody's. Gives both tables and the findings.
    """
    kept_first, left_out = _without(first, second)
    kept_second, also = _without(second, first)
    out = [*left_out, *also]
    return kept_first, kept_second, [findings.found(findings.NO_TEAM, ALLOCATION, rows, "team") for rows in out]


def _without(table: pl.DataFrame, other: pl.DataFrame) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    owner = [name for name in OWNER if name in table.columns and name in other.columns]
    teamed = _teamed(other, owner).join(_teamed(table, owner), on=owner, how="anti", nulls_equal=True)
    loose = table.join(teamed, on=owner, how="semi", nulls_equal=True)
    kept = table.join(teamed, on=owner, how="anti", nulls_equal=True, maintain_order="left")
    return (kept, [loose]) if loose.height else (table, [])


def _teamed(table: pl.DataFrame, owner: list[str]) -> pl.DataFrame:
    """The children for whom a table has a team."""
    if "team" not in table.columns:
        return table.select(owner).clear()
    return table.filter(pl.col("team").is_not_null()).select(owner).unique()
