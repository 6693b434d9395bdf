"""One clock in sentences: its law, the days counted and skipped, and the rows that it rests on."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.unit.extract_made import evaluated, rule, write_council, write_extract

from timeliness.reports.explained import Explaining, explained
from timeliness.reports.wording import day

AS_AT = date(2024, 7, 31)
DAYS = {day(each): each for each in (date(2024, 1, 1) + timedelta(number) for number in range(366))}
ABOUT = "taken_on: 2024-07-31\n"


def at(child: str, day: str, **more: Any) -> dict[str, Any]:
    return {"child_id": child, "date": day, **more}


def from_to(child: str, start: str, end: str | None = None, **more: Any) -> dict[str, Any]:
    return {"child_id": child, "start": start, "end": end, **more}


def told(folder: Path, id_: str, own: str = "", about: str = ABOUT, **tables: list[dict[str, Any]]) -> list[str]:
    """Every clock of a rule in an extract, explained."""
    extract = write_extract(folder / "extract", tables, about)
    council = write_council(folder / "council", own) if own else None
    found = evaluated(extract, AS_AT, [id_], council)
    by = Explaining(found.rulebook.rules[id_], found.rulebook.calendars, found.sources)
    return [explained(clock, by) for clock in found.clocks.to_dicts()]


def line(text: str, name: str) -> str:
    """What is said under a name; nothing, where the line is not there."""
    return next((each[12:] for each in text.splitlines() if each.startswith(f"  {name} ")), "")


def outcome(text: str) -> str:
    return text.rstrip().splitlines()[-1]


def test_a_limit_of_working_days_names_each_holiday_that_it_skipped(tmp_path: Path) -> None:
    (text,) = told(
        tmp_path,
        "cp-icpc",
        section_47_enquiry=[from_to("1", "2024-03-20", id="E1", conference_required="")],
        strategy_discussion=[at("1", "2024-03-20", enquiry="E1", initiated_section_47="true")],
        initial_cp_conference=[at("1", "2024-04-15", enquiry="E1")],
        transfer_in_conference=[],
        allocation=[from_to("1", "2024-01-01", team="North", worker="A. Able")],
    )
    assert text == (
        "cp-icpc  Initial child protection conference within 15 working days of the strategy discussion that began the"
        " enquiry\n"
        "         Working Together 2023, chapter 3 (version from 15 December 2023, not yet verified)\n"
        "child 1, first clock; team North, held by A. Able\n"
        "  starts    20 March 2024   strategy discussion   strategy_discussion.csv row 2\n"
        "  limit     15 working days   branch 2 of 2\n"
        "  counted   15 working days, day 1 is 21 March 2024; skipped 3 Saturdays, 3 Sundays,"
        " Good Friday (29 March 2024) and Easter Monday (1 April 2024)\n"
        "  due       12 April 2024\n"
        "  met       15 April 2024   matched by identifier   initial_cp_conference.csv row 2\n"
        "  => met_late, 3 days late (1 working day)\n"
    )


def test_the_days_that_are_said_to_be_counted_are_those_that_were(tmp_path: Path) -> None:
    """Between start and due lie the days counted and the days skipped, and no others."""
    starts = [f"2024-{month:02}-{day:02}" for month in range(1, 7) for day in (1, 14, 25, 28)]
    made = {"referral": [at(str(n), day) for n, day in enumerate(starts)], "assessment_authorised": []}
    own = rule("mine", "starts: referral\nmet_by: assessment_authorised\nwithin: 9 working days")
    texts = told(tmp_path, "mine", own, **made)
    assert len(texts) == len(starts)
    for text in texts:
        start, due = DAYS[line(text, "starts").split("   ")[0]], DAYS[line(text, "due")]
        skipped = line(text, "counted").partition("skipped ")[2]
        weekends = sum(int(number) for number in re.findall(r"(\d) S(?:aturday|unday)", skipped))
        holidays = skipped.count("(")
        assert weekends >= 2
        assert (due - start).days == 9 + weekends + holidays, text


def test_a_count_that_rests_on_holidays_not_yet_proclaimed_says_so(tmp_path: Path) -> None:
    keys = "starts: {event: conference_booked, at: held_on}\nmet_by: report_shared\nwithin: 2 working days"
    booked = [at("1", "2024-07-01", held_on="2028-12-27"), at("2", "2024-07-01", held_on="2028-12-28")]
    texts = told(tmp_path, "mine", rule("mine", keys), conference_booked=booked, report_shared=[])
    parts = [line(text, "counted").split("; ") for text in texts]
    assert parts[0][1:] == ["no day skipped"]
    assert parts[1][1:] == [
        "skipped 1 Saturday, 1 Sunday and New Year's Day (1 January 2029)",
        "holidays after 31 December 2028 are not yet proclaimed",
    ]


def test_a_repeating_clock_says_its_number_its_spell_and_the_visit_that_started_it(tmp_path: Path) -> None:
    texts = told(
        tmp_path,
        "cp-visit",
        cp_plan=[from_to("1", "2024-07-01", visit_every=10)],
        cp_visit=[at("1", "2024-07-09", child_seen="true"), at("1", "2024-07-22", child_seen="true")],
    )
    assert len(texts) == 3
    assert "child 1, third clock of the child protection plan that began 1 July 2024; team Unallocated" in texts[2]
    assert line(texts[2], "starts") == "22 July 2024   child protection visit   cp_visit.csv row 3"
    assert line(texts[2], "limit") == "10 days   branch 2 of 2   cp_plan.visit_every 10"
    assert line(texts[2], "counted") == "10 days, every day counts; the start is day 0"
    assert outcome(texts[1]) == "  => met_late, 3 days late (1 working day)"
    assert outcome(texts[2]) == "  => due_soon, 1 day left"


def test_a_date_that_was_moved_says_from_when_and_by_which_row(tmp_path: Path) -> None:
    made = {
        "proceedings_issued": [at("1", "2024-01-08")],
        "court_extension": [at("1", "2024-06-20", until="2024-09-01")],
        "final_order": [],
        "stay": [],
    }
    (text,) = told(tmp_path, "court-26-weeks", **made)
    assert line(text, "limit") == "26 weeks beginning with the start"
    assert line(text, "counted") == "182 days, every day counts; the start is day 1"
    assert line(text, "due") == "1 September 2024   moved from 7 July 2024   court_extension.csv row 2"
    assert outcome(text) == "  => running, 32 days left"


def test_a_changed_frequency_brings_the_date_forward_and_is_named(tmp_path: Path) -> None:
    made = {
        "cp_plan": [from_to("1", "2024-07-01", visit_every=10)],
        "visiting_frequency": [from_to("1", "2024-07-03", every=5)],
        "cp_visit": [],
    }
    (text,) = told(tmp_path, "cp-visit", **made)
    assert line(text, "due") == "8 July 2024   moved from 11 July 2024   visiting_frequency.csv row 2"


def test_a_clock_that_cannot_be_judged_says_why_and_how_long_it_has_stood(tmp_path: Path) -> None:
    plans = [from_to("1", "2024-07-01", visit_every=None), from_to("2", "2024-07-01", visit_every=10)]
    text, _ = told(tmp_path, "cp-visit", cp_plan=plans, cp_visit=[])
    assert outcome(text) == "  => unassessable: limit unknown, 30 days since its start"
    assert line(text, "due") == line(text, "limit") == ""


def test_a_clock_without_a_start_says_so(tmp_path: Path) -> None:
    (text,) = told(tmp_path, "assessment", referral=[at("1", "")], assessment_authorised=[])
    assert outcome(text) == "  => unassessable: start missing"
    assert "no version of the rule was in force when it started" in text


def test_an_excluded_clock_says_its_reason_and_the_row_that_it_rests_on(tmp_path: Path) -> None:
    (text,) = told(
        tmp_path,
        "cp-icpc",
        section_47_enquiry=[from_to("1", "2024-07-01")],
        strategy_discussion=[at("1", "2024-07-01", initiated_section_47="true")],
        initial_cp_conference=[],
        transfer_in_conference=[at("1", "2024-07-10")],
    )
    assert line(text, "reason") == "transfer-in conference held instead   transfer_in_conference.csv row 2"
    assert outcome(text) == "  => excluded"


def test_a_clock_counted_backwards_counts_from_the_day_before(tmp_path: Path) -> None:
    made = {
        "conference_booked": [at("1", "2024-05-10", held_on="2024-05-29")],
        "report_shared": [at("1", "2024-05-24")],
        "conference_cancelled": [],
    }
    (text,) = told(tmp_path, "report-to-parents", **made)
    assert line(text, "limit") == "2 working days before the start"
    assert line(text, "counted") == (
        "2 working days, day 1 is 28 May 2024; skipped 1 Saturday, 1 Sunday and Spring bank holiday (27 May 2024)"
    )
    assert line(text, "due") == "24 May 2024"
    assert line(text, "met") == "24 May 2024   matched by date   report_shared.csv row 2"
    assert outcome(text) == "  => met_on_time"


def test_a_duty_that_ended_unmet_says_by_what(tmp_path: Path) -> None:
    (text,) = told(tmp_path, "cla-review", looked_after=[from_to("1", "2024-02-01", "2024-03-04")], cla_review=[])
    assert "child 1, first clock of the period of care that began 1 February 2024" in text
    assert line(text, "ended") == "4 March 2024   looked_after ended   looked_after.csv row 2"
    assert line(text, "reason") == ""
    assert outcome(text) == "  => never_met, 4 days late (2 working days)"


def test_a_meeting_before_the_start_is_said_to_be_one(tmp_path: Path) -> None:
    made = {"looked_after": [from_to("1", "2024-07-01")], "health_assessment": [at("1", "2024-06-20")]}
    (text,) = told(tmp_path, "iha", **made)
    assert line(text, "met") == "20 June 2024   matched by date, before the start   health_assessment.csv row 2"


def test_months_go_by_the_corresponding_date_or_the_months_last_day(tmp_path: Path) -> None:
    own = rule("mine", "starts: referral\nmet_by: assessment_authorised\nwithin: 3 months")
    texts = told(
        tmp_path, "mine", own, referral=[at("1", "2023-11-30"), at("2", "2024-01-15")], assessment_authorised=[]
    )
    assert line(texts[0], "due") == "29 February 2024"
    assert line(texts[0], "counted") == "by the corresponding date (the last day of its month: there is no 30th)"
    assert line(texts[1], "counted") == "by the corresponding date"


def test_hours_say_the_time_and_how_exact_it_is(tmp_path: Path) -> None:
    own = rule("mine", "starts: referral\nmet_by: assessment_authorised\nwithin: 24 hours")
    timed = {"referral": [at("1", "2024-07-01", time="09:30"), at("2", "2024-07-01")], "assessment_authorised": []}
    exact, by_date = told(tmp_path, "mine", own, **timed)
    assert line(exact, "due") == "2 July 2024, 09:30"
    assert line(exact, "counted") == "every hour counts, day and night"
    assert line(exact, "precision") == "to the minute: both facts carry a time"
    assert line(by_date, "precision") == "by dates only: a time is not recorded"


def test_a_clock_from_before_the_extract_says_that_its_history_begins_there(tmp_path: Path) -> None:
    about = f"{ABOUT}complete_from:\n  cp_visit: 2024-07-01\n"
    (text,) = told(tmp_path, "cp-visit", about=about, cp_plan=[from_to("1", "2024-01-01", visit_every=10)], cp_visit=[])
    assert "child 1, clock of the child protection plan that began 1 January 2024" in text
    assert line(text, "starts").startswith("30 June 2024")
    assert line(text, "precision") == "the extract's history begins here; how many clocks came before is not known"


@pytest.mark.parametrize(("number", "said"), [(10, "tenth"), (11, "11th")])
def test_the_eleventh_clock_is_written_in_figures(tmp_path: Path, number: int, said: str) -> None:
    visits = [at("1", f"2024-07-{day:02}", child_seen="true") for day in range(2, 12)]
    texts = told(tmp_path, "cp-visit", cp_plan=[from_to("1", "2024-07-01", visit_every=10)], cp_visit=visits)
    assert f"child 1, {said} clock of the" in texts[number - 1]


def test_evidence_of_files_that_are_not_known_is_left_out() -> None:
    by = Explaining(rule=None, calendars={}, sources=("a.csv",))  # type: ignore[arg-type]
    assert by.source(None) == by.source(10**15) == ""


def test_the_clocks_of_a_spell_are_counted_in_words(tmp_path: Path) -> None:
    days = [str(date(2024, 1, 1) + timedelta(number)) for number in range(1, 113)]
    own = rule("mine", "during: cp_plan\nstarts: cp_plan.start\nmet_by: cp_visit\nrepeats: true\nwithin: 10 days")
    texts = told(tmp_path, "mine", own, cp_plan=[from_to("1", "2024-01-01")], cp_visit=[at("1", each) for each in days])
    said = [text.splitlines()[2].split(" clock")[0].removeprefix("child 1, ") for text in texts]
    assert said[:2] + said[9:13] == ["first", "second", "tenth", "11th", "12th", "13th"]
    assert said[20:23] + said[110:112] == ["21st", "22nd", "23rd", "111th", "112th"]
