"""What a notice says, and of whom."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

import polars as pl
import pytest
from tests.unit.notices_made import (
    AS_AT,
    RULES,
    TEMPLATES,
    clock,
    covered,
    letter,
    made,
    mixed,
    rule,
    run,
    sheets,
    words,
)

from timeliness.engine.judge import UNASSESSABLE
from timeliness.errors import UsageError
from timeliness.reports.notices import notices
from timeliness.reports.parts import MOST, allowances
from timeliness.reports.phrases import phrases
from timeliness.reports.sections import LISTED, SECTIONS

NORTH = made(mixed())["North"]


def test_subject_page_text_and_workbook_agree_on_every_count():
    expected = {"overdue": 5, "due soon": 4, "past a local standard": 2, "cannot be judged": 2}
    subject = letter(NORTH.eml)["Subject"]
    assert subject == "5 overdue, 4 due soon, 2 past a local standard, 2 cannot be judged: North, 19 May 2016"
    tiles = re.findall(r'class="number"[^>]*>(\d+)</span><br>([a-z ]+)', NORTH.html)
    assert {name.strip(): int(number) for number, name in tiles} == expected
    for name, number in expected.items():
        assert re.search(rf"^ +{number}  {name}", NORTH.text, re.MULTILINE), name
    rows = {section.name: len(sheets(NORTH.xlsx)[section.sheet]) - 1 for section in SECTIONS}
    assert rows == {"law": 3, "guidance": 2, "due_soon": 4, "local": 2, "unjudged": 2, "excused": 4, "running": 5}
    about = {row[0]: row[1] for row in sheets(NORTH.xlsx)["About"] if isinstance(row[1], int)}
    assert {section.title: about[section.title] for section in SECTIONS} == {
        section.title: rows[section.name] for section in SECTIONS
    }
    assert about["All open clocks"] == sum(rows.values()) == NORTH.counts.total == 22


@pytest.mark.parametrize("said", [NORTH.text, words(NORTH.html)], ids=["text", "page"])
def test_each_section_says_its_number_and_the_whole_is_counted(said):
    for section in LISTED:
        number = getattr(NORTH.counts, section.name)
        assert f"{section.title} ({number})".lower() in said.lower()
    assert "all open clocks (22)" in said.lower()


def test_the_most_serious_stand_first_by_severity_then_days_late():
    found = [row[0] for row in sheets(NORTH.xlsx)["Overdue - law"][1:]]
    assert found == ["1030", "1020", "1010"]
    graver = made([clock("conference", "mild", late=500), clock("conference", "grave", late=1, severity="critical")])
    assert [row[0] for row in sheets(graver["North"].xlsx)["Overdue - guidance"][1:]] == ["grave", "mild"]
    text = graver["North"].text
    assert text.index("Critical:") < text.index("grave  1 day") < text.index("High:") < text.index("mild  500 days")


def test_the_row_to_begin_with_is_the_most_serious_of_law_and_guidance_together():
    assert "Start with child 1030 , 30 days late : Visits to a child (law)." in words(NORTH.html)
    assert "Start with child 1030, 30 days late:\nVisits to a child (law)." in NORTH.text


def test_readings_and_indicators_are_in_no_notice():
    for child in ("901", "902"):
        assert child not in words(NORTH.html)
        assert child not in NORTH.text
        assert all(child not in row for rows in sheets(NORTH.xlsx).values() for row in rows)


def test_a_local_standard_is_never_counted_as_overdue_nor_called_a_breach():
    only = made([clock("own", late=50), clock("good", late=60)])["North"]
    assert only.counts.overdue == 0
    assert only.subject.startswith("0 overdue, 0 due soon, 2 past a local standard:")
    assert "Nothing is overdue in law or statutory guidance." in only.text
    assert "Not law, and not a breach" in only.text
    assert "Local standard, not law. 6 weeks from" in words(only.html)
    assert "Held by A. Worker. Good practice, not law." in only.text
    assert {row[-4] for row in sheets(only.xlsx)["Local standards - not law"][1:]} == {
        "Good practice, not law",
        "Local standard, not law",
    }


def test_law_stands_apart_from_guidance():
    headings = re.findall(r"<h2[^>]*>(Overdue[^<]*)</h2>", NORTH.html)
    assert headings == ["Overdue: law (3)", "Overdue: statutory guidance (2)"]


def test_what_is_due_soon_says_of_each_row_what_it_rests_on():
    assert "2 in law, 1 in good practice (not law), 1 in a local standard (not law)." in words(NORTH.html)
    rows = NORTH.text.split("DUE SOON")[1].split("PAST A")[0]
    assert rows.count("Local standard, not law.") == rows.count("Good practice, not law.") == 1


def test_the_excused_and_paused_are_counted_by_reason_and_duty_with_the_oldest_date():
    said = NORTH.text.split("PAUSED OR NOT NEEDED (4)")[1]
    assert "    2  Not needed: adoption visits apply\n       Visits to a child; oldest start 2 March 2015" in said
    assert "    1  Excused: young person declined" in said
    assert "    1  Paused: stay" in said
    assert words(NORTH.html).count("2 March 2015") == 1
    about = sheets(NORTH.xlsx)["About"]
    assert ("Not needed: adoption visits apply", "Visits to a child", 2, datetime.fromisoformat("2015-03-02")) in about


def test_an_excluded_clock_that_no_longer_matters_is_not_counted():
    ceased = {**RULES, "review": rule("review", "Review", last=date(2014, 1, 1))}
    excluded = {"status": "excluded", "reason": "short breaks", "start": date(2013, 1, 1)}
    kept = clock("visit", "kept", **excluded)
    later = [clock("visit", "later", **excluded), clock("visit", "later", "met_on_time", met=AS_AT, clock_key="2")]
    old = clock("review", "old", **excluded)
    lost = clock("visit", "lost", **{**excluded, "team": None})
    found = made([kept, *later, old, lost], rules=ceased)
    assert list(found) == ["North"]
    assert [row[0] for row in sheets(found["North"].xlsx)["Excused and paused"][1:]] == ["kept"]


def test_what_cannot_be_judged_is_listed_while_open_and_only_counted_when_ended():
    assert [row[:2] for row in sheets(NORTH.xlsx)["Cannot be judged"][1:]] == [("502", 9), ("501", None)]
    assert "502  open 9 days: Conference" in NORTH.text
    assert "501  start not known: Visits to a child" in NORTH.text
    assert "801" not in NORTH.text
    assert "1 more that has ended cannot be judged" in NORTH.text
    assert "1 more that has ended cannot be judged" in words(NORTH.html)


def test_a_rule_that_could_not_run_stands_at_the_foot_with_the_reason():
    silent = covered(good=("could not run", "no table x"), own=("partly", "no table y"), score=("partly", "no table y"))
    found = made(mixed(), coverage=silent)["North"]
    for each in (found.text, words(found.html)):
        said = " ".join(each.split())
        assert "1 rule could not run" in said
        assert re.search(r"Good practice within 16 weeks ?: no table x", said)
        assert re.search(r"Own visits as often as the plan requires ?: no table y", said)
        assert re.search(r"Days to somewhere \(for comparison only, never listed here\) ?: no table y", said)
    assert ("Good practice within 16 weeks", "could not run", "no table x", None) in sheets(found.xlsx)["About"]


def test_many_rules_that_could_not_run_are_counted_by_area_and_named_in_the_workbook():
    own = [replace(RULES["own"], id=f"own-{number}", path="rules/health/own.yaml") for number in range(6)]
    silent = [*own, replace(RULES["good"], path="rules/child-protection/good.yaml")]
    states = [(each.id, "could not run", "no table x") for each in silent]
    coverage = pl.DataFrame(states, schema=["rule", "state", "why"], orient="row")
    found = made(mixed(), coverage=coverage, rules=RULES | {each.id: each for each in silent})["North"]
    for each in (found.text, words(found.html)):
        said = " ".join(each.split())
        assert "7 duties: child protection 1, health 6. The workbook names each, with the reason." in said
        assert "no table x" not in said
    listed = [row for row in sheets(found.xlsx)["About"] if row[1:3] == ("could not run", "no table x")]
    assert len(listed) == 7


def test_rules_silent_for_one_reason_are_said_together():
    found = made(mixed(), coverage=covered(own=("partly", "why"), good=("partly", "why")))["North"]
    assert "Good practice within 16 weeks; Own visits as often as the plan requires: why" in " ".join(
        found.text.split()
    )


def test_a_team_with_nothing_has_a_short_all_clear():
    found = made([clock(status="met_on_time", met=AS_AT, due=AS_AT)], addresses={"South": "south@example.gov.uk"})
    assert list(found) == ["North", "South"]
    for notice in found.values():
        assert notice.subject == f"All clear: {notice.team}, 19 May 2016"
        assert "All clear. Nothing is overdue or due soon" in notice.text
        assert len(notice.text.splitlines()) < 15
        assert "Overdue" not in words(notice.html)


def test_a_team_with_nothing_is_not_all_clear_while_a_rule_could_not_run():
    found = made([], addresses={"South": "s@example.gov.uk"}, coverage=covered(visit=("could not run", "no table")))
    assert found["South"].subject == "Nothing overdue, but 1 rule could not run: South, 19 May 2016"
    assert "All clear" not in found["South"].text + found["South"].html
    unlisted = made([], addresses={"South": "s@example.gov.uk"}, coverage=covered(score=("could not run", "no table")))
    assert unlisted["South"].subject == "All clear: South, 19 May 2016"


def test_there_is_an_unallocated_list_only_when_there_are_unallocated_clocks():
    nobody = {"team": "Unallocated", "worker": None}
    assert "Unallocated" not in made(mixed())
    assert "Unallocated" not in made([*mixed(), clock(status="met_late", met=AS_AT, **nobody)])
    found = made([*mixed(), clock(child="77", status="running", **nobody), clock(child="78", team=None, worker=None)])
    assert list(found) == ["North", "Unallocated"]
    assert found["Unallocated"].counts.total == 2
    said = found["Unallocated"].text
    assert "No team holds these 2 children. Give each to a team." in said
    assert "CHILDREN WITHOUT A TEAM (2)\n---------------------------\n77, 78." in said
    assert "Children without a team (2) 77, 78." in words(found["Unallocated"].html)
    assert "Held by nobody" in said
    assert "77" not in found["North"].text


def test_a_clock_that_fell_due_with_another_team_is_on_the_list_of_the_one_that_holds_it():
    found = made([clock(child="77", status="overdue", team="North", team_then="South")])
    assert list(found) == ["North"]
    assert "fell due with South" in found["North"].text


def test_two_councils_teams_of_one_name_have_a_notice_each():
    found = made([clock(child="in-a", authority="A"), clock(child="in-b", authority="B")])
    assert list(found) == ["A: North", "B: North"]
    assert "in-b" not in found["A: North"].text


def test_the_mark_is_explained_where_and_only_where_a_text_is_not_verified():
    assert "Review of a case †" in NORTH.text
    assert "Visits to a child †" not in NORTH.text
    assert "† Nobody has yet checked our wording of this duty" in NORTH.text
    assert "† Nobody has yet checked our wording of this duty" in words(NORTH.html)
    plain = made([clock()])["North"]
    assert "†" not in plain.text + plain.html


def test_neither_subject_nor_the_line_of_a_list_of_mail_names_a_child():
    children = {row["child_id"] for row in mixed()}
    shown = re.search(r'class="preheader"[^>]*>([^<]*)<', NORTH.html)
    assert shown
    for child in children:
        assert child not in letter(NORTH.eml)["Subject"]
        assert child not in shown[1]


def test_columns_beside_those_of_the_result_reach_nobody():
    plain = run(mixed())
    named = replace(plain, clocks=plain.clocks.with_columns(name=pl.lit("A. Child"), born=pl.lit("2009-08-07")))
    assert list(notices(named, TEMPLATES)) == list(notices(plain, TEMPLATES))


def test_at_most_100_rows_stand_in_the_body_and_all_in_the_workbook():
    many = [clock(child=f"c{n:04}", late=n + 1) for n in range(300)] + [
        clock("own", f"o{n:04}", late=n + 1) for n in range(30)
    ]
    found = made(many)["North"]
    shown = re.findall(r'class="child"', found.html)
    assert len(shown) == MOST == len(re.findall(r"^  [co]\d{4}  ", found.text, re.MULTILINE))
    assert "The first 90 of 300 are here, all 300 in the workbook." in words(found.html)
    assert "The first 10 of 30 are here, all 30 in the workbook." in found.text
    assert "This message lists 100 of 330 rows. All 330 open clocks are in the workbook, north.xlsx." in " ".join(
        found.text.split()
    )
    assert len(sheets(found.xlsx)["Overdue - law"]) == 301


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [([5, 5], [5, 5]), ([500, 500, 3], [87, 10, 3]), ([0, 200], [0, 100]), ([12, 20, 90], [12, 20, 68])],
)
def test_every_section_has_some_rows_before_one_takes_the_rest(sizes, expected):
    assert allowances(sizes) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "6 weeks from 18 Mar 2016 (last visit)"),
        ({"occurrence": 1}, "6 weeks from 18 Mar 2016 (placement began)"),
        (
            {"precision": "date"},
            "6 weeks from 18 Mar 2016 (last visit), judged by dates because a time is not recorded",
        ),
        ({"precision": "history"}, "6 weeks from 18 Mar 2016, where the extract's history begins"),
        ({"due_first": date(2016, 4, 1)}, "6 weeks from 18 Mar 2016 (last visit); the date was first 1 Apr 2016"),
        ({"limit": "26 weeks beginning with the start"}, "26 weeks, counting 18 Mar 2016 (last visit) as day 1"),
        ({"limit": "2 working days before the start"}, "2 working days before 18 Mar 2016 (last visit)"),
        ({"team_then": "South"}, "6 weeks from 18 Mar 2016 (last visit); it fell due with South"),
        ({"team_then": None}, "6 weeks from 18 Mar 2016 (last visit); it fell due with nobody holding it"),
        ({"start": date(2011, 4, 1)}, "6 weeks from 1 Apr 2011, when the rule began"),
        (
            {"reason": "young person declined"},
            "6 weeks from 18 Mar 2016 (last visit); young person declined, but only after the date",
        ),
        (
            {"reason": "court_extension after the due date"},
            "6 weeks from 18 Mar 2016 (last visit); court extension, but only after the date",
        ),
    ],
)
def test_one_line_says_why(more, expected):
    text = made([clock(**more)])["North"].text
    assert f"\n    {expected}\n" in text


@pytest.mark.parametrize("reason", UNASSESSABLE)
def test_every_reason_why_a_clock_cannot_be_judged_says_what_to_do(reason):
    text = made([clock(status="unassessable", reason=reason)])["North"].text
    why = text.split("Held by A. Worker. Law.\n    ")[1].splitlines()[0]
    assert re.search(r"\b(Record|Correct|Check|Look|recorded)\b", why)
    assert not why.startswith(reason.capitalize())


def test_a_clock_of_hours_shows_the_hour():
    text = made([clock(due_at=datetime.fromisoformat("2016-04-29T13:05"), precision="time")])["North"].text
    assert "Due 29 Apr 2016, 13:05." in text


def test_less_than_a_day_late_is_said_so():
    assert "less than a day late" in made([clock(late=0)])["North"].text


def test_a_duty_is_named_without_its_limit_unless_two_would_be_called_the_same():
    named = phrases(RULES, AS_AT)
    assert named["visit"].duty == "Visits to a child"
    assert named["own"].duty == "Own visits"
    assert named["score"].duty == "Days to somewhere"
    alike = {each.id: each for each in (rule("a", "Visits every 6 weeks"), rule("b", "Visits every 4 weeks"))}
    assert phrases(alike, AS_AT)["a"].duty == "Visits every 6 weeks"
    every = rule("a", "A check that every child has a plan within 5 days")
    assert phrases({"a": every}, AS_AT)["a"].duty == "A check that every child has a plan"


def test_the_last_line_says_whom_to_tell_when_the_list_is_wrong():
    last = "Is this list wrong? Tell the data team, with the child's reference and what was due."
    for notice in made(mixed(), addresses={"South": "s@example.gov.uk"}).values():
        assert " ".join(notice.text.split()).endswith(last)
        assert words(notice.html).rstrip().replace(" ? ", "? ").endswith(last.removeprefix("Is this list wrong? "))


def test_results_of_rules_that_the_rulebook_lacks_are_refused():
    with pytest.raises(UsageError, match="does not have: visit"):
        made([clock()], rules={id_: each for id_, each in RULES.items() if id_ != "visit"})


def test_the_notice_reads_as_approved(snapshot):
    found = made(mixed(), coverage=covered(own=("partly", "no table y")))["North"]
    assert found.text == snapshot(name="text")
    assert found.html == snapshot(name="page")
