"""The synthetic council as returns of the children in need census gives the clocks of its facts folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.unit.extract_made import looked_at
from tests.unit.round_trip import DAY, clocks, council, differences

from timeliness.council.calendar import later

RULES = ("cp-icpc", "cp-icpc-without-open-plan", "cp-review")
ASSESSMENTS = ("assessment", "assessment-cin")
COUNCILS = [(1, 0.2), (7, 0.15)]


@pytest.mark.parametrize(("seed", "size"), COUNCILS)
def test_conferences_and_reviews_are_those_of_the_facts_folder(seed, size):
    folder = council("cin-census", seed, size)
    assert len(list((folder / "cin-census").glob("*.xml"))) > 2
    only_facts, only_census = differences(clocks(folder / "extract", RULES), clocks(folder / "cin-census", RULES))
    assert only_facts.rows() == only_census.rows() == []


@pytest.mark.parametrize(("seed", "size"), COUNCILS)
def test_assessments_differ_only_where_one_was_stopped_or_a_referral_is_not_recorded(seed, size):
    """The census does not say that an assessment was stopped: its clock runs on. Where the council has no referral of
    an episode, the census has it without a date: one more clock that cannot be judged.
    """
    folder = council("cin-census", seed, size)
    facts, census = (clocks(folder / name, ASSESSMENTS) for name in ("extract", "cin-census"))
    only_facts, only_census = differences(facts, census)
    assert set(only_facts.select("rule", "reason").rows()) == {("assessment-cin", "assessment ended")}
    running, undated = only_census.filter(rule="assessment-cin"), only_census.filter(rule="assessment")
    same = ["child_id", "start", "due_first", "due", "team"]
    assert only_facts.select(same).rows() == running.select(same).rows()
    assert set(running["status"]) <= {"overdue", "due_soon", "running"}
    assert set(undated.select("start", "status", "reason").rows()) == {(None, "unassessable", "start missing")}


def test_what_is_made_wrong_on_purpose_is_found_in_the_census_too():
    found = looked_at(council("cin-census", 1, 0.2) / "cin-census", DAY).findings
    assert found.filter(finding="no date", table="strategy_discussion").height == 2
    assert not found.filter(finding="not a code of the mapping").height


def test_targets_that_the_council_counted_from_the_meeting_are_found_and_no_others():
    folder = council("cin-census", 1, 0.2) / "cin-census"
    target = "the target is not the fifteenth working day after the discussion that began the enquiry"
    found = looked_at(folder, DAY).findings.filter(finding=target)
    wrong = {place for path in folder.glob("*.xml") for place in wrong_targets(path)}
    assert len(wrong) > 50
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
