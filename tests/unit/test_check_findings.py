"""Findings as a check shows them: each kind with its severity, each row with its heading, cell and team."""

from __future__ import annotations

import ast
import io
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from tests.unit.extract_made import evaluated, looked_at, opened, write_council, write_extract, write_files

import timeliness
from timeliness.engine import findings as engine
from timeliness.extracts import findings as extracts
from timeliness.reports.check import workbook as workbooks
from timeliness.reports.check.found import by_severity
from timeliness.reports.check.kinds import KINDS, SEVERITIES, rank
from timeliness.reports.check.workbook import workbook
from timeliness.resources import Folders
from timeliness.rulebook.calendars import CIVIL_LAST
from timeliness.runs.asked import Asked
from timeliness.runs.checking import check
from timeliness.runs.council import Council

SOURCE = Path(timeliness.__file__).parent
PLAN = {"child_id": "007", "start": "2024-01-08", "end": None}
VISIT = {"child_id": "007", "date": "2024-01-18"}


def declared() -> dict[str, str]:
    """Every kind of finding that extracts and the engine name, by its constant."""
    return {
        f"{module.__name__}.{name}": value
        for module in (extracts, engine)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str)
    }


# Kinds


def test_every_kind_of_finding_says_how_bad_it_is_what_it_means_and_what_to_do() -> None:
    assert len(declared()) > 30
    assert sorted(declared().values()) == sorted(KINDS)


@pytest.mark.parametrize("finding", KINDS)
def test_what_is_said_of_a_kind_is_a_sentence_each(finding: str) -> None:
    severity, means, to_do = KINDS[finding]
    assert severity in SEVERITIES
    for said in (means, to_do):
        assert said[0].isupper()
        assert said.endswith((".", "?"))
        assert len(said) > 10


