"""`timeliness check`: what an extract allows, before anything runs."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from tests.functional.calling import call, contents
from tests.shipped import written_rules
from tests.unit.extract_made import write_council, write_extract


@pytest.fixture
def few(council: Path, here: Path) -> Path:
    """The council's extract without its visits, and without saying when it was taken."""
    shutil.copytree(council, here / "few")
    for name in ("extract.yaml", "cp_visit.csv"):
        (here / "few" / name).unlink()
    return here / "few"


def test_it_says_when_the_extract_was_taken_its_tables_and_what_every_rule_can_do(council: Path, here: Path) -> None:
    said = call("check", council)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Taken on 19 May 2016.\n")
    rules = sum("pack" not in rule for rule in written_rules().values())
    assert f"{rules} rules: {rules} can run, 0 partly, 0 cannot run" in said.out
    rows = len((council / "cp_visit.csv").read_text().splitlines()) - 1
    assert any(line.split() == ["cp_visit", f"{rows:,}", "whole"] for line in said.out.splitlines())
    assert list(here.iterdir()) == []  # nothing is written


def test_a_rule_that_lacks_a_table_is_said_to_be_unable_to_run_and_why(few: Path) -> None:
    said = call("check", few)
    assert said.code == 0
    assert "It does not say when it was taken (taken_on)." in said.out
    assert "taken as whole" in said.out
    line = next(each for each in said.out.splitlines() if each.startswith("cp-visit "))
    assert "cannot run  no table cp_visit" in line


def test_only_the_rules_asked_for_are_looked_at(few: Path) -> None:
    said = call("check", few, "--rule", "cp-visit", "--rule", "iha")
    assert "2 rules: 1 can run, 0 partly, 1 cannot run" in said.out
    unknown = call("check", few, "--rule", "cp-vist")
    assert unknown.code == 2
    assert "Did you mean 'cp-visit'?" in unknown.err


def test_findings_say_how_many_and_where_the_first_is(council: Path) -> None:
    said = call("check", council)
    line = next(each for each in said.out.splitlines() if "dated after the as-at date" in each)
    assert line.startswith("hides a child       1  ")
    assert re.search(r"cp_visit\.date, first in cp_visit\.csv row (\d+) \(cell B\1\)", line)


def test_an_earlier_day_finds_more_that_is_dated_after_it(council: Path) -> None:
    later = json.loads(call("check", council, "--json").out)["findings"]
    earlier = json.loads(call("check", council, "--json", "--as-at", "2016-05-01").out)["findings"]
    after = [sum(each["finding"] == "dated after the as-at date" for each in found) for found in (later, earlier)]
    assert after[0] == 1
    assert after[1] > 100


def test_json_has_the_same_and_nothing_else(council: Path) -> None:
    found = json.loads(call("check", council, "--json").out)
    assert found["taken_on"] == "2016-05-19"
    assert found["mapping"] is None
    assert {row["table"] for row in found["tables"]} == {path.stem for path in council.glob("*.csv")}
    assert {row["state"] for row in found["coverage"]} == {"ran"}
    assert {"finding", "table", "column", "file", "row"} <= found["findings"][0].keys()


def test_it_says_what_most_rules_lack_and_where_that_is_found(few: Path) -> None:
    said = call("check", few)
    line = next(each for each in said.out.splitlines() if each.split()[1:2] == ["cp_visit"] and "SSD has it" in each)
    assert int(line.split()[0]) >= 4


def test_rows_without_a_date_are_said_in_a_sentence(here: Path) -> None:
    visits = [{"child_id": "1", "date": "2024-01-08"}, {"child_id": "1", "date": None}]
    said = call("check", write_extract(here / "odd", {"cp_visit": visits}))
    assert "\nWithout a date\n  cp_visit: 1 of 2 rows (50.0%) have no date.\n" in said.out


# Files


def test_out_leaves_a_page_a_workbook_and_json_with_the_same_bytes_each_time(council: Path, here: Path) -> None:
    said = call("check", council, "--out", here / "one")
    assert said.code == 0
    assert f"Page: {here / 'one' / 'check.html'}" in said.out
    call("check", council, "--out", here / "two")
    made = contents(here / "one")
    assert set(made) == {"check.html", "check.json", "findings.xlsx"}
    assert made == contents(here / "two")


