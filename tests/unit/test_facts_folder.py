"""The facts folder: files named as kinds of fact, their columns, `extract.yaml`, and everything that is refused."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from tests.unit.extract_made import findings, looked_at, opened, refusals, rulebook, table, write_files

PLAN = "child_id,start,end,visit_every\n001,2024-01-08,,10\n"
VISIT = "child_id,date,child_seen\n001,2024-01-18,yes\n"
NOBODY = ("Zebedee", "2009-05-17", "17/05/2009")
"""What a child's data would be, where a message should not hold them."""


def tables(folder) -> dict[str, tuple[int, str]]:
    return {row["table"]: (row["rows"], row["history"]) for row in looked_at(folder).tables.to_dicts()}


def test_each_file_is_a_table_of_the_kind_that_it_is_named_as(tmp_path):
    pl.DataFrame({"child_id": ["001"], "date": [date(2024, 1, 8)]}).write_parquet(tmp_path / "referral.PARQUET")
    write_files(tmp_path, {"cp_plan.csv": PLAN, "cp_visit.CSV": VISIT})
    assert tables(tmp_path) == {"cp_plan": (1, "whole"), "cp_visit": (1, "whole"), "referral": (1, "whole")}
    assert table(tmp_path, "cp_plan") == [
        {"child_id": "001", "start": date(2024, 1, 8), "end": None, "visit_every": 10}
    ]
    assert table(tmp_path, "cp_visit") == [{"child_id": "001", "date": date(2024, 1, 18), "child_seen": True}]


def test_columns_stand_in_any_order_and_pooled_data_have_their_council(tmp_path):
    folder = write_files(tmp_path, {"cp_visit.csv": "date,authority,child_id\n2024-01-18,North,001\n"})
    assert table(folder, "cp_visit") == [{"authority": "North", "child_id": "001", "date": date(2024, 1, 18)}]


def test_one_id_of_two_councils_is_two_children(tmp_path):
    both = "authority,child_id,date\nNorth,1,2024-01-18\nSouth,1,2024-01-18\n"
    extract = opened(write_files(tmp_path, {"referral.csv": both}))
    facts, _ = extract.facts(rulebook().vocabulary)
    assert facts.children.collect().select("authority", "child_id", "child").rows() == [
        ("North", "1", 0),
        ("South", "1", 1),
    ]


# What is not used is named


def test_columns_that_no_kind_has_are_listed_and_the_rest_is_read(tmp_path):
    columns = "child_id,start,end,visit_evry,Start,source,child, row,forename\n1,2024-01-08,,10,a,b,c,d,Zebedee\n"
    folder = write_files(tmp_path, {"cp_plan.csv": columns})
    assert table(folder, "cp_plan") == [{"child_id": "1", "start": date(2024, 1, 8), "end": None}]
    names = ("Start", "child", "forename", "row", "source", "visit_evry")
    assert findings(folder) == [("column not used", f"cp_plan.{name}", "cp_plan.csv", None) for name in names]


def test_files_of_other_names_and_kinds_are_listed_and_hidden_ones_are_passed_over(tmp_path):
    others = {"notes.docx": "x", "cp_visits.csv": VISIT, "list.xlsx": "x", "._cp_visit.csv": b"\0", ".hidden": "x"}
    folder = write_files(tmp_path, {"cp_plan.csv": PLAN, **others})
    assert [each[:2] for each in findings(folder)] == [
        ("file not used", name) for name in ("cp_visits.csv", "list.xlsx", "notes.docx")
    ]


# What is refused


def test_a_file_without_a_column_that_every_such_file_has_is_refused_and_says_what_it_has(tmp_path):
    files = {
        "cp_visit.csv": "child_id,visit_date\n1,2024-01-18\n",
        "cp_plan.csv": "Child_ID,start,end\n1,2024-01-08,\n",
    }
    plan, visit = refusals(write_files(tmp_path, files))
    assert plan.startswith("cp_plan.csv:1  There is no column 'child_id'. A file of cp_plan needs it.")
    assert plan.endswith("Is it 'Child_ID'? Then rename it. Columns here: Child_ID, start, end.")
    assert visit.startswith("cp_visit.csv:1  There is no column 'date'. A file of cp_visit needs it.")
    assert visit.endswith("Columns here: child_id, visit_date.")


@pytest.mark.parametrize("separator", [",", ":", " "])
def test_a_file_whose_first_row_is_data_or_of_another_separator_is_refused_without_repeating_it(separator, tmp_path):
    row = separator.join(["Zebedee", "2009-05-17", "7"])
    (said,) = refusals(write_files(tmp_path, {"cp_visit.csv": f"{row}\n{row}\n"}))
    assert said.startswith("cp_visit.csv:1  The first row ")
    assert "no heading of cp_visit: it may be data." in said
    assert "child_id, date" in said
    assert not any(each in said for each in NOBODY)


