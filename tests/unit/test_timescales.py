"""The list of timescales: every one has its rule, or one of the closed list of reasons why it has none."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.shipped import RULES

from timeliness.engine.summaries import RATES
from timeliness.errors import RulesInvalidError
from timeliness.rulebook.load import load_rulebook
from timeliness.rulebook.questions import read_questions
from timeliness.rulebook.timescales import REASONS, read_timescales, timescales_page

BOOK = load_rulebook(RULES)
FOUND = read_timescales(RULES, BOOK.rules)
OPEN = read_questions(RULES, BOOK.rules)


def test_every_timescale_is_there_and_three_in_four_are_encoded() -> None:
    assert len(FOUND) == len({each.entry for each in FOUND}) == 109
    assert sum(bool(each.rules) for each in FOUND) >= 75


def test_what_is_left_out_says_why_with_a_reason_of_the_closed_list() -> None:
    left_out = [each for each in FOUND if not each.rules]
    reasons = Counter(reason for each in left_out for reason in REASONS if each.left_out.startswith(reason))
    assert reasons.total() == len(left_out)
    assert all(each.why for each in left_out)
    assert all(len(each.left_out) > len("needs ") for each in left_out if each.left_out.startswith("needs"))


def test_every_rule_but_readings_stands_in_the_list() -> None:
    listed = {rule for each in FOUND for rule in each.rules}
    assert [each.id for each in BOOK.rules.values() if each.id not in listed and not each.reading_of] == []


def test_the_printed_page_is_current() -> None:
    assert (RULES / "COVERAGE.md").read_text(encoding="utf-8") == timescales_page(FOUND, OPEN, BOOK.rules)


def test_every_problem_of_a_list_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "timescales.yaml").write_text(
        "- {entry: one, title: One, area: health, rules: [ihaa]}\n"
        "- {entry: one, title: One again, area: health, rules: [iha]}\n"
        "- {entry: two, title: Two, area: health}\n"
        "- {entry: three, title: Three, area: health, left_out: too hard, why: it is}\n",
        encoding="utf-8",
    )
    with pytest.raises(RulesInvalidError) as refused:
        read_timescales(tmp_path, BOOK.rules)
    said = [(problem.line, problem.message) for problem in refused.value.problems]
    assert [line for line, _ in said] == [1, 2, 3, 4]
    for (_, message), part in zip(
        said, ("Did you mean 'iha'", "listed twice", "either 'rules'", "a reason"), strict=True
    ):
        assert part in message


def test_each_of_the_sixteen_questions_has_an_answer_and_says_where_the_others_are() -> None:
    assert len(OPEN) == len({each.question for each in OPEN}) == 16
    assert all(each.default and (each.readings or each.measures or each.settled) for each in OPEN)


def test_a_reading_answers_a_question_of_the_rule_that_it_reads() -> None:
    for each in OPEN:
        assert {BOOK.rules[reading].reading_of for reading in each.readings} <= set(each.rules)


def test_a_measure_that_tells_answers_apart_is_one_that_a_run_states() -> None:
    assert {measure for each in OPEN for measure in each.measures} <= set(RATES)


def test_every_problem_of_a_question_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "questions.yaml").write_text(
        "- {question: A?, default: yes, rules: [ihaa], readings: [iha-report]}\n"
        "- {question: B?, default: yes, readings: [iha]}\n"
        "- {question: C?, default: yes}\n",
        encoding="utf-8",
    )
    with pytest.raises(RulesInvalidError) as refused:
        read_questions(tmp_path, BOOK.rules)
    said = [(problem.line, problem.message) for problem in refused.value.problems]
    assert [line for line, _ in said] == [1, 2, 3]
    for (_, message), part in zip(said, ("Did you mean 'iha'", "'iha' is not a reading", "are nowhere"), strict=True):
        assert part in message
