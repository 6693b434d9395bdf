"""Files as councils have them become tables of text: encodings, separators, headings, rows; Parquet beside CSV."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeliness.extracts.readers.decoded import UnreadableError, called
from timeliness.extracts.readers.files import headings, table_of
from timeliness.extracts.readers.sheet import ROW, rows_of, sheet

TEXT = "child_id,date,worker\n001,2024-03-09,Zoë Café\n"
ROWS = [{ROW: 2, "child_id": "001", "date": "2024-03-09", "worker": "Zoë Café"}]


def read(folder: Path, content: str | bytes, name: str = "cp_visit.csv") -> list[dict]:
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return table_of(path).rows.to_dicts()


def refused(folder: Path, content: str | bytes, name: str = "cp_visit.csv") -> str:
    """What is said of a file that cannot be read; its headings are no easier to read than its rows."""
    with pytest.raises(UnreadableError) as error:
        read(folder, content, name)
    return str(error.value.problem)


# Encodings


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
    ],
    ids=["UTF-8", "UTF-8 with mark", "UTF-16 LE", "UTF-16 BE", "Windows-1252"],
)
def test_the_same_text_is_read_in_every_encoding_that_excel_writes(content, tmp_path):
    assert read(tmp_path, content) == ROWS
    assert headings(tmp_path / "cp_visit.csv") == ["child_id", "date", "worker"]


def test_nul_bytes_are_refused_with_their_row(tmp_path):
    said = refused(tmp_path, TEXT + "002\0,2024-03-10,\n")
    assert said.startswith("cp_visit.csv:3  There are NUL bytes here")
    assert "Save it as text in UTF-8" in said


def test_utf_16_without_its_mark_is_refused_and_not_taken_for_windows_1252(tmp_path):
    assert "UTF-16 without its mark" in refused(tmp_path, TEXT.encode("utf-16-le"))


def test_utf_16_that_breaks_off_is_refused(tmp_path):
    assert "begins as UTF-16 and does not go on so" in refused(tmp_path, b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1])


def test_a_byte_that_is_of_no_encoding_is_refused_with_its_row(tmp_path):
    said = refused(tmp_path, b"child_id,worker\n1,a\n2,\x81\n")
    assert said.startswith("cp_visit.csv:3  A character here is neither UTF-8 nor Windows-1252.")


# Rows and lines


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_do_on_every_system(end, tmp_path):
    assert read(tmp_path, TEXT.replace("\n", end)) == ROWS


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("first", ["", "sep={}\n"], ids=["found", "declared"])
def test_the_separator_is_found_or_declared_as_excel_does(separator, first, tmp_path):
    found = read(tmp_path, first.format(separator) + TEXT.replace(",", separator))
    assert found == [{**ROWS[0], ROW: 3 if first else 2}]


def test_rows_count_as_a_spreadsheet_counts_them(tmp_path):
    """Blank rows and rows of blanks count and are no facts; a line break inside a cell does not begin a row."""
    content = 'child_id,worker\n1,"Ann\nLee"\n\n , \n,\n"",""\n2,Bob\n\n\n'
    assert read(tmp_path, content) == [
        {ROW: 2, "child_id": "1", "worker": "Ann\nLee"},
        {ROW: 7, "child_id": "2", "worker": "Bob"},
    ]


def test_values_keep_quotes_separators_and_leading_zeros(tmp_path):
    found = read(tmp_path, 'child_id,worker\n007,"Lee, ""Bo"" Ann"\n')
    assert found == [{ROW: 2, "child_id": "007", "worker": 'Lee, "Bo" Ann'}]


def test_a_last_line_without_its_end_is_a_row(tmp_path):
    assert read(tmp_path, TEXT.rstrip("\n")) == ROWS


def test_rows_with_more_or_fewer_cells_than_headings_are_refused_all_at_once(tmp_path):
    said = refused(tmp_path, "child_id,date\n1,2024-03-09\n2\n3,2024-03-09\n4,2024-03-09,x,y\n")
    assert said.startswith("cp_visit.csv:3  The number of cells in this row is 1, the number of headings 2.")
    assert "So it is in row 5." in said


def test_spare_separators_behind_a_row_are_nothing(tmp_path):
    assert read(tmp_path, "child_id,worker\n1,Ann,,\n") == [{ROW: 2, "child_id": "1", "worker": "Ann"}]


def test_a_line_under_the_table_is_refused_and_not_taken_for_a_child(tmp_path):
    assert refused(tmp_path, "child_id,date\n1,2024-03-09\nTotal: 1\n").startswith("cp_visit.csv:3  ")


@pytest.mark.parametrize("row", ['2,"2024-03-09', '2,"2024"-03-09'])
def test_a_quote_that_does_not_end_is_refused_with_its_row(row, tmp_path):
    said = refused(tmp_path, f"child_id,date\n1,2024-03-09\n{row}\n3,2024-03-09\n")
    assert said.startswith("cp_visit.csv:3  The row cannot be read")
    assert "Check its quotes" in said


CELL = st.sampled_from(
    ["", " ", "\u00a0", "a", '"b"', '"c,d"', '"e\nf"', '""', '" "', '"g""h"', "0", ' "l"', 'i"j', "\t"]
)
LINES = st.lists(st.lists(CELL, min_size=0, max_size=4).map(",".join), max_size=5)


@given(st.integers(1, 3), LINES, st.sampled_from(["", "\n", "\n\n"]))
def test_the_fast_way_of_reading_rows_reads_what_the_standard_library_reads(width, lines, end):
    text = "\n".join([",".join("hijk"[:width]), *lines]) + end
    taken = sheet(text, "it.csv")
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        plain = [(number, cells) for number, cells in enumerate(reader, 1) if number > 1 and "".join(cells).strip()]
    except csv.Error:
        plain = None
    if plain is None or any(len(cells) < width or "".join(cells[width:]).strip() for _, cells in plain):
        with pytest.raises(UnreadableError):
            rows_of(taken)
        return
    found = [(number, [cell or "" for cell in cells]) for number, *cells in rows_of(taken).rows()]
    assert found == [(number, cells[:width]) for number, cells in plain]


# Headings


@pytest.mark.parametrize("content", ["", "\n\n", " , \n1,2\n", "\ufeff"])
def test_a_file_without_headings_is_refused(content, tmp_path):
    said = refused(tmp_path, content)
    assert said.startswith("cp_visit.csv:1  There are no headings.")
    assert "a table without rows has them too" in said


def test_headings_without_rows_are_a_table_without_rows(tmp_path):
    for content in ("child_id,date", "child_id,date\n", "child_id,date\n\n"):
        assert read(tmp_path, content) == []
        assert headings(tmp_path / "cp_visit.csv") == ["child_id", "date"]


def test_headings_are_trimmed_and_may_stand_in_quotes(tmp_path):
    assert read(tmp_path, '" child_id","visit\nmade "\n1,x\n') == [{ROW: 2, "child_id": "1", "visit\nmade": "x"}]


def test_a_column_with_neither_heading_nor_value_is_left_out_and_one_with_values_is_kept(tmp_path):
    assert list(read(tmp_path, "child_id,,,\n1,,x,\n")[0]) == [ROW, "child_id", "(column 3 has no heading)"]


def test_two_columns_with_one_heading_are_refused_by_their_numbers_and_the_heading_is_not_repeated(tmp_path):
    """Where a file has no headings, a child's data stand in their place."""
    said = refused(tmp_path, "1,Zebedee,2009-05-17, Zebedee \n")
    assert said == "cp_visit.csv:1  Columns 2 and 4 have the same heading. Keep one of them."


