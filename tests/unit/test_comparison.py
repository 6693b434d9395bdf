"""Comparing a rule with another reading of it: which clocks belong together, and which are judged differently."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from timeliness.audit.comparison import CHANGES, Comparison, compared
from timeliness.engine.judge import STATUS

SCHEMA = {
    "rule": pl.String,
    "authority": pl.String,
    "child_id": pl.String,
    "clock_key": pl.String,
    "start": pl.Date,
    "due": pl.Date,
    "met": pl.Date,
    "met_source": pl.Int64,
    "status": STATUS,
}
SUMMARIES = pl.DataFrame(
    [("duty", None, "now"), ("duty", "North", "now"), ("other", None, "now"), ("read", None, "now")],
    schema=["rule", "team", "cohort"],
    orient="row",
)


def clock(rule: str, child: str, start: int | None, status: str, met: int | None = None, **more: Any) -> dict[str, Any]:
    """A clock that starts on a day of May; it is met by a fact with the number of its day."""
    begun, answered = (None if day is None else date(2024, 5, day) for day in (start, met))
    due = begun + timedelta(10) if begun else None
    key = f"{rule}|{child}|{start}|{more.pop('id', '')}"
    days = {"start": begun, "due": due, "met": answered, "met_source": met}
    return {"rule": rule, "authority": None, "child_id": child, "clock_key": key, "status": status} | days | more


def comparing(*clocks: dict[str, Any]) -> Comparison:
    return compared(pl.DataFrame(clocks, schema=SCHEMA, orient="row"), SUMMARIES, "duty", "read")


def sides(found: Comparison) -> list[tuple[Any, ...]]:
    return found.pairs.select("child_id", "rule_start", "rule_status", "reading_start", "reading_status").rows()


def may(day: int) -> date:
    return date(2024, 5, day)


def test_clocks_met_by_the_same_fact_are_a_pair_whatever_their_order() -> None:
    found = comparing(
        clock("duty", "1", 1, "met_late", met=25),
        clock("duty", "1", 12, "met_on_time", met=14),
        clock("read", "1", 13, "met_on_time", met=14),
        clock("read", "1", 20, "met_on_time", met=25),
    )
    assert sides(found) == [
        ("1", may(1), "met_late", may(20), "met_on_time"),
        ("1", may(12), "met_on_time", may(13), "met_on_time"),
    ]


def test_what_is_left_of_a_child_is_paired_in_order_of_start() -> None:
    found = comparing(
        clock("duty", "1", 1, "overdue"),
        clock("duty", "1", 9, "running"),
        clock("read", "1", 4, "overdue"),
        clock("read", "1", 11, "due_soon"),
    )
    assert sides(found) == [
        ("1", may(1), "overdue", may(4), "overdue"),
        ("1", may(9), "running", may(11), "due_soon"),
    ]


def test_a_clock_that_only_one_of_them_has_stands_alone() -> None:
    found = comparing(clock("duty", "1", 1, "overdue"), clock("read", "2", 1, "running"))
    assert sides(found) == [("1", may(1), "overdue", None, None), ("2", None, None, may(1), "running")]
    assert found.changed.height == 2


def test_clocks_of_two_children_are_never_a_pair() -> None:
    """Even where a fact of each carries the same number, or no child is known."""
    found = comparing(
        clock("duty", "1", 1, "met_late", met=20),
        clock("read", "2", 1, "met_late", met=20),
        clock("duty", "9", 3, "overdue", authority="A"),
        clock("read", "9", 3, "overdue", authority="B"),
    )
    assert {(row["rule_status"] is None) != (row["reading_status"] is None) for row in found.pairs.to_dicts()} == {True}
    assert found.pairs.height == 4


def test_only_pairs_judged_differently_are_changed() -> None:
    found = comparing(
        clock("duty", "1", 1, "met_late", met=20),
        clock("read", "1", 12, "met_late", met=20),
        clock("duty", "2", 1, "met_late", met=20),
        clock("read", "2", 12, "met_on_time", met=20),
    )
    assert found.changed["child_id"].to_list() == ["2"]


def test_a_fact_that_meets_a_clock_in_each_of_two_spells_makes_two_pairs() -> None:
    found = comparing(
        clock("duty", "1", 1, "met_late", met=25),
        clock("duty", "1", 12, "met_late", met=25),
        clock("read", "1", 3, "met_late", met=25),
        clock("read", "1", 20, "met_on_time", met=25),
    )
    assert sides(found) == [
        ("1", may(1), "met_late", may(3), "met_late"),
        ("1", may(12), "met_late", may(20), "met_on_time"),
    ]


def test_rules_that_are_not_compared_are_left_out_and_rates_are_of_all_teams() -> None:
    found = comparing(clock("other", "1", 1, "overdue"), clock("duty", "1", 1, "overdue"))
    assert sides(found) == [("1", may(1), "overdue", None, None)]
    assert found.rates.rows() == [("duty", None, "now"), ("read", None, "now")]


def test_nothing_compared_with_nothing_is_a_table_without_rows() -> None:
    found = comparing()
    assert found.pairs.height == found.changed.height == 0
    assert found.pairs.schema == pl.Schema(CHANGES)


def test_a_clock_without_a_start_has_a_place_too() -> None:
    found = comparing(clock("duty", "1", None, "unassessable"), clock("read", "1", None, "unassessable"))
    assert sides(found) == [("1", None, "unassessable", None, "unassessable")]


@pytest.mark.parametrize("seed", range(5))
def test_every_clock_is_in_exactly_one_pair_whatever_the_order_of_rows(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same clocks again
    made = [random_clock(chance, number) for number in range(60)]
    found = comparing(*made)
    for side, rule in (("rule", "duty"), ("reading", "read")):
        starts = sorted(each["start"] for each in made if each["rule"] == rule)
        assert sorted(found.pairs[f"{side}_start"].drop_nulls().to_list()) == starts
    again = chance.sample(made, len(made))
    assert comparing(*again).pairs.equals(found.pairs)


def random_clock(chance: random.Random, number: int) -> dict[str, Any]:
    rule, child, start = chance.choice(["duty", "read"]), chance.choice("123"), chance.randint(1, 10)
    met = 11 + number % 20 if chance.random() < 0.5 else None
    return clock(rule, child, start, "met_late" if met else "overdue", met=met, id=number)
