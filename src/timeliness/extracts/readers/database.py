"""The tables of a database, found by their columns as files are by their headings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from timeliness.extracts.readers.connecting import Ask
from timeliness.extracts.readers.decoded import UnreadableError
from timeliness.extracts.readers.dialects import DIALECTS, Kind
from timeliness.extracts.readers.headings import plain
from timeliness.extracts.readers.sheet import ROW
from timeliness.extracts.readers.tables import Sight, Table, Wanted, name_of


@dataclass
class Database:
    """The tables and views of a schema.

    Of a table only the columns are read that the mapping names: no name, no address leaves the database.
    """

    kind: Kind
    schema: str
    ask: Ask

    def sights(self, wanted: Mapping[str, Wanted]) -> list[Sight]:
        """Find the tables that a mapping looks for; others are passed over. Raises UnreadableError."""
        named = {table: name_of(frozenset(map(plain, columns)), wanted) for table, columns in self.tables.items()}
        return [
            self._sight(table, columns, name, wanted[name])
            for table, columns in self.tables.items()
            if (name := named[table]) is not None
        ]

    @cached_property
    def tables(self) -> dict[str, list[str]]:
        """The tables and views that the user may read, with their columns. Raises UnreadableError for none."""
        there = self.ask(DIALECTS[self.kind].columns(self.schema))
        there.columns = ["table", "column"]
        if there.height == 0:
            said = (
                f"The schema '{self.schema}' has no table that this user may read. Name the schema in extract.yaml, or "
                "grant the user SELECT on its tables: docs/databases.md has the statements."
            )
            raise UnreadableError(DIALECTS[self.kind].shown, said)
        return {str(name): rows["column"].to_list() for (name,), rows in there.group_by("table", maintain_order=True)}

    def _sight(self, table: str, columns: list[str], name: str, wanted: Wanted) -> Sight:
        read = {plain(each) for each in (*wanted.headings, *wanted.columns)}
        chosen = [each for each in columns if plain(each) in read]
        shown = f"{self.schema}.{table}"
        return Sight(name, shown, lambda: Table(self._rows(table, chosen), shown))

    def _rows(self, table: str, columns: list[str]) -> pl.DataFrame:
        """The rows in order of what is in them: a database has none of its own, and two runs give the same bytes."""
        found = self.ask(DIALECTS[self.kind].rows(self.schema, table, columns))
        found.columns = columns
        ordered = found.with_columns(pl.all().cast(pl.String)).sort(columns, nulls_last=True)
        return ordered.with_row_index(ROW, offset=1)