# Parquet and names


def test_a_parquet_file_keeps_its_types_and_counts_its_rows_from_one(tmp_path):
    pl.DataFrame({" child_id": ["001"], "date": [date(2024, 3, 9)]}).write_parquet(tmp_path / "cp_visit.parquet")
    assert table_of(tmp_path / "cp_visit.parquet").rows.to_dicts() == [
        {ROW: 1, "child_id": "001", "date": date(2024, 3, 9)}
    ]
    assert headings(tmp_path / "cp_visit.parquet") == ["child_id", "date"]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1 not really PAR1", b"child_id,date\n1,2024-03-09\n"])
def test_what_is_no_parquet_file_is_refused(content, tmp_path):
    said = refused(tmp_path, content, "cp_visit.parquet")
    assert said == "cp_visit.parquet  This is not a Parquet file that can be read. Export it again."


def test_a_parquet_file_that_was_cut_off_anywhere_is_refused(tmp_path):
    path = tmp_path / "cp_visit.parquet"
    pl.DataFrame({"child_id": ["001"], "date": [date(2024, 3, 9)]}).write_parquet(path)
    whole = path.read_bytes()
    for length in range(0, len(whole), 7):
        assert "not a Parquet file that can be read" in refused(tmp_path, whole[:length], path.name)


def test_a_panic_inside_polars_is_a_refusal_though_it_is_no_exception(tmp_path, monkeypatch):
    def panic(_: Path) -> None:
        raise pl.exceptions.PanicException("001 was read")

    monkeypatch.setattr(pl, "read_parquet", panic)
    said = refused(tmp_path, b"PAR1", "cp_visit.parquet")
    assert said == "cp_visit.parquet  This is not a Parquet file that can be read. Export it again."


def test_a_parquet_file_without_columns_is_refused(tmp_path):
    pl.DataFrame().write_parquet(tmp_path / "cp_visit.parquet")
    with pytest.raises(UnreadableError, match="There are no headings"):
        table_of(tmp_path / "cp_visit.parquet")


@pytest.mark.parametrize("name", ["cp_visit.csv", "cp_visit.parquet"])
def test_a_folder_or_a_broken_link_in_the_place_of_a_file_is_refused(name, tmp_path):
    (tmp_path / name).mkdir()
    with pytest.raises(UnreadableError, match="a folder, or a link that leads nowhere"):
        table_of(tmp_path / name)
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere")
    with pytest.raises(UnreadableError, match="a link that leads nowhere"):
        headings(tmp_path / "gone.csv")


def test_a_name_can_always_be_written(monkeypatch, tmp_path):
    assert called(tmp_path / "caf\udce9.csv") == "caf?.csv"
    monkeypatch.chdir(tmp_path)
    assert called(Path()) == tmp_path.name
