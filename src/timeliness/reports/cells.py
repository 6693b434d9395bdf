"""Sheets of a workbook: each value is written as what it is, and text never becomes a formula."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from types import NoneType
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from timeliness.reports.wording import day

Value = str | int | date | None
Table = tuple[Sequence[str], Iterable[Sequence[Value]]]
"""Headings and rows."""

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


class Book:
    """A workbook in memory, with the same bytes for the same sheets. `created` is the day that it says it is of."""

    def __init__(self, created: date) -> None:
        self._out = io.BytesIO()
        self._book = Workbook(self._out, {"in_memory": True})
        self._book.set_properties({"created": datetime.combine(created, time())})
        self._formats = {name: self._book.add_format(properties) for name, properties in _FORMATS.items()}

    def sheet(self, name: str) -> Sheet:
        """Add a sheet."""
        return Sheet(self._book.add_worksheet(name), self._formats)

    def content(self) -> bytes:
        """Close the workbook and give its bytes."""
        self._book.close()
        return self._out.getvalue()


class Sheet:
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
        down = row
        for down, values in enumerate(rows, row + 1):
            for column, value in enumerate(values):
                self._writers[type(value)](down, column, value)
        return down + 1

    def facts(self, said: Sequence[tuple[str, str]]) -> int:
        """Write names, each with what is said of it beside it; give the row after them."""
        for row, (name, value) in enumerate(said):
            self.text(row, 0, name, "heading")
            self.text(row, 1, value)
        return len(said)

    def listing(self, table: Table, ids: str = "A") -> None:
        """Write a table with headings that stay, and with filters; the column `ids` holds text that may be digits."""
        rows = self.table(0, table)
        self.sheet.freeze_panes(1, 1)
        self.sheet.autofilter(0, 0, rows - 1, len(table[0]) - 1)
        self.sheet.repeat_rows(0)
        self.sheet.ignore_errors({"number_stored_as_text": f"{ids}1:{ids}{rows}"})

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
