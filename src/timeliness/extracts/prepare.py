"""Make facts of typed tables: number the children, sort, and set exact duplicates aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

import polars as pl

from timeliness.extracts import findings
from timeliness.facts import Facts, Vocabulary

_OWNER = ("authority", "child_id")
_OF_CHILD: dict[str, type[pl.DataType]] = {"born": pl.Date, "died": pl.Date, "complete_from": pl.Date}
_KEPT = ("child", "end")


class About(Protocol):
    """What is said of an extract as a whole."""

    @property
    def taken_on(self) -> date | None:
        """The day on which it was taken."""

    @property
    def complete_from(self) -> Mapping[str, date]:
        """From when the history of tables is whole."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The files that `source` numbers."""


def prepare(tables: Mapping[str, pl.DataFrame], vocabulary: Vocabulary, about: About) -> tuple[Facts, pl.DataFrame]:
    """Number the children of an extract and sort its tables.

    Each table has the columns of its kind, `child_id` among them, and `source`. Rows that repeat another row in
    everything but `source` are left out, each with a finding; so are columns without a value in any row.
    """
    owner = [name for name in _OWNER if any(name in table.columns for table in tables.values())] or ["child_id"]
    children = _children(tables, owner)
    ready, found = {}, []
    for name, table in tables.items():
        if vocabulary[name].shape == "child":
            continue
        once, repeated = _once(_numbered(table, children.select(*owner, "child")), vocabulary[name].day)
        ready[name] = _without_empty(once, vocabulary[name].day).lazy()
        found += [_named(findings.DUPLICATE, name, repeated, children)] if repeated.height else []
    facts = Facts(children.lazy(), ready, about.taken_on, dict(about.complete_from), about.sources)
    return facts, findings.together([*found, *_of_children(tables, children)])


def _children(tables: Mapping[str, pl.DataFrame], owner: list[str]) -> pl.DataFrame:
    """Everybody named in any table, numbered in order; `listed` says whether the child table has them."""
    named = [_owned(table, owner).select(owner).unique() for table in tables.values()]
    everyone = pl.concat([pl.DataFrame(schema=dict.fromkeys(owner, pl.String)), *named])
    known = everyone.filter(pl.col("child_id").is_not_null()).unique().sort(owner)
    numbered = known.with_columns(pl.int_range(pl.len(), dtype=pl.Int32).alias("child"))
    if "child" not in tables:
        nothing = [pl.lit(None, dtype=kind).alias(name) for name, kind in _OF_CHILD.items()]
        return numbered.with_columns(*nothing, listed=pl.lit(value=True))
    listed = _owned(tables["child"], owner)
    absent = [pl.lit(None, dtype=kind).alias(name) for name, kind in _OF_CHILD.items() if name not in listed.columns]
    last = listed.with_columns(absent).select(*owner, *_OF_CHILD).unique(owner, keep="last", maintain_order=True)
    marked = last.with_columns(listed=pl.lit(value=True))
    joined = numbered.join(marked, on=owner, how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(pl.col("listed").fill_null(value=False))


def _owned(table: pl.DataFrame, owner: list[str]) -> pl.DataFrame:
    return table.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in owner if name not in table.columns)


def _numbered(table: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    owner = [name for name in numbers.columns if name != "child"]
    whole = _owned(table, owner)
    return whole.join(numbers, on=owner, how="left", nulls_equal=True, maintain_order="left").drop(owner)


def _once(table: pl.DataFrame, day: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows in order, exact duplicates apart. Only rows of one child and day can repeat each other."""
    ordered = table.sort("child", day, "source", nulls_last=True)
    same = pl.col("child").eq_missing(pl.col("child").shift()) & pl.col(day).eq_missing(pl.col(day).shift())
    follows = same & (pl.int_range(pl.len()) > 0)
    shared = ordered.select((follows | follows.shift(-1, fill_value=False)).alias("shared")).to_series()
    if not shared.any():
        return ordered, ordered.clear()
    content = [name for name in ordered.columns if name != "source"]
    several = ordered.filter(shared)
    repeated = several.filter(~pl.struct(content).is_first_distinct())
    return ordered.join(repeated.select("source"), on="source", how="anti", maintain_order="left"), repeated


def _without_empty(table: pl.DataFrame, day: str) -> pl.DataFrame:
    """Leave out columns that are null in every row: an extract that never fills a column does not have it."""
    if not table.height:
        return table
    counts = table.null_count().row(0, named=True)
    empty = [name for name, count in counts.items() if count == table.height and name not in (*_KEPT, day)]
    return table.drop(empty)


def _named(what: str, name: str, rows: pl.DataFrame, children: pl.DataFrame) -> pl.DataFrame:
    return findings.found(what, name, rows.join(children.select("child", "child_id"), on="child", how="left"))


def _of_children(tables: Mapping[str, pl.DataFrame], children: pl.DataFrame) -> list[pl.DataFrame]:
    """Facts without a child, and children who are not in the child table."""
    found = []
    for name, table in tables.items():
        orphans = table.filter(pl.col("child_id").is_null()) if "child_id" in table.columns else table.clear()
        found += [findings.found(findings.NO_CHILD, name, orphans)] if orphans.height else []
    found += [_twice(tables["child"])] if "child" in tables else []
    return [*found, *_unlisted(tables, children)]


def _unlisted(tables: Mapping[str, pl.DataFrame], children: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The children whom the child table does not have, each where a file first names them."""
    lacking = children.filter(~pl.col("listed"))
    if not lacking.height:
        return
    owner = [name for name in _OWNER if name in lacking.columns]
    named = [
        _owned(table, owner).select(*owner, "source", pl.lit(name).alias("table")) for name, table in tables.items()
    ]
    rows = pl.concat(named).join(lacking, on=owner, how="semi", nulls_equal=True)
    first = rows.sort("source").unique(owner, keep="first", maintain_order=True)
    for (table,), of_table in first.group_by("table", maintain_order=True):
        yield findings.found(findings.UNLISTED_CHILD, str(table), of_table, "child_id")


def _twice(listed: pl.DataFrame) -> pl.DataFrame:
    """Rows of the child table that give way to a later row of the same child."""
    owner = [name for name in _OWNER if name in listed.columns]
    again = ~pl.struct(owner).is_last_distinct() & pl.col("child_id").is_not_null()
    return findings.found(findings.CHILD_TWICE, "child", listed.filter(again))
