"""The page of a check: what can be judged, what would change it, what is wrong, and how the data lie in time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.unit.extract_made import looked_at, rule, write_council, write_extract, write_files
from tests.unit.test_patterns import monthly

from timeliness.reports.check.checked import Checked
from timeliness.reports.check.page import page
from timeliness.reports.templating import Templates
from timeliness.resources import Folders
from timeliness.rulebook.calendars import CIVIL_LAST
from timeliness.runs.asked import Asked
from timeliness.runs.checking import check
from timeliness.runs.council import Council

PLAN = {"child_id": "007", "start": "2024-01-08", "end": None, "visit_every": 10}
VISIT = {"child_id": "007", "date": "2024-01-18"}
EPISODES = "CHILD,DECOM,RNE,LS,PLACE,DEC,REC\n1,01/05/2023,S,C2,U4,,\n"


def written(checked: Checked) -> str:
    return page(checked, Templates(Folders().templates))


def remedies(checked: Checked, id_: str) -> dict[str, str]:
    (found,) = [each for each in checked.judged if each.rule == id_]
    return {remedy.what: remedy.where for remedy in checked.remedies(found)}


# What would change what a rule can do


def test_a_facts_folder_is_told_in_which_returns_a_table_is_found(tmp_path: Path) -> None:
    found = remedies(looked_at(write_extract(tmp_path, {"cp_plan": [PLAN]})), "cp-visit")
    assert found == {
        "cp_visit": (
            "Not in these files; SSD has it in ssd_cp_visits: cppv_cp_visit_date, cppv_cp_visit_seen, "
            "cppv_cp_visit_seen_alone; Annex A has it in List 7: Date of the Last Statutory Visit, Was the Child Seen "
            "Alone? (the latest only)."
        )
    }


def test_a_return_is_told_whether_it_has_a_table_at_all(tmp_path: Path) -> None:
    checked = looked_at(write_files(tmp_path, {"e.csv": EPISODES}))
    assert remedies(checked, "cla-visit")["cla_visit"].startswith("SSDA903 has no cla_visit; SSD has it in ssd_cla_vis")
    there = remedies(checked, "cla-review")["cla_review"]
    assert there.startswith("Not read from these files, though SSDA903 has it in Reviews: REVIEW")
    assert remedies(checked, "iro-named")["iro_named"] == (
        "SSDA903 has no iro_named; no return has it: it comes from the case system, in a facts folder."
    )


def test_a_column_that_is_not_there_is_found_where_its_table_is(tmp_path: Path) -> None:
    plan = {name: value for name, value in PLAN.items() if name != "visit_every"}
    own = write_council(
        tmp_path / "council", rule("mine", "starts: cp_plan.start\nmet_by: cp_visit\nwithin: visit_every days")
    )
    extract = write_extract(tmp_path / "extract", {"cp_plan": [plan], "cp_visit": [VISIT]})
    checked = check(Asked(extract, CIVIL_LAST, rules=("mine",), council=Council(folders=Folders(own))))
    found = remedies(checked, "mine")
    assert list(found) == ["cp_plan.visit_every"]
    assert "SSD has cp_plan in ssd_cp_plans: cppl_cp_plan_start_date" in found["cp_plan.visit_every"]


def test_what_most_rules_lack_comes_first_with_the_rules(tmp_path: Path) -> None:
    helps = looked_at(write_files(tmp_path, {"e.csv": EPISODES})).helps()
    numbers = [len(rules) for _, rules in helps]
    assert numbers == sorted(numbers, reverse=True)
    assert "cla-visit" in next(rules for remedy, rules in helps if remedy.what == "cla_visit")


def test_a_rule_that_runs_in_part_is_told_what_would_make_it_whole(tmp_path: Path) -> None:
    care, review = {"child_id": "1", "start": "2023-05-01", "end": None}, {"child_id": "1", "date": "2023-05-20"}
    checked = looked_at(write_extract(tmp_path, {"looked_after": [care], "cla_review": [review]}))
    assert set(remedies(checked, "cla-review")) == {"looked_after.short_breaks", "placed_for_adoption"}


# The page


def test_the_page_says_what_can_be_judged_then_what_is_wrong_then_how_the_data_lie(tmp_path: Path) -> None:
    visits = [*monthly(12, without=[5]), VISIT, VISIT, VISIT | {"date": None}]
    text = written(looked_at(write_extract(tmp_path, {"cp_plan": [PLAN], "cp_visit": visits})))
    parts = [text.index(f'<h2 id="{name}">') for name in ("judged", "wrong", "lie", "read")]
    assert parts == sorted(parts)
    assert "It is not known when this was: a duty that begins with it cannot be judged" in text[parts[1] : parts[2]]
    assert "cp_visit: no row in September 2023, where a month usually has 15." in text[parts[2] :]
    assert 'class="gap"' in text[parts[2] :]


def test_every_rule_stands_on_the_page_once_and_so_does_every_table(tmp_path: Path) -> None:
    checked = looked_at(write_extract(tmp_path, {"cp_plan": [PLAN], "cp_visit": [VISIT]}))
    text = written(checked)
    for each in checked.judged:
        assert text.count(f"<br><code>{each.rule}</code>") == 1
    for table in ("cp_plan", "cp_visit"):
        assert f"<code>{table}</code></th>" in text[text.index('<h2 id="read">') :]


def test_an_extract_with_nothing_odd_says_so(tmp_path: Path) -> None:
    text = written(looked_at(write_extract(tmp_path, {"cp_visit": [VISIT]})))
    assert "0 findings." in text
    assert "No month stands out" in text
    assert "Every row has its date." in text
    assert "The extract does not say when its facts were recorded" in text


def test_late_recording_is_a_column_only_where_it_is_known(tmp_path: Path) -> None:
    late = [VISIT | {"child_id": str(number), "recorded_on": "2024-02-20"} for number in range(4)]
    with_days = written(looked_at(write_extract(tmp_path / "a", {"cp_visit": late})))
    assert "nine in ten within" in with_days
    assert "cp_visit: one in ten is recorded 33 days or more after it happened" in with_days
    assert "nine in ten within" not in written(looked_at(write_extract(tmp_path / "b", {"cp_visit": [VISIT]})))


def test_what_stands_in_an_extract_is_escaped_and_no_value_is_repeated(tmp_path: Path) -> None:
    content = "child_id,date,<b>bold</b>\nId-007,Zebedee,x\nId-008,2024-01-05,y\n"
    text = written(looked_at(write_files(tmp_path, {"cp_visit.csv": content, "<i>.csv": "a,b\n1,2\n"})))
    assert "&lt;b&gt;bold&lt;/b&gt;" in text
    assert "&lt;i&gt;.csv" in text
    assert "Zebedee" not in text
    assert "Id-00" not in text


def test_the_page_needs_no_script_and_fetches_nothing(tmp_path: Path) -> None:
    text = written(looked_at(write_extract(tmp_path, {"cp_visit": [VISIT]})))
    assert "<script" not in text
    assert re.findall(r'(?:src|href)="(?!#)', text) == []
    assert "@import" not in text
    assert "url(" not in text


@pytest.mark.parametrize("tables", [{}, {"cp_visit": []}], ids=["no table", "no row"])
def test_an_extract_without_any_fact_has_a_page(tables: dict, tmp_path: Path) -> None:
    folder = write_extract(tmp_path, tables | {"referral": []})
    assert '<h2 id="judged">' in written(looked_at(folder))
