"""`timeliness compare --rules OLD --rules NEW`: a change of law, rehearsed on an extract."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from tests.functional.calling import DAY, call
from tests.shipped import RULES


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """The shipped rules, with a shorter limit in one, and another written differently."""
    folder = tmp_path / "new"
    shutil.copytree(RULES, folder)
    conferences = folder / "child-protection" / "conferences.yaml"
    shorter = conferences.read_text(encoding="utf-8").replace("limit: 15 working days}", "limit: 10 working days}", 2)
    conferences.write_text(shorter, encoding="utf-8")
    reviews = folder / "looked-after" / "reviews.yaml"
    listed = reviews.read_text(encoding="utf-8").replace("\nmet_by: cla_review", "\nmet_by: [cla_review]", 1)
    reviews.write_text(listed, encoding="utf-8")
    return folder


def rehearsed(council: Path, old: Path, new: Path, *more: str | Path) -> str:
    said = call("compare", council, "--rules", old, "--rules", new, "--as-at", DAY, *more)
    assert (said.code, said.err) == (0, "")
    return said.out


def test_it_says_which_keys_changed_and_which_rules_mean_the_same(council: Path, new: Path) -> None:
    said = rehearsed(council, RULES, new)
    assert "2 rules of the new rules not as they were" in said
    assert "was  15 working days" in said
    assert "is   10 working days" in said
    assert "cla-review: means the same, written differently" in said


def test_it_lists_the_clocks_whose_status_changes_and_counts_the_others(
    council: Path, new: Path, tmp_path: Path
) -> None:
    said = rehearsed(council, RULES, new, "--csv", tmp_path / "moved.csv", "--all")
    with (tmp_path / "moved.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    turned = [row for row in rows if row["old_status"] != row["new_status"]]
    assert turned
    assert {row["rule"] for row in rows} == {"cp-icpc"}
    assert all(row["old_due"] > row["new_due"] for row in rows)
    assert f"\n{len(turned)} clocks of " in said
    assert f"{len(rows) - len(turned)} more clocks due on another day" in said
    listed = said.split("(right)\n")[1].strip().splitlines()[2:]
    assert sorted(line.split()[1] for line in listed) == sorted(row["child_id"] for row in turned)


def test_the_same_rules_change_nothing(council: Path) -> None:
    said = rehearsed(council, RULES, RULES)
    assert said.startswith("The rules are the same.\n")
    assert "\n0 clocks of " in said


def test_a_rule_that_is_new_has_clocks_where_there_were_none(council: Path, new: Path) -> None:
    (new / "front-door" / "own.yaml").write_text(
        "id: first-visit\ntitle: A visit within ten days of a plan\nforce: local\nseverity: normal\n"
        "starts: cin_plan.start\nmet_by: cin_visit\nwithin: 10 days\n"
        "versions: [{from: 2010-01-01, cite: none, verified: false}]\n",
        encoding="utf-8",
    )
    said = rehearsed(council, RULES, new)
    assert "first-visit: added" in said
    assert "first-visit: no clock -> met_on_time" in said
    assert "first-visit: taken out" in rehearsed(council, new, RULES)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (["--as-at", DAY], "Say what to compare"),
        (["--rules", RULES, "--as-at", DAY], "Say --rules twice"),
        (["--rules", RULES, "--rules", RULES], "--as-at DATE"),
        (["--rules", RULES, "--rules", RULES, "--reading", "x"], "Say what to compare"),
    ],
)
def test_half_a_question_is_answered_with_the_whole_one(council: Path, asked: list[str | Path], says: str) -> None:
    said = call("compare", council, *asked)
    assert said.code == 2
    assert says in said.err
