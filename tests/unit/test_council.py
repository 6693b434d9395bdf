"""The synthetic council: the same bytes again, the report's own figures, and facts that rules can name."""

from __future__ import annotations

import ast
import csv
import json
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.shipped import vocabulary

import timeliness.council
from timeliness.council import make
from timeliness.council.calendar import bank_holidays, earlier, is_working, later, months_on
from timeliness.council.law import Clock, amber_from

ROOT = Path(__file__).parents[2]
AS_AT = date(2016, 5, 19)
MADE = [(1, 1.0, AS_AT), (2, 0.05, AS_AT), (3, 0.1, AS_AT), (4, 0.37, AS_AT), (5, 0.1, date(2024, 2, 29))]
SHARES = {
    ("cp-icpc", "on_time_of_completed"): 0.28,
    ("cp-icpc-from-meeting", "on_time_of_completed"): 0.78,
    ("cp-visit", "in_date_now"): 0.513,
    ("cla-visit", "in_date_now"): 2 / 3,
    ("iha", "on_time_of_completed"): 0.61,
    ("rha", "in_date_now"): 0.92,
}
STATUSES = {
    *("excluded", "unassessable", "met_on_time", "excepted", "met_late", "ended_before_due"),
    *("never_met", "paused", "overdue", "due_soon", "running"),
}
OPEN = ("running", "due_soon", "overdue")
UNBORN = ("assessment", "contact", "core_group", "cp_", "conference", "initial_", "referral", "report")
UNBORN += ("section", "strategy")


