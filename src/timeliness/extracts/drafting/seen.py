"""The tables of an extract as they are seen before anybody knows what they are: headings, and the shape of values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from timeliness.errors import Problem
from timeliness.extracts.days import DateFormat
from timeliness.extracts.mappings.tables import File
from timeliness.extracts.readers.decoded import UnreadableError
from timeliness.extracts.readers.sheet import NAMELESS, ROW
from timeliness.extracts.readers.tables import Sight, Table, Wanted
from timeliness.extracts.values import BLANK, as_boolean

Shape = Literal["empty", "dates", "yes or no", "whole numbers", "codes", "text"]

_ROWS = 2_000
"""How many rows are looked at: enough to tell dates from words."""

_MOSTLY = 0.8
_TOP = 10
_CODES = 25
_DAY_FIRST, _ISO = r"^\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", r"^\d{4}-\d{1,2}-\d{1,2}"


@dataclass(frozen=True)
class Column:
    """A column: its heading as it is written, its letter, and the shape of its values. No value is kept."""

    heading: str
    letter: str
    shape: Shape
    dates: DateFormat | None = None


@dataclass(frozen=True)
class Seen:
    """A table: where it is, and its columns."""

    shown: str
    columns: tuple[Column, ...] = field(repr=False)

    def column(self, heading: str) -> Column:
        """A column by its heading."""
        return next(each for each in self.columns if each.heading == heading)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings as they are written."""
        return tuple(each.heading for each in self.columns)


def seen(files: Sequence[File], wanted: Mapping[str, Wanted], problems: list[Problem]) -> list[Seen]:
    """Look at every table of some files that has headings; what cannot be read is a problem.

    Nested records have none: what they are called is set by a standard.
    """
    found = []
    for sight in (sight for file in files for sight in _sights(file, wanted, problems)):
        try:
            found.append(_seen(sight.read()))
        except UnreadableError as error:
            problems.append(error.problem)
    return [each for each in found if each.columns]


def _sights(file: File, wanted: Mapping[str, Wanted], problems: list[Problem]) -> list[Sight]:
    try:
        sights = file.reader.sights(wanted)
    except UnreadableError as error:
        problems.append(error.problem)
        return []
    return [each for each in sights if each.name is None or not wanted[each.name].records]


def _seen(table: Table) -> Seen:
    rows, letters = _below_headings(table.rows.head(_ROWS), table.letters)
    names = [name for name in rows.columns if name != ROW and not name.startswith(NAMELESS)]
    return Seen(table.shown, tuple(_column(name, rows[name], letters.get(name, "")) for name in names))


def _below_headings(rows: pl.DataFrame, letters: Mapping[str, str]) -> tuple[pl.DataFrame, Mapping[str, str]]:
    """The rows below the row of headings, where that is not the first: in a sheet it may stand below a title."""
    columns = [name for name in rows.columns if name != ROW]
    nameless = [name for name in columns if name.startswith(NAMELESS)]
    top = rows.select(columns).head(_TOP)
    if 2 * len(nameless) < len(columns) or not top.height:
        return rows, letters
    filled = [sum(isinstance(cell, str) and bool(cell.strip()) for cell in row) for row in top.rows()]
    at = filled.index(max(filled))
    named: dict[str, str] = {}
    for name, cell in zip(columns, top.row(at), strict=True):
        heading = str(cell or "").strip()
        if heading and heading not in named.values():
            named[name] = heading
    below = rows.slice(at + 1).select(list(named)).rename(named)
    return below, {heading: letters.get(name, "") for name, heading in named.items()}


def _column(heading: str, values: pl.Series, letter: str) -> Column:
    if values.dtype.is_temporal():
        return Column(heading, letter, "dates" if values.count() else "empty")
    if values.dtype.is_nested():
        return Column(heading, letter, "text")
    text = values.cast(pl.String, strict=False).str.strip_chars()
    written = text.filter(text.is_not_null() & ~text.is_in(list(BLANK)))
    if not len(written):
        return Column(heading, letter, "empty")
    shares = {how: _share(written.str.contains(pattern)) for how, pattern in _PATTERNS.items()}
    how = max(shares, key=lambda each: shares[each])
    if shares[how] >= _MOSTLY:
        return Column(heading, letter, "dates", how)
    return Column(heading, letter, _shape(written))


_PATTERNS: Mapping[DateFormat, str] = {"day-first": _DAY_FIRST, "iso": _ISO}


def _shape(written: pl.Series) -> Shape:
    """The shape of values that are no dates."""
    said = pl.DataFrame({"said": written}).select(as_boolean(pl.col("said")).is_not_null()).to_series()
    if _share(said) >= _MOSTLY:
        return "yes or no"
    if _share(written.str.contains(r"^[+-]?\d+(\.0+)?$")) >= _MOSTLY:
        return "whole numbers"
    return "codes" if written.n_unique() <= min(_CODES, len(written) / 2) else "text"


def _share(holds: pl.Series) -> float:
    return int(holds.sum()) / len(holds)
