"""The table of working days against two packages that know them, its ends, and a council's own calendar."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import holidays
import polars as pl
import pytest
import yaml
from govuk_bank_holidays.bank_holidays import BankHolidays
from tests.unit.extract_made import evaluated, rule, write_council, write_extract

from timeliness.engine.dates import Dates
from timeliness.rulebook.durations import CIVIL, Counted
from timeliness.rulebook.load import load_rulebook
from timeliness.rulebook.rules import Length, Subject

RULES = Path(__file__).parents[2] / "rules"
YEARS = range(1995, 2031)
PUBLISHED = range(2012, 2029)
"""The years of which the government's own list, as packaged, has every holiday."""
ONCE = {
    "1995-05-08": "1995-05-01",
    "1999-12-31": None,
    "2002-06-03": None,
    "2002-06-04": "2002-05-27",
    "2011-04-29": None,
    "2012-06-04": "2012-05-28",
    "2012-06-05": None,
    "2020-05-08": "2020-05-04",
    "2022-06-02": "2022-05-30",
    "2022-06-03": None,
    "2022-09-19": None,
    "2023-05-08": None,
}
"""Holidays by proclamation, and the usual Monday that each of them was moved from."""
NINE = (1999, 2002, 2011, 2012, 2023)
"""The years with one holiday more than the usual eight; 2022 had ten."""


@pytest.fixture(scope="module")
def calendars():
    return load_rulebook(RULES).calendars


@pytest.fixture(scope="module")
def working(calendars):
    return calendars["working"]


@cache
def packaged(country: str) -> frozenset[date]:
    """The weekdays that the package `holidays` gives as holidays in a country of the United Kingdom."""
    every = holidays.country_holidays("GB", subdiv=country, years=YEARS)
    return frozenset(day for day in every if day.weekday() < 5)


@cache
def published() -> frozenset[date]:
    """The weekdays of the government's list, from the copy in its package: the network is not asked."""
    held = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return frozenset(each["date"] for each in held if each["date"].weekday() < 5)


