"""Make Annex A workbooks for tests: a list is its headings in one of two layouts, and rows by heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.unit.extract_made import write_files
from tests.unit.workbook_made import write_workbook

CHILD = ("Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)")
HELD = ("Allocated Team", "Allocated Worker")
STRATEGY = "Strategy discussion initiating Section 47 Enquiry Start Date"
UNNEEDED = "Was an Initial Child Protection Conference deemed unnecessary?"
ICPC = "Date of Initial Child Protection Conference"
PLAN, PLAN_ENDED = "Child Protection Plan Start Date", "Child Protection Plan End Date"
VISIT, ALONE = "Date of the Last Statutory Visit", "Was the Child Seen Alone?"
REVIEW = "Date of latest review conference"
CARE, CARE_ENDED = "Date Started to be Looked After", "Date Ceased to be Looked After"
STATUS, STATUS_BEGAN = "Child's Legal Status", "Start date of current legal status"
PLACED, PLACEMENT = "Start Date of Most Recent Placement", "Placement Type"
CLA_REVIEW, CLA_VISIT = "Date of Latest Statutory Review", "Date of Last Social Work Visit"
HEALTH, DENTAL = "Date of Last Health Assessment", "Date of Last Dental Check"

LISTS: Mapping[str, tuple[str, ...]] = {
    "List_1": (*CHILD, "Date of Contact", "Contact Source"),
    "List_3": (*CHILD, "Date of referral", "Referral NFA?", *HELD),
    "List_4": (*CHILD, "Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation", *HELD),
    "List_5": (*CHILD, STRATEGY, UNNEEDED, ICPC, *HELD),
    "List_6": (*CHILD, "CIN Start Date", "Date Child Was Last Seen", "CIN Closure Date", "Case status", *HELD),
    "List_7": (*CHILD, PLAN, VISIT, ALONE, REVIEW, PLAN_ENDED, *HELD),
    "List_8": (
        *CHILD,
        CARE,
        STATUS_BEGAN,
        STATUS,
        CLA_REVIEW,
        CLA_VISIT,
        HEALTH,
        DENTAL,
        CARE_ENDED,
        PLACED,
        PLACEMENT,
        *HELD,
    ),
    "List_9": (*CHILD, *HELD, "Eligibility Category", "LA In Touch "),
    "List_11": ("Individual adopter identifier", "Family identifier", "Date enquiry received"),
}
NEWER = (*LISTS["List_9"], "Allocated Personal Advisor", "Latest Pathway Plan Review Date", "Latest Date of Contact")

Rows = Sequence[Mapping[str, Any]]


def sheet(headings: Sequence[str], rows: Rows, title: str | None = "A list") -> list[list[Any]]:
    """The cells of a list: a title (where it has one), headings, and rows by heading. Further headings come behind."""
    names = list(dict.fromkeys([*headings, *(name for row in rows for name in row)]))
    return [*([[title]] if title else []), names, *([row.get(name) for name in names] for row in rows)]


def write_annex_a(folder: Path, lists: Mapping[str, Rows], taken_on: str = "2024-03-31") -> Path:
    """Write a workbook with some lists in a folder, and when it was taken."""
    write_files(folder, {}, f"taken_on: {taken_on}\n")
    write_workbook(folder / "lists.xlsx", {name: sheet(LISTS[name], rows) for name, rows in lists.items()})
    return folder