def test_two_files_of_one_kind_are_refused(tmp_path):
    pl.DataFrame({"child_id": ["1"]}).write_parquet(write_files(tmp_path, {"cp_plan.csv": PLAN}) / "cp_plan.parquet")
    assert refusals(tmp_path) == ["cp_plan.parquet  There is another file of cp_plan. Keep one of them."]


def test_everything_that_is_wrong_with_every_file_is_said_at_once_and_no_value_of_a_cell(tmp_path):
    wrong = {
        "assessment.csv": "child_id,start\n1,2024-01-01\n",
        "child.csv": "child_id,born,born\nZebedee,2009-05-17,17/05/2009\n",
        "cla_visit.csv": "child_id,date,Zebedee\n1,2009-05-17,\n2,17/05/2009,\n",
        "cp_plan.csv": "child_id,start,end\nZebedee,2009-05-17\n",
        "cp_visit.csv": "child_id,date\nZebedee,17th May 2009\n",
        "health_assessment.csv": 'child_id,date\nZebedee,"2009-05-17\n',
        "placement.parquet": "Zebedee",
        "referral.csv": "",
        "stay.csv": "Zebedee\0",
    }
    said = refusals(write_files(tmp_path, wrong))
    assert [each.split("  ")[0].split(":")[0] for each in said] == list(wrong)
    assert [(each, name) for each in said for name in NOBODY if name in each] == []


# A folder that is no extract


def test_a_folder_without_data_is_refused_and_says_what_is_there(tmp_path):
    assert "has no CSV or Parquet file. Name the files" in refusals(write_files(tmp_path, {}, about=""))[0]
    (said,) = refusals(write_files(tmp_path, {"cp_plan.xls": "x", "notes.txt": "x"}, about=""))
    assert "has no CSV or Parquet file, but cp_plan.xls, notes.txt. Save each table as CSV." in said


def test_a_folder_with_nothing_that_is_known_names_each_file_and_the_nearest_name(tmp_path):
    said = refusals(write_files(tmp_path, {"CP_Visits.csv": VISIT, "data.csv": "a,b\n", "old.csv": b"\0"}, about=""))
    unknown = "This is not the name of a kind of fact, nor are its headings those of a return."
    assert said[0] == f"CP_Visits.csv  {unknown} Is it 'cp_visit.csv'? Then rename it."
    assert said[1] == f"data.csv  {unknown}"
    assert said[2].startswith("old.csv:1  There are NUL bytes here")


def test_a_file_or_a_path_to_nothing_is_no_extract(tmp_path):
    write_files(tmp_path, {"cp_plan.csv": PLAN})
    assert "is a file. An extract is a folder" in refusals(tmp_path / "cp_plan.csv")[0]
    assert "There is no folder" in refusals(tmp_path / "nowhere")[0]


# extract.yaml


def test_what_stands_beside_the_files_is_read(tmp_path):
    about = "taken_on: 2024-03-31\ncomplete_from: {cp_visit: 2020-04-01, cp_plan: }\ndates:\n"
    folder = write_files(tmp_path, {"cp_plan.csv": PLAN, "cp_visit.csv": VISIT}, about)
    assert looked_at(folder).taken_on == date(2024, 3, 31)
    assert tables(folder) == {"cp_plan": (1, "whole"), "cp_visit": (1, "whole from 1 April 2020")}


@pytest.mark.parametrize("about", ["", "# nothing\n", "mapping:\n"])
def test_without_the_day_on_which_it_was_taken_it_can_be_looked_at(about, tmp_path):
    found = looked_at(write_files(tmp_path, {"cp_plan.csv": PLAN}, about))
    assert found.taken_on is None
    assert found.tables["history"].to_list() == ["whole" if about else "taken as whole"]


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("takn_on: 2024-03-31", "1:1  'takn_on' is not a key here. Did you mean 'taken_on'? Allowed: taken_on, "),
        ("taken_on: 31/03/2024", "1:1  'taken_on' is '31/03/2024'. It must be a date, year-month-day, without quotes."),
        (
            'taken_on: "2024-03-31"',
            "1:1  'taken_on' is '2024-03-31'. It must be a date, year-month-day, without quotes.",
        ),
        ("taken_on: 2024-02-30", "1:11  There is no day 2024-02-30."),
        ("taken_on: 2024-03-31\ntaken_on: 2024-03-30", "2:1  'taken_on' is here twice. Keep one."),
        ("complete_from: {cp_visits: 2020-04-01}", "1:17  'cp_visits' is not a table. Did you mean 'cp_visit'?"),
        ("complete_from: {cp_visit: April}", "1:17  'cp_visit' is 'April'. It must be a date"),
        ("complete_from: 2020-04-01", "1:1  'complete_from' is a date. It must be a mapping of names to values."),
        (
            "taken_on: 2024-03-31\ncomplete_from: {cp_visit: 2024-04-01}",
            "2:17  cp_visit cannot be complete from 2024-04-01: the extract was taken on 2024-03-31.",
        ),
        (
            "dates: {cp_visit.date: dayfirst}",
            "1:9  'dayfirst' is not a value of 'cp_visit.date'. Did you mean 'day-first'?",
        ),
        ("dates: {date: iso}", "1:9  'date' is not TABLE.COLUMN."),
        ("dates: {cp_visits.date: iso}", "1:9  'cp_visits' is not a table. Did you mean 'cp_visit'?"),
        ("dates: {cp_visit.plan: iso}", "1:9  'plan' is not a column of cp_visit with dates."),
        ("- taken_on", "1:1  This file is keys with values, one a line, such as 'taken_on: 2016-05-19'."),
        ("taken_on: [", "2:1  This is not YAML"),
        (
            "taken_on: 2024-03-31\n---\ntaken_on: 2024-03-31",
            "3:1  A second document begins here, after '---'. Keep one.",
        ),
        ("taken_on\0: 2024-03-31", "1  There are NUL bytes here"),
    ],
)
def test_an_error_in_extract_yaml_is_refused_with_its_line_and_what_is_allowed(about, said, tmp_path):
    first, *_ = refusals(write_files(tmp_path, {"cp_plan.csv": PLAN}, about + "\n"))
    assert first.startswith(f"extract.yaml:{said}")


