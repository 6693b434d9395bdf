"""Records that were sent to be deleted: they are no facts, nor is what was sent of them before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from timeliness.extracts import findings
from timeliness.extracts.mappings.tables import Source, Tables, objects_of
from timeliness.extracts.mappings.written import Mapping
from timeliness.extracts.readers.headings import plain
from timeliness.extracts.readers.sheet import ROW
from timeliness.extracts.values import as_boolean
from timeliness.facts import SOURCE_ROWS

_GONE = " gone"


def purge(tables: Tables, mapping: Mapping) -> None:
    """Leave out records that are purged, and values in objects that are, with a finding for each."""
    if mapping.purged is None:
        return
    used = [name for name in tables.found if mapping.tables[name].records and mapping.child_of(name)]
    nested = {name: tables.found[name] for name in used}
    marked = {name: [_marked(each, mapping, name) for each in found] for name, found in nested.items()}
    last = {name: _last(marked[name], mapping.tables[name].key) for name in nested if mapping.tables[name].key}
    for name, sources in nested.items():
        later = [last[above] for above in mapping.above(name) if above in last]
        rows = [_until(each, later) for each in marked[name]]
        tables.findings += [_found(each, mapping, name) for each in rows]
        left = [each.filter(~pl.col(_GONE)).drop(_GONE, "source") for each in rows]
        tables.found[name] = [replace(source, rows=each) for source, each in zip(sources, left, strict=True)]


def _marked(source: Source, mapping: Mapping, table: str) -> pl.DataFrame:
    """The rows, of which each says whether it is purged itself, without the values in objects that are."""
    objects = objects_of(mapping, table)
    flag = {each: as_boolean(pl.col(plain(f"{each}/{mapping.purged}"))).fill_null(value=False) for each in objects}
    inner = {
        name: flag[each]
        for each in objects
        for name in source.rows.columns
        if "/" in each and name.startswith(plain(f"{each}/"))
    }
    return source.rows.with_columns(
        *(pl.when(~purged).then(name).alias(name) for name, purged in inner.items()),
        pl.any_horizontal(flag[each] for each in objects if "/" not in each).alias(_GONE),
        (pl.col(ROW).cast(pl.Int64) + source.number * SOURCE_ROWS).alias("source"),
    )


def _last(marked: Sequence[pl.DataFrame], key: Sequence[str]) -> pl.DataFrame:
    """Where each record of a kind was last purged."""
    keys = [plain(name) for name in key]
    rows = pl.concat([each.filter(_GONE).select(*keys, "source") for each in marked])
    return rows.group_by(keys).agg(pl.col("source").max())


def _until(rows: pl.DataFrame, later: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Say of rows that they are purged where a record in which they lie is purged later."""
    for last in later:
        keys = [name for name in last.columns if name != "source"]
        joined = rows.join(last, on=keys, how="left", maintain_order="left", suffix=" last")
        purged = (pl.col("source") < pl.col("source last")).fill_null(value=False)
        rows = joined.with_columns(pl.col(_GONE) | purged).drop("source last")
    return rows


def _found(rows: pl.DataFrame, mapping: Mapping, table: str) -> pl.DataFrame:
    gone = rows.filter(_GONE).select("source", pl.col(plain(mapping.child_of(table))).alias("child_id"))
    return findings.found(findings.PURGED, table, gone)
