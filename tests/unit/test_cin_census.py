"""The children in need census: public returns, and small ones made here."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.unit.extract_made import evaluated, looked_at, opened, refusals, write_files

from timeliness.resources import shipped
from timeliness.rulebook.load import load_rulebook

PUBLIC = Path(__file__).parents[3] / "shared" / "samples" / "cin-census"

there = pytest.mark.skipif(
    not PUBLIC.is_dir(), reason="the public census returns are not at hand (../shared/samples/cin-census)"
)

# The public returns


@pytest.fixture
def public(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A folder with one of the public returns."""
    folder = tmp_path / "census"
    folder.mkdir()
    shutil.copyfile(PUBLIC / request.param, folder / request.param)
    return folder


def found(folder: Path) -> Counter[tuple[str, str]]:
    findings = looked_at(folder, opened(folder).taken_on).findings
    return Counter(findings.select("finding", "table").rows())


def states(folder: Path) -> dict[str, str]:
    return dict(looked_at(folder).coverage.filter(pl.col("state") != "could not run").select("rule", "state").rows())


RUN = {
    **dict.fromkeys(("assessment", "assessment-cin", "cp-icpc", "cp-icpc-without-open-plan", "cp-review"), "partly"),
    "cpp-2yrs": "ran",
}


@there
@pytest.mark.parametrize("public", ["CIN_Census_2021.xml", "CIN_Census_2024.xml", "fake_CIN_data.xml"], indirect=True)
def test_a_public_return_is_recognised_says_when_it_was_taken_and_which_rules_can_run(public):
    extract = opened(public)
    assert extract.mapping == "cin-census"
    (path,) = public.glob("*.xml")
    (said,) = re.findall("<ReferenceDate>(.*)</ReferenceDate>", path.read_text(encoding="utf-8"))
    assert extract.taken_on == date.fromisoformat(said)
    assert states(public) == RUN


@there
@pytest.mark.parametrize("public", ["CIN_Census_2021.xml"], indirect=True)
def test_the_return_called_2021_holds_one_child_of_1970_with_every_block_and_no_clock(public):
    """Its dates lie before every rule, and those of the enquiry before the referral."""
    assert {name: table.height for name, table in opened(public).tables.items()} == dict.fromkeys(
        (
            *("child", "referral", "assessment", "assessment_authorised", "section_47_enquiry", "strategy_discussion"),
            *("initial_cp_conference", "transfer_in_conference", "cin_plan", "cp_plan", "cp_review_conference"),
        ),
        1,
    )
    assert evaluated(public, date(2023, 3, 31)).clocks.height == 0
    assert found(public) == {
        ("a conference both of the enquiry and of the episode", "section_47"): 1,
        ("the assessment lies before the referral", "assessments"): 1,
        ("the conference lies before the referral", "section_47"): 1,
        ("the enquiry lies before the referral", "section_47"): 1,
    }


@there
@pytest.mark.parametrize("public", ["CIN_Census_2024.xml"], indirect=True)
def test_the_return_called_2024_has_a_target_that_forgets_the_jubilee(public):
    """2 and 3 June 2022 were bank holidays: fifteen working days after 2 June end on the 24th, not on the 23rd."""
    assert found(public) == {
        ("a conference both of the enquiry and of the episode", "section_47"): 1,
        ("dated after the as-at date", "assessment"): 1,
        ("dated after the as-at date", "referral"): 1,
        ("ends before it starts", "assessment"): 1,
        ("reference to nothing", "assessment_authorised"): 1,
        ("the assessment lies before the referral", "assessments"): 1,
        ("the conference lies before the referral", "section_47"): 1,
        ("the enquiry lies before the referral", "section_47"): 1,
        ("the target is not the fifteenth working day after the discussion that began the enquiry", "section_47"): 1,
    }
    columns = ("rule", "child_id", "due", "status", "reason")
    clocks = evaluated(public, date(2024, 3, 31), ["assessment-cin", "cp-icpc", "cp-review"]).clocks
    child, before = "DfEX0000001", "history begins later"
    assert clocks.select(pl.col(name).cast(pl.String) for name in columns).rows() == [
        ("assessment-cin", "child_fails_assessments", "2024-02-28", "met_on_time", None),
        ("cp-icpc", child, "2022-06-24", "met_on_time", None),
        ("cp-review", child, "2022-05-17", "unassessable", before),
        ("cp-review", child, "2023-08-15", "unassessable", before),
    ]


