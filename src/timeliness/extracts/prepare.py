"""Make facts of typed tables: number the children, sort, and set exact duplicates aside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from timeliness.facts import Facts, Vocabulary

_OWNER = ("authority", "child_id")


def prepare(
    tables: Mapping[str, pl.DataFrame],
    vocabulary: Vocabulary,
    *,
    taken_on: date | None = None,
    complete_from: Mapping[str, date] | None = None,
    sources: tuple[str, ...] = (),
) -> Facts:
    """Number the children of an extract and sort its tables.

    Each table has the columns of its kind, `child_id` among them, and `source`. Rows that repeat another row
    in everything but `source` are left out; so are columns without a value in any row.
    """
    owner = [name for name in _OWNER if any(name in table.columns for table in tables.values())]
    children = _children(tables, owner)
    numbers = children.select(*owner, "child")
    return Facts(
        children.lazy(),
        {
            name: _sorted(table, numbers, vocabulary[name].day).lazy()
            for name, table in tables.items()
            if vocabulary[name].shape != "child"
        },
        taken_on,
        dict(complete_from or {}),
        sources,
    )


def _children(tables: Mapping[str, pl.DataFrame], owner: list[str]) -> pl.DataFrame:
    named = [table.select(owner).unique() for table in tables.values()]
    everyone = pl.concat(named).filter(pl.col("child_id").is_not_null()).unique().sort(owner)
    numbered = everyone.with_columns(pl.int_range(pl.len(), dtype=pl.Int32).alias("child"))
    own = {"born": pl.Date, "died": pl.Date, "complete_from": pl.Date}
    listed = tables.get("child", pl.DataFrame(schema=dict.fromkeys(owner, pl.String)))
    known = listed.select(
        *owner, *(pl.col(name) if name in listed.columns else pl.lit(None, kind).alias(name) for name, kind in own.items())
    ).unique(owner, keep="last", maintain_order=True)
    is_listed = pl.lit(value=True) if "child" in tables else pl.lit(value=None, dtype=pl.Boolean)
    joined = numbered.join(known.with_columns(is_listed.alias("listed")), on=owner, how="left", maintain_order="left")
    absent = pl.lit("child" not in tables)
    return joined.with_columns(pl.col("listed").fill_null(absent)).select("child", *owner, *own, "listed")


def _sorted(table: pl.DataFrame, numbers: pl.DataFrame, day: str) -> pl.DataFrame:
    owner = [name for name in numbers.columns if name != "child"]
    whole = table.with_columns(pl.lit(None, pl.String).alias(name) for name in owner if name not in table.columns)
    numbered = whole.join(numbers, on=owner, how="left", nulls_equal=True, maintain_order="left").drop(owner)
    content = [name for name in numbered.columns if name != "source"]
    once = numbered.sort("child", day, "source", nulls_last=True).unique(content, keep="first", maintain_order=True)
    empty = [name for name in once.columns if once.height and once[name].null_count() == once.height]
    return once.drop(name for name in empty if name not in ("child", day, "end"))
