"""Make facts of typed tables: number the children, sort, and set exact duplicates aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from timeliness.extracts import findings
from timeliness.facts import Vocabulary

_OWNER = ("authority", "child_id")
_OF_CHILD: dict[str, type[pl.DataType]] = {"born": pl.Date, "died": pl.Date, "complete_from": pl.Date}
_KEPT = ("child", "end", "source")
_DAYS, _MIDDLE = 1 << 32, 1 << 31
_NOBODY = 1 << 30
_PLACE = " place"


@dataclass(frozen=True)
class Prepared:
    """The children and the tables as `Facts` has them, and what was found in making them so."""

    children: pl.DataFrame = field(repr=False)
    tables: Mapping[str, pl.DataFrame] = field(repr=False)
    findings: pl.DataFrame = field(repr=False)


def prepare(tables: Mapping[str, pl.DataFrame], vocabulary: Vocabulary) -> Prepared:
    """Number the children of an extract and sort its tables.

    Each table has the columns of its kind, `child_id` among them, and `source`, in order of which its rows are. Rows
    that repeat another row in everything but `source` are left out, each with a finding; so are columns without a
    value in any row.
    """
    owner = [name for name in _OWNER if any(name in table.columns for table in tables.values())] or ["child_id"]
    owned = {name: _owned(table, owner) for name, table in tables.items()}
    named = pl.concat([pl.DataFrame(schema=dict.fromkeys(owner, pl.String)), *owned.values()])
    children = _children(named, tables.get("child"), owner)
    numbers = named.join(
        children.select(*owner, "child"), on=owner, how="left", nulls_equal=True, maintain_order="left"
    )
    ready, found, first = {}, [], 0
    for name, table in tables.items():
        child = numbers["child"].slice(first, table.height)
        first += table.height
        if vocabulary[name].shape != "child":
            day = vocabulary[name].day
            once, repeated = _once(table.drop(owner, strict=False).insert_column(0, child), day)
            ready[name] = _without_empty(once, day)
            if repeated.height:
                found.append(findings.found(findings.DUPLICATE, name, _called(repeated, children)))
    return Prepared(children, ready, findings.together([*found, *_of_children(tables, owned, children)]))


def _owned(table: pl.DataFrame, owner: list[str]) -> pl.DataFrame:
    """To which child each row of a table belongs."""
    absent = [pl.lit(None, dtype=pl.String).alias(name) for name in owner if name not in table.columns]
    return table.with_columns(absent).select(owner)


def _children(named: pl.DataFrame, listed: pl.DataFrame | None, owner: list[str]) -> pl.DataFrame:
    """Everybody named in any table, numbered in order; `listed` says whether the child table has them."""
    known = named.unique().filter(pl.col("child_id").is_not_null()).sort(owner)
    numbered = known.with_columns(pl.int_range(pl.len(), dtype=pl.Int32).alias("child"))
    if listed is None:
        nothing = [pl.lit(None, dtype=kind).alias(name) for name, kind in _OF_CHILD.items()]
        return numbered.with_columns(*nothing, listed=pl.lit(value=True))
    kinds: dict[str, type[pl.DataType]] = {**dict.fromkeys(owner, pl.String), **_OF_CHILD}
    absent = [pl.lit(None, dtype=kind).alias(name) for name, kind in kinds.items() if name not in listed.columns]
    last = listed.with_columns(absent).select(*kinds).unique(owner, keep="last", maintain_order=True)
    marked = last.with_columns(listed=pl.lit(value=True))
    joined = numbered.join(marked, on=owner, how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(pl.col("listed").fill_null(value=False))


def _once(table: pl.DataFrame, day: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows in order of child, day and source, what is not known last; exact duplicates apart.

    Sorted by one whole number, which is several times faster than by its parts. Only rows of one child and day can
    repeat each other.
    """
    child = pl.col("child").cast(pl.Int64).fill_null(_NOBODY)
    days = pl.col(day).to_physical().cast(pl.Int64).fill_null(_MIDDLE - 1)
    ordered = table.with_columns((child * _DAYS + days).alias("key")).sort("key", maintain_order=True)
    key, ordered = ordered["key"], ordered.drop("key")
    follows = (key == key.shift()).fill_null(value=False)
    if not follows.any():
        return ordered, ordered.clear()
    placed = ordered.with_row_index(_PLACE)  # two facts may come from one row, and have one source
    several = placed.filter(follows | follows.shift(-1, fill_value=False))
    repeated = several.filter(~pl.struct(pl.exclude("source", _PLACE)).is_first_distinct())
    once = (
        placed.join(repeated.select(_PLACE), on=_PLACE, how="anti", maintain_order="left")
        if repeated.height
        else placed
    )
    return once.drop(_PLACE), repeated.drop(_PLACE)


def _without_empty(table: pl.DataFrame, day: str) -> pl.DataFrame:
    """Leave out columns that are null in every row: an extract that never fills a column does not have it."""
    kept = (*_KEPT, day)
    empty = [each.name for each in table if each.null_count() == table.height and each.name not in kept]
    return table.drop(empty) if table.height else table


def _called(rows: pl.DataFrame, children: pl.DataFrame) -> pl.DataFrame:
    """Rows with the ids of their children."""
    return rows.join(children.select("child", "child_id"), on="child", how="left", maintain_order="left")


def _of_children(
    tables: Mapping[str, pl.DataFrame], owned: Mapping[str, pl.DataFrame], children: pl.DataFrame
) -> Iterator[pl.DataFrame]:
    """Facts without a child, children who are in the child table twice, and those who are not in it."""
    for name, table in tables.items():
        if owned[name]["child_id"].null_count():
            rows = table.filter(owned[name]["child_id"].is_null())
            yield findings.found(findings.NO_CHILD, name, rows, "child_id")
    if "child" in tables:
        again = ~pl.struct(pl.all()).is_last_distinct() & pl.col("child_id").is_not_null()
        twice = owned["child"].select(again.alias("again"))["again"]
        yield findings.found(findings.CHILD_TWICE, "child", tables["child"].filter(twice))
    unlisted = children.filter(~pl.col("listed"))
    if unlisted.height:
        yield from _unlisted(tables, owned, unlisted)


def _unlisted(
    tables: Mapping[str, pl.DataFrame], owned: Mapping[str, pl.DataFrame], unlisted: pl.DataFrame
) -> Iterator[pl.DataFrame]:
    """The children whom the child table does not have, each where a file first names them."""
    rows = [each.with_columns(tables[name]["source"], table=pl.lit(name)) for name, each in owned.items()]
    owner = [name for name in _OWNER if name in unlisted.columns]
    theirs = pl.concat(rows).join(unlisted, on=owner, how="semi", nulls_equal=True)
    first = theirs.sort("source").unique(owner, keep="first", maintain_order=True)
    for (table,), of_table in first.group_by("table", maintain_order=True):
        yield findings.found(findings.UNLISTED_CHILD, str(table), of_table, "child_id")
