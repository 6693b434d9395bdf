"""The list of children of several sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from timeliness.extracts.extract import Extract
from timeliness.extracts.several.pairs import OWNER

Tables = Mapping[str, pl.DataFrame]


def named_in(tables: Tables) -> pl.DataFrame:
    """Every child whom a table names, once, where it is first named: the owner's columns, `source` and `table`."""
    owner = [name for name in OWNER if any(name in table.columns for table in tables.values())] or [OWNER[-1]]
    empty = pl.DataFrame(schema={**dict.fromkeys(owner, pl.String), "source": pl.Int64, "table": pl.String})
    rows = [
        table.select(*(name for name in owner if name in table.columns), "source", table=pl.lit(name))
        for name, table in tables.items()
    ]
    every = pl.concat([empty, *rows], how="diagonal").filter(pl.col("child_id").is_not_null())
    return every.sort("source").unique(owner, keep="first", maintain_order=True)


def once(children: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The last row of each child in a table of children, and the rows before it that say anything else."""
    owner = [name for name in OWNER if name in children.columns]
    last = pl.struct(owner).is_last_distinct() | pl.col("child_id").is_null()
    again = ~pl.struct(pl.exclude("source")).is_last_distinct()
    return children.filter(last), children.filter(~last & ~again)


def as_children(tables: Tables, extracts: Sequence[Extract], histories: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The table of children, with those of sources that have no such table, and from when the history of each is whole.

    `histories` has the owner's columns and `complete_from`. Nothing, where no source has such a table and all histories
    are those of the tables.
    """
    if "child" not in tables and not histories.height:
        return {}
    unlisted = [named_in(each.tables).drop("table") for each in extracts if "child" not in each.tables]
    listed = tables.get("child", pl.DataFrame(schema={"child_id": pl.String, "source": pl.Int64}))
    owner = [name for name in OWNER if name in listed.columns]
    known = listed
    for each in unlisted:
        known = pl.concat([known, each.join(known, on=owner, how="anti", nulls_equal=True)], how="diagonal")
    if not histories.height:
        return {"child": known}
    later = known.join(histories, on=owner, how="left", nulls_equal=True, maintain_order="left", suffix=" own")
    name = "complete_from own" if "complete_from" in known.columns else "complete_from"
    latest = pl.max_horizontal("complete_from", name).alias("complete_from")
    return {"child": later.with_columns(latest).select(*known.columns, *({"complete_from"} - set(known.columns)))}
