"""The synthetic council as payloads of the Department's daily collection gives the clocks of its facts folder."""

from __future__ import annotations

import polars as pl
import pytest
from tests.unit.round_trip import clocks, council, differences

RULES = ("assessment", "assessment-cin", "cp-icpc", "cp-icpc-without-open-plan", "cpp-2yrs", "s47-outcome")
NOT_SAID = {
    ("assessment-cin", "assessment ended"),
    ("cp-icpc", "transfer-in conference held instead"),
    ("cp-icpc-without-open-plan", "transfer-in conference held instead"),
}
COUNCILS = [(1, 0.2), (7, 0.15)]


@pytest.mark.parametrize(("seed", "size"), COUNCILS)
def test_clocks_differ_only_where_the_collection_does_not_say_what_happened_or_when(seed, size):
    """It does not say that an assessment was stopped, nor that a transfer-in conference was held: these clocks run on.
    Where the council has no referral of an episode, or no day of an enquiry, the collection has it without a date.
    """
    folder = council("dfe-daily", seed, size)
    facts, daily = (clocks(folder / name, RULES) for name in ("extract", "dfe-daily"))
    only_facts, only_daily = differences(facts, daily)
    assert set(only_facts.select("rule", "reason").rows()) == NOT_SAID
    running, undated = only_daily.filter(pl.col("start").is_not_null()), only_daily.filter(pl.col("start").is_null())
    same = ["rule", "child_id", "start", "due_first", "due", "team"]
    assert only_facts.select(same).rows() == running.select(same).rows()
    assert set(running["status"]) <= {"overdue", "due_soon", "running"}
    assert set(undated.select("rule", "status", "reason").rows()) == {
        ("assessment", "unassessable", "start missing"),
        ("s47-outcome", "unassessable", "start missing"),
    }


@pytest.mark.parametrize(("seed", "size"), COUNCILS)
def test_a_period_of_care_without_placements_is_lost_and_a_placement_without_a_period_is_one(seed, size):
    """Some children of the council have care without a placement; one placement, planted, ends before it starts."""
    folder = council("dfe-daily", seed, size)
    facts, daily = (clocks(folder / name, ["adoption-a1"]) for name in ("extract", "dfe-daily"))
    only_facts, only_daily = differences(facts, daily)
    placed = (folder / "extract" / "placement.csv").read_text(encoding="utf-8")
    assert not [row for row in only_facts.select("child_id", "start").rows() if f"\n{row[0]},{row[1]}" in placed]
    assert only_facts.height <= 1
    assert only_daily.select("start", "status", "reason").rows() == [(None, "unassessable", "start missing")]