@there
@pytest.mark.parametrize("public", ["fake_CIN_data.xml"], indirect=True)
def test_the_large_public_return_has_no_enquiry_assessment_or_plan_and_says_so(public):
    text = (PUBLIC / "fake_CIN_data.xml").read_text(encoding="utf-8")
    tables = opened(public).tables
    assert tables["child"].height == text.count("<Child>") == 332
    assert tables["referral"].height == text.count("<CINreferralDate>") == 402
    assert tables["transfer_in_conference"].height == text.count("<DateOfInitialCPC>") == 350
    assert {name for name, table in tables.items() if not table.height} == {
        *("assessment", "assessment_authorised", "section_47_enquiry", "strategy_discussion"),
        *("initial_cp_conference", "cin_plan", "cp_plan", "cp_review_conference"),
    }
    none = {("no such records in any file", table): 1 for table in _EMPTY}
    off = Counter(
        day for day in re.findall("<DateOfInitialCPC>(.*)</Date", text) if date.fromisoformat(day) not in _WORKING
    ).total()
    assert found(public) == {
        **none,
        ("dated after the as-at date", "referral"): 8,
        ("dated after the as-at date", "transfer_in_conference"): 6,
        ("the conference is on no working day", "episodes"): off,
    }
    clocks = evaluated(public, date(2022, 7, 21)).clocks
    assert Counter(clocks["status"].cast(pl.String)) == {"excluded": clocks.height}


_EMPTY = ("assessments", "plans", "plans_in_need", "reviews", "section_47")
_WORKING = load_rulebook(shipped("rules")).calendars["working"].counted


# Returns made here


def returned(day: str, *children: str) -> str:
    header = f"<Header><CollectionDetails><Collection>CIN</Collection><ReferenceDate>{day}</ReferenceDate>"
    return f"<Message>{header}</CollectionDetails></Header><Children>{''.join(children)}</Children></Message>"


def child(id_: str, *details: str, more: str = "") -> str:
    known = f"<LAchildID>{id_}</LAchildID><PersonBirthDate>2015-03-27</PersonBirthDate>{more}"
    return f"<Child><ChildIdentifiers>{known}</ChildIdentifiers>{''.join(details)}</Child>\n"


def details(inside: str, referred: str = "2023-05-02") -> str:
    return f"<CINdetails><CINreferralDate>{referred}</CINreferralDate>{inside}</CINdetails>"


def enquiry(day: str, **more: str) -> str:
    said = "".join(f"<{name}>{text}</{name}>" for name, text in more.items())
    return f"<Section47><S47ActualStartDate>{day}</S47ActualStartDate>{said}</Section47>"


def plan(start: str, reviews: str, end: str = "") -> str:
    ended = f"<CPPendDate>{end}</CPPendDate>" if end else ""
    return f"<ChildProtectionPlans><CPPstartDate>{start}</CPPstartDate>{ended}{reviews}</ChildProtectionPlans>"


def census(folder: Path, *returns: str, teams: str = "") -> Path:
    files = {f"census-{number}.xml": text for number, text in enumerate(returns)}
    return write_files(folder / "census", files | ({"allocation.csv": teams} if teams else {}), about="")


def statuses(folder: Path, rule: str) -> list[tuple]:
    clocks = evaluated(folder, date(2024, 3, 31), [rule]).clocks
    return clocks.select("child_id", "start", "due", "met", pl.col("status").cast(pl.String), "reason").rows()