def test_all_errors_of_extract_yaml_are_said_at_once(tmp_path):
    about = "takn_on: 1\ncomplete_from: {cp_visits: 2020-04-01, cp_plan: soon}\ndates: {cp_visit.dat: dayfirst}\n"
    said = refusals(write_files(tmp_path, {"cp_plan.csv": PLAN}, about))
    assert [each.split("  ")[0] for each in said] == [
        "extract.yaml:1:1",
        "extract.yaml:2:17",
        "extract.yaml:2:40",
        "extract.yaml:3:9",
        "extract.yaml:3:9",
    ]


def test_extract_yaml_in_windows_1252_is_read(tmp_path):
    folder = write_files(tmp_path, {"cp_plan.csv": PLAN}, about="")
    (folder / "extract.yaml").write_bytes("taken_on: 2024-03-31 # Café\n".encode("cp1252"))
    assert looked_at(folder).taken_on == date(2024, 3, 31)


# Nothing is lost


def test_every_row_of_every_file_is_a_fact_or_a_finding(tmp_path):
    """Whatever is odd about a row, it is in the table that is read or in the findings, by its row."""
    visits = [
        ("1", "2024-01-18", "yes"),
        ("1", "2024-01-18", "yes"),
        ("", "2024-01-19", "no"),
        ("2", "", "yes"),
        ("2", "2024-02-30", "maybe"),
        ("3", "2031-01-01", ""),
        ("4", "1850-01-01", "1"),
    ]
    content = "child_id,date,child_seen\n" + "".join(",".join(row) + "\n" for row in visits)
    extract = opened(write_files(tmp_path, {"cp_visit.csv": content}))
    facts, _ = extract.facts(rulebook().vocabulary)
    kept = facts.tables["cp_visit"].collect()["source"].to_list()
    assert sorted([*kept, 3]) == [2, 3, 4, 5, 6, 7, 8]
    assert ("exact duplicate", "cp_visit", "cp_visit.csv", 3) in findings(tmp_path)


# Only the last event of each child


def test_a_folder_may_say_that_a_table_has_only_the_last_event_of_each_child(tmp_path):
    about = "taken_on: 2024-03-31\nlatest_only: [cp_visit, cp_review_conference]\n"
    folder = write_files(tmp_path, {"cp_visit.csv": "child_id,date\n1,2024-03-01\n"}, about)
    assert opened(folder).latest_only == {"cp_visit", "cp_review_conference"}


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("latest_only: [cp_plan]", "cp_plan is no event. Only events may have the last of each child alone."),
        ("latest_only: cp_visits", "'cp_visits' is not a table. Did you mean 'cp_visit'?"),
        ("latest_only: [cp_visit]\ncomplete_from: {cp_visit: 2024-01-01}", "cp_visit is in complete_from too."),
    ],
)
def test_a_table_that_cannot_have_only_the_last_is_refused(tmp_path, said, problem):
    folder = write_files(tmp_path, {"cp_visit.csv": "child_id,date\n"}, f"taken_on: 2024-03-31\n{said}\n")
    assert any(problem in each for each in refusals(folder))


def test_what_has_only_the_last_is_said_beside_the_tables(tmp_path):
    about = "taken_on: 2024-03-31\nlatest_only: cp_visit\n"
    folder = write_files(tmp_path, {"cp_visit.csv": "child_id,date\n1,2024-03-01\n"}, about)
    assert looked_at(folder).tables.rows() == [("cp_visit", 1, "only the last of each child")]
