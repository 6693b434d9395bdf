"""Whose list a child is on, where one source knows the team and another the worker alone."""

from __future__ import annotations

import polars as pl

from timeliness.extracts import findings
from timeliness.extracts.several.pairs import OWNER
from timeliness.facts import ALLOCATION


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
