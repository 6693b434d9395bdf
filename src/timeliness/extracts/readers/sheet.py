"""CSV text as a table of text: its separator, its headings, and every row with its number."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from timeliness.extracts.readers.decoded import UnreadableError

ROW = " row"
"""The column that numbers the rows. Headings are trimmed, so that no file has one of this name."""

NAMELESS = "(column "
"""How the name of a column without a heading begins."""

_SEPARATORS = (",", ";", "\t", "|")
_SAID = re.compile(r"sep=([,;\t|])", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_SHOWN = 5


@dataclass(frozen=True)
class Sheet:
    """CSV text taken apart: the separator, the headings, the rest, and the number of its first row."""

    shown: str
    separator: str
    names: list[str]
    body: str = field(repr=False)
    first: int


def sheet(text: str, shown: str) -> Sheet:
    """Find the headings of CSV text, in its first row or behind the line `sep=` that Excel writes.

    Raises UnreadableError.
    """
    line, _, behind = text.partition("\n")
    said = _SAID.fullmatch(line)
    whole, row = (behind, 2) if said else (text, 1)
    separator = said[1] if said else max(_SEPARATORS, key=line.count)
    reader = csv.reader(io.StringIO(whole), delimiter=separator, strict=True)
    try:
        names = next(reader, [])
    except csv.Error as error:
        raise UnreadableError(shown, f"The headings cannot be read ({error}). Check their quotes.", row) from None
    parts = whole.split("\n", reader.line_num)
    body = parts[-1] if len(parts) > reader.line_num else ""
    return Sheet(shown, separator, named(names, shown, row), body, row + 1)


def named(names: Sequence[str], shown: str, row: int) -> list[str]:
    """Trim headings; name columns without one by their number. Raises UnreadableError.

    A heading is not repeated here: where a file has none, the first child's data stand in its place.
    """
    trimmed = [name.strip() for name in names]
    if not any(trimmed):
        said = (
            "There are no headings. Put the names of the columns into the first row; a table without rows has them too."
        )
        raise UnreadableError(shown, said, row)
    for number, name in enumerate(trimmed):
        if name and name in trimmed[:number]:
            said = f"Columns {trimmed.index(name) + 1} and {number + 1} have the same heading. Keep one of them."
            raise UnreadableError(shown, said, row)
    return [name or f"{NAMELESS}{number} has no heading)" for number, name in enumerate(trimmed, 1)]


def rows_of(sheet: Sheet) -> pl.DataFrame:
    """Read the rows as text, each with its number in ROW; headings are row 1, and an empty cell is null.

    Rows without any text are left out. A row with more or fewer cells than there are headings is refused: what
    stands in which column cannot be known. Raises UnreadableError.
    """
    try:
        table = pl.read_csv(
            sheet.body.rstrip("\n").encode(),
            infer_schema=False,
            separator=sheet.separator,
            has_header=False,
            new_columns=sheet.names,
        )
    except pl.exceptions.PolarsError:
        return _one_by_one(sheet)
    if _separators(sheet) != table.height * (len(sheet.names) - 1):
        return _one_by_one(sheet)
    blank, numbered = _blank(table), table.with_row_index(ROW, offset=sheet.first)
    return numbered.filter(~blank) if blank.any() else numbered


def _blank(table: pl.DataFrame) -> pl.Series:
    """Which rows have no text. They are looked at whole only where any has none in its first cell."""
    blank = [~pl.col(name).str.contains(r"\S").fill_null(value=False) for name in table.columns]
    first = table.select(blank[0]).to_series()
    return table.select(pl.all_horizontal(blank)).to_series() if first.any() else first


def _separators(sheet: Sheet) -> int:
    """How many separators stand outside quotes: short rows, which are read without complaint, have too few."""
    bare = _QUOTED.sub("", sheet.body) if '"' in sheet.body else sheet.body
    return bare.count(sheet.separator)


def _one_by_one(sheet: Sheet) -> pl.DataFrame:
    """Read the rows one by one, as must be done where some are blank, and say which cannot be read."""
    width, number = len(sheet.names), sheet.first - 1
    rows: list[tuple[int | str | None, ...]] = []
    wrong: list[tuple[int, int]] = []
    reader = csv.reader(io.StringIO(sheet.body), delimiter=sheet.separator, strict=True)
    try:
        for number, cells in enumerate(reader, sheet.first):
            spare = "".join(cells[width:]).strip()
            if not "".join(cells).strip():
                continue
            if spare or len(cells) < width:
                wrong.append((number, len(cells)))
            rows.append((number, *(cell or None for cell in cells[:width])))
    except csv.Error as error:
        message = f"The row cannot be read ({error}). Check its quotes, and export the file again."
        raise UnreadableError(sheet.shown, message, number + 1) from None
    if wrong:
        raise _ragged(wrong, sheet)
    return pl.DataFrame(rows, schema={ROW: pl.UInt32, **dict.fromkeys(sheet.names, pl.String)}, orient="row")


def _ragged(wrong: Sequence[tuple[int, int]], sheet: Sheet) -> UnreadableError:
    """Say which rows have more or fewer cells than there are headings."""
    row, cells = wrong[0]
    others = ", ".join(str(number) for number, _ in wrong[1:_SHOWN])
    more = f" and {len(wrong) - _SHOWN:,} more" if len(wrong) > _SHOWN else ""
    also = f" So it is in row {others}{more}." if others else ""
    message = (
        f"The number of cells in this row is {cells}, the number of headings {len(sheet.names)}.{also} "
        "A separator inside a value needs quotes around the value; a short row may have been cut off. Export it again."
    )
    return UnreadableError(sheet.shown, message, row)
