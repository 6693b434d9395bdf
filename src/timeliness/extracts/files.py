"""Read one file, CSV or Parquet, as a table with its rows numbered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import polars as pl

from timeliness.extracts.decoded import UnreadableError, check_file, decoded
from timeliness.extracts.sheet import NAMELESS, ROW, named, rows_of, sheet

SUFFIXES = (".csv", ".parquet")
Found = TypeVar("Found")


def read_table(path: Path, shown: str) -> pl.DataFrame:
    """Read a file. CSV comes as text; ROW counts as a spreadsheet does (headings are row 1), in Parquet from 1.

    Headings are trimmed; a column with neither heading nor values is left out. Raises UnreadableError.
    """
    table = _read_parquet(path, shown) if _is_parquet(path) else rows_of(sheet(decoded(path, shown), shown))
    empty = [name for name in table.columns if name.startswith(NAMELESS) and table[name].null_count() == table.height]
    return table.drop(empty)


def headings(path: Path, shown: str) -> list[str]:
    """The headings of a file, trimmed. Raises UnreadableError."""
    if _is_parquet(path):
        return named(list(_of_parquet(pl.read_parquet_schema, path, shown)), shown, 0)
    return sheet(decoded(path, shown), shown).names


def _is_parquet(path: Path) -> bool:
    return path.suffix.lower() == ".parquet"


def _read_parquet(path: Path, shown: str) -> pl.DataFrame:
    table = _of_parquet(pl.read_parquet, path, shown)
    table.columns = named(table.columns, shown, 0)
    return table.with_row_index(ROW, offset=1)


def _of_parquet(read: Callable[[Path], Found], path: Path, shown: str) -> Found:
    check_file(path, shown)
    try:
        return read(path)
    except (pl.exceptions.PolarsError, OSError):
        raise UnreadableError(shown, "This is not a Parquet file that can be read. Export it again.") from None
