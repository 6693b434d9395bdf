"""The workbook of findings: what kinds there are and what to do about them, and each with its cell, to be sent on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import polars as pl

from timeliness.reports.cells import Book, Sheet, Value
from timeliness.reports.check.checked import Checked
from timeliness.reports.check.kinds import SEVERITIES, said_of
from timeliness.reports.wording import counted, day

MOST: Final = 1_000_000
"""How many rows a sheet takes; a workbook has room for few more. The rest goes on to further sheets."""

_CREATED: Final = date(2000, 1, 1)
_KINDS: Final = {
    "Severity": 15,
    "Finding": 34,
    "Number": 9,
    "What it means": 60,
    "What to do": 50,
    "Where, and how many": 60,
}
_ROWS: Final = {
    "Severity": 15,
    "Finding": 30,
    "What it means": 50,
    "What to do": 40,
    "File": 26,
    "Sheet": 14,
    "Row": 8,
    "Column": 8,
    "Heading": 26,
    "Child": 12,
    "Team": 24,
    "Table": 22,
    "Column of the table": 20,
    "Rule": 20,
}
_CHILD: Final = "J"
SHEET: Final = ", sheet "
"""What stands between a workbook and its sheet in the name of a table."""


def workbook(checked: Checked) -> bytes:
    """Write the findings: a sheet about them, one of their kinds, and one of all rows, the worst first.

    Of the child there is the id, and the team that holds it; no value of the extract is repeated.
    """
    book = Book(checked.as_at or _CREATED)
    _about(book.sheet("About"), checked)
    kinds = book.sheet("Kinds")
    kinds.widths(list(_KINDS.values()))
    kinds.listing((list(_KINDS), _kinds(checked)))
    kinds.print_as(f"Findings by kind: {checked.name}")
    for number, part in enumerate(_parts(checked.listed), 1):
        _rows(book.sheet("Rows" if number == 1 else f"Rows {number}"), part, checked.name)
    return book.content()


def _about(sheet: Sheet, checked: Checked) -> None:
    sheet.widths([24, 100])
    facts = {
        "Extract": checked.name,
        "Taken on": day(checked.taken_on) if checked.taken_on else "not known",
        "Read as at": day(checked.as_at) if checked.as_at else "",
        "Read by": f"the mapping {checked.mapping}" if checked.mapping else "its own names: a facts folder",
        "Findings": counted(checked.findings.height, "finding"),
        **{f"Severity: {name}": meaning for name, meaning in SEVERITIES.items()},
        "To send it on": "Filter the sheet Rows by file or team. It holds the ids of children: send it as such.",
    }
    sheet.facts([(name, said) for name, said in facts.items() if said])
    sheet.print_as(f"About: {checked.name}")


def _kinds(checked: Checked) -> Iterator[Sequence[Value]]:
    for kind in checked.kinds:
        severity, means, to_do = kind.said
        places = "\n".join(f"{place.number:,}  {place.text}" for place in kind.places)
        yield severity, kind.finding, kind.number, means, to_do, places


def _parts(listed: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The findings in parts that a sheet can take; one, where there are none."""
    yield from (listed.slice(first, MOST) for first in range(0, max(listed.height, 1), MOST))


def _rows(sheet: Sheet, part: pl.DataFrame, name: str) -> None:
    sheet.widths(list(_ROWS.values()))
    sheet.listing((list(_ROWS), (_row(row) for row in part.iter_rows(named=True))), _CHILD)
    sheet.print_as(f"Findings: {name}")


def _row(row: dict[str, str | int | None]) -> list[Value]:
    """A row of the sheet; what is not known is an empty cell."""
    said, cell = said_of(str(row["finding"])), str(row["cell"])
    file, _, sheet = str(row["file"] or "").partition(SHEET)
    where = (file, sheet, row["row"], cell.rstrip("0123456789"), row["heading"])
    of = (row["child_id"], row["team"], row["table"], row["column"], row["rule"])
    return [said.severity, row["finding"], said.means, said.to_do, *(value or None for value in (*where, *of))]
