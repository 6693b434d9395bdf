"""A team's workbook: first a sheet that says what it is, then all open clocks, a sheet for each section."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from types import NoneType
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from timeliness.reports.page import Page
from timeliness.reports.rows import Row
from timeliness.reports.sections import SECTIONS, Section
from timeliness.reports.sheets import ABOUT, Table, about, columns, facts
from timeliness.reports.wording import day

_DAY_NOUGHT: Final = datetime.combine(date(1899, 12, 30), time())
_FIRST_DAY: Final = date(1900, 3, 1)
_SECONDS: Final = 86_400
_A4: Final = 9
_LONGEST: Final = 32_000
_FORMATS: Final[dict[str, dict[str, object]]] = {
    "text": {"text_wrap": True, "valign": "top"},
    "number": {"valign": "top", "align": "right"},
    "date": {"valign": "top", "align": "left", "num_format": "d mmm yyyy"},
    "moment": {"valign": "top", "align": "left", "num_format": "d mmm yyyy hh:mm"},
    "heading": {"text_wrap": True, "valign": "top", "bold": True, "bg_color": "#F3F2F1", "bottom": 1},
    "title": {"bold": True, "font_size": 14},
}


def workbook(page: Page, rows: Sequence[Row], as_at: date) -> bytes:
    """Write a team's rows. Text is written as text, so that none becomes a formula; dates are dates."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime.combine(as_at, time())})
    formats = {name: book.add_format(properties) for name, properties in _FORMATS.items()}
    _about(_Sheet(book.add_worksheet(ABOUT), formats), page)
    for section in SECTIONS:
        of = [row for row in rows if row.section is section]
        _section(_Sheet(book.add_worksheet(section.sheet), formats), section, of, page)
    book.close()
    return out.getvalue()


def _about(sheet: _Sheet, page: Page) -> None:
    sheet.widths([34, 44, 28, 70])
    said = facts(page)
    for row, (name, value) in enumerate(said):
        sheet.text(row, 0, name, "heading")
        sheet.text(row, 1, value)
    row = len(said)
    for title, table in about(page):
        sheet.text(row + 1, 0, title, "title")
        row = sheet.table(row + 2, table)
    sheet.print_as(f"About: {page.team}, {page.as_at}")


def _section(sheet: _Sheet, section: Section, rows: Sequence[Row], page: Page) -> None:
    """Write a section: headings that stay, with filters."""
    of = columns(section)
    sheet.widths([column.width for column in of])
    sheet.table(0, ([column.heading for column in of], [[column.value(row) for column in of] for row in rows]))
    sheet.sheet.freeze_panes(1, 1)
    sheet.sheet.autofilter(0, 0, len(rows), len(of) - 1)
    sheet.sheet.repeat_rows(0)
    sheet.sheet.ignore_errors({"number_stored_as_text": f"A1:A{len(rows) + 1}"})
    sheet.print_as(f"{section.title}: {page.team}, {page.as_at}")


class _Sheet:
    """A sheet, and the formats of its workbook. Each value is written as what it is; none is nothing."""

    def __init__(self, sheet: Worksheet, formats: dict[str, Format]) -> None:
        self.sheet, self._formats = sheet, formats
        self._writers: dict[type, Callable[[int, int, Any], object]] = {
            str: self.text,
            int: self._number,
            date: self._date,
            datetime: self._moment,
            NoneType: self._nothing,
        }

    def widths(self, widths: Sequence[int]) -> None:
        """Set the widths of the columns, in characters; their text is wrapped."""
        for place, width in enumerate(widths):
            self.sheet.set_column(place, place, width, self._formats["text"])

    def table(self, row: int, table: Table) -> int:
        """Write headings and rows; give the row after them."""
        headings, rows = table
        for column, heading in enumerate(headings):
            self.text(row, column, heading, "heading")
        for down, values in enumerate(rows, row + 1):
            for column, value in enumerate(values):
                self._writers[type(value)](down, column, value)
        return row + len(rows) + 1

    def text(self, row: int, column: int, value: str, format_: str = "") -> None:
        """Write text, whatever it looks like."""
        self.sheet.write_string(row, column, value[:_LONGEST], self._formats.get(format_))

    def _number(self, row: int, column: int, value: int) -> None:
        self.sheet.write_number(row, column, value, self._formats["number"])

    def _date(self, row: int, column: int, value: date) -> None:
        if value < _FIRST_DAY:  # a workbook knows no earlier days
            self.text(row, column, day(value))
        else:
            self.sheet.write_number(row, column, value.toordinal() - _DAY_NOUGHT.toordinal(), self._formats["date"])

    def _moment(self, row: int, column: int, value: datetime) -> None:
        days = (value - _DAY_NOUGHT).total_seconds() / _SECONDS
        self.sheet.write_number(row, column, days, self._formats["moment"])

    def _nothing(self, *_: object) -> None:
        pass

    def print_as(self, heading: str) -> None:
        """Have it printed across the width of A4 pages, each with a heading and its number."""
        self.sheet.set_landscape()
        self.sheet.set_paper(_A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_header(f"&L{heading.replace('&', '&&')[:200]}")
        self.sheet.set_footer("&RPage &P of &N")