def days_from(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def of_year(days, year: int) -> list[date]:
    return sorted(day for day in days if day.year == year)


@pytest.mark.parametrize("year", YEARS)
def test_the_holidays_of_a_year_are_those_of_england_and_of_wales_in_the_package(year, working):
    assert of_year(working.holidays, year) == of_year(packaged("ENG"), year) == of_year(packaged("WLS"), year)


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_holidays_of_a_year_are_those_that_the_government_publishes(year, working):
    assert of_year(working.holidays, year) == of_year(published(), year)


def test_the_government_publishes_whole_years_and_all_of_them_are_compared():
    counted = Counter(day.year for day in published())
    assert sorted(year for year in counted if counted[year] >= 8) == list(PUBLISHED)


def test_the_days_that_count_are_the_weekdays_that_are_no_holiday(working):
    every = days_from(date(1995, 1, 1), date(2030, 12, 31))
    assert working.days == tuple(day for day in every if day.weekday() < 5 and day not in packaged("ENG"))


@pytest.mark.parametrize(("held", "usual"), ONCE.items())
def test_a_holiday_by_proclamation_does_not_count_and_the_day_it_was_moved_from_does(held, usual, working):
    assert date.fromisoformat(held) not in working.days
    assert usual is None or date.fromisoformat(usual) in working.days


def test_a_year_has_eight_holidays_but_for_the_years_of_proclamations(working):
    found = Counter(day.year for day in working.holidays)
    assert found == {year: 10 if year == 2022 else 9 if year in NINE else 8 for year in YEARS}


def test_no_holiday_stands_in_the_table_on_a_weekend_or_without_its_name(working):
    assert [day for day, name in working.holidays.items() if day.weekday() > 4 or not name] == []


def test_years_that_are_not_yet_proclaimed_are_marked_in_the_table(working):
    stated = yaml.safe_load((RULES / "calendar" / "working.yaml").read_text(encoding="utf-8"))
    table = pl.read_csv(RULES / "calendar" / stated["holidays"], try_parse_dates=True)
    marked = table.filter(pl.col("source").str.contains("not yet proclaimed"))["date"].to_list()
    assert marked == [day for day in working.holidays if day > working.proclaimed_to]
    assert {day.year for day in marked} == {2029, 2030}
    assert working.proclaimed_to.year == max(day.year for day in published())


# The ends of the table


def reached(calendars, days: list[date], counted: Counted = "after") -> list[date | None]:
    """Where so many working days lead from each of some days, with the number fixed in the rule, and read of a fact."""
    length = Length(10, "day", "working", counted, "")
    read = replace(length, amount=Subject("fact", "cp_plan", "visit_every"))
    dates = Dates(calendars)
    found = pl.DataFrame({"day": days}).select(
        fixed=dates.reach(length, pl.col("day")),
        asked=dates.reach(read, pl.col("day"), pl.lit(10)),
    )
    assert found["fixed"].to_list() == found["asked"].to_list()
    return found["fixed"].to_list()


@pytest.mark.parametrize("counted", ["after", "beginning", "before"])
def test_a_day_outside_the_table_leads_nowhere_and_never_wraps_to_its_other_end(counted, calendars):
    before, after = days_from(date(1900, 1, 1), date(1994, 12, 31)), days_from(date(2031, 1, 1), date(2100, 12, 31))
    assert set(reached(calendars, [*before, *after], counted)) == {None}


def test_a_limit_leads_as_far_as_the_last_working_day_of_the_table_and_no_further(calendars):
    assert reached(calendars, [date(2030, 12, 15), date(2030, 12, 16)]) == [date(2030, 12, 31), None]
    assert reached(calendars, [date(1995, 1, 16), date(1995, 1, 17)], "before") == [None, date(1995, 1, 3)]


def test_days_between_are_not_counted_where_either_lies_outside_the_table(calendars):
    dates = Dates(calendars)
    inside, outside = pl.lit(date(2024, 1, 1)), pl.lit(date(1994, 12, 30))
    counted = pl.select(
        a=dates.between("working", outside, inside),
        b=dates.between("working", inside, outside),
        c=dates.moved("working", outside, pl.lit(5)),
        d=dates.between("working", inside, inside),
    )
    assert counted.row(0) == (None, None, None, 0)


ANSWER = "starts: referral\nmet_by: assessment_authorised\nwithin: {limit}"


def referred(folder: Path, limit: str, *days: str, last: str = "2030-12-31") -> list[tuple[Any, ...]]:
    """The clocks of referrals on some days, under a limit: due date, status and reason."""
    made = {
        "referral": [{"child_id": f"{number:02}", "date": day} for number, day in enumerate(days)],
        "assessment_authorised": [],
    }
    keys = rule("mine", ANSWER.format(limit=limit)).replace("2000-01-01", "1900-01-01")
    council = write_council(folder / "council", keys)
    extract = write_extract(folder / "extract", made, f"taken_on: {last}\n")
    found = evaluated(extract, date.fromisoformat(last), ["mine"], council).clocks.sort("child_id")
    return found.select("due", "status", "reason").rows()


UNKNOWN = (None, "unassessable", "outside the calendar")


@pytest.mark.parametrize(
    "limit", ["10 working days", "10 working days beginning with the start", "1 working day before the start"]
)
def test_a_start_before_the_table_cannot_be_judged_and_says_why(limit, tmp_path):
    assert referred(tmp_path, limit, "1900-01-02", "1970-01-01", "1994-12-31") == [UNKNOWN] * 3


def test_a_limit_that_leads_beyond_the_table_cannot_be_judged_and_says_why(tmp_path):
    assert referred(tmp_path, "10 working days", "2030-12-16", "2030-12-30") == [UNKNOWN, UNKNOWN]


def test_a_limit_inside_the_table_is_judged_up_to_its_last_day(tmp_path):
    found = referred(tmp_path, "10 working days", "1995-01-01", "2030-12-15")
    assert found == [(date(1995, 1, 16), "overdue", None), (date(2030, 12, 31), "running", None)]


def test_weeks_and_months_are_not_bound_to_the_table(tmp_path):
    found = referred(tmp_path, "2 months", "1994-10-31", "2030-11-30")
    assert [due for due, _, _ in found] == [date(1994, 12, 31), date(2031, 1, 30)]


# A council's own calendar

TERM = ["2024-03-25", "2024-03-26", "2024-03-27", "2024-04-15", "2024-04-16", "2024-04-17", "2024-04-18"]
"""The last school days before a holiday and the first after it."""


def school(folder: Path, *days: str, limit: str = "3 school days") -> list[tuple[Any, ...]]:
    """Referrals under a limit in school days, in a council that says which days those are."""
    (folder / "council" / "rules" / "calendar").mkdir(parents=True)
    listed = "\n".join(["date", *TERM]) + "\n"
    (folder / "council" / "rules" / "calendar" / "school.csv").write_text(listed, encoding="utf-8")
    return referred(folder, limit, *days, last="2024-04-18")


def test_a_councils_own_calendar_can_be_named_in_a_rule(tmp_path):
    found = school(tmp_path, "2024-03-25", "2024-03-26", "2024-03-30")
    assert [due for due, _, _ in found] == [date(2024, 4, 15), date(2024, 4, 16), date(2024, 4, 17)]


def test_beyond_the_days_that_the_council_listed_nothing_is_guessed(tmp_path):
    found = school(tmp_path, "2024-03-24", "2024-04-15", "2024-04-16")
    assert found == [UNKNOWN, (date(2024, 4, 18), "running", None), UNKNOWN]


def test_a_calendar_that_counts_otherwise_leaves_working_days_as_they_are(tmp_path):
    found = school(tmp_path, "2024-03-26", limit="3 working days")
    assert [due for due, _, _ in found] == [date(2024, 4, 2)]


def test_every_day_counts_where_no_calendar_is_named(calendars):
    dates = Dates(calendars)
    days = pl.select(dates.between(CIVIL, pl.lit(date(1994, 12, 30)), pl.lit(date(1995, 1, 3)))).item()
    assert days == 4
