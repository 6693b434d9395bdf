"""Rows that stand in the returns of several years: the later return says what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from timeliness.extracts.mappings.codes import written
from timeliness.extracts.mappings.dated import day_headings
from timeliness.extracts.mappings.tables import Source, Tables, days_of
from timeliness.extracts.mappings.written import Mapping
from timeliness.extracts.readers.headings import plain
from timeliness.extracts.readers.sheet import ROW
from timeliness.facts import SOURCE_ROWS, Vocabulary

_RANK = " rank"
_DAY = r"^\d{4}-\d{2}-\d{2}$"


@dataclass
class Later:
    """The rows of the tables of an extract that a later return has too."""

    tables: Tables
    mapping: Mapping
    vocabulary: Vocabulary
    _found: dict[str, pl.Series] = field(default_factory=dict)

    def without(self, facts: pl.DataFrame, tables: Sequence[str]) -> pl.DataFrame:
        """Leave out facts from rows of these tables that a later return says again."""
        found = [self._of(name) for name in tables if self.mapping.tables[name].one_per]
        return facts.filter(~pl.col("source").is_in(pl.concat(found).implode())) if found else facts

    def _of(self, table: str) -> pl.Series:
        if table not in self._found:
            self._found[table] = said_later(self.tables.found.get(table, []), table, self.mapping, self.vocabulary)
        return self._found[table]


def said_later(sources: Sequence[Source], table: str, mapping: Mapping, vocabulary: Vocabulary) -> pl.Series:
    """The rows of a table, by their `source`, that a later return has too.

    The later of two returns is the one that has the later day in any column of its `one_per`, else the one whose name
    comes later. A row that lacks one of these columns stands for itself.
    """
    keys = [plain(name) for name in mapping.tables[table].one_per]
    returns = [source for source in sources if set(keys) <= set(source.rows.columns)]
    if len(returns) < len(("earlier", "later")):
        return pl.Series(dtype=pl.Int64)
    days = [name for name in day_headings(table, mapping, vocabulary) if name in keys]
    keyed = [_keyed(source, keys, days, mapping) for source in returns]
    in_order = sorted(keyed, key=lambda rows: _last(rows, days))
    rows = pl.concat([each.with_columns(pl.lit(rank).alias(_RANK)) for rank, each in enumerate(in_order)])
    whole = rows.filter(pl.all_horizontal(pl.col(keys).is_not_null()))
    return whole.filter(pl.col(_RANK) < pl.col(_RANK).max().over(keys))["source"]


def _keyed(source: Source, keys: Sequence[str], days: Sequence[str], mapping: Mapping) -> pl.DataFrame:
    """What tells the rows of a return apart: days as year-month-day, whatever way they are written."""
    number = (pl.col(ROW).cast(pl.Int64) + source.number * SOURCE_ROWS).alias("source")
    made = source.rows.select(number, *(written(name).alias(name) for name in keys))
    read = [days_of(source, name, mapping).dt.to_string("%Y-%m-%d").alias(name) for name in days]
    return made.with_columns(each.fill_null(made[each.name]) if each.null_count() else each for each in read)


def _last(rows: pl.DataFrame, days: Sequence[str]) -> str:
    """The last day of a return."""
    found = (rows[name].filter(rows[name].str.contains(_DAY)).max() for name in days)
    return max((str(day) for day in found if day), default="")
