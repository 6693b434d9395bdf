"""Write the facts folder and the truth beside it, byte for byte the same for the same book."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

from timeliness.council.book import Book

COLUMNS = {
    "child": ("born", "died"),
    "allocation": ("start", "end", "team", "worker"),
    "referral": ("date", "id", "no_further_action"),
    "assessment": ("start", "end", "id", "referral"),
    "assessment_authorised": ("date", "assessment", "referral"),
    "initial_assessment_completed": ("date", "referral"),
    "section_47_enquiry": ("start", "end", "id", "conference_required"),
    "strategy_discussion": ("date", "enquiry", "initiated_section_47"),
    "strategy_meeting": ("date", "enquiry"),
    "initial_cp_conference": ("date", "enquiry"),
    "transfer_in_conference": ("date", "enquiry"),
    "conference_booked": ("date", "id", "held_on"),
    "conference_cancelled": ("date", "booking"),
    "report_shared": ("date", "booking"),
    "cp_plan": ("start", "end", "id", "visit_every"),
    "visiting_frequency": ("start", "end", "plan", "every"),
    "cp_visit": ("date", "plan", "child_seen"),
    "cp_review_conference": ("date", "plan"),
    "cin_plan": ("start", "end", "id", "visit_every"),
    "cin_visit": ("date", "plan", "child_seen"),
    "looked_after": ("start", "end", "short_breaks"),
    "placement": ("start", "end", "id", "kind", "until_18"),
    "temporary_approval": ("start", "end", "placement"),
    "legal_status": ("start", "end", "code"),
    "cla_visit": ("date", "placement"),
    "cla_review": ("date",),
    "health_assessment": ("date",),
    "health_declined": ("date", "declined_by"),
    "pre_proceedings_letter": ("date", "id"),
    "pre_proceedings_meeting": ("date", "pre_proceedings"),
    "pre_proceedings_ended": ("date", "pre_proceedings"),
    "proceedings_issued": ("date", "id", "pre_proceedings"),
    "case_management_hearing": ("date", "proceedings"),
    "court_extension": ("date", "proceedings", "until"),
    "stay": ("start", "end", "proceedings"),
    "final_order": ("date", "proceedings"),
    "placed_for_adoption": ("start", "end"),
    "adoption_order": ("date",),
}
"""Columns of each table beside the child's: those of the vocabulary that carry something here."""


def write(book: Book, folder: Path) -> None:
    """Write the book as `extract/` and `truth.json`."""
    extract = folder / "extract"
    extract.mkdir(parents=True, exist_ok=True)
    for table, columns in COLUMNS.items():
        _write_table(extract / f"{table}.csv", ("child_id", *columns), book.facts[table])
    coverage = f"taken_on: {book.as_at.isoformat()}\ncomplete_from: {{}}\n"
    (extract / "extract.yaml").write_bytes(coverage.encode())
    (folder / "truth.json").write_bytes(_truth(book).encode())


def _write_table(path: Path, columns: Sequence[str], rows: Sequence[dict[str, str]]) -> None:
    lines = sorted([row.get(column, "") for column in columns] for row in rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(lines)


def _truth(book: Book) -> str:
    """Set out what the generator knows: one clock a line, sorted."""
    clocks = {rule: sorted(rows, key=_order) for rule, rows in sorted(book.clocks.items())}
    written = {
        "as_at": book.as_at.isoformat(),
        "seed": book.seed,
        "size": book.size,
        "measures": dict(sorted(book.figures.items())),
        "flaws": book.flaws,
    }
    head = json.dumps(written, indent=1).removesuffix("\n}")
    return f'{head},\n "clocks": {{{",".join(map(_rule, clocks, clocks.values()))}\n }}\n}}\n'


def _rule(rule: str, rows: Sequence[list[str | None]]) -> str:
    lines = ",".join(f"\n   {json.dumps(row)}" for row in rows)
    return f'\n  "{rule}": [{lines}]'


def _order(row: Sequence[str | None]) -> list[str]:
    return [each or "" for each in row]
