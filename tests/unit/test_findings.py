"""Findings: what cannot be so is counted with its file and row, judged all the same, and never lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.unit.extract_made import evaluated, findings, looked_at, opened, rulebook, write_extract, write_files

from timeliness.facts import FINDINGS, SOURCE_ROWS

PLAN = {"child_id": "1", "start": "2024-01-08", "end": None, "visit_every": 10}
VISIT = {"child_id": "1", "date": "2024-01-18", "child_seen": "true"}


def write(folder: Path, **tables: list[dict[str, Any]]) -> Path:
    return write_extract(folder / "extract", tables)


def clocks(folder: Path, *columns: str) -> list[tuple]:
    """The clocks of cp-visit as at the end of March."""
    return (
        evaluated(folder, date(2024, 3, 31), ["cp-visit"])
        .clocks.with_columns(pl.col("status").cast(pl.String))
        .select(*columns)
        .rows()
    )


# Facts that cannot be so


def test_a_spell_that_ends_before_it_starts_is_found_and_its_clock_says_so(tmp_path):
    folder = write(tmp_path, cp_plan=[PLAN | {"end": "2024-01-07"}], cp_visit=[])
    assert findings(folder) == [
        ("ends before it starts", "cp_plan.end", "cp_plan.csv", 2),
        ("no row under the headings", "cp_visit", "cp_visit.csv", None),
    ]
    assert clocks(folder, "status", "reason") == [("unassessable", "spell ends before it starts")]


def test_a_spell_of_one_day_is_in_order(tmp_path):
    assert findings(write(tmp_path, cp_plan=[PLAN | {"end": "2024-01-08"}])) == []


@pytest.mark.parametrize(("day", "is_odd"), [("2023-06-30", True), ("2023-07-01", False), ("2024-04-01", False)])
def test_a_fact_more_than_nine_months_before_birth_is_found_and_one_of_an_unborn_child_is_not(day, is_odd, tmp_path):
    child = [{"child_id": "1", "born": "2024-04-01"}]
    folder = write(tmp_path, child=child, cp_visit=[VISIT | {"date": day}], cp_plan=[PLAN | {"start": day}])
    found = [each for each in findings(folder, date(2024, 4, 30)) if each[0] == "more than nine months before birth"]
    assert [(place, row) for _, place, _, row in found] == (
        [("cp_plan.start", 2), ("cp_visit.date", 2)] if is_odd else []
    )


@pytest.mark.parametrize(("as_at", "rows"), [("2024-01-17", [2, 3]), ("2024-01-18", [3]), ("2024-01-19", [])])
def test_an_event_after_the_as_at_date_is_found(as_at, rows, tmp_path):
    folder = write(tmp_path, cp_visit=[VISIT, VISIT | {"date": "2024-01-19"}])
    assert findings(folder, date.fromisoformat(as_at)) == [
        ("dated after the as-at date", "cp_visit.date", "cp_visit.csv", row) for row in rows
    ]


def test_without_an_as_at_date_it_is_the_day_on_which_the_extract_was_taken(tmp_path):
    folder = write_extract(tmp_path / "extract", {"cp_visit": [VISIT]}, "taken_on: 2024-01-17\n")
    assert [each[0] for each in findings(folder)] == ["dated after the as-at date"]
    (folder / "extract.yaml").unlink()
    assert findings(folder) == []


def test_a_spell_after_the_as_at_date_is_found_once_and_one_that_ends_after_it_by_its_end(tmp_path):
    plans = [
        PLAN | {"start": "2024-04-01", "end": "2024-05-01"},
        PLAN | {"end": "2024-05-01"},
        PLAN | {"start": None, "end": "2024-05-01"},
    ]
    found = findings(write(tmp_path, cp_plan=plans))
    assert [each[1:] for each in found if each[0] == "dated after the as-at date"] == [
        ("cp_plan.start", "cp_plan.csv", 2),
        ("cp_plan.end", "cp_plan.csv", 3),
        ("cp_plan.end", "cp_plan.csv", 4),
    ]


def test_a_day_of_another_century_is_found(tmp_path):
    found = findings(write(tmp_path, cp_visit=[VISIT | {"date": "1899-12-31"}, VISIT | {"date": "1900-01-01"}]))
    assert found == [("dated before 1900", "cp_visit.date", "cp_visit.csv", 2)]


def test_a_child_who_died_before_birth_is_found(tmp_path):
    children = [{"child_id": "1", "born": "2014-01-02", "died": "2014-01-01"}, {"child_id": "2", "born": "2014-01-01"}]
    assert findings(write(tmp_path, child=children)) == [("died before birth", "child.died", "child.csv", 2)]


# Rows that repeat others


def test_exact_duplicates_are_one_fact_and_each_further_row_is_found(tmp_path):
    folder = write(tmp_path, cp_plan=[PLAN], cp_visit=[VISIT, VISIT | {"child_seen": "false"}, VISIT, VISIT])
    assert findings(folder) == [("exact duplicate", "cp_visit", "cp_visit.csv", row) for row in (4, 5)]
    facts, _ = opened(folder).facts(rulebook().vocabulary)
    assert [source % SOURCE_ROWS for source in facts.tables["cp_visit"].collect()["source"]] == [2, 3]


def test_rows_are_duplicates_whatever_the_way_in_which_their_values_are_written(tmp_path):
    visits = "child_id,date,child_seen\n1,18/01/2024,true\n 1 ,18-1-2024,Y\n01,18/01/2024,true\n"
    folder = write_files(tmp_path, {"cp_visit.csv": visits})
    assert findings(folder) == [("exact duplicate", "cp_visit", "cp_visit.csv", 3)]


def test_a_duplicate_that_cannot_be_so_is_found_as_often_as_it_stands_there(tmp_path):
    folder = write(tmp_path, cp_visit=[VISIT | {"date": "2031-01-01"}] * 3)
    assert sorted(each[0] for each in findings(folder)) == [
        *["dated after the as-at date"] * 3,
        *["exact duplicate"] * 2,
    ]


# Children


def test_facts_without_a_child_are_found_and_their_clocks_cannot_be_judged(tmp_path):
    folder = write(tmp_path, cp_plan=[PLAN | {"child_id": None}, PLAN], cp_visit=[VISIT | {"child_id": " "}])
    assert findings(folder) == [
        ("no child id", "cp_plan.child_id", "cp_plan.csv", 2),
        ("no child id", "cp_visit.child_id", "cp_visit.csv", 2),
    ]
    assert clocks(folder, "child_id", "status", "reason") == [
        (None, "unassessable", "child missing"),
        ("1", "overdue", None),
    ]


def test_a_child_who_is_not_in_the_child_table_is_found_where_a_file_first_names_them(tmp_path):
    children = [{"child_id": "2", "born": "2014-01-01"}]
    folder = write(tmp_path, child=children, cp_plan=[PLAN, PLAN | {"child_id": "2"}], cp_visit=[])
    assert findings(folder)[0] == ("child is not in the child table", "cp_plan.child_id", "cp_plan.csv", 2)
    assert clocks(folder, "child_id", "status", "reason") == [
        ("1", "unassessable", "child missing"),
        ("2", "overdue", None),
    ]


def test_without_a_child_table_nobody_is_missing_from_it(tmp_path):
    assert findings(write(tmp_path, cp_plan=[PLAN])) == []


def test_of_a_child_who_is_in_the_child_table_twice_the_last_row_is_read(tmp_path):
    children = [
        {"child_id": "1", "born": "2014-01-01"},
        {"child_id": "1", "born": "2015-01-01"},
        {"child_id": None, "born": "2014-01-01"},
    ]
    folder = write(tmp_path, child=children)
    said = "child twice in the child table: the last row is read"
    assert findings(folder) == [(said, "child", "child.csv", 2), ("no child id", "child.child_id", "child.csv", 4)]
    facts, _ = opened(folder).facts(rulebook().vocabulary)
    assert facts.children.collect().select("child_id", "born").rows() == [("1", date(2015, 1, 1))]


# Undated facts


def test_an_undated_fact_is_found_and_stays(tmp_path):
    folder = write(tmp_path, cp_plan=[PLAN | {"start": None}], cp_visit=[VISIT | {"date": None}, VISIT])
    assert findings(folder) == [
        ("no date", "cp_plan.start", "cp_plan.csv", 2),
        ("no date", "cp_visit.date", "cp_visit.csv", 2),
    ]
    assert clocks(folder, "status", "reason") == [("unassessable", "start missing")]


# The table of findings


def test_findings_name_the_child_the_file_and_the_row_each_once_and_in_order(tmp_path):
    visits = [VISIT | {"child_id": child, "date": "2031-01-01"} for child in ("2", "1", "2")]
    found = looked_at(write(tmp_path, cp_visit=visits)).findings
    assert set(found.columns) == (FINDINGS.keys() - {"source"}) | {"file", "row", "heading", "cell"}
    assert found.select("finding", "child_id", "file", "row").rows() == [
        ("dated after the as-at date", "2", "cp_visit.csv", 2),
        ("dated after the as-at date", "1", "cp_visit.csv", 3),
        ("dated after the as-at date", "2", "cp_visit.csv", 4),
        ("exact duplicate", "2", "cp_visit.csv", 4),
    ]


def test_rows_of_parquet_count_from_one(tmp_path):
    write_files(tmp_path, {})
    pl.DataFrame({"child_id": ["1"], "date": [date(2031, 1, 1)]}).write_parquet(tmp_path / "cp_visit.parquet")
    assert findings(tmp_path) == [("dated after the as-at date", "cp_visit.date", "cp_visit.parquet", 1)]


def test_a_run_and_a_look_find_the_same_but_what_only_clocks_show(tmp_path):
    children = [{"child_id": "1", "born": "2024-12-01"}]
    folder = write(
        tmp_path,
        child=children,
        cp_plan=[PLAN, PLAN | {"child_id": "2"}, PLAN | {"end": "2023-01-01"}],
        cp_visit=[VISIT, VISIT, VISIT | {"date": None}, VISIT | {"date": "2031-01-01", "child_seen": "perhaps"}],
    )
    ran = evaluated(folder, date(2024, 3, 31), ["cp-visit"]).findings
    looked = looked_at(folder, date(2024, 3, 31)).findings
    assert looked.height > 6
    assert looked.equals(ran.filter(pl.col("rule") == ""))


def test_no_finding_repeats_what_stands_in_a_cell(tmp_path):
    """A value that cannot be read may be a name that slipped a column."""
    rows = "child_id,date,child_seen,plan,time\n1,Zebedee,Zebedee,Zebedee,Zebedee\n1,2024-01-01,,,\n"
    found = looked_at(write_files(tmp_path, {"cp_visit.csv": rows})).findings
    assert found["finding"].to_list() == [
        "no date",
        "not a date",
        "not a time of day",
        "not yes or no",
        "reference to nothing",
    ]
    assert "Zebedee" not in found.write_csv()
