"""The random facts reach everything that clocks can come to, and the rules held say everything that a rule can say."""

from __future__ import annotations

import re

import polars as pl
import pytest
from tests.property.books import BOOK, HERE
from tests.property.held import by_engine
from tests.property.made import seeded

from timeliness.engine.judge import MET_AFTER, STATUSES, SUPERSEDED, UNASSESSABLE
from timeliness.rulebook.written import (
    Written,
    WrittenBranch,
    WrittenExtension,
    WrittenPause,
    WrittenReason,
    WrittenRef,
    WrittenRule,
    WrittenVersion,
)

GOVERNING = {"id", "title", "about", "force", "severity", "summary", "after", "examples"}
NOTES = {"duty", "binds", "service", "pack", "misread", "cite", "url", "verified", "note"}
SHAPES = (WrittenRule, WrittenVersion, WrittenRef, WrittenBranch, WrittenReason, WrittenPause, WrittenExtension)


@pytest.fixture(scope="module")
def clocks():
    return pl.concat([by_engine([name], seeded(name, seed)) for name in BOOK.rules for seed in range(2)])


def test_random_facts_reach_every_status(clocks):
    assert set(clocks["status"].unique().to_list()) == set(STATUSES)


def test_random_facts_reach_every_reason_why_a_clock_cannot_be_judged(clocks):
    unjudged = clocks.filter(pl.col("status") == "unassessable")
    assert set(unjudged["reason"].unique().to_list()) == set(UNASSESSABLE)


def test_random_facts_reach_every_way_in_which_a_clock_ends(clocks):
    reasons = set(clocks["reason"].drop_nulls().unique().to_list())
    ends = {SUPERSEDED, MET_AFTER, "rebooked", "died", "turned 18", "start reached", "cp_plan ended", "final_order"}
    assert ends <= reasons


def test_random_facts_reach_every_precision_and_both_ways_of_matching(clocks):
    assert set(clocks["precision"].unique().to_list()) == {None, "date", "time", "history"}
    assert set(clocks["matched_by"].unique().to_list()) == {None, "date", "identifier"}


@pytest.mark.parametrize("name", BOOK.rules)
def test_random_facts_make_clocks_of_every_rule_both_met_and_unmet(name):
    is_met, has_due = pl.col("met").is_not_null(), pl.col("due").is_not_null()
    wanted = {
        "met": is_met,
        "unmet": has_due & ~is_met,
        "due another day": has_due & (pl.col("due_first") != pl.col("start")),
    }
    for seed in range(40):
        clocks = by_engine([name], seeded(name, seed))
        wanted = {what: holds for what, holds in wanted.items() if not clocks.select(holds.any()).item()}
        if not wanted:
            break
    assert sorted(wanted) == []


def _keys(shape: type[Written]) -> set[str]:
    return {field.alias or name for name, field in shape.model_fields.items()}


def test_the_rules_made_for_it_say_every_key_that_computes():
    keys = set().union(*map(_keys, SHAPES)) - GOVERNING - NOTES
    written = (HERE / "rules.yaml").read_text(encoding="utf-8")
    assert sorted(key for key in keys if not re.search(rf"\b{key}: ", written)) == []


def test_the_rules_made_for_it_ask_every_kind_of_test():
    written = (HERE / "rules.yaml").read_text(encoding="utf-8")
    asked = (
        "under",
        "at_least",
        "before",
        "on_or_after",
        "until",
        "since",
        "spell_length",
        "occurrence",
        "before_birth",
    )
    assert [word for word in asked if f"{word}: " not in written] == []
    assert all(f": {state}" in written for state in ("known", "unknown", "running", "not running"))
