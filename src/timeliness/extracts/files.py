"""Read one file as a table of text: CSV in the encodings that councils have, or Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from timeliness.errors import Problem

SUFFIXES = (".csv", ".parquet")
_SEPARATORS = (",", ";", "\t", "|")
_SHOWN = 5


class UnreadableError(Exception):
    """A file cannot be read as a table; `problem` says why, and what to do."""

    def __init__(self, path: str, message: str, row: int = 0) -> None:
        super().__init__(message)
        self.problem = Problem(path, row, 0, message)


def read_table(path: Path, shown: str) -> pl.DataFrame:
    """Read a file. CSV comes as text, with `row` counted as a spreadsheet counts (headings are row 1).

    Headings are trimmed. Raises UnreadableError.
    """
    if path.suffix.lower() == ".parquet":
        return _read_parquet(path, shown)
    return _read_csv(_decoded(path, shown), shown)


def headings(path: Path) -> list[str]:
    """The headings of a file, or none where it has none that can be read."""
    try:
        if path.suffix.lower() == ".parquet":
            return list(pl.read_parquet_schema(path))
        first = _decoded(path, path.name).splitlines()[:1]
    except (UnreadableError, pl.exceptions.PolarsError, OSError):
        return []
    return [name.strip() for name in _split(first[0])] if first else []


def _read_parquet(path: Path, shown: str) -> pl.DataFrame:
    try:
        table = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError):
        raise UnreadableError(shown, "This is not a Parquet file that can be read. Export it again.") from None
    return table.with_row_index("row", offset=1)


def _decoded(path: Path, shown: str) -> str:
    """Decode UTF-8 (with or without mark), UTF-16 (with mark) or Windows-1252."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(shown, f"The file cannot be opened: {error.strerror}.") from None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _or_refuse(data, "utf-16", shown)
    if b"\0" in data:
        raise UnreadableError(shown, "The file has NUL bytes: it is not CSV text. Save it as CSV (UTF-8).")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _or_refuse(data, "cp1252", shown)


def _or_refuse(data: bytes, encoding: str, shown: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"Byte {error.start:,} is neither UTF-8 nor {encoding}. Save the file as CSV (UTF-8)."
        raise UnreadableError(shown, message) from None


def _separator(heading_line: str) -> str:
    return max(_SEPARATORS, key=heading_line.count)


def _split(line: str) -> list[str]:
    return next(csv.reader([line], delimiter=_separator(line)), [])


def _read_csv(text: str, shown: str) -> pl.DataFrame:
    lines = text.split("\n", 1)
    names = [name.strip() for name in _split(lines[0].rstrip("\r"))]
    if not any(names):
        raise UnreadableError(shown, "The first row has no headings. Put the names of the columns there.", 1)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UnreadableError(shown, f"The heading '{twice[0]}' is there twice. Keep one of the columns.", 1)
    separator = _separator(lines[0])
    try:
        table = pl.read_csv(io.StringIO(text), infer_schema=False, separator=separator, has_header=False, skip_rows=1, new_columns=names)
    except pl.exceptions.NoDataError:
        table = pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    except pl.exceptions.PolarsError:
        raise _ragged(text, separator, len(names), shown) from None
    if table.width != len(names):
        raise _ragged(text, separator, len(names), shown)
    numbered = table.with_row_index("row", offset=2)
    return numbered.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in names))


def _ragged(text: str, separator: str, width: int, shown: str) -> UnreadableError:
    """Say which rows have more or fewer cells than there are headings."""
    wrong = list(_rows_of_other_width(text, separator, width))
    if not wrong:
        return UnreadableError(shown, "The file is not CSV that can be read. Check its quotes, and export it again.")
    row, cells = wrong[0]
    others = f" So have rows {', '.join(str(number) for number, _ in wrong[1:_SHOWN])}." if len(wrong) > 1 else ""
    message = (
        f"The row has {cells} cells; there are {width} headings.{others} "
        "A comma inside a value needs quotes around the value."
    )
    return UnreadableError(shown, message, row)


def _rows_of_other_width(text: str, separator: str, width: int) -> Iterator[tuple[int, int]]:
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator), 1):
            if cells and len(cells) != width:
                yield number, len(cells)
    except csv.Error:
        return
