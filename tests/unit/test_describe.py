"""A rule in words, and the texts that need to be read again."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml

from timeliness.resources import shipped
from timeliness.rulebook.describe import FRESH_FOR, described, stale
from timeliness.rulebook.load import Rulebook, load_rulebook
from timeliness.rulebook.rules import Rule

WHOLE = """\
id: whole
title: A rule with every key
about: >-
  It goes over
  two lines.
force: local
severity: high
starts: {event: strategy_discussion, where: {initiated_section_47: true}, first_in: section_47_enquiry}
during: section_47_enquiry
met_by: [initial_cp_conference, {event: transfer_in_conference, early: 1 month}]
within:
  - {when: {age: {under: 5}, section_47_enquiry.conference_required: known}, limit: 10 working days, due_soon: 2 days}
  - {when: {looked_after: not running, until: cp_visit}, limit: 3 weeks}
  - {limit: 15 working days}
reread: [legal_status]
ends_when: [cp_plan.start]
paused_by: {spell: stay, late: true}
extended_by: {event: court_extension, until: until, at_most: 8 weeks, times: 2}
excluded:
  - {when: {section_47_enquiry.conference_required: false}, reason: not required, late: true}
excepted:
  - {event: health_declined, where: {declined_by: [young person, carer]}, reason: declined}
  - {reason: the law had no number}
to_age: 19
summary: {average: days, over: 3 years, of: adoption_order}
after: cp-icpc
versions:
  - {from: 2010-04-01, cite: The first text, verified: false, note: not found}
  - from: 2015-04-01
    within: 9 days
    cite: The second text
    url: https://example.invalid/text
    verified: {on: 2024-03-01, by: A. Able}
"""


@cache
def book() -> Rulebook:
    return load_rulebook(shipped("rules"))


def lines(rule: Rule, on: date | None = None) -> dict[str, list[str]]:
    """What is said under each name."""
    found: dict[str, list[str]] = {}
    for line in described(rule, on).splitlines():
        name, said = line[:12].strip(), line[13:]
        found.setdefault(name, []).append(said)
    return found


@pytest.fixture
def whole(tmp_path: Path) -> Rule:
    (tmp_path / "whole.yaml").write_text(WHOLE, encoding="utf-8")
    return load_rulebook(shipped("rules"), [tmp_path]).rules["whole"]


def test_every_key_of_a_rule_is_said_under_its_own_name_once_for_each_entry(whole: Rule) -> None:
    written = yaml.safe_load(WHOLE)
    found = lines(whole, date(2012, 1, 1))
    assert set(written) - {"versions"} <= set(found)
    for key in ("met_by", "within", "excluded", "excepted"):
        assert len(found[key]) == len(written[key]), key


def test_what_each_key_says(whole: Rule) -> None:
    found = lines(whole, date(2012, 1, 1))
    assert found["about"] == ["It goes over two lines."]
    where = "strategy_discussion.initiated_section_47 is true"
    assert found["starts"] == [f"strategy_discussion, where {where}, the first in each section_47_enquiry"]
    assert found["met_by"] == ["initial_cp_conference", "transfer_in_conference, up to 1 month early"]
    assert found["within"] == [
        "10 working days when age is under 5 and section_47_enquiry.conference_required is known (amber: 2 days)",
        "3 weeks when looked_after is not running and until cp_visit",
        "15 working days",
    ]
    assert found["ends_when"] == ["cp_plan.start"]
    assert found["paused_by"] == ["stay, even when late"]
    assert found["extended_by"] == ["court_extension, until until, at most 8 weeks, 2 times"]
    assert found["excluded"] == ["not required: when section_47_enquiry.conference_required is false, even when late"]
    assert found["excepted"] == [
        "declined: by health_declined, where health_declined.declined_by is young person or carer",
        "the law had no number: always",
    ]
    assert found["to_age"] == ["19"]
    assert found["summary"] == ["average days over 3 years of children with adoption_order"]


def test_a_day_chooses_the_version_and_the_other_texts_are_named(whole: Rule) -> None:
    first = lines(whole, date(2015, 3, 31))
    assert first["from"] == ["2010-04-01"]
    assert (first["cite"], first["verified"], first["note"]) == (["The first text"], ["not yet"], ["not found"])
    assert first["other texts"] == ["from 2015-04-01: The second text"]
    second = lines(whole, date(2015, 4, 1))
    assert second["within"] == ["9 days"]
    assert second["from"] == ["2015-04-01"]
    assert second["verified"] == ["on 2024-03-01 by A. Able"]
    assert second["url"] == ["https://example.invalid/text"]
    assert second["other texts"] == ["from 2010-04-01: The first text"]


def test_without_a_day_it_is_the_latest_text(whole: Rule) -> None:
    assert described(whole) == described(whole, date(2099, 1, 1))


def test_before_the_first_text_nothing_is_said_of_limits(whole: Rule) -> None:
    found = lines(whole, date(2010, 3, 31))
    assert found["versions"] == ["none is in force on 2010-03-31: the first begins on 2010-04-01"]
    assert "within" not in found
    assert "cite" not in found


@pytest.mark.parametrize("id_", sorted(load_rulebook(shipped("rules")).rules))
def test_every_shipped_rule_can_be_described_on_every_day_on_which_its_text_changes(id_: str) -> None:
    rule = book().rules[id_]
    for version in rule.versions:
        found = lines(rule, version.first)
        assert found["cite"] == [version.cite]
        assert len(found["within"]) == len(version.within)
        assert all(len(name) <= 12 for name in found)
        assert "None" not in described(rule, version.first)


def test_a_text_that_nobody_has_read_is_stale_on_any_day_and_one_that_was_after_a_year(whole: Rule) -> None:
    def names(on: date) -> list[tuple[str, str]]:
        return [(version.name, said) for _, version, said in stale([whole], on)]

    unread = ("2010-04-01", "not yet verified")
    assert names(date(2024, 3, 1)) == [unread]
    assert names(date(2024, 3, 1) + FRESH_FOR) == [unread]
    assert names(date(2025, 3, 2)) == [unread, ("2015-04-01", "verified on 2024-03-01 by A. Able")]
