"""`timeliness compare`: the distance between a rule and another reading of it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.functional.calling import DAY, call
from tests.unit.extract_made import write_extract

READING = "cp-icpc-from-meeting"


def test_the_lesson_of_the_inspection_in_one_command(whole_results: Path) -> None:
    said = call("compare", whole_results, "--reading", READING)
    assert (said.code, said.err) == (0, "")
    assert "Measures of the 12 months to 2016-05-19" in said.out
    line = next(each for each in said.out.splitlines() if each.startswith("on_time_of_completed"))
    assert line.split("  ")[0] == "on_time_of_completed"
    assert "28.0% (56 of 200)" in line
    assert "78.0% (156 of 200)" in line
    assert "met_late -> met_on_time" in said.out


def test_it_lists_the_children_who_are_judged_differently(results: Path, here: Path) -> None:
    said = call("compare", results, "--reading", READING, "--csv", here / "pairs.csv")
    assert f"Each clock by cp-icpc (left) and by {READING} (right)" in said.out
    with (here / "pairs.csv").open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file))
    changed = [row for row in pairs if row["rule_status"] != row["reading_status"]]
    assert f"{len(changed)} clocks of {len(pairs)}, of all years, judged differently" in said.out
    assert f"... and {len(changed) - 20} more: --all shows them." in said.out
    everything = call("compare", results, "--reading", READING, "--all").out
    assert "more: --all" not in everything
    listed = everything.split("(right)\n")[1].strip().splitlines()[2:]
    assert len(listed) == len(changed) > 20
    assert sorted(line.split()[0] for line in listed) == sorted(row["child_id"] for row in changed)


def test_pairs_are_of_one_child_and_one_conference(results: Path, here: Path) -> None:
    call("compare", results, "--reading", READING, "--csv", here / "pairs.csv")
    with (here / "pairs.csv").open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file))
    both = [row for row in pairs if row["rule_met"] and row["reading_met"]]
    assert len(both) > 20
    assert [row for row in both if row["rule_met"] != row["reading_met"]] == []
    assert [row for row in both if row["rule_start"] > row["reading_start"]] == []  # the meeting comes later


def test_a_reading_of_all_the_same_moves_nobody(whole_results: Path) -> None:
    said = call("compare", whole_results, "--reading", "cp-icpc-without-open-plan")
    assert said.code == 0
    assert "judged differently" in said.out


def test_what_is_no_reading_is_refused_with_those_that_are(results: Path) -> None:
    said = call("compare", results, "--reading", "cp-icpc")
    assert said.code == 2
    assert "'cp-icpc' is not a reading of another rule. Readings: assessment-cin, " in said.err
    assert READING in said.err
    unknown = call("compare", results, "--reading", "cp-icpc-from-meetin")
    assert unknown.code == 2
    assert f"Did you mean '{READING}'?" in unknown.err
    assert call("compare", results).code == 2


def test_a_folder_without_results_is_refused(council: Path) -> None:
    assert call("compare", council, "--reading", READING).code == 2


def test_a_run_without_one_of_them_has_nothing_to_compare(council: Path, here: Path) -> None:
    assert call("run", council, "--as-at", DAY, "--out", here / "out", "--rule", READING).code == 0
    said = call("compare", here / "out", "--reading", READING)
    assert said.code == 0
    assert "This run has no figures of one of them: there is nothing to compare." in said.out


def test_a_file_that_cannot_be_written_is_named(results: Path, here: Path) -> None:
    said = call("compare", results, "--reading", READING, "--csv", here / "no" / "pairs.csv")
    assert said.code == 1
    assert "no/pairs.csv" in said.err
    assert "defect" not in said.err


@pytest.mark.parametrize(("held", "judged"), [("2024-04-12", "met_on_time"), ("2024-04-24", "met_late")])
def test_one_child_is_shown_by_both(here: Path, held: str, judged: str) -> None:
    extract = write_extract(
        here / "one",
        {
            "section_47_enquiry": [{"child_id": "1", "start": "2024-03-20", "end": None}],
            "strategy_discussion": [{"child_id": "1", "date": "2024-03-20", "initiated_section_47": "true"}],
            "strategy_meeting": [{"child_id": "1", "date": "2024-04-03"}],
            "initial_cp_conference": [{"child_id": "1", "date": held}],
        },
        "taken_on: 2024-05-31\n",
    )
    assert call("run", extract, "--as-at", "2024-05-31", "--out", here / "out").code == 0
    said = call("compare", here / "out", "--reading", READING)
    if judged == "met_on_time":
        assert "0 clocks of 1, of all years, judged differently" in said.out
        assert "Each clock by" not in said.out
    else:
        row = next(line.split() for line in said.out.splitlines() if line.startswith("1  "))
        assert row[1:5] == ["2024-03-20", "2024-04-12", "2024-04-24", "met_late"]
        assert row[5:] == ["2024-04-03", "2024-04-24", "2024-04-24", "met_on_time"]
