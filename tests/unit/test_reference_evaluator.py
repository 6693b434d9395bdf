"""The reference evaluator is held to the worked examples and the decisions."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.reference.durations import due_from, parse
from tests.reference.evaluator import evaluate, load_world

ROOT = Path(__file__).parents[2]
WORLD = load_world(ROOT / "rules")


def rule(text: str) -> dict[str, Any]:
    """Read a rule, with a version from 2000 unless it says its own."""
    return {"id": "a-rule", "versions": [{"from": date(2000, 1, 1)}], **yaml.safe_load(text)}


def facts(text: str) -> dict[str, list[dict[str, Any]]]:
    """Read facts as the rule language writes them; `{kind: []}` is a table without rows."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for said in yaml.safe_load(text):
        (kind, when), *rest = said.items()
        rows = tables.setdefault(kind, [])
        if when != []:
            when = when if isinstance(when, dict) else {"date": when}
            rows.append({"child_id": "1", **when, **dict(rest)})
    return tables


def told(said: str, given: str, as_at: str, names: str, **options: Any) -> list[str]:
    """Evaluate, and tell the named columns of each clock in one line."""
    rows = evaluate(rule(said), facts(given), date.fromisoformat(as_at), WORLD, **options)
    return [" ".join(_text(row[name]) for name in names.split()) for row in rows]


def _text(value: Any) -> str:
    return ":".join(map(str, value)) if isinstance(value, tuple) else str(value)


# The worked examples of the rule language, section 6

ICPC = """
starts:
  event: strategy_discussion
  where: {initiated_section_47: true}
  first_in: section_47_enquiry
met_by: initial_cp_conference
within: 15 working days
due_soon: 5 working days
excluded:
  - {when: {section_47_enquiry.conference_required: false}, reason: not required, late: true}
  - {event: transfer_in_conference, reason: transfer-in conference held instead}
versions: [{from: 2010-03-17}, {from: 2023-12-15}]
"""
CP_VISIT = """
starts: cp_plan.start
met_by:
  - {event: cp_visit, where: {child_seen: true}}
  - {event: cp_visit, where: {before_birth: true}}
repeats: true
within:
  - {when: {visiting_frequency.every: known}, limit: visiting_frequency.every days}
  - {limit: visit_every days}
reread: [visiting_frequency]
due_soon: 3 days
"""
CP_REVIEW = """
starts: cp_plan.start
met_by: cp_review_conference
repeats: true
within: [{when: {occurrence: 1}, limit: 3 months}, {limit: 6 months}]
due_soon: 20 working days
"""
CLA_VISIT = """
starts: placement.start
met_by: cla_visit
repeats: true
within:
  - {when: {occurrence: 1}, limit: 1 week, due_soon: 2 days}
  - {when: {legal_status.code: C1, placement.kind: [P1], until: cla_review}, limit: 1 week}
  - {when: {temporary_approval: running, until: cla_review}, limit: 1 week}
  - {when: {legal_status.code: C1, placement.kind: [P1]}, limit: 4 weeks}
  - {when: {temporary_approval: running}, limit: 4 weeks}
  - {when: {until_18: true, spell_length: {at_least: 1 year}}, limit: 3 months}
  - {limit: 6 weeks}
reread: [legal_status, temporary_approval]
excluded: [{when: {placed_for_adoption: running}, reason: adoption visits apply}]
ends_when: [looked_after.end, placed_for_adoption.start]
"""
RHA = """
starts: {event: health_assessment, early: 3 months}
during: looked_after
met_by: health_assessment
within: [{when: {age: {under: 5}}, limit: 6 months}, {limit: 12 months}]
"""
COURT = """
starts: proceedings_issued
met_by: final_order
within: 26 weeks beginning with the start
extended_by: {event: court_extension, until: until, at_most: 8 weeks}
paused_by: stay
due_soon: 4 weeks
"""
INITIAL = """
starts: referral
met_by: initial_assessment_completed
within: 10 working days
versions: [{from: 2000-04-01, within: 7 working days}, {from: 2010-03-17, to: 2013-04-14}]
"""
LEAD = """
starts: {event: conference_booked, at: held_on}
met_by: report_shared
within: 2 working days before the start
"""
TEN_DAYS = """
starts: referral
met_by: [initial_assessment_completed, assessment_authorised]
within: 10 days
"""


def test_a_conference_on_the_fifteenth_working_day_across_easter_is_on_time() -> None:
    given = """
    - {section_47_enquiry: {start: 2024-03-20}}
    - {strategy_discussion: 2024-03-20, initiated_section_47: true}
    - {initial_cp_conference: 2024-04-12}
    """
    assert told(ICPC, given, "2024-05-01", "due status version limit branch") == [
        "2024-04-12 met_on_time 2023-12-15 15 working days 1 of 1"
    ]


def test_a_second_discussion_does_not_restart_the_clock() -> None:
    given = """
    - {section_47_enquiry: {start: 2024-03-20}}
    - {strategy_discussion: 2024-03-20, initiated_section_47: true}
    - {strategy_discussion: 2024-04-03, initiated_section_47: true}
    - {initial_cp_conference: 2024-04-15}
    """
    assert told(ICPC, given, "2024-05-01", "due status days_late working_days_late") == ["2024-04-12 met_late 3 1"]


def test_the_enquiry_ends_before_the_conference_and_the_duty_does_not() -> None:
    given = """
    - {section_47_enquiry: {start: 2024-03-20, end: 2024-04-05}, conference_required: true}
    - {strategy_discussion: 2024-03-20, initiated_section_47: true}
    - {initial_cp_conference: 2024-07-03}
    """
    assert told(ICPC, given, "2024-08-01", "due met status") == ["2024-04-12 2024-07-03 met_late"]


def test_a_visit_where_the_child_was_not_seen_does_not_restart_the_clock() -> None:
    given = """
    - {cp_plan: {start: 2024-01-01}, visit_every: 10}
    - {cp_visit: 2024-01-09, child_seen: true}
    - {cp_visit: 2024-01-18, child_seen: false}
    - {cp_visit: 2024-01-22, child_seen: true}
    """
    assert told(CP_VISIT, given, "2024-02-01", "due status limit days_left start_source") == [
        "2024-01-11 met_on_time 10 days None cp_plan:0",
        "2024-01-19 met_late 10 days None cp_visit:0",
        "2024-02-01 due_soon 10 days 0 cp_visit:2",
    ]


def test_proceedings_extended_by_the_court_conclude_inside_the_extension() -> None:
    given = """
    - {proceedings_issued: 2024-01-08}
    - {court_extension: 2024-06-20, until: 2024-09-01}
    - {final_order: 2024-08-30}
    """
    assert told(COURT, given, "2025-01-01", "due_first due status moved_source") == [
        "2024-07-07 2024-09-01 met_on_time court_extension:0"
    ]


