"""Notices for 200 teams, and XlsxWriter alone writing the same cells."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import openpyxl
import polars as pl
from xlsxwriter import Workbook

from benchmarks.engine import evaluated
from benchmarks.law import measured
from benchmarks.sizes import AS_AT
from benchmarks.work import Ground, Work
from timeliness.reports.notices import notices, write_notices
from timeliness.reports.run import Run
from timeliness.resources import Folders

_DAY_NOUGHT = date(1899, 12, 30)
_TEMPLATES = Folders().templates


class Cell(NamedTuple):
    """A cell of a sheet: text, or a number that is a date or is none."""

    row: int
    column: int
    value: str | float
    is_date: bool


Sheets = dict[str, list[Cell]]


def product(ground: Ground) -> Work:
    """Write all notices of all teams: messages, pages, texts and workbooks; give how many clocks they list."""
    run = _run(ground)

    def write() -> int:
        with TemporaryDirectory() as folder:
            return sum(notice.counts.total for notice in write_notices(run, _TEMPLATES, Path(folder)))

    return Work(write)


def alone(ground: Ground) -> Work:
    """Write the workbooks of all teams from cells that are ready made."""
    books = [_read(notice.xlsx) for notice in notices(_run(ground), _TEMPLATES)]
    return Work(lambda: [_write(book) for book in books])


def _run(ground: Ground) -> Run:
    found = evaluated(ground, measured(ground.book)["whole"], ground.tables("whole"))
    coverage = pl.DataFrame(schema={"rule": pl.String, "state": pl.String, "why": pl.String})
    return Run(AS_AT, found.table(), coverage, ground.book.rules)


def _read(workbook: bytes) -> Sheets:
    book = openpyxl.load_workbook(io.BytesIO(workbook), read_only=True)
    return {sheet.title: list(_cells(sheet.iter_rows(values_only=True))) for sheet in book.worksheets}


def _cells(rows: Iterator[Sequence[object]]) -> Iterator[Cell]:
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            match value:
                case datetime():
                    yield Cell(row, column, (value.date() - _DAY_NOUGHT).days, is_date=True)
                case str() | int() | float():
                    yield Cell(row, column, value, is_date=False)
                case _:
                    pass


def _write(book: Sheets) -> bytes:
    out = io.BytesIO()
    made = Workbook(out, {"in_memory": True})
    text = made.add_format({"text_wrap": True, "valign": "top"})
    day = made.add_format({"valign": "top", "num_format": "d mmm yyyy"})
    for title, cells in book.items():
        sheet = made.add_worksheet(title)
        for row, column, value, is_date in cells:
            if isinstance(value, str):
                sheet.write_string(row, column, value, text)
            else:
                sheet.write_number(row, column, value, day if is_date else text)
    made.close()
    return out.getvalue()
