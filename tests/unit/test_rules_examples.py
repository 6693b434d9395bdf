"""Every shipped rule is shown by worked examples, and every example holds on both evaluators."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.reference.evaluator import evaluate, load_world
from tests.shipped import RULES, written_rules

from timeliness.reports.phrases import phrases
from timeliness.rulebook.examples import example_facts
from timeliness.rulebook.load import Rulebook, load_rulebook
from timeliness.rulebook.rules import Rule
from timeliness.rulebook.written import WrittenExample
from timeliness.runs.examples import run_examples

BOOK = load_rulebook(RULES)
WORLD = load_world(RULES)
SHIPPED = list(BOOK.rules)
ONE_DAY = timedelta(days=1)

Clock = dict[str, Any]


def only(*rules: Rule) -> Rulebook:
    """The rulebook with these rules and no others."""
    return replace(BOOK, rules={rule.id: rule for rule in rules})


def with_expectation(example: WrittenExample, *expected: Clock) -> WrittenExample:
    return example.model_copy(update={"expect": expected})


# Every example holds


def test_every_example_passes_on_the_engine():
    wrong = [
        f"{each.path}:{each.line} {each.name}: {each.differences}" for each in run_examples(BOOK) if not each.passed
    ]
    assert wrong == []


WRITTEN = written_rules()


def _text(value: object) -> str:
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_example_passes_on_the_reference_evaluator(name):
    for example in BOOK.rules[name].examples:
        facts = example_facts(example, BOOK.vocabulary)
        rows = evaluate(WRITTEN[name], facts, example.as_at, WORLD, complete_from=example.complete_from)
        found = [{key: _text(row[key]) for key in clock} for row, clock in zip(rows, example.expect, strict=False)]
        expected = [{key: _text(value) for key, value in clock.items()} for clock in example.expect]
        assert (example.name, len(rows), found) == (example.name, len(expected), expected)


# A wrong expectation is found, with its place


def test_a_wrong_expectation_is_a_difference_that_says_what_was_found():
    rule = BOOK.rules["assessment"]
    wrong = with_expectation(rule.examples[0], {"due": date(2024, 5, 29), "status": "met_on_time"})
    outcome = run_examples(only(replace(rule, examples=(wrong,))))[0]
    assert not outcome.passed
    assert [vars(each) for each in outcome.differences] == [
        {"clock": 1, "column": "due", "expected": "2024-05-29", "found": "2024-05-30"}
    ]


@pytest.mark.parametrize("expected", [0, 2])
def test_another_number_of_clocks_is_a_difference(expected):
    rule = BOOK.rules["assessment"]
    wrong = with_expectation(rule.examples[0], *[{"status": "met_on_time"}] * expected)
    outcome = run_examples(only(replace(rule, examples=(wrong,))))[0]
    assert [(each.column, each.expected, each.found) for each in outcome.differences] == [
        ("clocks", str(expected), "1")
    ]


def test_a_value_expected_to_be_null_is_a_difference_when_there_is_one():
    rule = BOOK.rules["assessment"]
    wrong = with_expectation(rule.examples[0], {"met": None})
    assert not run_examples(only(replace(rule, examples=(wrong,))))[0].passed


def test_an_outcome_names_the_line_on_which_its_example_begins():
    for outcome in run_examples(only(BOOK.rules["cp-icpc"], BOOK.rules["report-to-parents"])):
        line = Path(outcome.path).read_text(encoding="utf-8").splitlines()[outcome.line - 1]
        assert line.strip() == f"- name: {outcome.name}"


def test_examples_run_together_do_not_see_each_others_facts():
    rule = BOOK.rules["assessment"]
    alone = [run_examples(only(replace(rule, examples=(example,))))[0].differences for example in rule.examples[:4]]
    together = [outcome.differences for outcome in run_examples(only(replace(rule, examples=rule.examples[:4])))]
    assert alone == together == [()] * 4


# Every rule is shown whole


def clocks_of(rule: Rule) -> list[Clock]:
    return [clock for example in rule.examples for clock in example.expect]


def gaps(rule: Rule) -> list[str]:
    """What no example of the rule shows, in words."""
    kinds = (_gaps_at_the_limit, _gaps_in_statuses, _gaps_in_reasons, _gaps_in_versions)
    return list(dict.fromkeys(gap for found in kinds for gap in found(rule)))


def _gaps_at_the_limit(rule: Rule) -> Iterator[str]:
    judged = [clock for clock in clocks_of(rule) if clock.get("met") and clock.get("due")]
    if not any(clock["status"] == "met_on_time" and clock["met"] == clock["due"] for clock in judged):
        yield "met on the last day"
    if not any(clock["status"] == "met_late" and clock["met"] == clock["due"] + ONE_DAY for clock in judged):
        yield "met on the first day after it"
    branches = {branch for version in rule.versions for branch in _branches(version.within)}
    shown = {clock.get("branch") for clock in clocks_of(rule)}
    yield from sorted(f"branch {branch}" for branch in branches - shown)


def _branches(within: tuple[Any, ...]) -> set[str]:
    return {f"{place} of {len(within)}" for place in range(1, len(within) + 1)} if len(within) > 1 else set()


def _gaps_in_statuses(rule: Rule) -> Iterator[str]:
    wanted = {"overdue", "running", "ended_before_due", "never_met"}
    if any(branch.due_soon for version in rule.versions for branch in version.within):
        wanted.add("due_soon")
    if any(version.paused_by for version in rule.versions):
        wanted.add("paused")
    yield from sorted(wanted - {clock.get("status") for clock in clocks_of(rule)})
    moving = any(version.extended_by or version.reread for version in rule.versions)
    if moving and not any(clock.get("due_first", clock.get("due")) != clock.get("due") for clock in clocks_of(rule)):
        yield "a date that was moved"


def _gaps_in_reasons(rule: Rule) -> Iterator[str]:
    shown = {(clock.get("status"), clock.get("reason")) for clock in clocks_of(rule)}
    for version in rule.versions:
        for status, entries in (("excluded", version.excluded), ("excepted", version.excepted)):
            yield from (f"{status}: {each.reason}" for each in entries if (status, each.reason) not in shown)
    ended = {reason for _, reason in shown}
    yield from (f"ended by {ref}" for ref in rule.ends_when if str(ref) not in ended)


def _gaps_in_versions(rule: Rule) -> Iterator[str]:
    starts = {(clock.get("start"), clock.get("version")) for clock in clocks_of(rule)}
    for position, version in enumerate(rule.versions):
        if (version.first, version.name) not in starts:
            yield f"a start on {version.first}"
        before = version.first - ONE_DAY
        if position and (before, rule.versions[position - 1].name) not in starts:
            yield f"a start on {before}"
        if not position and not _given_without_clock(rule, before):
            yield f"no clock from {before}"
        if version.last and (version.last, version.name) not in starts:
            yield f"a start on {version.last}"
        if version.last and not _given_without_clock(rule, version.last + ONE_DAY):
            yield f"no clock from {version.last + ONE_DAY}"


def _given_without_clock(rule: Rule, day: date) -> bool:
    """Whether an example gives a fact of that day which would start the clock, and expects none to start then."""
    return any(
        day in set(_starting_days(rule, example)) and all(clock.get("start") != day for clock in example.expect)
        for example in rule.examples
    )


def _starting_days(rule: Rule, example: WrittenExample) -> Iterator[date]:
    for ref in rule.starts:
        for row in example_facts(example, BOOK.vocabulary)[ref.kind]:
            yield row.get(ref.at.name if ref.at else ref.moment)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_rule_has_examples_on_both_sides_of_everything_it_says(name):
    assert gaps(BOOK.rules[name]) == []


def test_a_rule_without_an_example_of_something_is_found_out():
    rule = BOOK.rules["initial-assessment"]
    without = [each for each in rule.examples if "no_further_action" not in str(each.given)]
    assert gaps(replace(rule, examples=tuple(without))) == ["excluded: no further action on the referral"]
    assert gaps(replace(rule, examples=())) == [
        "met on the last day",
        "met on the first day after it",
        "ended_before_due",
        "never_met",
        "overdue",
        "running",
        "excluded: no further action on the referral",
        "a start on 2000-04-01",
        "no clock from 2000-03-31",
        "a start on 2010-03-17",
        "a start on 2010-03-16",
        "a start on 2013-04-14",
        "no clock from 2013-04-15",
    ]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_boundary_of_a_rule_is_shown_by_an_example_that_could_be_taken_away(name):
    rule = BOOK.rules[name]
    assert len(gaps(replace(rule, examples=()))) >= 7 + len(rule.versions)


@pytest.mark.parametrize("name", [name for name in SHIPPED if BOOK.rules[name].reading_of])
def test_a_reading_has_an_example_in_which_the_rule_that_it_reads_comes_out_otherwise(name):
    reading, rule = BOOK.rules[name], BOOK.rules[BOOK.rules[name].reading_of]
    crossed = replace(rule, examples=tuple(each for each in reading.examples if each.as_at == date(2024, 5, 31)))
    differing = [outcome for outcome in run_examples(only(crossed)) if not outcome.passed]
    assert any(each.found != "0" for outcome in differing for each in outcome.differences)


def test_every_example_is_named_by_a_sentence_of_its_own():
    for rule in BOOK.rules.values():
        names = [example.name for example in rule.examples]
        assert len(set(names)) == len(names), rule.id
        assert all(name[0].isupper() and not name.endswith((".", ",")) for name in names), rule.id


# In a list


def test_what_a_list_calls_a_duty_is_short_whole_and_its_own():
    listed = [rule for rule in BOOK.rules.values() if rule.lists]
    said = {rule.id: phrases(BOOK.rules, date(2026, 11, 24))[rule.id].duty for rule in listed}
    assert sorted(name for name in said.values() if len(name) > 72) == []
    loose = re.compile(r"(?: or| and| then| at least| by| of|,)$|^(?:an? |first )?visits?$", re.IGNORECASE)
    assert sorted(name for name in said.values() if loose.search(name)) == []
    assert sorted(name for name, number in Counter(said.values()).items() if number > 1) == []
