"""A team's workbook: first a sheet that says what it is, then all open clocks, a sheet for each section."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from timeliness.reports.cells import Book, Sheet
from timeliness.reports.page import Page
from timeliness.reports.rows import Row
from timeliness.reports.sections import SECTIONS, Section
from timeliness.reports.sheets import ABOUT, about, columns, facts


def workbook(page: Page, rows: Sequence[Row], as_at: date) -> bytes:
    """Write a team's rows. Text is written as text, so that none becomes a formula; dates are dates."""
    book = Book(as_at)
    _about(book.sheet(ABOUT), page)
    for section in SECTIONS:
        of = [row for row in rows if row.section is section]
        _section(book.sheet(section.sheet), section, of, page)
    return book.content()


def _about(sheet: Sheet, page: Page) -> None:
    sheet.widths([34, 44, 28, 70])
    row = sheet.facts(facts(page))
    for title, table in about(page):
        sheet.text(row + 1, 0, title, "title")
        row = sheet.table(row + 2, table)
    sheet.print_as(f"About: {page.team}, {page.as_at}")


def _section(sheet: Sheet, section: Section, rows: Sequence[Row], page: Page) -> None:
    of = columns(section)
    sheet.widths([column.width for column in of])
    sheet.listing(([column.heading for column in of], [[column.value(row) for column in of] for row in rows]))
    sheet.print_as(f"{section.title}: {page.team}, {page.as_at}")
