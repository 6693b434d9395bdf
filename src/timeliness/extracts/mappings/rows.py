"""The rows of a table that are the facts of an entry, and those that are not."""

from __future__ import annotations

from collections.abc import Mapping as Keyed
from collections.abc import Sequence

import polars as pl

from timeliness.extracts.mappings.columns import rows_where, value
from timeliness.extracts.mappings.tables import Source, Tables
from timeliness.extracts.mappings.written import ColumnMap, FactMap, Mapping
from timeliness.extracts.readers.headings import plain
from timeliness.extracts.readers.sheet import ROW
from timeliness.extracts.typed import Place, needed, typed
from timeliness.facts import Kind


def are_facts(wanted: FactMap, source: Source) -> pl.Expr:
    """Which rows of a table are the facts of an entry; of its `unless`, only columns that are there are asked."""
    unless = {name: each for name, each in (wanted.unless or {}).items() if plain(name) in source.rows.columns}
    asked = [rows_where(wanted.where)] if wanted.where else []
    not_asked = (~rows_where({name: each}) for name, each in unless.items())
    return pl.all_horizontal(*asked, *not_asked, pl.lit(value=True))


def read_as_fact(
    rows: pl.DataFrame, columns: Keyed[str, ColumnMap], source: Source, tables: Tables, mapping: Mapping
) -> pl.DataFrame:
    """Rows of a table, under the names of the columns of a fact."""
    values = (value(each, source, tables, mapping).alias(name) for name, each in columns.items())
    return rows.select(ROW, *values)


def other_days(
    wanted: FactMap, kind: Kind, sources: Sequence[Source], tables: Tables, mapping: Mapping
) -> pl.DataFrame:
    """Whose the rows are that are no such facts, and from when to when: `child_id, start, end, source`."""
    columns = {name: wanted.columns[name] for name in needed(kind)}
    found = [pl.DataFrame(schema={**{name: kind.columns()[name] for name in columns}, "source": pl.Int64})]
    for source in sources if wanted.where or wanted.unless else ():
        rows = source.rows.filter(~are_facts(wanted, source))
        place = Place(source.shown, source.number, dict.fromkeys(columns, mapping.dates))
        found.append(typed(read_as_fact(rows, columns, source, tables, mapping), kind, place, [])[0])
    return pl.concat(found, how="diagonal")