@pytest.mark.parametrize(
    ("said", "status"),
    [
        *((text, "excluded") for text in ("true", "True", "1", "yes", "Y")),
        *((text, "overdue") for text in ("false", "False", "0", "no", "")),
    ],
)
def test_a_conference_that_was_not_required_is_not_waited_for_however_that_is_written(said, status, tmp_path):
    folder = census(tmp_path, returned("2024-03-31", child("1", details(enquiry("2023-06-01", ICPCnotRequired=said)))))
    reason = "conference not required" if status == "excluded" else None
    assert statuses(folder, "cp-icpc") == [("1", date(2023, 6, 1), date(2023, 6, 22), None, status, reason)]


def test_both_shapes_of_reviews_are_the_same_and_none_is_lost(tmp_path):
    days = ("2023-07-20", "2024-01-10", "2024-03-05")
    several = "".join(f"<Reviews><CPPreviewDate>{day}</CPPreviewDate></Reviews>" for day in days)
    one = several.replace("</Reviews><Reviews>", "")
    assert one != several
    for number, reviews in enumerate((one, several)):
        folder = census(
            tmp_path / str(number), returned("2024-03-31", child("1", details(plan("2023-05-02", reviews))))
        )
        assert opened(folder).tables["cp_review_conference"]["date"].to_list() == [
            date.fromisoformat(day) for day in days
        ]
        assert [clock[3] for clock in statuses(folder, "cp-review")][:3] == [date.fromisoformat(day) for day in days]


def test_empty_blocks_stray_text_and_elements_of_other_years_make_no_difference(tmp_path):
    assessed = "<Assessments><AssessmentActualStartDate>2023-05-02</AssessmentActualStartDate>{}</Assessments>"
    factors = ["<FactorsIdentifiedAtAssessment/>", "<FactorsIdentifiedAtAssessment>\n</FactorsIdentifiedAtAssessment>"]
    factors += [
        "<FactorsIdentifiedAtAssessment><AssessmentFactors>18B</AssessmentFactors></FactorsIdentifiedAtAssessment>"
    ]
    factors += ["PersonBirthDate", "<AssessmentAuthorisationDate/>", "<AssessmentInternalReviewDate/>"]
    others = ["<PreProceedingsandFGDM><PPStartDate>2023-05-02</PPStartDate></PreProceedingsandFGDM>", ""]
    sexes = ["<Sex>M</Sex>", "<GenderCurrent>1</GenderCurrent>"]
    made = [
        child(str(number), details(assessed.format(each) + others[number % 2]), more=sexes[number % 2])
        for number, each in enumerate(factors)
    ]
    folder = census(tmp_path, returned("2024-03-31", *made))
    due = date(2023, 7, 6)
    assert [clock[:2] for clock in statuses(folder, "assessment-cin")] == [
        (str(number), date(2023, 5, 2)) for number in range(len(factors))
    ]
    assert {clock[2] for clock in statuses(folder, "assessment-cin")} == {due}


def test_an_unborn_child_has_its_expected_date_and_a_child_who_died_its_last(tmp_path):
    more = "<PersonDeathDate>2023-12-01</PersonDeathDate>"
    unborn = child("2", details("")).replace("PersonBirthDate", "ExpectedPersonBirthDate")
    folder = census(tmp_path, returned("2024-03-31", child("1", details(""), more=more), unborn))
    assert opened(folder).tables["child"].select("child_id", "born", "died").rows() == [
        ("1", date(2015, 3, 27), date(2023, 12, 1)),
        ("2", date(2015, 3, 27), None),
    ]


