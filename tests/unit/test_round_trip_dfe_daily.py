"""The synthetic council as payloads of the Department's daily collection gives the clocks of its facts folder."""

from __future__ import annotations

import pytest
from tests.unit.round_trip import Made, council, differences, of_each

FRONT = ("assessment", "assessment-cin", "cp-icpc", "cp-icpc-without-open-plan", "cpp-2yrs", "s47-outcome")
OPEN = {("overdue",), ("due_soon",), ("running",)}


@pytest.mark.parametrize("made", [Made(1, 0.3), Made(7, 0.2)])
def test_the_collection_gives_the_clocks_of_the_facts_folder_but_for_what_it_cannot_say(made):
    """It does not say that an assessment was stopped, nor that a transfer-in conference was held: these clocks run on.
    And where the council has no referral of an episode, or no day of an enquiry, the collection has it without a date.
    """
    facts, daily = differences("dfe-daily", FRONT, made)
    reasons = {"assessment ended": {"assessment-cin"}, "transfer-in conference held instead": {"cp-icpc", FRONT[3]}}
    for reason, rules in reasons.items():
        lost = [each for each in facts if each["reason"] == reason]
        assert of_each(lost, "rule") == {(rule,) for rule in rules}
        same = ("rule", "child_id", "start", "due_first", "due", "team")
        running = [each for each in daily if of_each([each], *same) <= of_each(lost, *same)]
        assert of_each(running, *same) == of_each(lost, *same)
        assert of_each(running, "met", "ended", "reason") == {(None, None, None)}
        assert of_each(running, "status") <= OPEN
        facts = [each for each in facts if each not in lost]
        daily = [each for each in daily if each not in running]
    assert facts == []
    assert of_each(daily, "rule", "start", "status", "reason") == {
        ("assessment", None, "unassessable", "start missing"),
        ("s47-outcome", None, "unassessable", "start missing"),
    }


@pytest.mark.parametrize("made", [Made(1, 0.3), Made(7, 0.2)])
def test_a_period_of_care_without_placements_is_lost_and_a_placement_without_a_period_is_one(made):
    """The council has one child whose care has no placement, and one placement, planted, that ends before it starts."""
    facts, daily = differences("dfe-daily", ("adoption-a1",), made)
    placed = (council("dfe-daily", made) / "extract" / "placement.csv").read_text(encoding="utf-8")
    assert all(f"\n{each['child_id']},{each['start']}" not in placed for each in facts)
    assert of_each(daily, "start", "status", "reason") == {(None, "unassessable", "start missing")}
    assert (len(facts), len(daily)) == (1, 1)
