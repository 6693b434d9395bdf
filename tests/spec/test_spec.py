"""Every paragraph of the page holds on the engine and on the reference evaluator, and the page is whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.spec.contents import numbered
from tests.spec.paragraphs import Paragraph, Refusal, clocks_of
from tests.spec.printed import PAGE, page
from tests.spec.running import load, on_engine, on_reference, refused

from timeliness.engine.judge import STATUSES, UNASSESSABLE
from timeliness.rulebook.written import WrittenRule

PARAGRAPHS = {name: one for name, one in numbered().items() if isinstance(one, Paragraph)}
REFUSALS = {name: one for name, one in numbered().items() if isinstance(one, Refusal)}
READINGS = [(name, as_at) for name, one in PARAGRAPHS.items() for as_at in one.clocks]
DECISION = Path(__file__).parents[2] / "docs/decisions/0002-what-the-rule-language-leaves-open.md"


@pytest.fixture(scope="module")
def book():
    loaded, problems = load({name: one.rule for name, one in PARAGRAPHS.items()})
    assert problems == {}
    return loaded


@pytest.fixture(scope="module")
def said():
    return refused(REFUSALS)


def _named(name, as_at):
    return f"{name[0]}-{name[1]}-{as_at}"


@pytest.mark.parametrize(("name", "as_at"), READINGS, ids=[_named(*each) for each in READINGS])
def test_a_paragraph_holds_on_the_engine_and_on_the_reference_evaluator(name, as_at, book):
    paragraph = PARAGRAPHS[name]
    expected = clocks_of(paragraph.clocks[as_at])
    engine, odd = on_engine(paragraph, name, as_at, book)
    reference = on_reference(paragraph, name, as_at, book)
    columns = list(expected[0]) if expected else []
    assert [{key: row[key] for key in columns} for row in engine] == expected
    assert [{key: row[key] for key in columns} for row in reference] == expected
    shared = set(engine[0]) & set(reference[0]) if engine else set()
    assert [{key: row[key] for key in shared} for row in engine] == [
        {key: row[key] for key in shared} for row in reference
    ]
    if paragraph.findings is not None:
        assert odd == sorted(paragraph.findings)


@pytest.mark.parametrize("name", REFUSALS, ids=lambda name: f"{name[0]}-{name[1]}")
def test_a_rule_that_cannot_be_right_is_refused_with_its_place(name, said):
    found = said.get(name, [])
    assert len(found) == len(REFUSALS[name].problems), found
    for problem, expected in zip(found, REFUSALS[name].problems, strict=True):
        assert problem.startswith(expected.removesuffix(" ...")), problem
        assert expected.endswith(" ...") or problem == expected


def test_every_answer_of_the_decision_is_shown():
    asked = {int(number) for number in re.findall(r"(?m)^(\d+)\. ", DECISION.read_text(encoding="utf-8"))}
    assert asked == set(range(1, len(asked) + 1))
    assert {number for one in PARAGRAPHS.values() for number in one.answers} == asked


def test_every_status_and_every_reason_why_a_clock_cannot_be_judged_is_shown():
    shown = [clock for one in PARAGRAPHS.values() for table in one.clocks.values() for clock in clocks_of(table)]
    assert {clock["status"] for clock in shown if "status" in clock} == set(STATUSES)
    unjudged = [clock for clock in shown if clock.get("status", "unassessable") == "unassessable"]
    assert {clock["reason"] for clock in unjudged if "reason" in clock} >= set(UNASSESSABLE)


NOT_OF_CLOCKS = {"id", "title", "about", "force", "severity", "summary", "after", "examples", "reading_of"}
NOT_OF_CLOCKS |= {"duty", "binds", "service", "pack", "misread"}
"""Keys that change no clock."""


def test_every_key_that_computes_is_shown():
    keys = {field.alias or name for name, field in WrittenRule.model_fields.items()} - NOT_OF_CLOCKS
    inner = {"where", "first_in", "last_in", "at", "early", "when", "limit", "late", "until", "by", "at_most", "times"}
    texts = "\n".join(one.rule for one in PARAGRAPHS.values())
    assert sorted(key for key in keys | inner if not re.search(rf"\b{key}:", texts)) == []


def test_every_paragraph_has_a_title_of_its_own():
    titles = [one.title for one in numbered().values()]
    assert sorted(title for title in set(titles) if titles.count(title) > 1) == []


def test_the_page_in_the_documentation_is_the_one_that_is_printed():
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "Print it again: python -m tests.spec.printed > docs/rule-language.md"
    )
