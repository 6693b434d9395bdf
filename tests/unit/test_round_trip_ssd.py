"""The synthetic council as tables of the Standard Safeguarding Dataset gives the clocks of its facts folder."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.extract_made import looked_at
from tests.unit.round_trip import Made, council, differences, of_each

RULES = (
    "adoption-a1",
    "assessment",
    "cin-visit",
    "cla-review",
    "cla-visit",
    "cp-icpc",
    "cp-icpc-without-open-plan",
    "cp-review",
    "cp-visit",
    "plo-decision",
    "plo-meeting",
)
HEALTH = ("iha", "rha")
"""The dataset does not say who declined: a young person's refusal excuses nothing."""
STOPPED = ("assessment-cin",)
"""The dataset knows an assessment by the day of its authorisation: one that was stopped seems to run."""
COUNCILS = [Made(1, 0.2, date(2024, 5, 23)), Made(7, 0.15, date(2024, 5, 23))]


@pytest.mark.parametrize("made", COUNCILS)
def test_the_clocks_are_those_of_the_facts_folder(made):
    assert differences("ssd", RULES, made) == ([], [])


@pytest.mark.parametrize("made", COUNCILS)
def test_health_assessments_differ_only_where_a_young_person_declined(made):
    only_facts, only_ssd = differences("ssd", HEALTH, made)
    assert of_each(only_facts, "reason") <= {("young person declined",)}
    same = ("rule", "child_id", "start", "due", "met", "ended")
    assert of_each(only_facts, *same) == of_each(only_ssd, *same)
    assert of_each(only_ssd, "status") <= {("overdue",), ("met_late",), ("never_met",)}


@pytest.mark.parametrize("made", COUNCILS)
def test_assessments_differ_only_where_one_was_stopped(made):
    only_facts, only_ssd = differences("ssd", STOPPED, made)
    assert of_each(only_facts, "reason") <= {("assessment ended",)}
    same = ("rule", "child_id", "start", "due")
    assert of_each(only_facts, *same) == of_each(only_ssd, *same)
    assert of_each(only_ssd, "status") <= {("overdue",), ("due_soon",), ("running",)}


def test_these_are_the_rules_of_the_first_light_whose_facts_the_dataset_has():
    assert len({*RULES, *HEALTH, *STOPPED}) == 14


@pytest.mark.parametrize("made", COUNCILS)
def test_what_the_council_has_wrong_on_purpose_is_found_in_the_dataset_too(made):
    found = looked_at(council("ssd", made) / "ssd", made.as_at).findings
    expected = {
        ("exact duplicate", "cp_visit"),
        ("exact duplicate", "cla_visit"),
        ("exact duplicate", "referral"),
        ("dated after the as-at date", "cp_visit"),
        ("ends before it starts", "placement"),
        ("ended without saying", "section_47_enquiry"),
        ("no date", "strategy_discussion"),
    }
    assert expected <= set(found.select("finding", "table").rows())
