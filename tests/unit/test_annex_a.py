"""Annex A: what each list becomes, and what its clocks say, over lists made here and two public workbooks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.unit.annex_a_made import (
    ALONE,
    CARE,
    CLA_REVIEW,
    CLA_VISIT,
    HEALTH,
    ICPC,
    LISTS,
    NEWER,
    PLACED,
    PLACEMENT,
    PLAN,
    PLAN_ENDED,
    REVIEW,
    STATUS,
    STATUS_BEGAN,
    STRATEGY,
    UNNEEDED,
    VISIT,
    sheet,
    write_annex_a,
)
from tests.unit.extract_made import evaluated, findings, looked_at, opened, refusals, write_council, write_files
from tests.unit.workbook_made import write_workbook

from timeliness.resources import Folders, shipped
from timeliness.runs.asked import Asked
from timeliness.runs.council import Council
from timeliness.runs.evaluation import evaluate
from timeliness.runs.results import overview, write_results

AS_AT = date(2024, 3, 31)
ID = "Child Unique ID"


def clocks(folder: Path, rule: str, *columns: str, as_at: date = AS_AT) -> list[tuple]:
    found = evaluated(folder, as_at, [rule]).clocks.with_columns(pl.col("status").cast(pl.String))
    return found.select("child_id", *columns).rows()


# Layouts


@pytest.mark.parametrize("title", ["List 7: Child protection", None])
def test_headings_stand_in_the_second_row_below_a_title_or_in_the_first(tmp_path, title):
    rows = [{ID: "007", PLAN: date(2024, 1, 8), VISIT: "05/02/2024", ALONE: "b) No"}]
    folder = write_files(tmp_path, {}, "taken_on: 2024-03-31\n")
    write_workbook(folder / "w.xlsx", {"Child Protection": sheet(LISTS["List_7"], rows, title)})
    read = opened(folder)
    assert read.tables["cp_visit"].drop("source").rows() == [("007", date(2024, 2, 5), True, False)]
    assert read.tables["cp_visit"]["source"].item() % (1 << 40) == (3 if title else 2)
    assert read.sources == ("w.xlsx, sheet Child Protection",)


def test_a_workbook_is_an_extract_by_itself_and_the_command_says_when_it_was_taken(tmp_path):
    path = write_workbook(tmp_path / "w.xlsx", {"a": sheet(LISTS["List_7"], [{ID: "1", PLAN: date(2024, 1, 8)}])})
    found = evaluate(Asked(path, AS_AT, taken_on=AS_AT, rules=("cp-review",)))
    assert found.mapping == "annex-a"
    assert found.coverage[0].state == "could not run"


def test_headings_with_curly_quotes_non_breaking_spaces_and_other_brackets_are_the_same(tmp_path):
    names = [
        {"Child's Legal Status": "Child\u2019s\u00a0Legal Status (Y/N))", ID: "CHILD UNIQUE\u00a0ID"}.get(n, n)
        for n in LISTS["List_8"]
    ]
    cells = [names, ["1", *[None] * 4, date(2024, 1, 8), date(2024, 1, 8), "c1 - interim care order"]]
    write_files(tmp_path, {})
    write_workbook(tmp_path / "w.xlsx", {"x": cells})
    assert opened(tmp_path).tables["legal_status"]["code"].to_list() == ["C1"]


def test_dates_are_cells_of_dates_or_text_in_either_way_and_month_first_is_refused(tmp_path):
    days = [date(2024, 1, 8), "08/01/2024", "2024-01-08", "=A1|08/01/2024"]
    rows = [{ID: str(n), PLAN: each} for n, each in enumerate(days)]
    assert (
        opened(write_annex_a(tmp_path / "a", {"List_7": rows})).tables["cp_plan"]["start"].to_list()
        == [date(2024, 1, 8)] * 4
    )
    (said,) = refusals(write_annex_a(tmp_path / "b", {"List_7": [*rows, {ID: "5", PLAN: "01/18/2024"}]}))
    assert said.startswith(f"lists.xlsx, sheet List_7  How the dates in '{PLAN}' are written cannot be told:")
    assert "month/day/year in row 7" in said
    assert "dates: {cp_plan.start: either}" in said


def test_a_council_may_settle_that_other_dates_are_findings(tmp_path):
    folder = write_annex_a(tmp_path, {"List_7": [{ID: "1", PLAN: date(2024, 1, 8)}, {ID: "2", PLAN: "01/18/2024"}]})
    (folder / "extract.yaml").write_text("taken_on: 2024-03-31\ndates: {cp_plan.start: either}\n", encoding="utf-8")
    assert ("not a date", "cp_plan.start", "lists.xlsx, sheet List_7", 4) in findings(folder)


def test_not_available_is_nothing_and_another_error_is_a_finding(tmp_path):
    rows = [{ID: "1", PLAN: date(2024, 1, 8), PLAN_ENDED: "=B1|#VALUE!", "Allocated Team": "#N/A", VISIT: "=NA()|#N/A"}]
    folder = write_annex_a(tmp_path, {"List_7": [*rows, {ID: "2", PLAN: date(2024, 1, 8), VISIT: date(2024, 2, 1)}]})
    found = findings(folder, AS_AT)
    assert [each for each in found if each[0] == "not a date"] == [
        ("not a date", "cp_plan.end", "lists.xlsx, sheet List_7", 3)
    ]
    assert opened(folder).tables["cp_visit"]["child_id"].to_list() == ["2"]


@pytest.mark.parametrize("yes", ["a) Yes", "Yes", "Y", "1", "1 - Yes", 1, 1.0, True])
def test_yes_is_written_in_many_ways(tmp_path, yes):
    rows = [{ID: "1", PLAN: date(2024, 1, 8), VISIT: date(2024, 2, 1), ALONE: yes}]
    assert opened(write_annex_a(tmp_path, {"List_7": rows})).tables["cp_visit"]["seen_alone"].to_list() == [True]


def test_a_code_that_is_in_no_list_is_a_finding_by_its_row(tmp_path):
    rows = [{ID: "1", PLAN: date(2024, 1, 8), VISIT: date(2024, 2, 1), ALONE: "Perhaps"}]
    folder = write_annex_a(tmp_path, {"List_7": rows})
    assert ("not a code of the mapping", "cp_visit.seen_alone", "lists.xlsx, sheet List_7", 3) in findings(folder)


def test_the_list_of_adopters_is_known_and_not_used(tmp_path):
    rows = [{"Individual adopter identifier": str(n), "Date enquiry received": date(2024, 1, 8)} for n in range(3)]
    folder = write_annex_a(tmp_path, {"List_7": [{ID: "1", PLAN: date(2024, 1, 8)}], "List_11": rows})
    shown = "lists.xlsx, sheet List_11"
    assert ("file not used", shown, shown, None) in findings(folder)


# Children, and who holds them


def test_a_child_of_several_lists_is_one_child_and_an_unborn_one_has_the_expected_date(tmp_path):
    lists = {
        "List_1": [{ID: "1", "Date of Contact": date(2024, 1, 8)}, {ID: "2", "Date of Contact": date(2024, 1, 9)}],
        "List_3": [{ID: "1", "Date of referral": date(2024, 1, 8), "Date of Birth": date(2015, 2, 3)}],
        "List_7": [{ID: "2", PLAN: date(2024, 1, 8), "Date of Birth": date(2024, 5, 1), "Age of Child (Years)": -1.0}],
    }
    folder = write_annex_a(tmp_path, lists)
    assert opened(folder).tables["child"].drop("source").sort("child_id").rows() == [
        ("1", date(2015, 2, 3)),
        ("2", date(2024, 5, 1)),
    ]
    assert [each for each in findings(folder, AS_AT) if "child" in each[0]] == []


def test_the_team_is_that_of_the_last_list_that_names_one(tmp_path):
    lists = {
        "List_8": [
            {
                ID: "1",
                CARE: date(2024, 1, 8),
                CLA_REVIEW: date(2024, 2, 1),
                "Allocated Team": "Care",
                "Allocated Worker": "A. B.",
            }
        ],
        "List_3": [
            {ID: "1", "Date of referral": date(2024, 1, 2), "Allocated Team": "Front door", "Allocated Worker": "C. D."}
        ],
    }
    assert clocks(write_annex_a(tmp_path, lists), "cla-review", "team", "worker") == [("1", "Care", "A. B.")]


# Enquiries


ENQUIRIES = [
    {ID: "1", STRATEGY: date(2024, 1, 8), UNNEEDED: "b) No", ICPC: date(2024, 1, 29)},
    {ID: "2", STRATEGY: date(2024, 1, 8), UNNEEDED: "a) Yes"},
    {ID: "3", STRATEGY: date(2024, 1, 8), UNNEEDED: "No"},
    {ID: "4", STRATEGY: date(2024, 1, 8)},
    {ID: "5", STRATEGY: date(2024, 1, 8), UNNEEDED: "b) No"},
    {ID: "6", STRATEGY: date(2023, 6, 5)},
    {ID: "7", UNNEEDED: "b) No"},
    {ID: "8", STRATEGY: date(2024, 1, 8), UNNEEDED: "a) Yes", ICPC: date(2024, 2, 8)},
]
PLANS = [{ID: "5", PLAN: date(2023, 11, 6)}, {ID: "1", PLAN: date(2024, 1, 29)}]


@pytest.fixture
def enquired(tmp_path: Path) -> Path:
    return write_annex_a(tmp_path / "annex-a", {"List_5": ENQUIRIES, "List_7": PLANS})


def test_a_conference_is_due_unless_it_was_deemed_unnecessary_and_a_blank_is_no_yes(enquired):
    """An enquiry older than the six months is red, not grey: that no conference was held stands in its own row."""
    assert clocks(enquired, "cp-icpc", "start", "due", "met", "status", "reason") == [
        ("1", date(2024, 1, 8), date(2024, 1, 29), date(2024, 1, 29), "met_on_time", None),
        ("2", date(2024, 1, 8), date(2024, 1, 29), None, "excluded", "conference not required"),
        ("3", date(2024, 1, 8), date(2024, 1, 29), None, "overdue", None),
        ("4", date(2024, 1, 8), date(2024, 1, 29), None, "overdue", None),
        ("5", date(2024, 1, 8), date(2024, 1, 29), None, "overdue", None),
        ("6", date(2023, 6, 5), date(2023, 6, 26), None, "overdue", None),
        ("7", None, None, None, "unassessable", "start missing"),
        ("8", date(2024, 1, 8), date(2024, 1, 29), date(2024, 2, 8), "met_late", None),
    ]


def test_a_child_already_on_a_plan_is_named_as_such_and_the_reading_leaves_it_out(enquired):
    named = clocks(enquired, "cp-icpc", "state")
    assert [child for child, state in named if state == "cp_plan running"] == ["5"]
    assert [child for (child,) in clocks(enquired, "cp-icpc-without-open-plan")] == ["1", "2", "3", "4", "6", "7", "8"]


def test_the_notice_says_that_the_child_was_on_a_plan(enquired, tmp_path):
    placed = write_results(evaluate(Asked(enquired, AS_AT, rules=("cp-icpc",))), tmp_path / "out")
    (notice,) = (placed / "notices").glob("*.txt")
    text = " ".join(notice.read_text(encoding="utf-8").split())
    assert text.count("child protection plan running") == 1
    assert "15 working days from 8 Jan 2024 (strategy discussion); child protection plan running" in text


def test_rules_that_would_judge_what_stands_for_a_fact_cannot_run(enquired):
    found = looked_at(enquired, AS_AT, ["s47-outcome", "cp-icpc-from-last-discussion"]).coverage
    assert found.select("rule", "state", "why").rows() == [
        ("cp-icpc-from-last-discussion", "could not run", "the list has only the discussion that began each enquiry"),
        ("s47-outcome", "could not run", "the lists have no end of an enquiry"),
    ]


# Plans: only the latest visit and review


ON_PLANS = [
    {ID: "1", PLAN: date(2023, 6, 5), VISIT: date(2024, 3, 20), REVIEW: date(2023, 12, 4), "Visits every (days)": 14},
    {ID: "2", PLAN: date(2023, 6, 5), "Visits every (days)": 14},
    {ID: "3", PLAN: date(2024, 3, 18), VISIT: date(2024, 2, 1), REVIEW: date(2023, 1, 9), "Visits every (days)": 14},
    {ID: "4", PLAN: date(2023, 6, 5), VISIT: date(2024, 4, 20), REVIEW: date(2023, 9, 4), "Visits every (days)": 14},
    {
        ID: "5",
        PLAN: date(2023, 6, 5),
        VISIT: date(2024, 1, 20),
        PLAN_ENDED: date(2024, 2, 1),
        "Visits every (days)": 14,
    },
]


def test_the_time_since_the_last_visit_is_judged_and_no_clock_stands_for_the_time_before(tmp_path):
    folder = write_annex_a(tmp_path, {"List_7": ON_PLANS})
    assert clocks(folder, "cp-visit", "start", "due", "status", "reason", "occurrence", "precision") == [
        ("1", date(2024, 3, 20), date(2024, 4, 3), "due_soon", None, None, "history"),
        ("2", date(2023, 6, 5), date(2023, 6, 19), "overdue", None, 1, None),
        ("3", date(2024, 3, 18), date(2024, 4, 1), "due_soon", None, 1, None),
        ("4", date(2023, 6, 5), date(2023, 6, 19), "unassessable", "history begins later", 1, None),
        ("5", date(2024, 1, 20), date(2024, 2, 3), "ended_before_due", "cp_plan ended", None, "history"),
    ]
    assert clocks(folder, "cp-review", "start", "due", "status", "occurrence") == [
        ("1", date(2023, 12, 4), date(2024, 6, 4), "running", None),
        ("2", date(2023, 6, 5), date(2023, 9, 5), "overdue", 1),
        ("3", date(2024, 3, 18), date(2024, 6, 18), "running", 1),
        ("4", date(2023, 9, 4), date(2024, 3, 4), "overdue", None),
        ("5", date(2023, 6, 5), date(2023, 9, 5), "never_met", 1),
    ]


def test_no_share_of_closed_clocks_is_stated_where_only_the_last_meeting_is_known(tmp_path):
    """Those that were met are not there, so that it would be near 0%. What is open as at now is whole."""
    folder = write_annex_a(tmp_path, {"List_5": ENQUIRIES, "List_7": ON_PLANS})
    found = evaluated(folder, AS_AT, ["cp-icpc", "cp-review"]).summaries.filter(pl.col("team").is_null())
    now, year = found.filter(cohort="now"), found.filter(pl.col("cohort").str.starts_with("12 months"))
    assert dict(year.select("rule", "on_time_of_due").rows())["cp-review"] is None
    assert dict(year.select("rule", "on_time_of_due_of").rows()) == {"cp-icpc": 6, "cp-review": 0}
    assert dict(year.select("rule", "longest_days").rows()) == {"cp-icpc": 31, "cp-review": None}
    assert now.filter(rule="cp-review").select("in_date_now_count", "in_date_now_of", "children_in_time").rows() == [
        (2, 4, 0.5)
    ]


def test_the_coverage_says_what_is_not_judged(tmp_path):
    (row,) = looked_at(write_annex_a(tmp_path, {"List_7": ON_PLANS}), AS_AT, ["cp-review"]).coverage.rows()
    assert row == (
        "cp-review",
        "partly",
        "cp_review_conference has only the last of each child: clocks that closed before it are not judged",
    )


def test_a_column_that_is_blank_in_every_row_is_one_that_the_council_does_not_have(tmp_path):
    folder = write_annex_a(tmp_path, {"List_7": [{ID: "1", PLAN: date(2024, 1, 8)}, {ID: "2", PLAN: date(2024, 1, 8)}]})
    found = looked_at(folder, AS_AT, ["cp-review"])
    assert found.coverage["why"].to_list() == ["no table cp_review_conference: meetings cannot be seen"]
    blank = "blank in every row: the extract is taken not to have it"
    assert (blank, "cp_review_conference.date", "lists.xlsx, sheet List_7", 3) in findings(folder)


def test_without_an_interval_visits_cannot_be_judged_and_the_readings_of_a_fixed_one_can(tmp_path):
    rows = [{ID: "1", PLAN: date(2024, 1, 8), VISIT: date(2024, 3, 4)}]
    folder = write_annex_a(tmp_path, {"List_7": rows})
    assert clocks(folder, "cp-visit", "start", "status", "reason") == [
        ("1", date(2024, 3, 4), "unassessable", "limit unknown")
    ]
    assert clocks(folder, "cp-visit-10wd", "due", "status") == [("1", date(2024, 3, 18), "overdue")]


def test_a_council_may_say_one_interval_for_all_in_its_own_copy_of_the_mapping(tmp_path):
    council = write_council(tmp_path / "council")
    (council / "rules" / "local" / "own.yaml").unlink()
    (council / "mappings").mkdir()
    text = (shipped("mappings") / "annex-a.yaml").read_text(encoding="utf-8")
    own = text.replace("visit_every: Visits every (days)", "visit_every: {value: 20}")
    assert own != text
    (council / "mappings" / "annex-a.yaml").write_text(own, encoding="utf-8")
    folder = write_annex_a(tmp_path / "a", {"List_7": [{ID: "1", PLAN: date(2024, 1, 8), VISIT: date(2024, 3, 4)}]})
    asked = Asked(folder, AS_AT, rules=("cp-visit",), council=Council(folders=Folders(council)))
    assert evaluate(asked).clocks.select("due", "limit").rows() == [(date(2024, 3, 24), "20 days")]


# Care


def test_periods_of_care_with_the_latest_review_visit_and_health_assessment(tmp_path):
    began = dict.fromkeys((CARE, STATUS_BEGAN, PLACED), date(2023, 12, 4))
    common = began | {STATUS: "V2", PLACEMENT: "U6", "Date of Birth": date(2012, 5, 6)}
    rows = [
        common | {ID: "1", CLA_REVIEW: date(2023, 12, 20), CLA_VISIT: date(2024, 2, 12), HEALTH: date(2023, 12, 29)},
        common | {ID: "2", CLA_REVIEW: date(2024, 1, 8), CLA_VISIT: date(2023, 12, 8), HEALTH: date(2024, 1, 9)},
        common | {ID: "3"},
        common
        | {
            ID: "4",
            PLACED: date(2024, 3, 20),
            CLA_VISIT: date(2024, 3, 4),
            STATUS: "C1: ICO",
            PLACEMENT: "k) P1: Placed with parents",
        },
        common | {ID: "5", STATUS: "V4", CLA_REVIEW: date(2024, 3, 4)},
    ]
    folder = write_annex_a(tmp_path, {"List_8": rows})
    assert clocks(folder, "cla-review", "start", "due", "status", "occurrence") == [
        ("1", date(2023, 12, 20), date(2024, 3, 20), "overdue", 2),
        ("2", date(2024, 1, 8), date(2024, 7, 8), "running", None),
        ("3", date(2023, 12, 4), date(2024, 1, 4), "overdue", 1),
        ("4", date(2023, 12, 4), date(2024, 1, 4), "overdue", 1),
        ("5", date(2024, 3, 4), date(2024, 9, 4), "excluded", None),
    ]
    assert clocks(folder, "cla-visit", "start", "due", "status", "occurrence") == [
        ("1", date(2024, 2, 12), date(2024, 3, 25), "overdue", None),
        ("2", date(2023, 12, 8), date(2024, 1, 19), "overdue", None),
        ("3", date(2023, 12, 4), date(2023, 12, 11), "overdue", 1),
        ("4", date(2024, 3, 20), date(2024, 3, 27), "overdue", 1),
        ("5", date(2023, 12, 4), date(2023, 12, 11), "excluded", 1),
    ]
    assert clocks(folder, "iha", "met", "status", "reason")[:3] == [
        ("1", date(2023, 12, 29), "met_on_time", None),
        ("2", date(2024, 1, 9), "unassessable", "history begins later"),
        ("3", None, "overdue", None),
    ]
    assert clocks(folder, "rha", "start", "status")[:2] == [
        ("1", date(2023, 12, 29), "running"),
        ("2", date(2024, 1, 9), "running"),
    ]


def test_care_leavers_of_the_newer_layout_are_judged_since_the_latest_review_and_contact(tmp_path):
    rows = [
        {
            ID: "1",
            "Eligibility Category": "b) Former relevant child",
            "Latest Pathway Plan Review Date": date(2023, 9, 4),
            "Latest Date of Contact": date(2024, 3, 4),
        },
        {ID: "2", "Eligibility Category": "b) Former relevant child"},
        {ID: "3", "Eligibility Category": "c) Qualifying care leaver", "Latest Date of Contact": date(2024, 1, 8)},
    ]
    folder = write_files(tmp_path, {})
    write_workbook(folder / "w.xlsx", {"List_9": sheet(NEWER, rows)})
    assert clocks(folder, "pathway-review", "start", "due", "status") == [
        ("1", date(2023, 9, 4), date(2024, 3, 4), "overdue"),
        ("2", None, None, "unassessable"),
        ("3", None, None, "unassessable"),
    ]
    assert clocks(folder, "cl-contact", "start", "due", "status") == [
        ("1", date(2024, 3, 4), date(2024, 4, 29), "running"),
        ("2", None, None, "unassessable"),
    ]


def test_the_older_layout_of_care_leavers_has_no_dates_and_the_rules_could_not_run(tmp_path):
    folder = write_annex_a(tmp_path, {"List_9": [{ID: "1", "Eligibility Category": "a) Relevant child"}]})
    assert set(looked_at(folder, AS_AT, ["pathway-review", "cl-contact"]).coverage["state"]) == {"could not run"}


# The public workbooks


PUBLIC = Path(__file__).parents[3] / "shared" / "samples" / "annex-a"
there = pytest.mark.skipif(
    not PUBLIC.is_dir(), reason="the public workbooks are not at hand (../shared/samples/annex-a)"
)
TEMPLATE, FILLED = PUBLIC / "official-template-2019.xlsx", PUBLIC / "filled-lists-1-8.xlsx"
TAKEN = date(2020, 6, 1)


@there
def test_the_official_template_is_read_list_by_list_and_has_no_rows():
    found = looked_at(TEMPLATE, TAKEN)
    assert found.mapping == "annex-a"
    assert found.tables["rows"].sum() == 0
    assert found.tables.height == 26
    said = found.findings.select("finding", "table").rows()
    sheets = ("Codes_used", "FAQ_and_changes", "Front_Sheet", "Guidance", "List_11")
    assert said[:5] == [("file not used", f"{TEMPLATE.name}, sheet {each}") for each in sheets]
    assert [finding for finding, _ in said[5:]] == ["no row under the headings"] * 10


@there
def test_the_filled_workbook_says_what_it_holds_and_what_it_does_not():
    found = looked_at(FILLED, TAKEN)
    rows = dict(found.tables.select("table", "rows").rows())
    held = {
        "contact": 13,
        "referral": 11,
        "assessment": 5,
        "strategy_discussion": 4,
        "initial_cp_conference": 1,
        "cp_plan": 3,
    }
    assert {name: rows[name] for name in held} == held
    assert "cp_visit" not in rows
    counted = dict(found.findings.group_by("finding").len().rows())
    assert counted == {
        "blank in every row: the extract is taken not to have it": 7,
        "file not used": 1,
        "no date": 21,
        "no row under the headings": 2,
    }
    states = dict(found.coverage.select("rule", "state").rows())
    assert (states["cp-icpc"], states["assessment-cin"], states["cp-visit"]) == ("partly", "ran", "could not run")


@there
def test_the_filled_workbook_runs():
    """4444 was on a plan when the enquiry began; 2547 has a conference, and no day on which the enquiry began."""
    run = evaluate(Asked(FILLED, TAKEN, taken_on=TAKEN))
    columns = ("child_id", "start", "due", "status", "state")
    found = run.clocks.filter(pl.col("rule") == "cp-icpc").with_columns(pl.col("status").cast(pl.String))
    assert found.select(columns).rows() == [
        ("2458", date(2019, 5, 1), date(2019, 5, 23), "overdue", None),
        ("2547", None, None, "unassessable", None),
        ("4444", date(2019, 9, 2), date(2019, 9, 23), "overdue", "cp_plan running"),
        ("8888", date(2019, 8, 21), date(2019, 9, 12), "overdue", None),
    ]
    own = run.clocks.filter(pl.col("rule") == "assessment-cin").select("child_id", "status").cast(pl.String)
    assert own.rows() == [
        ("1111", "met_on_time"),
        ("3333", "met_on_time"),
        ("3333", "met_on_time"),
        ("5555", "met_on_time"),
        ("7777", "overdue"),
    ]
    assert "cp-visit" in overview(run).as_text()
