"""The mutants do not rot: each can still be made, is told by tests that are there, and every rule has one."""

from __future__ import annotations

import ast
from collections import Counter

import pytest
from tests.mutants.catalogue import MUTANTS
from tests.mutants.mutant import ROOT, Mutant, paragraphs
from tests.spec.contents import numbered
from tests.spec.paragraphs import Paragraph

from timeliness.engine.judge import STATUSES, UNASSESSABLE

OF = {each for mutant in MUTANTS for each in mutant.of}
NAMED = [f"{section}-{number}" for section, number in numbered()]


def named(mutant: Mutant) -> str:
    return mutant.name


@pytest.mark.parametrize("mutant", MUTANTS, ids=named)
def test_the_text_of_a_mutant_stands_once_in_its_file_and_leaves_a_module(mutant):
    text = (ROOT / mutant.place).read_text(encoding="utf-8")
    assert text.count(mutant.old) == 1, f"{mutant.place} has changed. What breaks the rule '{mutant.breaks}' now?"
    changed = ast.dump(ast.parse(text.replace(mutant.old, mutant.new)))
    assert changed != ast.dump(ast.parse(text))


@pytest.mark.parametrize("mutant", MUTANTS, ids=named)
def test_the_tests_of_a_mutant_are_there(mutant):
    asked = set(mutant.by or paragraphs(mutant.of))
    files = {name for name in asked if (ROOT / name).is_file()}
    shown = {name for name in asked if any(f"{each}-".startswith(f"{name}-") for each in NAMED)}
    assert asked
    assert asked in (files, shown)


def test_every_mutant_has_a_name_of_its_own():
    assert [name for name, number in Counter(mutant.name for mutant in MUTANTS).items() if number > 1] == []


def test_every_day_rule_has_a_mutant():
    assert {f"day {letter}" for letter in "abcdef"} <= OF


def test_every_rule_of_who_answers_whom_has_a_mutant():
    assert {f"rule {number}" for number in range(1, 8)} <= OF


def test_every_status_and_every_reason_why_a_clock_cannot_be_judged_has_a_mutant():
    assert {*STATUSES, *UNASSESSABLE} <= OF


def test_every_answer_of_the_decision_has_a_mutant():
    answers = {number for one in numbered().values() if isinstance(one, Paragraph) for number in one.answers}
    assert answers <= OF
