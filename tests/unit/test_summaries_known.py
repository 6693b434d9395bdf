"""Summaries of small histories, whose answers are known."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.unit.extract_made import evaluated, rule, write_council, write_extract
from tests.unit.plain_summaries import days

AS_AT = date(2024, 3, 31)

VISIT = rule("visit", "starts: cp_plan.start\nmet_by: cp_visit\nrepeats: true\nwithin: 10 days\ndue_soon: 2 days")
ANSWER = rule("answer", "starts: referral\nmet_by: assessment_authorised\nwithin: 10 days")


class Summed:
    """The summaries of a made history, by rule, team and cohort."""

    def __init__(self, folder: Path, own: str, **tables: list[dict[str, Any]]) -> None:
        extract = write_extract(folder / "extract", tables)
        council = write_council(folder / "council", own)
        self.id = yaml.safe_load(own)["id"]
        found = evaluated(extract, AS_AT, [self.id], council)
        self.rows = {(row["team"], row["cohort"]): row for row in found.summaries.to_dicts()}

    def of(self, measure: str, cohort: str, team: str | None = None) -> tuple[int, int]:
        """A measure as a count and what it is out of."""
        row = self.rows[team, cohort]
        return row[f"{measure}_count"], row[f"{measure}_of"]


def at(child: str, day: str, **more: Any) -> dict[str, Any]:
    return {"child_id": child, "date": day, **more}


def from_to(child: str, start: str, end: str | None = None, **more: Any) -> dict[str, Any]:
    return {"child_id": child, "start": start, "end": end, **more}


YEAR = "12 months to 2024-03-31"


def test_a_clock_that_stays_open_is_carried_into_every_later_period_until_it_is_met(tmp_path: Path) -> None:
    late = {"referral": [at("1", "2023-12-01")], "assessment_authorised": [at("1", "2024-02-29")]}
    found = Summed(tmp_path, ANSWER, **late)  # due on 11 December
    carried = {name: found.of("on_time_of_due", name) for _, name in found.rows if name.startswith("month")}
    held = {"month to 2023-12-31", "month to 2024-01-31", "month to 2024-02-29"}
    assert {name for name, share in carried.items() if share == (0, 1)} == held
    assert {share for name, share in carried.items() if name not in held} == {(0, 0)}
    assert found.of("on_time_of_due", YEAR) == (0, 1)


def test_a_clock_met_on_the_first_day_of_a_period_was_still_open_then(tmp_path: Path) -> None:
    late = {"referral": [at("1", "2023-12-01")], "assessment_authorised": [at("1", "2024-01-01")]}
    found = Summed(tmp_path, ANSWER, **late)
    assert found.of("on_time_of_due", "month to 2024-01-31") == (0, 1)
    assert found.of("on_time_of_due", "month to 2024-02-29") == (0, 0)


def test_a_clock_due_before_the_year_and_still_open_stands_in_every_period(tmp_path: Path) -> None:
    found = Summed(tmp_path, ANSWER, referral=[at("1", "2021-05-01")], assessment_authorised=[])
    periods = [name for team, name in found.rows if team is None and name != "now"]
    assert [found.of("on_time_of_due", name) for name in periods] == [(0, 1)] * 13
    assert found.rows[None, YEAR]["overdue"] == 0  # the counts are of those due in the period
    assert found.rows[None, "now"]["overdue"] == 1


def test_a_clock_not_yet_due_is_in_no_period(tmp_path: Path) -> None:
    early = {"referral": [at("1", "2024-03-25")], "assessment_authorised": [at("1", "2024-03-26")]}
    found = Summed(tmp_path, ANSWER, **early)  # due on 4 April, after the as-at day
    assert found.of("on_time_of_due", YEAR) == (0, 0)
    assert found.of("on_time_of_completed", YEAR) == (1, 1)


def test_months_begin_the_day_after_the_one_before_and_share_no_day(tmp_path: Path) -> None:
    found = Summed(tmp_path, ANSWER, referral=[], assessment_authorised=[])
    months = sorted((row["first"], row["last"]) for (_, name), row in found.rows.items() if name.startswith("month"))
    assert len(months) == 12
    assert months[0][0] == found.rows[None, YEAR]["first"] == date(2023, 4, 1)
    assert months[-1] == (date(2024, 3, 1), AS_AT)
    assert months[-2] == (date(2024, 2, 1), date(2024, 2, 29))  # the corresponding date, clamped
    every = [day for first, last in months for day in days(first, last)]
    assert every == list(days(date(2023, 4, 1), AS_AT))


def test_an_empty_denominator_is_null_and_never_nothing_or_everything(tmp_path: Path) -> None:
    found = Summed(tmp_path, ANSWER, referral=[], assessment_authorised=[])
    rates = [name.removesuffix("_of") for name in found.rows[None, "now"] if name.endswith("_of")]
    assert len(rates) == 9
    assert {row[name] for row in found.rows.values() for name in (*rates, "median_days", "longest_days")} == {None}


def test_a_clock_without_any_date_is_shown_in_every_period(tmp_path: Path) -> None:
    found = Summed(tmp_path, ANSWER, referral=[at("1", "")], assessment_authorised=[])
    assert {row["unassessable"] for row in found.rows.values()} == {1}
    assert {found.of("assessable", name) for _, name in found.rows} == {(0, 1)}


def test_the_team_now_has_the_open_clock_and_the_team_then_has_the_figures(tmp_path: Path) -> None:
    moved = [
        from_to("1", "2023-01-01", "2024-01-15", team="North", worker="A. Able"),
        from_to("1", "2024-01-16", team="South", worker="B. Best"),
    ]
    found = Summed(tmp_path, ANSWER, referral=[at("1", "2023-12-01")], assessment_authorised=[], allocation=moved)
    assert found.rows["South", "now"]["overdue"] == 1
    assert found.rows["North", "now"]["overdue"] == 0
    assert found.of("on_time_of_due", YEAR, "North") == (0, 1)
    assert found.of("on_time_of_due", YEAR, "South") == (0, 0)
    assert found.of("on_time_of_due", YEAR) == (0, 1)


def test_the_teams_of_a_rule_sum_to_all_teams_together(tmp_path: Path) -> None:
    held = [from_to(child, "2023-01-01", team=team) for child, team in (("1", "North"), ("2", "South"), ("3", "South"))]
    made = {"referral": [at(child, "2024-01-01") for child in "1234"], "assessment_authorised": [at("2", "2024-01-05")]}
    found = Summed(tmp_path, ANSWER, allocation=held, **made)
    teams = ("North", "South", "Unallocated")
    shares = [found.of("on_time_of_due", YEAR, team) for team in teams]
    assert shares == [(0, 1), (1, 2), (0, 1)]
    assert found.of("on_time_of_due", YEAR) == (1, 4)
    assert {found.rows[team, "now"]["clocks"] for team in teams} == {1, 2}


def test_days_on_which_two_clocks_run_count_once_and_are_late_if_either_is(tmp_path: Path) -> None:
    """The first runs from the 2nd to the 20th of January, late from the 12th; the second from the 6th to the 20th,
    late from the 16th."""
    made = {
        "referral": [at("1", "2024-01-01", id="A"), at("1", "2024-01-05", id="B")],
        "assessment_authorised": [at("1", "2024-01-20", referral="A"), at("1", "2024-01-20", referral="B")],
    }
    found = Summed(tmp_path, ANSWER, **made)
    assert found.of("days_in_date", YEAR) == (10, 19)
    assert found.of("days_in_date", "month to 2024-01-31") == (10, 19)


def test_a_child_day_belongs_to_the_month_it_lies_in(tmp_path: Path) -> None:
    """Runs from 22 January to 10 February, late from 1 February."""
    made = {"referral": [at("1", "2024-01-21")], "assessment_authorised": [at("1", "2024-02-10")]}
    found = Summed(tmp_path, ANSWER, **made)
    assert found.of("days_in_date", "month to 2024-01-31") == (10, 10)
    assert found.of("days_in_date", "month to 2024-02-29") == (0, 10)
    assert found.of("days_in_date", YEAR) == (10, 20)


def test_days_in_date_cannot_be_improved_by_seeing_the_easy_child_often(tmp_path: Path) -> None:
    plans = [from_to("1", "2024-03-01"), from_to("2", "2024-03-01")]
    seldom = Summed(tmp_path / "a", VISIT, cp_plan=plans, cp_visit=[at("1", "2024-03-11"), at("1", "2024-03-21")])
    often = Summed(
        tmp_path / "b", VISIT, cp_plan=plans, cp_visit=[at("1", f"2024-03-{day:02}") for day in range(2, 31)]
    )
    assert seldom.of("days_in_date", YEAR) == often.of("days_in_date", YEAR) == (40, 60)
    assert seldom.of("on_time_of_completed", YEAR) == (2, 2)
    assert often.of("on_time_of_completed", YEAR) == (29, 29)


def test_a_child_is_in_time_only_if_every_clock_is(tmp_path: Path) -> None:
    visits = [at("1", "2024-03-05"), at("1", "2024-03-18"), *(at("2", f"2024-03-{day}") for day in (10, 20, 29))]
    found = Summed(tmp_path, VISIT, cp_plan=[from_to("1", "2024-03-01"), from_to("2", "2024-03-01")], cp_visit=visits)
    assert found.of("on_time_of_due", YEAR) == (4, 6)  # child 1's second was late, and the third is overdue
    assert found.of("children_in_time", YEAR) == (1, 2)
    assert found.of("children_in_time", "now") == (1, 2)


def test_days_taken_are_never_negative_and_have_median_ninetieth_percentile_and_longest(tmp_path: Path) -> None:
    early = rule(
        "answer", "starts: looked_after.start\nmet_by: {event: health_assessment, early: 3 months}\nwithin: 9 days"
    )
    begun = [from_to(child, "2024-02-01") for child in "12345"]
    took = {"1": "2024-01-20", "2": "2024-02-02", "3": "2024-02-04", "4": "2024-02-08", "5": "2024-02-21"}
    found = Summed(tmp_path, early, looked_after=begun, health_assessment=[at(*each) for each in took.items()])
    row = found.rows[None, "month to 2024-02-29"]  # 0 (in January), 1, 3, 7, 20: the first was met before the month
    assert (row["median_days"], row["longest_days"]) == (5, 20)
    assert found.rows[None, "month to 2024-01-31"]["longest_days"] == 0
    assert found.rows[None, YEAR]["median_days"] == 3
    assert found.rows[None, YEAR]["p90_days"] == pytest.approx(7 + 0.6 * 13)


def test_an_average_of_children_with_an_event_counts_no_others_and_looks_back_beyond_its_window(tmp_path: Path) -> None:
    keys = (
        "starts: looked_after.start\nmet_by: placed_for_adoption.start\nwithin: 100 days\n"
        "summary: {average: days, over: 1 year, of: adoption_order}"
    )
    found = Summed(
        tmp_path,
        rule("wait", keys),
        looked_after=[from_to("1", "2022-01-01"), from_to("2", "2023-06-01"), from_to("3", "2023-06-01")],
        placed_for_adoption=[from_to("1", "2022-02-10"), from_to("2", "2023-07-01"), from_to("3", "2023-06-02")],
        adoption_order=[at("1", "2023-04-01"), at("2", "2024-03-31"), at("3", "2023-03-31")],
    )
    row = found.rows[None, "average over 1 year to 2024-03-31"]
    assert (row["average_days"], row["average_days_of"]) == (35, 2)  # 40 and 30 days; the third order is too old
    assert found.rows[None, "now"]["clocks"] == 2
    assert found.rows[None, YEAR]["clocks"] == 1


def test_an_average_without_children_named_is_of_clocks_met_in_its_window(tmp_path: Path) -> None:
    keys = "starts: referral\nmet_by: assessment_authorised\nwithin: 10 days\nsummary: {average: days, over: 12 months}"
    made = {
        "referral": [at("1", "2023-03-20"), at("2", "2023-03-20"), at("3", "2024-01-01")],
        "assessment_authorised": [at("1", "2023-03-31"), at("2", "2023-04-01"), at("3", "2024-01-09")],
    }
    found = Summed(tmp_path, rule("wait", keys), **made)
    row = found.rows[None, "average over 12 months to 2024-03-31"]
    assert (row["average_days"], row["average_days_of"]) == (10, 2)  # 12 and 8 days
    assert found.of("on_time_of_due", YEAR) == (1, 2)  # the rule's own 12 months are apart from the common ones


def test_on_time_of_first_is_by_the_date_before_it_was_moved(tmp_path: Path) -> None:
    keys = (
        "starts: proceedings_issued\nmet_by: final_order\nwithin: 10 days\n"
        "extended_by: {event: court_extension, until: until}"
    )
    made = {
        "proceedings_issued": [at("1", "2024-01-01"), at("2", "2024-01-01")],
        "court_extension": [at("1", "2024-01-05", until="2024-02-10")],
        "final_order": [at("1", "2024-02-01"), at("2", "2024-01-11")],
    }
    found = Summed(tmp_path, rule("court", keys), **made)
    assert found.of("on_time_of_first", YEAR) == (1, 2)
    assert found.of("on_time_of_due", YEAR) == (2, 2)
    assert found.of("on_time_of_first", "month to 2024-02-29") == (0, 1)  # still open when February began
    assert found.of("on_time_of_due", "month to 2024-02-29") == (1, 1)
