"""Workbooks: lists found by their headings, cells as a person sees them, and what cannot be read is refused."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.unit.extract_made import findings, refusals, write_files
from tests.unit.workbook_made import changed, write_workbook

from timeliness.extracts.readers.decoded import UnreadableError
from timeliness.extracts.readers.sheet import ROW
from timeliness.extracts.readers.tables import Table, Wanted
from timeliness.extracts.readers.workbook import Workbook

WANTED = {"visits": Wanted(headings=("Child", "Visited"), columns=("Child", "Visited"))}
FIRST_SHEET = "xl/worksheets/sheet1.xml"


def read(path: Path) -> Table:
    """The one list of a workbook that is known."""
    (sight,) = [each for each in Workbook(path).sights(WANTED) if each.name]
    return sight.read()


def refused(path: Path) -> str:
    with pytest.raises(UnreadableError) as error:
        _ = [each.read() for each in Workbook(path).sights(WANTED)]
    return str(error.value.problem)


@pytest.mark.parametrize("above", [0, 1, 9])
def test_a_list_is_found_by_its_headings_in_the_first_ten_rows_whatever_the_sheet_is_called(tmp_path, above):
    rows = [["A title", None]] * above + [["Child", "Visited"], ["1", date(2024, 1, 5)]]
    table = read(write_workbook(tmp_path / "w.xlsx", {"What is this": rows}))
    assert table.rows.select(ROW, "Child").rows() == [(above + 2, "1")]
    assert table.shown == "w.xlsx, sheet What is this"


def test_headings_further_down_are_not_looked_for(tmp_path):
    rows = [["A title", None]] * 10 + [["Child", "Visited"]]
    (sight,) = Workbook(write_workbook(tmp_path / "w.xlsx", {"a": rows})).sights(WANTED)
    assert sight.name is None


def test_rows_and_letters_are_those_that_a_person_sees(tmp_path):
    rows = [["Child", None, "Visited"], [None], ["1", None, date(2024, 1, 5)], ["  "], ["2", "note", date(2024, 1, 6)]]
    table = read(write_workbook(tmp_path / "w.xlsx", {"a": rows}, first_column=2))
    assert table.rows[ROW].to_list() == [3, 5]
    assert (table.letters["Child"], table.letters["Visited"]) == ("C", "E")
    assert table.rows.to_series(2).to_list() == [None, "note"]


def test_numbers_have_no_needless_decimals_and_dates_are_written_year_first(tmp_path):
    cells = [["Child", "Visited", "Age"], [1234567890123, date(2024, 1, 5), 7.0], ["0012", "05/01/2024", 7.5]]
    table = read(write_workbook(tmp_path / "w.xlsx", {"a": cells}))
    assert table.rows["Child"].to_list() == ["1234567890123", "0012"]
    assert table.rows["Visited"].to_list() == ["2024-01-05 00:00:00", "05/01/2024"]
    assert table.rows["Age"].to_list() == ["7", "7.5"]


def test_the_saved_result_of_a_formula_is_its_value_and_an_error_is_text_and_no_blank(tmp_path):
    cells = [["Child", "Visited"], ["1", "=B3|2024-01-05"], ["2", "=1/0|#DIV/0!"], ["3", "=NA()|#N/A"]]
    table = read(write_workbook(tmp_path / "w.xlsx", {"a": cells}))
    assert table.rows["Visited"].to_list() == ["2024-01-05", "#DIV/0!", "#N/A"]


def test_formulas_whose_results_were_not_saved_are_refused_where_they_would_be_read(tmp_path):
    book = openpyxl.Workbook()
    for row in [["Child", "Visited", "Late"], ["1", "=B9+5", "=B2>9"], ["2", "=B9+6", "=B3>9"]]:
        book.active.append(row)
    book.save(tmp_path / "w.xlsx")
    assert refused(tmp_path / "w.xlsx") == (
        "w.xlsx, sheet Sheet:2  The results of formulas were not saved (B2, B3): they would be taken for blanks. "
        "Open the workbook in Excel, and save it."
    )
    book.active["B2"], book.active["B3"] = date(2024, 1, 5), date(2024, 1, 6)
    book.save(tmp_path / "w.xlsx")
    assert read(tmp_path / "w.xlsx").rows.height == 2


def test_a_formula_whose_result_is_an_empty_text_was_saved(tmp_path):
    path = write_workbook(tmp_path / "w.xlsx", {"a": [["Child", "Visited"], ["1", '=""|x']]})
    changed(path, FIRST_SHEET, lambda xml: xml.replace(b"<v>x</v>", b"<v></v>"))
    assert read(path).rows.height == 1


def test_sheets_without_anything_in_them_are_no_tables_and_hidden_ones_are(tmp_path):
    path = write_workbook(tmp_path / "w.xlsx", {"empty": [], "a": [["Child", "Visited"]], "notes": [["x"]]})
    assert [(each.name, each.shown) for each in Workbook(path).sights(WANTED)] == [
        ("visits", "w.xlsx, sheet a"),
        (None, "w.xlsx, sheet notes"),
    ]


def test_two_columns_of_one_heading_are_refused(tmp_path):
    path = write_workbook(tmp_path / "w.xlsx", {"a": [["t"], ["Child", "Visited", "Child"]]})
    assert refused(path) == "w.xlsx, sheet a:2  Columns 1 and 3 have the same heading. Keep one of them."


# What is refused


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not a zip", "This is not a workbook that can be read."),
        (b"", "This is not a workbook that can be read."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "The workbook is locked with a password, or is of Excel 97-2003.",
        ),
    ],
)
def test_a_file_that_is_no_workbook_or_is_locked_is_refused(tmp_path, content, said):
    (tmp_path / "w.xlsx").write_bytes(content)
    assert refused(tmp_path / "w.xlsx").startswith(f"w.xlsx  {said}")


def test_a_zip_of_something_else_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "w.xlsx", "w") as file:
        file.writestr("notes.txt", "x")
    assert "This is not a workbook that can be read" in refused(tmp_path / "w.xlsx")


def test_a_workbook_that_unpacks_to_far_more_than_it_is_is_refused_before_it_is_unpacked(tmp_path):
    path = write_workbook(tmp_path / "w.xlsx", {"a": [["Child", "Visited"]]})
    rows = b"<row><c><v>1</v></c></row>" * 2_000_000
    changed(path, FIRST_SHEET, lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + rows))
    assert path.stat().st_size < 200_000
    assert "The workbook unpacks to 49 MB, more than is read." in refused(path)


def test_a_stray_cell_at_the_far_end_of_a_sheet_is_refused_with_its_row_and_column(tmp_path):
    path = write_workbook(tmp_path / "w.xlsx", {"a": [["Child", "Visited"]]})
    stray = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    changed(path, FIRST_SHEET, lambda xml: xml.replace(b"</sheetData>", stray))
    assert "sheet a  The sheet reaches to row 1,048,576 and column XFD, more than is read." in refused(path)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("w.xlsm", "A workbook with macros is not opened. Save it in Excel as .xlsx."),
        ("w.xls", "A workbook of Excel 97-2003 is not read. Save it in Excel as .xlsx."),
        ("w.xlsb", "A binary workbook is not read. Save it in Excel as .xlsx."),
    ],
)
def test_workbooks_of_other_kinds_are_refused_with_what_to_do(tmp_path, name, said):
    (tmp_path / name).write_bytes(b"x")
    assert refusals(tmp_path / name) == [f"{tmp_path / name}: {said}"]


def test_a_workbook_without_a_list_that_is_known_says_what_sheets_there_are(tmp_path):
    path = write_workbook(tmp_path / "w.xlsx", {"Costs": [["Item", "Price"]], "Notes": [["x"]]})
    assert refusals(path) == [
        "w.xlsx  No table in it has the headings of a return. There is: sheet Costs, sheet Notes."
    ]


def test_beside_files_that_are_known_a_workbook_of_something_else_is_listed_as_not_used(tmp_path):
    folder = write_files(tmp_path / "e", {"cp_plan.csv": "child_id,start,end\n1,2024-01-08,\n"})
    write_workbook(folder / "costs.xlsx", {"Costs": [["Item", "Price"]]})
    assert findings(folder) == [("file not used", "costs.xlsx", None, None)]