@pytest.mark.parametrize(
    ("referral", "as_at", "expected"),
    [
        ("2010-03-16", "2010-06-01", ["2010-03-25 overdue 2000-04-01"]),
        ("2010-03-17", "2010-06-01", ["2010-03-31 overdue 2010-03-17"]),
        ("2013-04-15", "2013-09-01", []),
    ],
)
def test_an_initial_assessment_has_the_limit_in_force_on_its_referral(
    referral: str, as_at: str, expected: list[str]
) -> None:
    assert told(INITIAL, f"- {{referral: {referral}}}", as_at, "due status version") == expected


def test_reviews_of_a_plan_are_due_after_three_months_then_every_six() -> None:
    given = "[{cp_plan: {start: 2023-11-30}}, {cp_review_conference: 2024-02-20}]"
    assert told(CP_REVIEW, given, "2024-03-01", "occurrence limit due status branch") == [
        "1 3 months 2024-02-29 met_on_time 1 of 2",
        "2 6 months 2024-08-20 running 2 of 2",
    ]


def test_visits_to_a_looked_after_child_slow_down_when_the_placement_is_a_year_old() -> None:
    given = """
    - {placement: {start: 2023-01-02}, until_18: true}
    - {cla_visit: 2023-01-05}
    - {cla_visit: 2024-01-02}
    """
    assert told(CLA_VISIT, given, "2024-01-10", "limit branch due status") == [
        "1 week 1 of 7 2023-01-09 met_on_time",
        "6 weeks 7 of 7 2023-02-16 met_late",
        "3 months 6 of 7 2024-04-02 running",
    ]


def test_a_health_assessment_answers_the_last_and_starts_the_next() -> None:
    given = """
    - {child: {born: 2018-06-01}}
    - {looked_after: {start: 2022-01-10}}
    - {health_assessment: 2022-01-30, id: H1}
    - {health_assessment: 2023-05-30, id: H2}
    """
    assert told(RHA, given, "2023-07-01", "start limit met status matched_by") == [
        "2022-01-30 6 months 2023-05-30 met_late date",
        "2023-05-30 6 months None running None",
    ]


# Day counting