def test_of_several_years_an_enquiry_is_known_by_its_own_day_and_the_later_return_goes_before_the_earlier(tmp_path):
    """What was open in the first year is answered in the second; what has a date in both has that of the second."""
    first = [
        child("1", details(enquiry("2023-03-20", ICPCnotRequired="false"))),
        child("2", details(enquiry("2023-03-20", DateOfInitialCPC="2023-03-29", ICPCnotRequired="false"))),
        child("3", details(enquiry("2023-03-20", ICPCnotRequired="false"))),
    ]
    second = [
        child("1", details(enquiry("2023-03-20", DateOfInitialCPC="2023-04-13", ICPCnotRequired="false"))),
        child("2", details(enquiry("2023-03-20", DateOfInitialCPC="2023-04-20", ICPCnotRequired="false"))),
        child("3", details(enquiry("2023-03-20", ICPCnotRequired="true"))),
    ]
    folder = census(tmp_path, returned("2023-03-31", *first), returned("2024-03-31", *second))
    started, due = date(2023, 3, 20), date(2023, 4, 12)
    assert statuses(folder, "cp-icpc") == [
        ("1", started, due, date(2023, 4, 13), "met_late", None),
        ("2", started, due, date(2023, 4, 20), "met_late", None),
        ("3", started, due, None, "excluded", "conference not required"),
    ]
    assert opened(folder).complete_from == dict.fromkeys(
        ("assessment_authorised", "cp_review_conference"), date(2022, 4, 1)
    )


def test_the_first_year_of_a_plan_is_in_the_return_of_that_year(tmp_path):
    one, two = (f"<Reviews><CPPreviewDate>{day}</CPPreviewDate></Reviews>" for day in ("2023-01-20", "2023-07-19"))
    before = returned("2023-03-31", child("1", details(plan("2022-11-01", one))))
    after = returned("2024-03-31", child("1", details(plan("2022-11-01", two, "2023-12-01"))))
    assert [clock[4] for clock in statuses(census(tmp_path / "both", before, after), "cp-review")] == [
        "met_on_time",
        "met_on_time",
        "ended_before_due",
    ]
    alone = statuses(census(tmp_path / "alone", after), "cp-review")
    assert alone[0][1:5] == (date(2023, 3, 31), date(2023, 9, 30), date(2023, 7, 19), "met_on_time")


def test_teams_are_read_from_a_file_of_allocations_beside_the_return(tmp_path):
    text = returned(
        "2024-03-31", child("1", details(enquiry("2024-03-20"))), child("2", details(enquiry("2024-03-20")))
    )
    teams = "child_id,start,end,team\n1,2024-01-01,,North\n"
    found = evaluated(census(tmp_path, text, teams=teams), date(2024, 3, 31), ["cp-icpc"])
    assert found.mapping == "cin-census"
    assert found.clocks.select("child_id", "team").rows() == [("1", "North"), ("2", "Unallocated")]


def test_a_single_file_is_an_extract_by_itself(tmp_path):
    folder = census(tmp_path, returned("2024-03-31", child("1", details(enquiry("2024-03-20")))))
    assert opened(folder / "census-0.xml").mapping == "cin-census"


@pytest.mark.parametrize(("mapping", "allowed"), [(None, "EXPSSDA903, Message"), ("cin-census", "Message")])
def test_another_root_is_refused_with_what_was_found_and_what_is_allowed(mapping, allowed, tmp_path):
    folder = write_files(tmp_path / "census", {"a.xml": "<Census/>"}, about="")
    (said,) = refusals(folder, mapping)
    assert said.startswith(f"a.xml  The outermost element is 'Census'. Allowed: {allowed}.")


def test_a_return_without_children_is_refused(tmp_path):
    (said,) = refusals(census(tmp_path, returned("2024-03-31")))
    assert said.startswith("census  There is no table of children: records Message/Children/Child.")


def test_all_returns_that_cannot_be_read_are_named_at_once(tmp_path):
    good = returned("2024-03-31", child("1", details("")))
    said = refusals(census(tmp_path, good[:-10], good, good.replace("</Children>", "<x></Children>")))
    assert [each.partition("  ")[0] for each in said] == ["census-0.xml:2", "census-2.xml:2"]


def test_what_a_rule_cannot_say_here_stands_in_its_coverage(tmp_path):
    folder = census(tmp_path, returned("2024-03-31", child("1", details(enquiry("2024-03-20")))))
    coverage = looked_at(folder, ids=["cp-icpc", "cp-visit", "s47-outcome"]).coverage
    why = dict(coverage.select("rule", "why").rows())
    assert why["s47-outcome"] == "the census does not say when an enquiry ended"
    assert "The census does not say when an enquiry ended" in why["cp-icpc"]
    assert why["cp-visit"].startswith("no table cp_visit")