def test_no_finding_is_made_under_a_name_that_is_not_one_of_the_kinds() -> None:
    """What is found is named by a constant: else a kind could come without anything said of it."""
    makers = {"found", "noted", "finding"}
    literal = [
        f"{path.name}:{node.lineno}"
        for path in (*SOURCE.rglob("extracts/**/*.py"), *SOURCE.rglob("engine/**/*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and _name(node.func) in makers and isinstance(node.args[0], ast.Constant)
    ]
    assert literal == []


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_the_kinds_come_the_worst_first_and_then_the_most_frequent(tmp_path: Path) -> None:
    visits = [VISIT, VISIT, VISIT | {"date": None}, VISIT | {"date": "2031-01-01"}, VISIT | {"date": "2031-01-02"}]
    found = looked_at(write_extract(tmp_path, {"cp_visit": visits})).kinds
    assert [(kind.finding, kind.number) for kind in found] == [
        ("dated after the as-at date", 2),
        ("no date", 1),
        ("exact duplicate", 1),
    ]
    assert [rank(kind.finding) for kind in found] == [0, 0, 2]
    assert {name: len(of) for name, of in by_severity(found).items()} == {
        "hides a child": 2,
        "moves a date": 0,
        "costs nothing": 1,
    }


# Where a finding stands


def places(folder: Path, **asked: Any) -> list[tuple]:
    return looked_at(folder, **asked).findings.select("finding", "row", "heading", "cell").rows()


def test_a_finding_of_a_facts_folder_names_the_cell_in_which_it_stands(tmp_path: Path) -> None:
    content = "worker,child_id,date\nW,007,2024-02-31\n"
    found = places(write_files(tmp_path, {"cp_visit.csv": content}))
    assert ("not a date", 2, "date", "C2") in found
    assert ("column not used", None, "worker", "A") in found


def test_a_finding_of_a_whole_row_names_no_cell(tmp_path: Path) -> None:
    assert places(write_extract(tmp_path, {"cp_visit": [VISIT, VISIT]})) == [("exact duplicate", 3, "", "")]


def test_a_child_that_is_not_named_is_missing_in_a_cell(tmp_path: Path) -> None:
    assert places(write_extract(tmp_path, {"cp_visit": [VISIT | {"child_id": ""}]})) == [
        ("no child id", 2, "child_id", "A2")
    ]


def test_parquet_has_headings_and_no_letters(tmp_path: Path) -> None:
    write_files(tmp_path, {})
    pl.DataFrame({"child_id": ["007"], "date": ["2031-01-01"]}).write_parquet(tmp_path / "cp_visit.parquet")
    assert places(tmp_path) == [("dated after the as-at date", 1, "date", "")]


MAPPING = """\
id: mapped
title: A table made for a test
dates: iso
tables: {cases: {headings: [Person, Held]}}
facts:
  - {fact: cp_visit, table: cases, columns: {child_id: Person, date: [Visited, Seen on]}}
  - {fact: initial_cp_conference, table: cases, columns: {child_id: Person, date: Held}, where: {Held: known}}
  - fact: initial_cp_conference
    table: cases
    columns: {child_id: Person, date: Held again}
    where: {Held again: known}
"""


@pytest.fixture
def mapped(tmp_path: Path) -> Council:
    council = write_council(tmp_path / "council")
    (council / "rules" / "local" / "own.yaml").unlink()
    (council / "mappings").mkdir()
    (council / "mappings" / "mapped.yaml").write_text(MAPPING, encoding="utf-8")
    return Council(folders=Folders(council))


def test_a_finding_of_a_mapped_extract_names_the_heading_in_the_file(tmp_path: Path, mapped: Council) -> None:
    cases = "Person,Held,Held again,Seen on\n1,2024-01-09,,2024-02-30\n1,,2031-01-09,2024-01-15\n"
    folder = write_files(tmp_path / "extract", {"cases.csv": cases})
    found = check(Asked(folder, CIVIL_LAST, council=mapped)).findings
    visits = found.filter(pl.col("table") == "cp_visit").select("finding", "heading", "cell").rows()
    assert ("not a date", "Seen on", "D2") in visits
    held = found.filter(pl.col("table") == "initial_cp_conference").select("finding", "heading", "cell").rows()
    assert held == [("dated after the as-at date", "Held or Held again", "")]


def test_the_findings_of_a_run_have_headings_and_cells_too(tmp_path: Path) -> None:
    folder = write_extract(tmp_path, {"cp_plan": [PLAN], "cp_visit": [VISIT | {"date": None}]})
    found = evaluated(folder, opened(folder).taken_on, ["cp-visit"]).findings
    assert ("no date", "date", "B2") in found.select("finding", "heading", "cell").rows()


# The workbook


def sheets(content: bytes) -> dict[str, list[dict[str, Any]]]:
    """The rows of every sheet by its headings."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = {}
    for sheet in book:
        headings, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(headings, row, strict=True)) for row in rows]
    return found


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    held = [{"child_id": "007", "start": "2023-01-01", "end": None, "team": "=North"}]
    people = [{"child_id": "007", "born": "2014-02-03", "name": "Zebedee"}]
    visits = [VISIT, VISIT, VISIT | {"date": "2024-02-31"}, VISIT | {"child_id": "008", "date": "Zebedee"}]
    return write_extract(tmp_path / "odd", {"cp_visit": visits, "allocation": held, "child": people})


def test_the_workbook_has_every_finding_with_file_cell_child_and_team(odd: Path) -> None:
    checked = looked_at(odd)
    rows = sheets(workbook(checked))["Rows"]
    assert len(rows) == checked.findings.height
    first = next(row for row in rows if row["Finding"] == "not a date" and row["Child"] == "007")
    assert {name: first[name] for name in ("Severity", "File", "Row", "Column", "Heading", "Team", "Table")} == {
        "Severity": "hides a child",
        "File": "cp_visit.csv",
        "Row": 4,
        "Column": "B",
        "Heading": "date",
        "Team": "=North",
        "Table": "cp_visit",
    }
    assert first["What it means"] == KINDS["not a date"].means
    assert [row["Team"] for row in rows if row["Child"] == "008"] == ["Unallocated"] * 3


def test_the_workbook_has_every_kind_with_its_number_and_what_to_do(odd: Path) -> None:
    checked = looked_at(odd)
    kinds = sheets(workbook(checked))["Kinds"]
    assert {row["Finding"]: row["Number"] for row in kinds} == {kind.finding: kind.number for kind in checked.kinds}
    assert sum(row["Number"] for row in kinds) == checked.findings.height
    assert all(row["What to do"] == KINDS[row["Finding"]].to_do for row in kinds)


def test_nothing_of_a_child_but_the_id_is_in_the_workbook_and_no_text_is_a_formula(odd: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(looked_at(odd))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not any("Zebedee" in str(cell.value) or "2014" in str(cell.value) for cell in cells)
    assert {cell.data_type for cell in cells} == {"s", "n"}


def test_the_rows_can_be_filtered_and_their_headings_stay(odd: Path) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(looked_at(odd))))["Rows"]
    assert sheet.auto_filter.ref == f"A1:N{sheet.max_row}"
    assert sheet.freeze_panes == "B2"


def test_more_rows_than_a_sheet_takes_go_on_to_another(odd: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST", 2)
    checked = looked_at(odd)
    found = sheets(workbook(checked))
    parts = [name for name in found if name.startswith("Rows")]
    assert parts[:2] == ["Rows", "Rows 2"]
    assert sum(len(found[name]) for name in parts) == checked.findings.height


def test_a_workbook_without_findings_has_its_headings(tmp_path: Path) -> None:
    found = sheets(workbook(looked_at(write_extract(tmp_path, {"cp_visit": [VISIT]}))))
    assert (found["Kinds"], found["Rows"]) == ([], [])
    assert "About" in found