@pytest.mark.parametrize(
    ("start", "limit", "last"),
    [
        ("2023-08-31", "6 months", "2024-02-29"),
        ("2022-11-30", "3 months", "2023-02-28"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2024-03-30", "1 working day", "2024-04-02"),
        ("2024-03-30", "1 working day beginning with the start", "2024-04-02"),
        ("2024-03-28", "1 working day beginning with the start", "2024-03-28"),
        ("2024-04-02", "2 working days before the start", "2024-03-27"),
    ],
)
def test_the_last_day_of_a_limit_is_the_corresponding_date_or_the_working_day(
    start: str, limit: str, last: str
) -> None:
    duration = parse(limit)
    assert due_from(date.fromisoformat(start), duration.number, duration, WORLD) == date.fromisoformat(last)


def test_months_cannot_be_counted_beginning_with_the_start() -> None:
    with pytest.raises(ValueError, match="2 months beginning with the start"):
        due_from(date(2026, 4, 29), 2, parse("2 months beginning with the start"), WORLD)


# Decisions 1 to 12: facts and identifiers


def test_01_what_is_dated_after_the_day_is_not_yet_known() -> None:
    given = """
    - {child: {born: 2010-01-01, died: 2024-02-02}}
    - {cp_plan: {start: 2024-01-01, end: 2024-02-02}, visit_every: 10}
    - {cp_visit: 2024-02-02, child_seen: true}
    """
    assert told(CP_VISIT, given, "2024-02-01", "met ended status") == ["None None overdue"]


def test_02_an_attribute_of_the_end_is_not_known_before_the_end() -> None:
    given = """
    - {section_47_enquiry: {start: 2024-03-20, end: 2024-04-05}, conference_required: false}
    - {strategy_discussion: 2024-03-20, initiated_section_47: true}
    """
    assert told(ICPC, given, "2024-04-04", "status") == ["running"]
    assert told(ICPC, given, "2024-04-05", "status reason reason_source") == [
        "excluded not required section_47_enquiry:0"
    ]


def test_03_the_evidence_of_a_meeting_is_the_first_ref_then_the_first_row() -> None:
    given = """
    - {referral: 2024-01-01}
    - {assessment_authorised: 2024-01-05}
    - {initial_assessment_completed: 2024-01-05}
    - {initial_assessment_completed: 2024-01-05, id: A2}
    """
    assert told(TEN_DAYS, given, "2024-02-01", "met_source") == ["initial_assessment_completed:0"]


def test_04_rows_of_one_fact_are_one_fact() -> None:
    given = """
    - {cp_plan: {start: 2024-01-01}, id: P1, visit_every: 7, recorded_on: 2024-01-09}
    - {cp_plan: {start: 2024-01-01}, id: P1, visit_every: 10, recorded_on: 2024-01-03}
    - {cp_plan: {start: 2024-01-01}, id: P1, visit_every: 10, recorded_on: 2024-01-03}
    """
    known_at = date(2024, 1, 5)
    assert told(CP_VISIT, given, "2024-01-10", "limit start_source") == ["7 days cp_plan:0"]
    assert told(CP_VISIT, given, "2024-01-10", "limit start_source", known_at=known_at) == ["10 days cp_plan:1"]


def test_04_an_end_recorded_later_is_not_known() -> None:
    given = """
    - {cp_plan: {start: 2024-01-01, end: 2024-01-20}, visit_every: 10, end_recorded_on: 2024-02-01}
    """
    assert told(CP_VISIT, given, "2024-01-25", "status") == ["never_met"]
    known_at = date(2024, 1, 25)
    assert told(CP_VISIT, given, "2024-01-25", "status", known_at=known_at) == ["overdue"]


def test_05_care_that_touches_is_one_spell_and_plans_are_one_unless_their_ids_differ() -> None:
    care = "{starts: looked_after.start, met_by: cla_review, within: 10 days}"
    touching = """
    - {looked_after: {start: 2024-01-01, end: 2024-01-10}, id: A}
    - {looked_after: {start: 2024-01-11, end: 2024-01-20}, id: B}
    """
    names = "spell_start ended ended_source"
    assert told(care, touching, "2024-06-01", names) == ["2024-01-01 2024-01-20 looked_after:1"]
    plans = """
    - {cp_plan: {start: 2024-01-01, end: 2024-01-10}, visit_every: 10}
    - {cp_plan: {start: 2024-01-05, end: 2024-01-20}, visit_every: 10, id: P1}
    - {cp_plan: {start: 2024-01-15}, visit_every: 10, id: P2}
    """
    assert told(CP_VISIT, plans, "2024-01-16", "spell_start") == ["2024-01-01", "2024-01-15"]


def test_06_a_spell_that_ends_before_it_starts_or_has_no_start_cannot_be_assessed() -> None:
    given = """
    - {cp_plan: {start: 2024-01-10, end: 2023-01-20}, visit_every: 10}
    - {cp_plan: {start: null}, visit_every: 10, id: P2}
    - {cp_plan: {start: null, end: 2024-01-30}, visit_every: 10, id: P3}
    - {cp_visit: 2024-01-12, child_seen: true}
    """
    assert told(CP_VISIT, given, "2024-02-01", "start due met ended reason") == [
        "2024-01-10 2024-01-20 None None spell ends before it starts",
        "None None None None start missing",
        "None None None 2024-01-30 start missing",
    ]


def test_07_a_spell_without_a_start_starts_on_the_day_before_the_history() -> None:
    given = "[{cp_plan: {start: null}, visit_every: 10}, {cp_visit: 2024-02-03, child_seen: true}]"
    options = {"complete_from": {"cp_plan": date(2024, 2, 1), "cp_visit": date(2024, 2, 1)}}
    names = "start occurrence precision status"
    assert told(CP_VISIT, given, "2024-02-04", names, **options) == [
        "2024-01-31 None history met_on_time",
        "2024-02-03 None None running",
    ]


def test_08_on_the_day_of_a_change_the_state_is_that_of_the_spell_begun_last() -> None:
    said = """
    starts: referral
    met_by: final_order
    within: [{when: {legal_status.code: C1}, limit: 5 days}, {limit: 10 days}]
    """
    given = """
    - {referral: 2024-01-10}
    - {legal_status: {start: 2024-01-10}, code: V2}
    - {legal_status: {start: 2024-01-01, end: 2024-01-10}, code: C1}
    """
    assert told(said, given, "2024-01-11", "limit") == ["10 days"]


def test_09_two_facts_are_compared_by_links_and_never_by_their_own_ids() -> None:
    given = """
    - {referral: 2024-01-01, id: R1}
    - {referral: 2024-01-03, id: R2}
    - {initial_assessment_completed: 2024-01-05, id: X, referral: R1}
    """
    assert told(TEN_DAYS, given, "2024-01-06", "start met matched_by") == [
        "2024-01-01 2024-01-05 identifier",
        "2024-01-03 None None",
    ]


def test_10_a_reference_that_leads_nowhere_is_not_known() -> None:
    given = "[{referral: 2024-01-01, id: R1}, {initial_assessment_completed: 2024-01-05, referral: R9}]"
    assert told(TEN_DAYS, given, "2024-01-06", "met matched_by") == ["2024-01-05 date"]
    twice = f"{given[:-1]}, {{assessment_authorised: 2024-01-06, referral: R9}}]"
    assert told(TEN_DAYS, twice, "2024-01-06", "met matched_by") == ["None None"]


def test_11_a_reason_at_odds_with_the_clock_does_not_bear_on_it() -> None:
    given = """
    - {section_47_enquiry: {start: 2024-03-20}, id: E1}
    - {section_47_enquiry: {start: 2024-03-20}, id: E2}
    - {strategy_discussion: 2024-03-20, initiated_section_47: true, enquiry: E1}
    - {transfer_in_conference: 2024-03-22, enquiry: E2}
    """
    assert told(ICPC, given, "2024-03-25", "status") == ["running"]


def test_12_a_restarted_clock_keeps_the_identifiers_of_the_spell() -> None:
    said = f"{CP_VISIT}\nexcluded: [{{event: cp_review_conference, reason: no}}]"
    given = """
    - {cp_plan: {start: 2024-01-01}, visit_every: 10, id: P1}
    - {cp_plan: {start: 2023-01-01, end: 2023-02-01}, visit_every: 100, id: P2}
    - {cp_visit: 2024-01-05, child_seen: true}
    - {cp_review_conference: 2024-01-06, plan: P2}
    """
    assert told(said, given, "2024-01-07", "status")[-1] == "running"


# Decisions 13 to 19: starts


def test_13_a_start_without_a_date_cannot_be_assessed() -> None:
    assert told(TEN_DAYS, "[{referral: null}]", "2024-01-01", "start status reason since") == [
        "None unassessable start missing None"
    ]
    assert told(LEAD, "[{conference_booked: 2024-01-01}]", "2024-01-02", "reason") == ["start missing"]


def test_14_a_start_may_be_taken_from_the_start_of_a_spell() -> None:
    said = """
    starts: {event: strategy_meeting, at: section_47_enquiry.start}
    met_by: final_order
    within: 5 days
    """
    given = """
    - {section_47_enquiry: {start: 2024-01-01, end: 2024-01-20}}
    - {strategy_meeting: 2024-01-15}
    - {strategy_meeting: 2024-02-15}
    """
    assert told(said, given, "2024-02-20", "start start_source reason") == [
        "2024-01-01 strategy_meeting:0 None",
        "None strategy_meeting:1 start missing",
    ]


def test_15_the_first_event_of_each_spell_is_kept_and_one_in_none_is_kept_by_itself() -> None:
    given = """
    - {section_47_enquiry: {start: 2024-03-20, end: 2024-04-20}, id: E1}
    - {section_47_enquiry: {start: 2024-04-10}, id: E2}
    - {strategy_discussion: 2024-03-21, initiated_section_47: true}
    - {strategy_discussion: 2024-04-15, initiated_section_47: true}
    - {strategy_discussion: 2024-04-18, initiated_section_47: true, enquiry: E2}
    - {strategy_discussion: 2024-03-01, initiated_section_47: true}
    """
    assert told(ICPC, given, "2024-04-19", "start occurrence") == [
        "2024-03-01 1",
        "2024-03-21 2",
        "2024-04-15 3",
    ]


def test_15_the_attributes_of_the_spell_are_those_of_the_spell_that_kept_the_start() -> None:
    given = """
    - {section_47_enquiry: {start: 2024-03-20, end: 2024-03-25}, id: E1, conference_required: false}
    - {section_47_enquiry: {start: 2024-03-20}, id: E2}
    - {strategy_discussion: 2024-03-20, initiated_section_47: true, enquiry: E1}
    """
    assert told(ICPC, given, "2024-03-26", "status") == ["excluded"]


def test_16_a_clock_belongs_to_the_linked_spell_or_the_spell_begun_last() -> None:
    said = "{starts: cp_visit, during: cp_plan, met_by: cp_review_conference, within: 10 days}"
    given = """
    - {cp_plan: {start: 2024-01-01}, id: P1}
    - {cp_plan: {start: 2024-02-01}, id: P2}
    - {cp_visit: 2024-02-05, plan: P1}
    - {cp_visit: 2024-02-06}
    - {cp_visit: 2023-12-31}
    """
    assert told(said, given, "2024-02-07", "start spell_start") == [
        "2024-02-05 2024-01-01",
        "2024-02-06 2024-02-01",
    ]


def test_16_an_early_start_belongs_to_the_spell_that_begins_after_it() -> None:
    given = """
    - {looked_after: {start: 2024-05-31}}
    - {health_assessment: 2024-02-29}
    - {health_assessment: 2024-02-28}
    """
    assert told(RHA, given, "2024-06-01", "start spell_start") == ["2024-02-29 2024-05-31"]


def test_17_starts_of_one_day_are_one_unless_their_identifiers_differ() -> None:
    alike = "{referral: 2024-01-01}, {referral: 2024-01-01, no_further_action: true}"
    named = "{referral: 2024-01-01, id: R1}, {referral: 2024-01-01, id: R2}"
    assert told(TEN_DAYS, f"[{alike}]", "2024-01-02", "start_source") == ["referral:0"]
    assert told(TEN_DAYS, f"[{alike}, {named}]", "2024-01-02", "start_source") == [
        "referral:2",
        "referral:3",
    ]


def test_18_clocks_are_numbered_before_the_versions_are_looked_at() -> None:
    said = f"{TEN_DAYS}\nversions: [{{from: 2024-02-01}}]"
    given = "[{referral: 2024-01-01}, {referral: 2024-02-01}]"
    assert told(said, given, "2024-02-02", "start occurrence") == ["2024-02-01 2"]


def test_19_a_rule_that_starts_from_a_spell_belongs_to_that_spell() -> None:
    said = "{starts: placement.start, met_by: cla_visit, within: 5 days}"
    given = """
    - {placement: {start: 2024-01-01, end: 2024-01-03}}
    - {placement: {start: 2024-01-03}}
    - {cla_visit: 2024-01-03}
    """
    assert told(said, given, "2024-01-09", "spell_start occurrence met") == [
        "2024-01-01 1 2024-01-03",
        "2024-01-03 1 2024-01-03",
    ]


# Decisions 20 to 23: versions and history


def test_20_an_open_repeating_clock_takes_the_first_version_on_its_first_day() -> None:
    said = f"{CP_REVIEW}\nversions: [{{from: 2024-02-01}}]"
    given = """
    - {cp_plan: {start: 2023-06-01}}
    - {cp_review_conference: 2023-08-01}
    - {cp_review_conference: 2024-02-01}
    """
    assert told(said, given, "2024-03-01", "start occurrence limit met start_source") == [
        "2024-02-01 2 6 months 2024-02-01 cp_review_conference:0",
        "2024-02-01 3 6 months None cp_review_conference:1",
    ]


def test_21_what_counts_as_a_meeting_goes_by_the_version_on_its_own_day() -> None:
    said = """
    starts: cp_plan.start
    met_by: {event: cp_visit, where: {child_seen: true}}
    repeats: true
    within: 10 days
    versions: [{from: 2020-01-01}, {from: 2020-05-01, met_by: cp_visit}, {from: 2020-06-01}]
    """
    given = """
    - {cp_plan: {start: 2019-12-25}}
    - {cp_visit: 2019-12-28, child_seen: true}
    - {cp_visit: 2020-04-30}
    - {cp_visit: 2020-05-01}
    - {cp_visit: 2020-06-01}
    """
    assert told(said, given, "2020-06-02", "start met") == [
        "2020-01-01 2020-05-01",
        "2020-05-01 None",
    ]


def test_22_a_child_not_seen_since_the_history_began_turns_red_and_not_grey() -> None:
    given = "[{cp_plan: {start: 2023-01-01}, visit_every: 10}]"
    options = {"complete_from": {"cp_visit": date(2024, 1, 1)}}
    assert told(CP_VISIT, given, "2024-01-20", "start occurrence due precision status", **options) == [
        "2023-12-31 None 2024-01-10 history overdue"
    ]


def test_22_a_clock_from_before_the_history_is_judged_only_if_it_was_met_in_time() -> None:
    given = """
    - {referral: 2023-12-01}
    - {referral: 2023-12-30}
    - {initial_assessment_completed: 2024-01-05}
    - {initial_assessment_completed: 2023-12-20}
    """
    options = {"complete_from": {"assessment_authorised": date(2024, 1, 1)}}
    assert told(TEN_DAYS, given, "2024-01-20", "start met status since", **options) == [
        "2023-12-01 2023-12-20 unassessable 50",
        "2023-12-30 2024-01-05 met_on_time None",
    ]


def test_22_a_spell_begun_inside_the_history_begins_with_occurrence_one() -> None:
    options = {"complete_from": {"cp_review_conference": date(2024, 1, 1)}}
    given = "[{cp_plan: {start: 2023-12-31}}]"
    assert told(CP_REVIEW, given, "2024-01-20", "start occurrence precision", **options) == ["2023-12-31 1 None"]


def test_23_where_a_version_and_the_history_move_a_clock_the_later_start_holds() -> None:
    said = f"{CP_REVIEW}\nversions: [{{from: 2024-02-01}}]"
    given = "[{cp_plan: {start: 2023-06-01}}]"
    names = "start occurrence precision"
    options = {"complete_from": {"cp_review_conference": date(2024, 1, 1)}}
    assert told(said, given, "2024-03-01", names, **options) == ["2024-02-01 None None"]
    options = {"complete_from": {"cp_review_conference": date(2024, 2, 15)}}
    assert told(said, given, "2024-03-01", names, **options) == ["2024-02-14 None history"]


# Decisions 24 to 27: the end of a duty

REVIEW_IN_CARE = """
starts: referral
during: looked_after
met_by: cla_review
within: 10 days
ends_when: [adoption_order, placed_for_adoption.start]
"""


def test_24_on_one_day_the_end_of_the_spell_goes_before_the_other_ends() -> None:
    given = """
    - {child: {born: 2006-01-20, died: 2024-01-20}}
    - {looked_after: {start: 2024-01-01, end: 2024-01-20}}
    - {adoption_order: 2024-01-20}
    - {referral: 2024-01-05}
    """
    names = "ended reason ended_source status"
    assert told(REVIEW_IN_CARE, given, "2024-02-01", names) == [
        "2024-01-20 looked_after ended looked_after:0 never_met"
    ]
    running = given.replace(", end: 2024-01-20", "")
    assert told(REVIEW_IN_CARE, running, "2024-02-01", names) == [
        "2024-01-20 adoption_order adoption_order:0 never_met"
    ]
    alive = running.replace("adoption_order: 2024-01-20", "adoption_order: []")
    assert told(REVIEW_IN_CARE, alive, "2024-02-01", names) == ["2024-01-20 turned 18 None never_met"]


def test_24_no_clock_starts_on_or_after_the_day_on_which_its_duty_ends() -> None:
    given = "[{child: {born: 2006-02-28}}, {referral: 2024-02-27}, {referral: 2024-02-28}]"
    assert told(TEN_DAYS, given, "2024-03-20", "start ended reason") == ["2024-02-27 2024-02-28 turned 18"]


def test_25_no_clock_starts_while_a_spell_that_ends_the_duty_runs() -> None:
    given = """
    - {placement: {start: 2024-01-05}}
    - {placement: {start: 2024-01-08}}
    - {placed_for_adoption: {start: 2024-01-05}}
    """
    said = """
    starts: placement.start
    met_by: cla_visit
    within: 7 days
    ends_when: placed_for_adoption.start
    """
    assert told(said, given, "2024-01-09", "start ended reason status") == [
        "2024-01-05 2024-01-05 placed_for_adoption.start ended_before_due"
    ]


def test_26_a_meeting_on_the_last_day_counts_and_starts_no_further_clock() -> None:
    given = """
    - {cp_plan: {start: 2024-01-01, end: 2024-01-08}, visit_every: 10}
    - {cp_visit: 2024-01-08, child_seen: true}
    """
    assert told(CP_VISIT, given, "2024-02-01", "met status") == ["2024-01-08 met_on_time"]


def test_26_after_an_ending_event_the_chain_is_over_until_a_further_start() -> None:
    said = f"{REVIEW_IN_CARE}\nrepeats: true"
    given = """
    - {looked_after: {start: 2024-01-01}}
    - {referral: 2024-01-01}
    - {adoption_order: 2024-01-05}
    - {cla_review: 2024-01-05}
    - {cla_review: 2024-01-06}
    - {referral: 2024-01-20}
    """
    assert told(said, given, "2024-01-21", "start occurrence met status") == [
        "2024-01-01 1 2024-01-05 met_on_time",
        "2024-01-20 2 None running",
    ]


def test_27_met_after_the_duty_ended_is_not_met() -> None:
    given = """
    - {cp_plan: {start: 2024-01-01, end: 2024-01-05}, visit_every: 10}
    - {cp_visit: 2024-01-06, child_seen: true}
    """
    names = "met ended status reason reason_source ended_source"
    assert told(CP_VISIT, given, "2024-02-01", names) == [
        "None 2024-01-05 ended_before_due met after the duty ended cp_visit:0 cp_plan:0"
    ]


# Decisions 28 to 34: who answers whom

TWO_ENQUIRIES = """
- {section_47_enquiry: {start: 2024-03-01}, id: E1}
- {section_47_enquiry: {start: 2024-03-05}, id: E2}
- {strategy_discussion: 2024-03-01, initiated_section_47: true, enquiry: E1}
- {strategy_discussion: 2024-03-05, initiated_section_47: true, enquiry: E2}
"""


def test_28_conferences_of_one_day_are_one_for_each_enquiry() -> None:
    given = f"""{TWO_ENQUIRIES}
- {{initial_cp_conference: 2024-03-12}}
- {{initial_cp_conference: 2024-03-12, enquiry: E1}}
- {{initial_cp_conference: 2024-03-12, enquiry: E2}}
"""
    assert told(ICPC, given, "2024-03-20", "met_source matched_by") == [
        "initial_cp_conference:1 identifier",
        "initial_cp_conference:2 identifier",
    ]


def test_29_a_linked_clock_goes_before_the_latest() -> None:
    given = f"{TWO_ENQUIRIES}- {{initial_cp_conference: 2024-03-12, enquiry: E1}}\n"
    assert told(ICPC, given, "2024-03-20", "start met status") == [
        "2024-03-01 2024-03-12 met_on_time",
        "2024-03-05 None due_soon",
    ]


def test_29_a_meeting_may_come_early_but_not_before_the_window() -> None:
    said = """
    starts: looked_after.start
    met_by: {event: health_assessment, early: 3 months}
    within: 20 days
    """
    given = "[{looked_after: {start: 2024-05-31}}, {health_assessment: 2024-02-28}]"
    assert told(said, given, "2024-06-01", "met") == ["None"]
    assert told(said, given.replace("02-28", "02-29"), "2024-06-01", "met status") == ["2024-02-29 met_on_time"]


def test_29_the_fact_that_started_a_clock_does_not_meet_it_and_another_of_its_day_does() -> None:
    said = "{starts: referral, met_by: [referral, final_order], within: 10 days}"
    assert told(said, "[{referral: 2024-01-01}]", "2024-01-02", "met") == ["None"]
    given = "[{referral: 2024-01-01}, {final_order: 2024-01-01, id: F}]"
    assert told(said.replace("[referral, ", "["), given, "2024-01-02", "met") == ["2024-01-01"]


def test_30_an_event_that_finds_a_clock_already_met_meets_nothing() -> None:
    given = f"""{TWO_ENQUIRIES}
- {{initial_cp_conference: 2024-03-10, enquiry: E2}}
- {{initial_cp_conference: 2024-03-12}}
"""
    assert told(ICPC, given, "2024-03-20", "met") == ["None", "2024-03-10"]


def test_31_a_clock_passed_over_ends_on_the_day_of_the_event_that_passed_it_over() -> None:
    given = "[{referral: 2024-01-01}, {referral: 2024-01-08}, {assessment_authorised: 2024-01-15}]"
    names = "met ended status reason ended_source"
    assert told(TEN_DAYS, given, "2024-01-14", names)[0] == "None None overdue None None"
    assert told(TEN_DAYS, given, "2024-01-20", names) == [
        "None 2024-01-15 never_met superseded assessment_authorised:0",
        "2024-01-15 None met_on_time None None",
    ]


def test_32_a_visit_on_the_first_day_meets_the_first_clock_and_starts_the_next() -> None:
    given = """
    - {cp_plan: {start: 2024-01-01}, visit_every: 10}
    - {cp_visit: 2024-01-01, child_seen: true}
    """
    assert told(CP_VISIT, given, "2024-01-05", "occurrence start met") == [
        "1 2024-01-01 2024-01-01",
        "2 2024-01-01 None",
    ]


def test_32_a_further_start_supersedes_and_a_meeting_on_its_day_does_not_start_a_second() -> None:
    said = f"{REVIEW_IN_CARE}\nrepeats: true"
    given = """
    - {looked_after: {start: 2024-01-01}}
    - {referral: 2024-01-01}
    - {referral: 2024-01-05}
    - {referral: 2024-01-08}
    - {cla_review: 2024-01-08}
    """
    assert told(said, given, "2024-01-09", "start met ended reason start_source") == [
        "2024-01-01 None 2024-01-05 superseded referral:0",
        "2024-01-05 2024-01-08 None None referral:1",
        "2024-01-08 None None None referral:2",
    ]


def test_32_an_early_meeting_meets_the_first_clock_and_the_next_starts_on_its_day() -> None:
    said = """
    starts: looked_after.start
    met_by: {event: cla_review, early: 1 month}
    repeats: true
    within: 20 days
    """
    given = """
    - {looked_after: {start: 2024-02-01}}
    - {cla_review: 2024-01-20}
    - {cla_review: 2024-01-25}
    - {cla_review: 2024-02-01}
    """
    assert told(said, given, "2024-02-02", "occurrence start met") == [
        "2 2024-01-20 2024-02-01",
        "1 2024-02-01 2024-01-20",
        "3 2024-02-01 None",
    ]


def test_32_under_repeats_the_day_decides_whatever_the_event_carries() -> None:
    given = """
    - {cp_plan: {start: 2024-01-01}, visit_every: 10, id: P1}
    - {cp_plan: {start: 2023-01-01, end: 2023-02-01}, visit_every: 100, id: P2}
    - {cp_visit: 2024-01-05, child_seen: true, plan: P2}
    """
    assert told(CP_VISIT, given, "2024-01-06", "met matched_by")[1:] == [
        "2024-01-05 date",
        "None None",
    ]


def test_33_a_clock_counted_backwards_is_met_before_its_start_or_ends_on_it() -> None:
    given = """
    - {conference_booked: 2024-01-01, held_on: 2024-01-19}
    - {conference_booked: 2024-01-01, held_on: 2024-02-16}
    - {report_shared: 2024-01-17}
    """
    names = "start due met ended status reason"
    assert told(LEAD, given, "2024-02-15", names) == [
        "2024-01-19 2024-01-17 2024-01-17 None met_on_time None",
        "2024-02-16 2024-02-14 None None overdue None",
    ]
    assert told(LEAD, given, "2024-02-16", names)[1:] == [
        "2024-02-16 2024-02-14 None 2024-02-16 never_met start reached"
    ]


def test_34_a_rebooking_ends_the_clock_of_the_booking_before_it() -> None:
    given = """
    - {conference_booked: 2024-01-01, held_on: 2024-01-19, id: B}
    - {conference_booked: 2024-01-10, held_on: 2024-02-16, id: B}
    """
    names = "start ended status reason ended_source"
    assert told(LEAD, given, "2024-01-09", names) == ["2024-01-19 None running None None"]
    assert told(LEAD, given, "2024-01-20", names) == [
        "2024-01-19 2024-01-10 ended_before_due rebooked conference_booked:1",
        "2024-02-16 None running None None",
    ]


# Decisions 35 to 42: reasons, pauses, extensions


def test_35_a_reason_of_state_is_read_at_the_start_and_has_no_fact_behind_it() -> None:
    said = """
    starts: looked_after.start
    met_by: cla_review
    within: 10 days
    excluded: [{when: {short_breaks: true}, reason: short breaks}]
    """
    given = "[{looked_after: {start: 2024-01-01}, short_breaks: true}, {cla_review: 2024-01-01}]"
    assert told(said, given, "2024-02-01", "status reason reason_source met") == ["excluded short breaks None None"]


REASONS = f"""{TEN_DAYS}
excluded:
  - {{event: health_declined, where: {{declined_by: parent}}, reason: second}}
  - {{event: health_declined, reason: first}}
excepted: [{{event: strategy_meeting, reason: excused}}]
"""


def test_36_a_reason_bears_from_the_start_to_the_due_date_and_not_past_the_next_start() -> None:
    def status(*dates: str) -> str:
        declined = "".join(f", {{health_declined: 2024-01-{day}}}" for day in dates)
        given = f"[{{referral: 2024-01-02}}, {{referral: 2024-01-08}}{declined}]"
        return told(REASONS, given, "2024-01-09", "status")[0]

    assert [status("01"), status("02"), status("07"), status("08")] == [
        "running",
        "excluded",
        "excluded",
        "running",
    ]


def test_36_a_meeting_before_the_exclusion_stands() -> None:
    given = """
    - {referral: 2024-01-01}
    - {assessment_authorised: 2024-01-04}
    - {health_declined: 2024-01-05}
    """
    assert told(REASONS, given, "2024-01-09", "status") == ["met_on_time"]
    assert told(REASONS, given.replace("01-05", "01-04"), "2024-01-09", "status met") == ["excluded None"]


def test_37_of_several_exclusions_the_earliest_then_the_first_in_the_rule_gives_the_reason() -> None:
    given = """
    - {referral: 2024-01-01}
    - {health_declined: 2024-01-05, declined_by: parent}
    """
    earlier = f"{given}- {{health_declined: 2024-01-04}}"
    assert told(REASONS, given, "2024-01-09", "reason") == ["second"]
    assert told(REASONS, earlier, "2024-01-09", "reason reason_source") == ["first health_declined:1"]


def test_38_an_exclusion_after_the_due_date_ends_the_clock() -> None:
    given = "[{referral: 2024-01-01}, {health_declined: 2024-01-15}]"
    assert told(REASONS, given, "2024-01-20", "status ended reason reason_source days_late") == [
        "never_met 2024-01-15 first health_declined:0 4"
    ]


def test_38_under_repeats_a_late_exclusion_is_shown_and_ends_nothing() -> None:
    said = f"{CP_VISIT}\nexcluded: [{{event: health_declined, reason: declined}}]"
    given = "[{cp_plan: {start: 2024-01-01}, visit_every: 10}, {health_declined: 2024-01-15}]"
    assert told(said, given, "2024-01-20", "status ended reason") == ["overdue None declined"]


def test_38_a_late_exception_is_shown_and_changes_nothing() -> None:
    given = "[{referral: 2024-01-01}, {strategy_meeting: 2024-01-15}]"
    assert told(REASONS, given, "2024-01-20", "status reason") == ["overdue excused"]
    assert told(REASONS, given.replace("01-15", "01-11"), "2024-01-11", "status") == ["running"]
    assert told(REASONS, given.replace("01-15", "01-11"), "2024-01-20", "status reason days_late") == [
        "excepted excused 9"
    ]


def test_38_a_late_extension_is_shown_and_changes_nothing() -> None:
    given = "[{proceedings_issued: 2024-01-08}, {court_extension: 2024-07-08, until: 2024-08-01}]"
    names = "due status reason reason_source moved_source"
    assert told(COURT, given, "2024-07-09", names) == [
        "2024-07-07 overdue court_extension after the due date court_extension:0 None"
    ]


PAUSED = "{starts: referral, met_by: final_order, within: 5 working days, paused_by: stay}"


def test_39_paused_days_are_taken_out_in_the_unit_of_the_limit_and_once() -> None:
    given = """
    - {referral: 2024-01-01}
    - {stay: {start: 2023-12-20, end: 2024-01-04}}
    - {stay: {start: 2024-01-04, end: 2024-01-07}}
    """
    assert told(PAUSED, given, "2024-01-20", "due_first due moved_source status") == [
        "2024-01-08 2024-01-12 stay:1 overdue"
    ]
    calendar_days = PAUSED.replace("5 working days", "1 week")
    assert told(calendar_days, given, "2024-01-20", "due_first due") == ["2024-01-08 2024-01-14"]


def test_39_a_running_pause_counts_its_days_so_far() -> None:
    given = "[{referral: 2024-01-01}, {stay: {start: 2024-01-08}}]"
    assert told(PAUSED, given, "2024-01-10", "due status reason reason_source") == ["2024-01-11 paused stay stay:0"]
    assert told(PAUSED, given.replace("01-08", "01-09"), "2024-01-10", "due status") == ["2024-01-08 overdue"]


def test_39_counting_beginning_with_the_start_a_pause_on_the_start_counts() -> None:
    given = "[{proceedings_issued: 2024-01-08}, {stay: {start: 2024-01-08, end: 2024-01-09}}]"
    assert told(COURT, given, "2024-02-01", "due") == ["2024-07-09"]


def test_40_an_extension_is_cut_counted_and_never_brings_the_date_back() -> None:
    said = """
    starts: proceedings_issued
    met_by: final_order
    within: 10 days
    extended_by: {event: court_extension, until: until, at_most: 1 week, times: 2}
    """
    given = """
    - {proceedings_issued: 2024-01-01}
    - {court_extension: 2024-01-05, until: 2024-03-01}
    - {court_extension: 2024-01-06, until: 2024-01-07}
    - {court_extension: 2024-01-07, until: 2024-01-20}
    """
    assert told(said, given, "2024-01-08", "due_first due moved_source") == ["2024-01-11 2024-01-18 court_extension:0"]
    by = said.replace("until: until, at_most: 1 week, times: 2", "by: 1 week")
    assert told(by, given, "2024-01-08", "due") == ["2024-02-01"]


def test_41_the_due_date_of_a_closed_clock_is_that_of_the_day_it_closed() -> None:
    given = "[{referral: 2024-01-01}, {stay: {start: 2024-01-02}}, {final_order: 2024-01-05}]"
    assert told(PAUSED, given, "2024-06-01", "due status") == ["2024-01-12 met_on_time"]


def test_42_a_change_reads_the_limit_again_and_brings_the_date_forward_never_back() -> None:
    given = """
    - {cp_plan: {start: 2024-01-01}, visit_every: 20}
    - {visiting_frequency: {start: 2024-01-05, end: 2024-01-07}, every: 5}
    """
    names = "due_first due limit moved_source"
    assert told(CP_VISIT, given, "2024-01-04", names) == ["2024-01-21 2024-01-21 20 days None"]
    assert told(CP_VISIT, given, "2024-01-09", names) == ["2024-01-21 2024-01-10 20 days visiting_frequency:0"]
    unknown = given.replace("every: 5}", "every: null}")
    assert told(CP_VISIT, unknown, "2024-01-06", names) == ["2024-01-21 2024-01-21 20 days None"]


# Decisions 43 to 50: conditions, calendar and hours


def test_43_a_reason_may_ask_the_start_and_the_first_due_date() -> None:
    said = f"""{TEN_DAYS}
excepted:
  - when: {{due: {{on_or_after: 2020-03-24}}, start: {{before: 2020-03-20}}}}
    reason: relaxed
"""
    assert told(said, "[{referral: 2020-03-14}]", "2020-05-01", "status") == ["excepted"]
    assert told(said, "[{referral: 2020-03-13}]", "2020-05-01", "status") == ["overdue"]
    assert told(said, "[{referral: 2020-03-20}]", "2020-05-01", "status") == ["overdue"]


def test_44_until_and_since_look_in_the_spell_of_the_clock_and_an_absent_table_is_unknown() -> None:
    def limit(word: str, review: str) -> list[str]:
        said = f"""
        starts: placement.start
        met_by: cla_visit
        within: [{{when: {{{word}: cla_review}}, limit: 1 day}}, {{limit: 2 days}}]
        """
        given = f"[{{placement: {{start: 2024-01-10}}}}{review}]"
        return told(said, given, "2024-01-10", "limit")

    before, same = ", {cla_review: 2024-01-09}", ", {cla_review: 2024-01-10}"
    assert [limit("until", text) for text in (before, same, "")] == [
        ["1 day"],
        ["2 days"],
        ["2 days"],
    ]
    assert [limit("since", text) for text in (before, same, "")] == [
        ["2 days"],
        ["1 day"],
        ["2 days"],
    ]


def test_44_not_running_of_an_absent_table_is_unknown() -> None:
    said = """
    starts: referral
    met_by: final_order
    within: [{when: {cp_plan: not running}, limit: 1 day}, {limit: 2 days}]
    """
    assert told(said, "[{referral: 2024-01-01}]", "2024-01-01", "limit") == ["2 days"]
    assert told(said, "[{referral: 2024-01-01}, {cp_plan: []}]", "2024-01-01", "limit") == ["1 day"]


def test_45_the_own_spell_is_read_on_its_first_day_where_the_start_lies_before_it() -> None:
    said = """
    starts: {event: health_assessment, early: 3 months}
    during: looked_after
    met_by: health_assessment
    within: [{when: {short_breaks: true}, limit: 1 day}, {limit: 2 days}]
    """
    given = "[{health_assessment: 2024-01-01}, {looked_after: {start: 2024-01-05}, short_breaks: true}]"
    assert told(said, given, "2024-01-05", "limit") == ["1 day"]


def test_46_a_branch_that_asks_the_age_without_a_birth_date_is_never_the_last_branch() -> None:
    given = "[{looked_after: {start: 2022-01-10}}, {health_assessment: 2022-01-30}]"
    assert told(RHA, given, "2022-02-01", "limit branch due reason since") == ["None None None birth date missing 2"]


def test_47_the_first_year_of_a_spell_begun_on_29_february_is_over_on_28_february() -> None:
    given = """
    - {placement: {start: 2024-02-29}, until_18: true}
    - {cla_visit: 2025-02-27}
    - {cla_visit: 2025-02-28}
    """
    assert told(CLA_VISIT, given, "2025-03-01", "limit")[1:] == ["6 weeks", "3 months"]


def test_47_a_birthday_on_29_february_is_1_march_in_common_years() -> None:
    child = "{child: {born: 2020-02-29}}, {looked_after: {start: 2025-01-01}}"
    given = f"[{child}, {{health_assessment: 2025-02-28}}, {{health_assessment: 2025-03-01}}]"
    assert told(RHA, given, "2025-03-01", "limit") == ["6 months", "12 months"]


@pytest.mark.parametrize(
    ("limit", "start", "reason"),
    [
        ("10 working days", "1994-12-31", "outside the calendar"),
        ("10 working days", "2030-12-20", "outside the calendar"),
        ("10 days", "2030-12-20", None),
        ("90 years", "2030-12-20", "outside the calendar"),
    ],
)
def test_48_a_limit_that_leaves_the_calendar_is_never_a_guess(limit: str, start: str, reason: str | None) -> None:
    said = f"""
    {{starts: referral, met_by: final_order, within: {limit}, versions: [{{from: 1990-01-01}}]}}
    """
    assert told(said, f"[{{referral: {start}}}]", "2030-12-25", "reason due_first") == [
        f"{reason} {None if reason else '2030-12-30'}"
    ]


def test_48_an_unknown_limit_and_one_that_is_not_positive_are_told_apart() -> None:
    given = "[{cp_plan: {start: 2024-01-01}, visit_every: 0}]"
    names = "limit branch due reason"
    assert told(CP_VISIT, given, "2024-01-05", names) == ["0 days 2 of 2 None limit not positive"]
    assert told(CP_VISIT, given.replace("0}", "null}"), "2024-01-05", names) == ["None 2 of 2 None limit unknown"]


@pytest.mark.parametrize(("as_at", "status"), [("2024-04-04", "running"), ("2024-04-05", "due_soon")])
def test_49_the_amber_window_counts_back_from_the_day_before_the_due_date(as_at: str, status: str) -> None:
    given = """
    - {section_47_enquiry: {start: 2024-03-20}}
    - {strategy_discussion: 2024-03-20, initiated_section_47: true}
    """
    assert told(ICPC, given, as_at, "status") == [status]


HOURS = "{starts: referral, met_by: final_order, within: 24 hours}"


@pytest.mark.parametrize(
    ("started", "met", "status"),
    [
        ('2024-03-30, time: "09:00"', '2024-03-31, time: "10:00"', "time met_on_time"),
        ('2024-03-30, time: "09:00"', '2024-03-31, time: "10:01"', "time met_late"),
        ('2024-10-26, time: "09:00"', '2024-10-27, time: "08:00"', "time met_on_time"),
        ('2024-10-26, time: "09:00"', '2024-10-27, time: "08:01"', "time met_late"),
        ('2024-10-26, time: "01:30"', '2024-10-27, time: "01:30"', "time met_on_time"),
        ('2024-03-31, time: "01:30"', '2024-04-01, time: "23:00"', "date met_on_time"),
        ('2024-03-30, time: "09:00"', "2024-03-31", "date met_on_time"),
        ("2024-03-30", '2024-04-01, time: "00:01"', "date met_late"),
    ],
)
def test_50_hours_elapse_in_london_where_both_sides_carry_a_time(started: str, met: str, status: str) -> None:
    given = f"[{{referral: {started}}}, {{final_order: {met}}}]"
    assert told(HOURS, given, "2025-01-01", "precision status") == [status]


def test_50_an_open_clock_in_hours_is_overdue_on_the_day_on_which_it_runs_out() -> None:
    given = '[{referral: 2024-01-01, time: "09:00"}]'
    assert told(HOURS, given, "2024-01-01", "status due_at") == ["running 2024-01-02 09:00:00+00:00"]
    assert told(HOURS, given, "2024-01-02", "status days_late") == ["overdue 0"]


# Decisions 51 to 53 and what the rule language says of rows


def test_51_a_fact_without_a_child_is_a_row_of_which_nothing_else_is_read() -> None:
    given = """
    - {child: []}
    - {referral: 2024-01-01, child_id: null}
    - {referral: null, child_id: null}
    - {referral: 2024-01-01}
    """
    assert told(TEN_DAYS, given, "2024-01-05", "child_id start limit reason since") == [
        "1 2024-01-01 10 days child missing 4",
        "None 2024-01-01 None child missing 4",
        "None None None start missing None",
    ]


def test_52_a_clock_that_cannot_be_assessed_keeps_the_dates_that_are_known() -> None:
    given = """
    - {cp_plan: {start: 2024-01-01}}
    - {cp_visit: 2024-01-09, child_seen: true}
    """
    assert told(CP_VISIT, given, "2024-01-12", "start met reason since") == [
        "2024-01-01 2024-01-09 limit unknown 11",
        "2024-01-09 None limit unknown 3",
    ]


def test_the_team_is_that_of_the_day_and_team_then_that_of_the_due_date() -> None:
    given = """
    - {referral: 2024-01-01}
    - {allocation: {start: 2023-01-01, end: 2024-01-11}, team: North, worker: A}
    - {allocation: {start: 2024-01-12}, team: South, worker: C}
    - {allocation: {start: 2024-01-12}, team: South, worker: B}
    """
    assert told(TEN_DAYS, given, "2024-01-20", "team worker team_then") == ["South B North"]


def test_children_are_told_in_order_and_apart() -> None:
    given = """
    - {referral: 2024-01-02, child_id: "2"}
    - {referral: 2024-01-01}
    - {assessment_authorised: 2024-01-03, child_id: "2"}
    """
    assert told(TEN_DAYS, given, "2024-01-05", "child_id met") == ["1 None", "2 2024-01-03"]


# Choices where the rule language and the decisions leave room


def test_an_excluded_clock_under_repeats_still_hands_on_to_the_next_at_a_meeting() -> None:
    said = f"{CLA_VISIT}\nends_when: looked_after.end"
    given = """
    - {placement: {start: 2024-01-05}}
    - {placed_for_adoption: {start: 2024-01-01, end: 2024-01-05}}
    - {cla_visit: 2024-01-09}
    """
    assert told(said, given, "2024-01-10", "start met status") == [
        "2024-01-05 None excluded",
        "2024-01-09 None running",
    ]


def test_an_ending_event_before_the_spell_does_not_end_a_clock_begun_early() -> None:
    said = f"{RHA}\nends_when: adoption_order"
    given = """
    - {child: {born: 2010-01-01}}
    - {looked_after: {start: 2024-02-01}}
    - {health_assessment: 2024-01-01}
    - {adoption_order: 2024-01-15}
    """
    assert told(said, given, "2024-03-01", "status ended") == ["running None"]


def test_a_dated_exclusion_does_not_bear_where_the_limit_is_unknown() -> None:
    said = f"{CP_VISIT}\nexcluded: [{{event: health_declined, reason: declined}}]"
    given = "[{cp_plan: {start: 2024-01-01}}, {health_declined: 2024-01-02}]"
    assert told(said, given, "2024-01-05", "reason") == ["limit unknown"]
    same_day = given.replace("01-02", "01-01")
    assert told(said, same_day, "2024-01-05", "status") == ["excluded"]


def test_a_state_exclusion_bears_on_a_clock_counted_backwards_though_it_was_met() -> None:
    said = f"{LEAD}\nexcluded: [{{when: {{looked_after: running}}, reason: in care}}]"
    given = """
    - {looked_after: {start: 2024-01-01}}
    - {conference_booked: 2024-01-02, held_on: 2024-01-19}
    - {report_shared: 2024-01-10}
    """
    assert told(said, given, "2024-01-12", "status met") == ["excluded None"]


def test_a_pause_that_straddles_an_extension_does_not_move_the_date_decided() -> None:
    given = """
    - {proceedings_issued: 2024-01-08}
    - {stay: {start: 2024-05-01, end: 2024-05-31}}
    - {court_extension: 2024-05-15, until: 2024-09-01}
    """
    assert told(COURT, given, "2024-06-10", "due_first due") == ["2024-07-07 2024-09-01"]


def test_a_due_date_moved_outside_the_calendar_is_not_known() -> None:
    said = "{starts: referral, met_by: final_order, within: 5 working days, paused_by: stay}"
    given = "[{referral: 2030-12-20}, {stay: {start: 2030-12-23, end: 2030-12-24}}]"
    assert told(said, given, "2030-12-31", "due_first due reason") == ["2030-12-31 None outside the calendar"]


def test_the_outcome_of_the_enquiry_that_kept_the_start_bears_past_the_next_start() -> None:
    given = """
    - {section_47_enquiry: {start: 2024-03-01, end: 2024-03-12}, conference_required: false}
    - {section_47_enquiry: {start: 2024-03-08}}
    - {strategy_discussion: 2024-03-01, initiated_section_47: true}
    - {strategy_discussion: 2024-03-08, initiated_section_47: true}
    """
    assert told(ICPC, given, "2024-03-13", "start status") == [
        "2024-03-01 excluded",
        "2024-03-08 running",
    ]
