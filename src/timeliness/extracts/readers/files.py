"""Files of one table, CSV or Parquet, with their rows numbered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import polars as pl

from timeliness.extracts.readers.decoded import UnreadableError, called, check_file, decoded
from timeliness.extracts.readers.headings import letter, plain
from timeliness.extracts.readers.sheet import NAMELESS, ROW, Sheet, named, rows_of, sheet
from timeliness.extracts.readers.tables import Sight, Table, Wanted, name_of

SUFFIXES = (".csv", ".parquet")
Found = TypeVar("Found")


@dataclass(frozen=True)
class Flat:
    """A file of one table."""

    path: Path

    def sights(self, wanted: Mapping[str, Wanted]) -> list[Sight]:
        """Find what table the file is. Raises UnreadableError."""
        return [Sight(name_of(self._there, wanted), called(self.path), lambda: table_of(self.path))]

    @cached_property
    def _there(self) -> frozenset[str]:
        """Its headings in plain form. Each mapping asks for them."""
        return frozenset(plain(name) for name in headings(self.path))


def table_of(path: Path) -> Table:
    """Read a file, and say the letters of its columns where a spreadsheet opens it. Raises UnreadableError.

    CSV comes as text; ROW counts as a spreadsheet does (headings are row 1), in Parquet from 1. Headings are trimmed;
    a column with neither heading nor values is left out.
    """
    if _is_parquet(path):
        return Table(_without_nameless(_read_parquet(path)), called(path))
    found = _sheet(path)
    letters = {name: letter(number) for number, name in enumerate(found.names)}
    return Table(_without_nameless(rows_of(found)), called(path), letters)


def _without_nameless(table: pl.DataFrame) -> pl.DataFrame:
    empty = [name for name in table.columns if name.startswith(NAMELESS) and table[name].null_count() == table.height]
    return table.drop(empty)


def headings(path: Path) -> list[str]:
    """The headings of a file, trimmed. Raises UnreadableError."""
    if _is_parquet(path):
        return named(list(_of_parquet(pl.read_parquet_schema, path)), called(path), 0)
    return _sheet(path).names


def _sheet(path: Path) -> Sheet:
    return sheet(decoded(path, called(path)), called(path))


def _is_parquet(path: Path) -> bool:
    return path.suffix.lower() == ".parquet"


def _read_parquet(path: Path) -> pl.DataFrame:
    table = _of_parquet(pl.read_parquet, path)
    table.columns = named(table.columns, called(path), 0)
    return table.with_row_index(ROW, offset=1)


def _of_parquet(read: Callable[[Path], Found], path: Path) -> Found:
    check_file(path, called(path))
    try:
        return read(path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        raise UnreadableError(called(path), "This is not a Parquet file that can be read. Export it again.") from None
