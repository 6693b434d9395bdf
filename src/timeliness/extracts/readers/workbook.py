"""Workbooks of Excel: each sheet is a table, its headings wherever they stand in the first ten rows."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import fastexcel
import polars as pl

from timeliness.extracts.readers.decoded import UnreadableError, called
from timeliness.extracts.readers.headings import letter, plain
from timeliness.extracts.readers.package import NOT_A_WORKBOOK, Cell, Cells, Package
from timeliness.extracts.readers.sheet import NAMELESS, ROW, named
from timeliness.extracts.readers.tables import Sight, Table, Wanted, name_of

_TOP = 10
"""How many rows may stand above the rows of a list, its headings among them."""

_SHOWN = 5

for _logger in ("calamine", "fastexcel"):
    logging.getLogger(_logger).addHandler(logging.NullHandler())  # what is wrong with a workbook is said by us


@dataclass(frozen=True)
class Grid:
    """A sheet as it stands: the text of every cell from its first row on, and what its values do not show."""

    shown: str
    rows: pl.DataFrame = field(repr=False)
    cells: Cells = field(repr=False)

    def headings(self, row: int) -> list[str]:
        """The texts of a row, counted from 0."""
        return [(text or "").strip() for text in self.rows.row(row)]


@dataclass(frozen=True)
class Workbook:
    """A workbook of Excel (.xlsx)."""

    path: Path

    def sights(self, wanted: Mapping[str, Wanted]) -> list[Sight]:
        """Find the lists of the workbook, one in each sheet. Raises UnreadableError."""
        return [_sight(grid, wanted) for grid in self._grids]

    @cached_property
    def _grids(self) -> list[Grid]:
        """The sheets that have anything in them. A sheet is read once, whatever is looked for."""
        package = Package(self.path)
        try:
            workbook = fastexcel.read_excel(self.path)
            grids = [_grid(workbook, name, package) for name in workbook.sheet_names]
        except fastexcel.FastExcelError:
            raise UnreadableError(called(self.path), NOT_A_WORKBOOK) from None
        return [each for each in grids if each.rows.height]


def _grid(workbook: fastexcel.ExcelReader, name: str, package: Package) -> Grid:
    """Read a sheet as text: whole numbers without '.0', dates as year-month-day, errors as they are shown."""
    cells = package.cells(name)
    rows = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
    return Grid(f"{package.shown}, sheet {name}", _with_errors(rows, cells), cells)


def _with_errors(rows: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    """Put errors where they are shown: a date that could not be worked out is no blank."""
    by_column: dict[int, list[Cell]] = {}
    for each in cells.errors:
        if each.row <= rows.height:
            by_column.setdefault(each.column - cells.first, []).append(each)
    for column, found in by_column.items():
        series = rows.to_series(column).scatter([each.row - 1 for each in found], [each.text for each in found])
        rows = rows.with_columns(series)
    return rows


def _sight(grid: Grid, wanted: Mapping[str, Wanted]) -> Sight:
    """Which list a sheet is: the first row near its top that has the headings of one says it."""
    for row in range(min(_TOP, grid.rows.height)):
        name = name_of(frozenset(plain(each) for each in grid.headings(row)), wanted)
        if name is not None:
            return Sight(name, grid.shown, lambda at=row, of=wanted[name]: _table(grid, at, of))  # type: ignore[misc]
    return Sight(None, grid.shown, lambda: _table(grid, 0, Wanted()))


def _table(grid: Grid, at: int, wanted: Wanted) -> Table:
    """The rows below a row of headings. Raises UnreadableError."""
    names = named(grid.headings(at), grid.shown, at + 1)
    letters = {name: letter(grid.cells.first + number) for number, name in enumerate(names)}
    rows = (
        grid.rows.rename(dict(zip(grid.rows.columns, names, strict=True))).with_row_index(ROW, offset=1).slice(at + 1)
    )
    filled = [each.name for each in rows if each.name != ROW and each.null_count() < rows.height]
    nameless = [name for name in names if name.startswith(NAMELESS) and name not in filled]
    read = {plain(name) for name in wanted.columns}
    _check_saved(grid, at, [number for number, name in enumerate(names) if plain(name) in read])
    return Table(rows.filter(_written(names)).drop(nameless), grid.shown, letters)


def _written(names: Iterable[str]) -> pl.Expr:
    return pl.any_horizontal(pl.col(name).str.contains(r"\S").fill_null(value=False) for name in names)


def _check_saved(grid: Grid, at: int, columns: list[int]) -> None:
    """Refuse formulas whose results were not saved, in columns that are read: they would be taken for blanks."""
    unsaved = [*_below(grid.cells.unsaved, at, {grid.cells.first + number for number in columns})]
    if unsaved:
        shown = ", ".join(each.name for each in unsaved[:_SHOWN])
        more = f" and {len(unsaved) - _SHOWN:,} more" if len(unsaved) > _SHOWN else ""
        said = f"The results of formulas were not saved ({shown}{more}): they would be taken for blanks."
        raise UnreadableError(grid.shown, f"{said} Open the workbook in Excel, and save it.", unsaved[0].row)


def _below(cells: Iterable[Cell], at: int, columns: set[int]) -> Iterator[Cell]:
    yield from (each for each in cells if each.row > at + 1 and each.column in columns)
