"""Where a column of a fact comes from, as an expression over the rows of its table."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from timeliness.extracts.mappings.codes import holds, listed, meanings, written
from timeliness.extracts.mappings.tables import Source, Tables
from timeliness.extracts.mappings.written import ColumnMap, Mapping, ThroughMap, Where
from timeliness.extracts.readers.headings import plain
from timeliness.extracts.values import BLANK


def there(column: ColumnMap, source: Source) -> list[str]:
    """The columns of a table, in plain form, that a column of a fact may come from, in order."""
    return [name for way in column.ways() for name in _own(way, source)]


def says(column: ColumnMap, source: Source) -> bool:
    """Whether a table can say anything of a column."""
    return any(way.is_fixed or _own(way, source) for way in column.ways())


def absent(column: ColumnMap, source: Source, tables: Tables) -> list[str]:
    """The tables through which a column would have to be read, where it cannot be read in any way without them."""
    ways = [way for way in column.ways() if way.is_fixed or _own(way, source)]
    lacking = [way.through.table for way in ways if way.through and way.through.table not in tables.found]
    return lacking if len(lacking) == len(ways) else []


def value(column: ColumnMap, source: Source, tables: Tables, mapping: Mapping) -> pl.Expr:
    """What a column of a fact says in each row: the first of its ways that says anything."""
    found = [_only(way, each, source) for way in column.ways() for each in _values(way, source, tables, mapping)]
    return pl.coalesce(found) if len(found) > 1 else found[0]


def _only(way: ColumnMap, found: pl.Expr, source: Source) -> pl.Expr:
    """What a column says in the rows in which it is meant; nothing, where the columns that would tell are not there."""
    if way.where is None:
        return found
    if not {plain(name) for name in way.where} <= set(source.rows.columns):
        return pl.lit(None, dtype=pl.String)
    return pl.when(rows_where(way.where)).then(found)


def rows_where(where: Where) -> pl.Expr:
    """Which rows a `where` holds of."""
    return holds(where, {name: plain(name) for name in where})


def uncoded(column: ColumnMap, rows: pl.DataFrame, source: Source, mapping: Mapping) -> pl.Series | None:
    """In which rows a column has a code whose meaning the mapping does not say; None where there is none."""
    found = [
        _text(name, way).is_not_null() & ~listed(_text(name, way), codes)
        for way in column.ways()
        if (codes := mapping.codes_of(way)) is not None
        for name in _own(way, source)
    ]
    strange = rows.select(strange=pl.any_horizontal(found))["strange"] if found else None
    return strange if strange is not None and strange.any() else None


def _own(way: ColumnMap, source: Source) -> list[str]:
    return [plain(name) for name in way.column if plain(name) in source.rows.columns]


def _values(way: ColumnMap, source: Source, tables: Tables, mapping: Mapping) -> Iterator[pl.Expr]:
    if way.is_fixed:
        yield _fixed(way.value)
    codes = mapping.codes_of(way)
    own = _own(way, source)
    alone = len(own) == 1 and way.otherwise is None
    for name in own:
        if way.through is not None:
            yield _looked_up(name, way.through, tables)
        elif codes is not None:
            yield meanings(_text(name, way), codes)
        else:
            yield pl.col(name) if alone and way.json_key is None else _text(name, way)


def _fixed(value: object) -> pl.Expr:
    said = None if value is None else str(value)
    return pl.lit(said.lower() if said and isinstance(value, bool) else said, dtype=pl.String)


def _text(name: str, way: ColumnMap) -> pl.Expr:
    """What a column says as text: itself, or the value of a key of the JSON that it holds."""
    text = written(name)
    if way.json_key is None:
        return text
    said = text.str.extract(f'"{re.escape(way.json_key)}"\\s*:\\s*"?([^",}}\\]]*)', 1).str.strip_chars()
    return pl.when(~said.is_in(BLANK)).then(said)


def _looked_up(name: str, through: ThroughMap, tables: Tables) -> pl.Expr:
    """What another table says of what a column has; null where it has no such row."""
    key, column = plain(through.key), plain(through.column)
    there = [each.rows for each in tables.found.get(through.table, ()) if {key, column} <= set(each.rows.columns)]
    if not there:
        return pl.lit(None, dtype=pl.String)
    known = pl.concat([each.select(key=written(key), said=written(column)) for each in there]).drop_nulls()
    last = known.unique("key", keep="last", maintain_order=True)
    return written(name).replace_strict(last["key"], last["said"], default=None, return_dtype=pl.String)
