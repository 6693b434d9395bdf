"""The list of timescales: every one has its rule, or one of the closed list of reasons why it has none."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.shipped import RULES

from timeliness.errors import RulesInvalidError
from timeliness.rulebook.load import load_rulebook
from timeliness.rulebook.timescales import REASONS, read_timescales, timescales_page

BOOK = load_rulebook(RULES)
FOUND = read_timescales(RULES, BOOK.rules)


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
    assert (RULES / "COVERAGE.md").read_text(encoding="utf-8") == timescales_page(FOUND, BOOK.rules)


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
