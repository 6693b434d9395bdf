"""Sheets of a workbook: rows that are written as XML at once are those that XlsxWriter writes cell by cell."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time

import pytest
from xlsxwriter import Workbook

from timeliness.reports.cells import _FORMATS, Book, Value

CREATED = date(2024, 3, 31)
HEADINGS = ["Child", "Due", "At", "Number", "Why"]
NOUGHT = date(1899, 12, 30)


def written(rows: list[list[Value]]) -> dict[str, bytes]:
    book = Book(CREATED)
    sheet = book.sheet("All")
    sheet.widths([10] * len(HEADINGS))
    sheet.table(0, (HEADINGS, rows))
    return parts(book.content())


def cell_by_cell(rows: list[list[Value]]) -> dict[str, bytes]:
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime.combine(CREATED, time())})
    formats = {name: book.add_format(properties) for name, properties in _FORMATS.items()}
    sheet = book.add_worksheet("All")
    sheet.set_column(0, len(HEADINGS) - 1, 10, formats["text"])
    for place, heading in enumerate(HEADINGS):
        sheet.write_string(0, place, heading, formats["heading"])
    for down, values in enumerate(rows, 1):
        for place, value in enumerate(values):
            match value:
                case str():
                    sheet.write_string(down, place, value[:32_000], formats["text"])
                case int():
                    sheet.write_number(down, place, value, formats["number"])
                case datetime():
                    sheet.write_datetime(down, place, value, formats["moment"])
                case date():
                    sheet.write_number(down, place, (value - NOUGHT).days, formats["date"])
    book.close()
    return parts(out.getvalue())


def parts(workbook: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
        found = {name: packed.read(name) for name in packed.namelist()}
    sheet = found["xl/worksheets/sheet1.xml"].partition(b"<sheetData>")[2]
    return {"sheet": sheet, "text": found["xl/sharedStrings.xml"], "styles": found["xl/styles.xml"]}


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["1", date(2024, 1, 5), datetime(2024, 1, 5, 13, 5), 7, "why"]],  # noqa: DTZ001 - as a wall clock shows it
        [["1", None, None, -3, ""], [None, None, None, None, None], [None, date(2024, 1, 5), None, 10**9, None]],
        [[f"{number}", None, None, number, "the same"] for number in range(40)],
        [[None, None, None, number, None] for number in range(40)],
        [["=A1", None, None, 0, "<b>&\"'\n\x00 _x0000_ "]],
        [["a" * 40_000, None, None, None, "\U0001f600" * 40_000], ["b" * 16_384, None, None, None, "\u20ac" * 32_000]],
    ],
)
def test_rows_are_the_bytes_that_xlsxwriter_writes_cell_by_cell(rows):
    assert written(rows) == cell_by_cell(rows)
