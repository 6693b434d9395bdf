"""The synthetic council as returns of the children in need census gives the clocks of its facts folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.unit.extract_made import looked_at
from tests.unit.round_trip import Made, differences, of_each

from timeliness.council.calendar import later
from timeliness.council.making import AS_AT, make

RULES = ("assessment", "assessment-cin", "cp-icpc", "cp-icpc-without-open-plan", "cp-review")
COUNCILS = [Made(1, 0.3), Made(7, 0.2)]


@pytest.mark.parametrize("made", COUNCILS)
def test_the_census_gives_the_clocks_of_the_facts_folder_but_for_what_it_cannot_say(made):
    """It does not say that an assessment was stopped: the clock runs on, and is overdue. And where the council has no
    referral of an episode, the census has it without a date: one more clock that cannot be judged.
    """
    facts, census = differences("cin-census", RULES, made)
    stopped = [each for each in facts if each["reason"] == "assessment ended"]
    assert stopped
    assert facts == stopped
    assert of_each(stopped, "rule") == {("assessment-cin",)}
    running = [each for each in census if each["rule"] == "assessment-cin"]
    same = ("child_id", "start", "due_first", "due", "team")
    assert of_each(running, *same) == of_each(stopped, *same)
    assert of_each(running, "met", "ended", "reason") == {(None, None, None)}
    assert of_each(running, "status") <= {("overdue",), ("due_soon",), ("running",)}
    undated = [each for each in census if each not in running]
    assert undated
    assert of_each(undated, "rule", "start", "status", "reason") == {
        ("assessment", None, "unassessable", "start missing")
    }


def test_what_is_made_wrong_on_purpose_is_found_in_the_census_too(tmp_path):
    make(tmp_path, size=0.3, exports=["cin-census"])
    found = looked_at(tmp_path / "cin-census", AS_AT).findings
    undated = found.filter(finding="no date", table="strategy_discussion")
    assert undated.height == 2
    assert not found.filter(finding="not a code of the mapping").height


def test_targets_that_the_council_counted_from_the_meeting_are_found_and_no_others(tmp_path):
    make(tmp_path, size=0.3, exports=["cin-census"])
    target = "the target is not the fifteenth working day after the discussion that began the enquiry"
    found = looked_at(tmp_path / "cin-census", AS_AT).findings.filter(finding=target)
    wrong = {place for path in (tmp_path / "cin-census").glob("*.xml") for place in wrong_targets(path)}
    assert len(wrong) > 100
    assert set(found.select("file", "row", "child_id").rows()) == wrong


def wrong_targets(path: Path) -> Iterator[tuple[str, int, str]]:
    """The file, line and child of each enquiry whose target is another, counted by the council's own calendar."""
    lines = path.read_text(encoding="utf-8").splitlines()
    child = ""
    for number, line in enumerate(lines, 1):
        name, text = re.fullmatch(r"\s*<([^>]*)>([^<]*).*", line).groups()
        child = text if name == "LAchildID" else child
        if name == "S47ActualStartDate" and "<InitialCPCtarget>" in lines[number]:
            due = later(date.fromisoformat(text), 15)
            if due.isoformat() not in lines[number]:
                yield path.name, number - 1, child
