"""Text becomes values: dates in one way a column, yes and no, whole numbers, times; identifiers stay as they are."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.unit.extract_made import findings, refusals, table, write_files

VISIT = "child_id,date,{}\n"


def read(folder: Path, column: str, values: list[str]) -> list[Any]:
    """Values of a column of cp_visit as they are read."""
    rows = "".join(f'{number},2024-03-01,"{value}"\n' for number, value in enumerate(values))
    write_files(folder, {"cp_visit.csv": VISIT.format(column) + rows})
    return [row[column] for row in table(folder, "cp_visit")]


def write_days(folder: Path, days: list[str], declared: str = "") -> Path:
    """An extract with visits on these days."""
    rows = "".join(f'{number},"{day}"\n' for number, day in enumerate(days))
    dates = f"dates: {{cp_visit.date: {declared}}}\n" if declared else ""
    return write_files(folder, {"cp_visit.csv": "child_id,date\n" + rows}, f"taken_on: 2024-12-31\n{dates}")


def days(folder: Path, written: list[str], declared: str = "") -> list[str]:
    """The days that are read of a column of dates, as text."""
    return [str(row["date"]) for row in table(write_days(folder, written, declared), "cp_visit")]


# Dates


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (["2024-04-03", "2024-12-25"], ["2024-04-03", "2024-12-25"]),
        (["2024-4-3"], ["2024-04-03"]),
        (["2024-04-03 00:00:00", "2024-12-25T10:30"], ["2024-04-03", "2024-12-25"]),
        (["03/04/2024", "25/12/2024"], ["2024-04-03", "2024-12-25"]),
        (["3/4/2024"], ["2024-04-03"]),
        (["03-04-2024", "03.04.2024"], ["2024-04-03", "2024-04-03"]),
        (["03/04/2024 10:30:00"], ["2024-04-03"]),
        ([" 03/04/2024 ", "", "NULL", "n/a"], ["2024-04-03", "None", "None", "None"]),
        (["29/02/2024", "29/02/2023"], ["2024-02-29", "None"]),
    ],
)
def test_a_column_of_dates_is_year_month_day_or_day_month_year(written, read_as, tmp_path):
    assert days(tmp_path, written) == read_as


def test_a_day_that_is_not_in_the_calendar_is_a_finding_and_the_fact_stays(tmp_path):
    folder = write_days(tmp_path, ["2024-02-29", "2024-02-30", "2024-13-01", "on 3 May"])
    found = [each for each in findings(folder) if each[0] == "not a date"]
    assert found == [("not a date", "cp_visit.date", "cp_visit.csv", row) for row in (3, 4, 5)]
    assert len(table(folder, "cp_visit")) == 4


def test_a_column_with_two_formats_is_refused_with_the_rows_of_each(tmp_path):
    (said,) = refusals(write_days(tmp_path, ["2024-04-03", "25/12/2024", "2024-05-01", *["1/1/2024"] * 7]))
    assert said.startswith("cp_visit.csv  How the dates in 'date' are written cannot be told: ")
    assert "year-month-day in rows 2, 4; day/month/year in rows 3, 5, 6, 7, 8 and 3 more." in said
    assert "dates: {cp_visit.date: day-first}" in said


@pytest.mark.parametrize("day", ["12/25/2024", "4/13/2024", "04-13-2024 10:00"])
def test_a_column_with_a_month_that_is_none_may_be_month_day_year_and_is_refused(day, tmp_path):
    (said,) = refusals(write_days(tmp_path, ["03/04/2024", day]))
    assert "day/month/year in row 2; month/day/year in row 3." in said
    assert "3/4 may be March or April, so nothing is guessed." in said


def test_a_declared_format_holds_and_what_is_not_so_is_a_finding(tmp_path):
    folder = write_days(tmp_path, ["03/04/2024", "12/25/2024", "2024-04-03"], "day-first")
    assert [str(row["date"]) for row in table(folder, "cp_visit")] == ["2024-04-03", "None", "None"]
    assert [each[3] for each in findings(folder) if each[0] == "not a date"] == [3, 4]
    assert days(tmp_path, ["2024-04-03", "03/04/2024"], "iso") == ["2024-04-03", "None"]


@pytest.mark.parametrize("other", ["3 May 2024", "3-Apr-24", "03/04/24", "45385", "20240403", "2024-04-03T10:00:00Z"])
def test_a_format_that_is_not_read_is_refused_before_every_child_looks_unseen(other, tmp_path):
    (said,) = refusals(write_days(tmp_path, [other, other]))
    assert said.startswith("cp_visit.csv  None of the dates in 'date' can be read (rows 2, 3).")
    assert "They must be written year-month-day or day/month/year." in said
    assert other not in said


def test_dates_that_are_none_as_declared_are_refused(tmp_path):
    (said,) = refusals(write_days(tmp_path, ["2024-04-03"], "day-first"))
    assert "They must be written day/month/year, as is declared." in said


def test_words_are_no_dates_and_each_is_a_finding(tmp_path):
    plans = "child_id,start,end\n1,2024-01-01,ongoing\n2,2024-01-01,ongoing\n"
    folder = write_files(tmp_path, {"cp_plan.csv": plans})
    assert [row["end"] for row in table(folder, "cp_plan")] == [None, None]
    assert findings(folder) == [("not a date", "cp_plan.end", "cp_plan.csv", row) for row in (2, 3)]


def test_a_date_that_no_duty_rests_on_is_a_finding_however_it_is_written(tmp_path):
    folder = write_files(tmp_path, {"child.csv": "child_id,born,died\n1,2014-05-01,May 2023\n"})
    assert findings(folder) == [("not a date", "child.died", "child.csv", 2)]


def test_every_mixed_column_of_every_file_is_refused_at_once(tmp_path):
    mixed = "child_id,start,end\n1,2024-01-01,2024-02-01\n2,01/01/2024,01/02/2024\n"
    said = refusals(write_files(tmp_path, {"cp_plan.csv": mixed, "stay.csv": mixed}))
    assert [(each.split("  ")[0], each.split("'")[1]) for each in said] == [
        ("cp_plan.csv", "end"),
        ("cp_plan.csv", "start"),
        ("stay.csv", "end"),
        ("stay.csv", "start"),
    ]


# Yes and no, numbers, times


def test_yes_and_no_in_every_way_they_are_written(tmp_path):
    yes, no = ["true", "TRUE", "True", "yes", "Y", "y", "t", "1", "1.0", " Yes "], ["false", "No", "n", "F", "0", "0.0"]
    assert read(tmp_path, "child_seen", [*yes, *no, ""]) == [*[True] * len(yes), *[False] * len(no), None]


def test_what_is_neither_yes_nor_no_is_a_finding_and_unknown(tmp_path):
    assert read(tmp_path, "child_seen", ["yes", "seen", "2"]) == [True, None, None]
    found = [each for each in findings(tmp_path) if each[0] == "not yes or no"]
    assert found == [("not yes or no", "cp_visit.child_seen", "cp_visit.csv", row) for row in (3, 4)]


def test_whole_numbers(tmp_path):
    rows = [10, "10.0", "010", "+10", "-1", "ten", "10.5", "1e1", 2**63, ""]
    plans = "child_id,start,end,visit_every\n" + "".join(f"1,2024-01-01,,{value}\n" for value in rows)
    folder = write_files(tmp_path, {"cp_plan.csv": plans})
    assert [row["visit_every"] for row in table(folder, "cp_plan")] == [
        10,
        10,
        10,
        10,
        -1,
        None,
        None,
        None,
        None,
        None,
    ]
    assert [each[3] for each in findings(folder) if each[0] == "not a whole number"] == [7, 8, 9, 10]


def test_times_of_day(tmp_path):
    assert read(tmp_path, "time", ["9:30", "09:30:15", "23:59", ""]) == [time(9, 30), time(9, 30), time(23, 59), None]
    assert read(tmp_path, "time", ["24:00", "noon", "9.30"]) == [None] * 3
    assert [each[3] for each in findings(tmp_path) if each[0] == "not a time of day"] == [2, 3, 4]


def test_a_time_behind_a_date_is_its_time_but_midnight_which_exports_write_behind_every_date(tmp_path):
    folder = write_days(tmp_path, ["2024-03-01 09:30", "2024-03-01T00:00:00.000", "2024-03-02", "2024-03-02 25:00"])
    assert [row["time"] for row in table(folder, "cp_visit")] == [time(9, 30), None, None, None]
    assert ("not a time of day", "cp_visit.date", "cp_visit.csv", 5) in findings(folder)


def test_where_every_time_is_midnight_there_is_none(tmp_path):
    folder = write_days(tmp_path, ["2024-03-01 00:00:00", "2024-03-02 0:00"])
    assert table(folder, "cp_visit") == [
        {"child_id": "0", "date": date(2024, 3, 1)},
        {"child_id": "1", "date": date(2024, 3, 2)},
    ]


# Identifiers and text


def test_identifiers_are_trimmed_and_keep_their_zeros_and_their_case(tmp_path):
    folder = write_files(tmp_path, {"cp_plan.csv": "child_id,start,end,id\n  0012 ,2024-01-01,, aB \n"})
    assert [(row["child_id"], row["id"]) for row in table(folder, "cp_plan")] == [("0012", "aB")]
    assert findings(folder) == []


@pytest.mark.parametrize("changed", ["12.0", "1.23E+07", "1E+07"])
def test_an_identifier_of_which_a_spreadsheet_made_a_number_is_a_finding_and_kept(changed, tmp_path):
    folder = write_files(tmp_path, {"cp_visit.csv": f"child_id,date,plan\n1,2024-01-01,{changed}\n"})
    assert table(folder, "cp_visit")[0]["plan"] == changed
    said = "id written as a decimal number: digits may have changed"
    assert (said, "cp_visit.plan", "cp_visit.csv", 2) in findings(folder)


def test_what_stands_for_nothing_is_nothing_in_whatever_case(tmp_path):
    words = ["", " ", "null", "NULL", "NaN", "NaT", "None", "n/a", "N/A", "#N/A", "Nan", "none at all"]
    assert read(tmp_path, "plan", words) == [None] * 11 + ["none at all"]


# Typed values


def typed(folder: Path, **columns: Any) -> list[dict[str, Any]]:
    """The rows of visits that a Parquet file has."""
    pl.DataFrame({"child_id": ["1", "2"], **columns}).write_parquet(write_files(folder, {}) / "cp_visit.parquet")
    return table(folder, "cp_visit")


MARCH = [date(2024, 3, 1), date(2024, 3, 2)]


@pytest.mark.parametrize(
    "ids",
    [
        pl.Series([17, 18]),
        pl.Series([17.0, 18.0]),
        pl.Series([Decimal(17), Decimal(18)]),
        pl.Series(["17", "18"], dtype=pl.Categorical),
        pl.Series(["17", "18"], dtype=pl.Enum(["18", "17"])),
        pl.Series(["17 ", " 18"]),
    ],
    ids=lambda series: str(series.dtype),
)
def test_identifiers_of_every_type_become_text(ids, tmp_path):
    assert [row["child_id"] for row in typed(tmp_path, child_id=ids, date=MARCH)] == ["17", "18"]
    assert findings(tmp_path) == []


def test_moments_become_a_day_and_a_time_as_the_clock_shows_them_in_london(tmp_path):
    moments = [datetime(2024, 7, 1, 23, 30), datetime(2024, 7, 1)]  # noqa: DTZ001
    plain = typed(tmp_path, date=moments)
    assert [(row["date"], row["time"]) for row in plain] == [(date(2024, 7, 1), time(23, 30)), (date(2024, 7, 1), None)]
    zoned = typed(tmp_path, date=[moment.replace(tzinfo=UTC) for moment in moments])
    assert [(row["date"], row["time"]) for row in zoned] == [
        (date(2024, 7, 2), time(0, 30)),
        (date(2024, 7, 1), time(1, 0)),
    ]


def test_typed_columns_are_taken_as_they_are_or_read_as_their_text(tmp_path):
    rows = typed(tmp_path, date=MARCH, child_seen=[1, 0], plan=[7, None], time=[time(9, 30, 15), None])
    assert [(row["child_seen"], row["plan"], row["time"]) for row in rows] == [
        (True, "7", time(9, 30, 15)),
        (False, None, None),
    ]
    assert typed(tmp_path, date=["01/03/2024", "02/03/2024"]) == typed(tmp_path, date=MARCH)


def test_a_typed_day_outside_the_calendar_is_a_finding(tmp_path):
    far = pl.Series([10_000_000, 19_783], dtype=pl.Int32).cast(pl.Date)
    assert [row["date"] for row in typed(tmp_path, date=far)] == [None, date(2024, 3, 1)]
    assert ("not a date", "cp_visit.date", "cp_visit.parquet", 1) in findings(tmp_path)


def test_columns_of_types_that_have_no_text_are_refused_all_at_once(tmp_path):
    pl.DataFrame({"child_id": [["1"]], "date": [b"\xff"], "plan": [{"a": 1}]}).write_parquet(
        write_files(tmp_path, {}) / "cp_visit.parquet"
    )
    said = refusals(tmp_path)
    assert [each.split("'")[1] for each in said] == ["child_id", "date", "plan"]
    assert all("Export it as text, a date, a number or true/false." in each for each in said)


def test_a_column_of_the_wrong_type_throughout_is_refused_or_found(tmp_path):
    typed_wrong = {"child_id": ["1"], "date": [20240301], "child_seen": [date(2024, 1, 1)]}
    pl.DataFrame(typed_wrong).write_parquet(write_files(tmp_path, {}) / "cp_visit.parquet")
    (said,) = refusals(tmp_path)
    assert "None of the dates in 'date' can be read (row 1)." in said
