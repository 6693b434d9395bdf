"""Ofsted's Annex A: a workbook of eleven lists, titles in the first row and headings in the second, as from 2019 on.

Lists 6 and 7 have a column of the council's own, how often the child is visited, and list 8 one that says whether the
placement is to last until 18: Annex A itself does not ask.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from timeliness.council.book import Book
from timeliness.council.exports import annex_a_care as care
from timeliness.council.exports import annex_a_front as front
from timeliness.council.exports.annex_a_rows import Cell
from timeliness.council.exports.snapshot import Snapshot

LISTS = (
    ("List 1: Contacts", front.contacts),
    ("List 2: Early Help", front.early_help),
    ("List 3: Referral", front.referrals),
    ("List 4: Assessments", front.assessments),
    ("List 5: Section 47 enquiries and Initial Child Protection Conferences", front.enquiries),
    ("List 6: Children in Need", front.in_need),
    ("List 7: Child protection", care.protection),
    ("List 8: Children in care", care.in_care),
    ("List 9: Care leavers", care.care_leavers),
    ("List 10: Adoption", care.adoption),
    ("List 11: Adopters", care.adopters),
)


def files(book: Book) -> Mapping[str, bytes]:
    """Write the workbook, and beside it the day on which it was made, which no list says."""
    about = f"taken_on: {book.as_at.isoformat()}\n"
    return {"annex-a.xlsx": _workbook(Snapshot(book)), "extract.yaml": about.encode()}


def _workbook(snapshot: Snapshot) -> bytes:
    out = io.BytesIO()
    workbook = Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    workbook.set_properties({"created": datetime.combine(snapshot.book.as_at, time())})
    bold = workbook.add_format({"bold": True})
    for number, (title, rows) in enumerate(LISTS, 1):
        headings, *cells = rows(snapshot)
        sheet = workbook.add_worksheet(f"List_{number}")
        sheet.write_string(0, 0, title, bold)
        sheet.write_row(1, 0, headings, bold)
        _write(sheet, sorted(cells, key=str))
    workbook.close()
    return out.getvalue()


def _write(sheet: Worksheet, rows: Sequence[Sequence[Cell]]) -> None:
    """Write rows: text as text, so that references keep their leading zeros, dates as dates."""
    for row, cells in enumerate(rows, 2):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(row, column, datetime.combine(cell, time()))
            elif isinstance(cell, int):
                sheet.write_number(row, column, cell)
            elif cell:
                sheet.write_string(row, column, cell)