class Council:
    """A council as anybody reads it: tables of text, and the truth."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.truth: dict[str, Any] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        self.as_at = date.fromisoformat(self.truth["as_at"])
        self.tables = {path.stem: read(path) for path in (folder / "extract").glob("*.csv")}

    def statuses(self, rule: str) -> Counter[str]:
        return Counter(status for *_, status, _ in self.truth["clocks"][rule])

    def running(self, table: str) -> set[str]:
        return {row["child_id"] for row in self.tables[table] if not row["end"]}

    def team(self) -> dict[str, str]:
        return {row["child_id"]: row["team"] for row in self.tables["allocation"] if not row["end"]}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*")}


@pytest.fixture(scope="module", params=MADE, ids=lambda made: f"seed {made[0]}, size {made[1]}, {made[2]}")
def council(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Council:
    seed, size, as_at = request.param
    folder = tmp_path_factory.mktemp("council")
    make(folder, seed=seed, size=size, as_at=as_at)
    return Council(folder)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Council:
    folder = tmp_path_factory.mktemp("whole")
    make(folder)
    return Council(folder)


# The same again, and other councils


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make(tmp_path / name, seed=7, size=0.05)
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


def test_another_seed_gives_another_council_with_the_same_figures(tmp_path: Path) -> None:
    for seed in (7, 8):
        make(tmp_path / str(seed), seed=seed, size=0.1)
    one, two = Council(tmp_path / "7"), Council(tmp_path / "8")
    assert one.tables["cp_visit"] != two.tables["cp_visit"]
    assert one.truth["measures"].keys() == two.truth["measures"].keys()
    assert one.truth["measures"]["cp-icpc"] == two.truth["measures"]["cp-icpc"]


def test_size_scales_the_numbers_of_children(tmp_path: Path, whole: Council) -> None:
    make(tmp_path, size=0.5)
    half = Council(tmp_path)
    for table in ("cp_plan", "cin_plan", "looked_after"):
        assert len(half.running(table)) == pytest.approx(len(whole.running(table)) / 2, abs=2)


@pytest.mark.parametrize("as_at", [date(2016, 4, 30), date(2028, 1, 1)])
def test_a_day_whose_history_leaves_the_law_is_refused(tmp_path: Path, as_at: date) -> None:
    with pytest.raises(ValueError, match="Days from 2016-05-01 to 2027-12-31 can"):
        make(tmp_path, as_at=as_at)


def test_a_size_of_no_children_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"Sizes from 0\.05 to 40 can"):
        make(tmp_path, size=0.01)


# The figures of the report


def test_the_council_has_the_figures_of_the_report(whole: Council) -> None:
    assert whole.truth["measures"] == {
        "adoption-a1": {"average_days": [386 * 72, 72]},
        "cla-visit": {"in_date_now": [164, 246]},
        "court-26-weeks": {"on_time_of_due": [50, 60]},
        "cp-icpc": {"on_time_of_completed": [56, 200]},
        "cp-icpc-from-meeting": {"on_time_of_completed": [156, 200]},
        "cp-visit": {"in_date_now": [98, 191]},
        "iha": {"on_time_of_completed": [61, 100]},
        "rha": {"in_date_now": whole.truth["measures"]["rha"]["in_date_now"]},
    }


def test_the_council_has_the_size_of_the_report(whole: Council) -> None:
    open_tables = ("assessment", "cin_plan", "cp_plan", "looked_after", "section_47_enquiry")
    assert 950 <= len(set().union(*map(whole.running, open_tables))) <= 1050
    assert len(whole.running("cp_plan")) == 192
    assert len(whole.running("looked_after")) == 261
    assert len({row["team"] for row in whole.tables["allocation"]}) == 10
    assert len({row["worker"] for row in whole.tables["allocation"]}) == 60


@pytest.mark.parametrize(("rule", "measure"), SHARES)
def test_a_share_is_the_nearest_that_whole_children_allow(council: Council, rule: str, measure: str) -> None:
    numerator, denominator = council.truth["measures"][rule][measure]
    assert abs(numerator - SHARES[rule, measure] * denominator) <= 0.5


@pytest.mark.parametrize("rule", ["cp-visit", "cla-visit", "rha"])
def test_in_date_now_holds_over_the_open_clocks(council: Council, rule: str) -> None:
    found = council.statuses(rule)
    in_date = found["running"] + found["due_soon"]
    assert council.truth["measures"][rule]["in_date_now"] == [in_date, in_date + found["overdue"]]


@pytest.mark.parametrize("rule", ["cp-icpc", "cp-icpc-from-meeting", "iha"])
def test_on_time_of_completed_holds_over_the_last_twelve_months(council: Council, rule: str) -> None:
    year_ago = months_on(council.as_at, -12).isoformat()
    rows = [(status, closed) for *_, status, closed in council.truth["clocks"][rule]]
    met = Counter(status for status, closed in rows if status.startswith("met_") and closed > year_ago)
    counted = [met["met_on_time"], met["met_on_time"] + met["met_late"]]
    assert council.truth["measures"][rule]["on_time_of_completed"] == counted


def test_proceedings_hold_over_those_due_or_still_open_in_the_last_twelve_months(council: Council) -> None:
    first = (months_on(council.as_at, -12) + timedelta(1)).isoformat()
    judged = [
        status
        for _, _, due, status, closed in council.truth["clocks"]["court-26-weeks"]
        if status in ("met_on_time", "met_late", "never_met", "overdue")
        and due <= council.as_at.isoformat()
        and (due >= first or closed is None or closed >= first)
    ]
    on_time, due = council.truth["measures"]["court-26-weeks"]["on_time_of_due"]
    assert [judged.count("met_on_time"), len(judged)] == [on_time, due]
    assert on_time >= 0.8 * due


def test_the_average_to_adoption_is_exact_also_among_those_who_moved_in_the_three_years(
    council: Council,
) -> None:
    first = months_on(council.as_at, -36).isoformat()
    adopted = {row["child_id"] for row in council.tables["adoption_order"] if row["date"] > first}
    waits = [
        (moved > first, (date.fromisoformat(moved) - date.fromisoformat(start)).days)
        for child, start, _, _, moved in council.truth["clocks"]["adoption-a1"]
        if child in adopted
    ]
    since = [wait for recent, wait in waits if recent]
    total = sum(wait for _, wait in waits)
    assert council.truth["measures"]["adoption-a1"]["average_days"] == [total, len(waits)]
    assert total == 386 * len(waits)
    assert sum(since) == 386 * len(since)


def test_the_worst_enquiries_take_three_to_seven_weeks(whole: Council) -> None:
    late = [row for row in whole.truth["clocks"]["cp-icpc"] if row[3] == "met_late"]
    weeks = [(date.fromisoformat(row[4]) - date.fromisoformat(row[1])).days / 7 for row in late]
    assert min(weeks) >= 3
    assert 6 <= max(weeks) <= 8


def test_the_history_reaches_back_eighteen_months_and_adoptions_three_years(whole: Council) -> None:
    def first(table: str, column: str) -> str:
        return min(row[column] for row in whole.tables[table])

    for table, column in (("cp_plan", "start"), ("cin_plan", "start"), ("referral", "date")):
        assert first(table, column) < months_on(AS_AT, -18).isoformat()
    assert first("adoption_order", "date") < months_on(AS_AT, -34).isoformat()


# What a manager would see


def test_visit_rates_differ_between_teams(whole: Council) -> None:
    team = whole.team()
    visits = [(team.get(row[0], ""), row[3]) for row in whole.truth["clocks"]["cp-visit"] if row[3] in OPEN]
    counted = Counter(visits)
    shares = {
        name: counted[name, "overdue"] / sum(counted[name, status] for status in OPEN)
        for name in ("Care Management North", "Care Management South")
    }
    assert shares["Care Management South"] > 2 * shares["Care Management North"]


def test_one_team_has_open_clocks_and_nothing_wrong(council: Council) -> None:
    team = council.team()
    mine = Counter(
        status
        for rows in council.truth["clocks"].values()
        for child, _, _, status, closed in rows
        if team.get(child) == "Adoption Team" and closed is None
    )
    assert mine["running"]
    assert set(mine) <= {"running", "excluded", "paused"}


def test_a_handful_of_children_with_open_clocks_are_on_nobodys_list(council: Council) -> None:
    team = council.team()
    waiting = {
        child
        for rule, rows in council.truth["clocks"].items()
        for child, _, _, status, _ in rows
        if status in OPEN and child not in team and rule != "adoption-a1"
    }
    assert 3 <= len(waiting) <= 14


# Facts that rules can name


def test_every_table_of_the_vocabulary_is_there_and_no_column_outside_it(council: Council) -> None:
    days: dict[str, list[str]] = {"child": [], "event": ["date"], "spell": ["start", "end"]}
    assert council.tables.keys() == vocabulary().keys()
    for name, kind in vocabulary().items():
        path = council.folder / "extract" / f"{name}.csv"
        columns = path.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
        known = [*days[kind["shape"]], *kind.get("identifiers", []), *kind.get("attributes", {})]
        assert set(columns) <= {"child_id", *known}
        assert {"child_id", *days[kind["shape"]], *kind.get("attributes", {})} <= set(columns)


def test_tables_are_sorted_text_with_plain_line_ends(council: Council) -> None:
    for path in (council.folder / "extract").glob("*.csv"):
        raw = path.read_bytes()
        assert b"\r" not in raw
        assert raw.endswith(b"\n")
        rows = list(csv.reader(raw.decode().splitlines()))[1:]
        assert rows == sorted(rows)


def test_the_extract_says_when_it_was_taken_and_that_its_history_is_whole(council: Council) -> None:
    said = yaml.safe_load((council.folder / "extract" / "extract.yaml").read_text(encoding="utf-8"))
    assert said == {"taken_on": council.as_at, "complete_from": {}}


def test_children_are_six_digits_of_text_without_names(council: Council) -> None:
    children = [row["child_id"] for row in council.tables["child"]]
    assert all(len(child) == 6 and child.isdigit() for child in children)
    assert any(child.startswith("0") for child in children)
    assert len(set(children)) == len(children)
    assert set(council.tables["child"][0]) == {"child_id", "born", "died"}


def test_most_events_carry_a_link_that_leads_to_a_fact_of_the_child_and_some_carry_none(
    council: Council,
) -> None:
    owners = {
        "enquiry": "section_47_enquiry",
        "plan": "cp_plan",
        "referral": "referral",
        "placement": "placement",
    }
    tables = {
        "enquiry": "strategy_discussion",
        "plan": "cp_visit",
        "referral": "assessment",
        "placement": "cla_visit",
    }
    for link, owner in owners.items():
        known = {(row["child_id"], row["id"]) for row in council.tables[owner]}
        rows = council.tables[tables[link]]
        linked = [(row["child_id"], row[link]) for row in rows if row[link]]
        assert set(linked) <= known
        assert 0.5 * len(rows) < len(linked) < len(rows)


# The flaws, counted again in the tables


def planted(council: Council, table: str, flaw: str) -> int:
    return sum(each["count"] for each in council.truth["flaws"] if (each["table"], each["flaw"]) == (table, flaw))


def test_each_flaw_is_in_the_tables_as_often_as_the_truth_says(council: Council) -> None:
    tables = council.tables
    undated = [row for row in tables["strategy_discussion"] if not row["date"]]
    unlimited = [row for row in tables["cp_plan"] if not row["visit_every"]]
    undecided = [row for row in tables["section_47_enquiry"] if row["end"] and not row["conference_required"]]
    backwards = [row for row in tables["placement"] if row["end"] and row["end"] < row["start"]]
    assert len(undated) == planted(council, "strategy_discussion", "start missing") == 2
    assert len(unlimited) == planted(council, "cp_plan", "limit unknown") == 1
    assert len(undecided) == planted(council, "section_47_enquiry", "no outcome") == 1
    assert len(backwards) == planted(council, "placement", "spell ends before it starts") == 1


def test_three_rows_are_exact_duplicates(council: Council) -> None:
    for table, rows in council.tables.items():
        twice = len(rows) - len({tuple(row.items()) for row in rows})
        assert twice == planted(council, table, "duplicate row")
    assert sum(each["count"] for each in council.truth["flaws"] if each["flaw"] == "duplicate row") == 3


def test_nothing_but_the_planted_visit_lies_after_the_as_at_date(council: Council) -> None:
    for table, rows in council.tables.items():
        days = [row[column] for row in rows for column in ("date", "start", "end") if row.get(column)]
        future = sum(day > council.as_at.isoformat() for day in days)
        assert future == planted(council, table, "after the as-at date")


def test_nothing_that_needs_a_born_child_but_the_planted_visit_lies_before_birth(council: Council) -> None:
    born = {row["child_id"]: row["born"] for row in council.tables["child"]}
    for table, rows in council.tables.items():
        if table.startswith((*UNBORN, "allocation", "visiting")):
            continue
        days = [(row["child_id"], row.get("date") or row.get("start") or "") for row in rows]
        early = sum(bool(day) and day < born[child] for child, day in days)
        assert early == planted(council, table, "before birth")


# The truth


def test_the_truth_lists_clocks_in_order_with_one_of_the_eleven_statuses(council: Council) -> None:
    children = {row["child_id"] for row in council.tables["child"]}
    for rows in council.truth["clocks"].values():
        assert rows == sorted(rows, key=lambda row: [each or "" for each in row])
        assert {row[0] for row in rows} <= children
        assert {row[3] for row in rows} <= STATUSES
        assert all(row[2] for row in rows if row[3] != "unassessable")
        assert not any(row[4] for row in rows if row[3] in (*OPEN, "paused", "excluded"))


def test_every_status_is_to_be_found(whole: Council) -> None:
    assert set().union(*(whole.statuses(rule) for rule in whole.truth["clocks"])) == STATUSES


def test_a_clock_says_its_status_by_its_dates() -> None:
    start, due = date(2016, 5, 1), date(2016, 5, 19)
    assert Clock(start, due, date(2016, 5, 19)).status("cp-visit", due) == "met_on_time"
    assert Clock(start, due, ended=date(2016, 5, 20)).status("cp-visit", due) == "never_met"
    assert Clock(start, due).status("cp-visit", date(2016, 5, 15)) == "running"
    assert Clock(start, due).status("cp-visit", date(2016, 5, 16)) == "due_soon"
    assert Clock(start, due).status("cp-visit", date(2016, 5, 20)) == "overdue"
    assert Clock(start, None).status("cp-visit", due) == "unassessable"


def test_the_amber_window_of_working_days_counts_back_from_the_day_before() -> None:
    assert amber_from("cp-icpc", date(2016, 4, 29), date(2016, 5, 23)) == date(2016, 5, 16)
    assert amber_from("rha", date(2015, 9, 30), date(2016, 3, 31)) == date(2016, 2, 29)
    assert amber_from("adoption-a1", date(2015, 9, 30), date(2016, 11, 29)) is None


# Its own calendar, and its independence


def test_its_working_days_are_those_of_the_rules_calendar() -> None:
    listed = {
        date.fromisoformat(row["date"])
        for row in read(ROOT / "rules" / "calendar" / "bank-holidays-england-and-wales.csv")
    }
    for year in range(2008, 2031):
        assert bank_holidays(year) == {day for day in listed if day.year == year}
    days = [date(2008, 1, 1) + timedelta(each) for each in range(23 * 365)]
    assert all(is_working(day) == (day.weekday() < 5 and day not in listed) for day in days)


def test_working_days_are_counted_across_easter_and_back() -> None:
    assert later(date(2024, 3, 20), 15) == date(2024, 4, 12)
    assert earlier(date(2024, 4, 12), 15) == date(2024, 3, 20)
    assert later(date(2016, 5, 14), 1) == date(2016, 5, 16)


def test_months_are_clamped_to_the_last_day() -> None:
    assert months_on(date(2015, 11, 30), 3) == date(2016, 2, 29)
    assert months_on(date(2016, 3, 31), -1) == date(2016, 2, 29)


def test_it_imports_only_the_standard_library_and_the_contract_of_facts() -> None:
    allowed = (*sys.stdlib_module_names, "timeliness.facts", "timeliness.council")
    for path in Path(timeliness.council.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert any(name == each or name.startswith(f"{each}.") for each in allowed), (path, name)