def test_the_three_files_and_the_console_agree(council: Path, here: Path) -> None:
    printed = json.loads(call("check", council, "--json", "--out", here / "out").out)
    assert json.loads((here / "out" / "check.json").read_text(encoding="utf-8")) == printed
    rows = openpyxl.load_workbook(here / "out" / "findings.xlsx")["Rows"].max_row - 1
    assert rows == len(printed["findings"]) == sum(kind["number"] for kind in printed["kinds"])
    assert f"{rows} findings." in (here / "out" / "check.html").read_text(encoding="utf-8")


def test_an_earlier_check_is_replaced_and_anything_else_is_left_alone(council: Path, few: Path, here: Path) -> None:
    call("check", few, "--out", here / "out")
    before = contents(here / "out")
    assert call("check", council, "--out", here / "out").code == 0
    assert contents(here / "out") != before
    (here / "out" / "mine.txt").write_text("mine")
    whole = contents(here / "out")
    said = call("check", few, "--out", here / "out")
    assert (said.code, contents(here / "out")) == (2, whole)
    assert "holds what no check wrote: mine.txt. Nothing was changed." in said.err
    (here / "file").write_text("")
    assert call("check", few, "--out", here / "file").code == 2


def test_a_template_that_fails_leaves_no_file(council: Path, here: Path) -> None:
    own = write_council(here / "own")
    (own / "rules" / "local" / "own.yaml").unlink()
    (own / "templates").mkdir()
    (own / "templates" / "check.html.j2").write_text("{{ nothing }}")
    before = contents(here)
    said = call("check", council, "--out", here / "out", "--council", own)
    assert said.code == 3
    assert "check.html.j2:1  'nothing' is not a name here." in said.err
    assert contents(here) == before


def test_no_file_has_more_of_a_child_than_the_id(here: Path) -> None:
    """Names, dates of birth and whatever stands in a cell that cannot be read stay where they are."""
    people = [{"child_id": "1", "born": "2013-02-01", "name": "Zebedee"}]
    visits = [{"child_id": "1", "date": "Zebedee", "child_seen": "Zebedee"}, {"child_id": "1", "date": "2024-02-31"}]
    extract = write_extract(here / "odd", {"child": people, "cp_visit": visits})
    said = call("check", extract, "--out", here / "out")
    book = openpyxl.load_workbook(here / "out" / "findings.xlsx")
    cells = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    texts = [
        said.out,
        cells,
        *((here / "out" / name).read_text(encoding="utf-8") for name in ("check.html", "check.json")),
    ]
    assert not [text for text in texts if "Zebedee" in text or "2013-02-01" in text or "1 February 2013" in text]


# What is found


def test_an_unknown_file_and_an_unknown_column_are_found_not_passed_over(here: Path) -> None:
    referral = [{"child_id": "1", "date": "2024-03-01", "priority": "high"}]
    extract = write_extract(here / "odd", {"referral": referral, "assesment_authorised": []})
    said = call("check", extract)
    assert "assesment_authorised.csv" in said.out
    assert "referral.priority" in said.out


def test_a_date_that_does_not_parse_is_a_finding_with_file_row_and_column(here: Path) -> None:
    extract = write_extract(here / "bad", {"referral": [{"child_id": "1", "date": "2024-02-31"}]})
    before = contents(here)
    said = call("check", extract)
    assert said.code == 0
    assert "not a date  referral.date, first in referral.csv row 2" in said.out
    assert contents(here) == before


def test_a_column_of_two_ways_of_writing_dates_is_refused(here: Path) -> None:
    days = [{"child_id": "1", "date": "2024-02-03"}, {"child_id": "2", "date": "03/02/2024"}]
    said = call("check", write_extract(here / "bad", {"referral": days}))
    assert said.code == 4
    assert "referral.csv" in said.err


def test_a_mapping_that_is_none_is_refused(few: Path) -> None:
    said = call("check", few, "--mapping", "ssda90")
    assert said.code == 2
    assert "Did you mean 'ssda903'?" in said.err


def test_the_councils_own_rules_are_looked_at_too(few: Path, here: Path) -> None:
    own = write_council(here / "own", "id: mine\n")
    said = call("check", few, "--council", own)
    assert said.code == 3
    assert "own.yaml:1" in said.err
