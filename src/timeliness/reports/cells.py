"""Sheets of a workbook: each value is written as what it is, and text never becomes a formula."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from timeliness.reports.wording import day
from timeliness.reports.written_rows import WrittenRows

Value = str | int | date | None
Table = tuple[Sequence[str], Iterable[Sequence[Value]]]
"""Headings and rows."""

_DAY_NOUGHT: Final = datetime.combine(date(1899, 12, 30), time())
_ORDINAL_NOUGHT: Final = _DAY_NOUGHT.toordinal()
_FIRST_DAY: Final = date(1900, 3, 1)
_SECONDS: Final = 86_400
_A4: Final = 9
_LONGEST: Final = 32_000
_UNITS: Final = 32_767
_SHORT: Final = _UNITS // 2
"""So long a text fits into a cell, whatever its characters."""
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
        return Sheet(self._book.add_worksheet(name, WrittenRows), self._formats)

    def content(self) -> bytes:
        """Close the workbook and give its bytes."""
        self._book.close()
        return self._out.getvalue()


class Sheet:
    """A sheet, and the formats of its workbook. Each value is written as what it is; none is nothing.

    Rows are written from the top down, after the widths of their columns.
    """

    def __init__(self, sheet: WrittenRows, formats: dict[str, Format]) -> None:
        self.sheet, self._formats = sheet, formats
        self._styles = _Styles(formats)
        self._cells: dict[type, Callable[[Any], str]] = {
            str: self._text,
            int: self._number,
            date: self._date,
            datetime: self._moment,
        }

    def widths(self, widths: Sequence[int]) -> None:
        """Set the widths of the columns, in characters; their text is wrapped."""
        for place, width in enumerate(widths):
            self.sheet.set_column(place, place, width, self._formats["text"])
        self._styles["text"]  # a file names the formats of columns before those of cells

    def title(self, row: int, text: str) -> None:
        """Write what stands over a table."""
        self.sheet.line(row, {0: self._text(text, "title")})

    def table(self, row: int, table: Table) -> int:
        """Write headings and rows; give the row after them."""
        headings, rows = table
        self.sheet.line(row, {column: self._text(heading, "heading") for column, heading in enumerate(headings)})
        down = row
        for down, values in enumerate(rows, row + 1):
            there = {column: value for column, value in enumerate(values) if value is not None}
            self.sheet.line(down, {column: self._cells[type(value)](value) for column, value in there.items()})
        return down + 1

    def facts(self, said: Sequence[tuple[str, str]]) -> int:
        """Write names, each with what is said of it beside it; give the row after them."""
        for row, (name, value) in enumerate(said):
            self.sheet.line(row, {0: self._text(name, "heading"), 1: self._text(value)})
        return len(said)

    def listing(self, table: Table, ids: str = "A") -> None:
        """Write a table with headings that stay, and with filters; the column `ids` holds text that may be digits."""
        rows = self.table(0, table)
        self.sheet.freeze_panes(1, 1)
        self.sheet.autofilter(0, 0, rows - 1, len(table[0]) - 1)
        self.sheet.repeat_rows(0)
        self.sheet.ignore_errors({"number_stored_as_text": f"{ids}1:{ids}{rows}"})

    def _text(self, value: str, format_: str = "text") -> str:
        said = value if len(value) <= _SHORT else _cut(value)
        return f'{self._styles[format_]} t="s"><v>{self.sheet.shared(said)}'

    def _number(self, value: int) -> str:
        return f"{self._styles['number']}><v>{value}"

    def _date(self, value: date) -> str:
        if value < _FIRST_DAY:  # a workbook knows no earlier days
            return self._text(day(value))
        return f"{self._styles['date']}><v>{value.toordinal() - _ORDINAL_NOUGHT}"

    def _moment(self, value: datetime) -> str:
        return f"{self._styles['moment']}><v>{(value - _DAY_NOUGHT).total_seconds() / _SECONDS:.16G}"

    def print_as(self, heading: str) -> None:
        """Have it printed across the width of A4 pages, each with a heading and its number."""
        self.sheet.set_landscape()
        self.sheet.set_paper(_A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_header(f"&L{heading.replace('&', '&&')[:200]}")
        self.sheet.set_footer("&RPage &P of &N")


class _Styles(dict[str, str]):
    """How each format is named in a cell: by its number in the workbook, which it has from its first use."""

    def __init__(self, formats: Mapping[str, Format]) -> None:
        super().__init__()
        self._formats = formats

    def __missing__(self, name: str) -> str:
        self[name] = f' s="{self._formats[name]._get_xf_index()}"'  # noqa: SLF001
        return self[name]


def _cut(text: str) -> str:
    """What a cell can hold of a long text, which is counted in UTF-16 there."""
    return text[:_LONGEST].encode("utf-16-le")[: _UNITS * 2].decode("utf-16-le", "ignore")
