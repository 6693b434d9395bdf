"""How data lie in time: gaps, days of the week, rows without a day, and late recording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.unit.extract_made import looked_at, write_extract

from timeliness.engine.gaps import gaps
from timeliness.reports.check.checked import Checked
from timeliness.reports.check.sentences import (
    gap_sentences,
    late_sentences,
    spike_sentences,
    undated_sentences,
)

Row = dict[str, Any]


def on(days: Iterable[date], **more: Any) -> list[Row]:
    """An event of a child of its own on each day."""
    return [{"child_id": str(number), "date": day, **more} for number, day in enumerate(days)]


def working(first: date, number: int, each: int = 1) -> Iterator[date]:
    """So many working days from a day on, each several times; bank holidays are not looked at."""
    day = first
    while number:
        if day.weekday() < 5:
            yield from [day] * each
            number -= 1
        day += timedelta(days=1)


def look(folder: Path, about: str = "taken_on: 2024-03-31\n", **tables: list[Row]) -> Checked:
    return looked_at(write_extract(folder / "extract", tables, about))


def kind(checked: Checked, table: str, moment: str = "date") -> Row:
    return checked.patterns.kinds.row(
        by_predicate=(pl.col("table") == table) & (pl.col("moment") == moment), named=True
    )


# What there is


def test_every_table_has_its_rows_and_its_first_and_last_day(tmp_path):
    days = [date(2024, 1, 8), date(2023, 5, 1), None]
    plans = [{"child_id": "1", "start": "2024-01-08", "end": "2024-02-01"}, {"child_id": "1", "start": "2024-03-01"}]
    found = look(tmp_path, cp_visit=on(days), cp_plan=plans)
    visits = kind(found, "cp_visit")
    assert (visits["rows"], visits["dated"]) == (3, 2)
    assert (visits["first"], visits["last"]) == (date(2023, 5, 1), date(2024, 1, 8))
    assert kind(found, "cp_plan", "start")["rows"] == 2
    assert kind(found, "cp_plan", "end")["rows"] == 1


def test_what_is_dated_after_the_day_of_the_extract_is_not_among_them(tmp_path):
    found = look(tmp_path, cp_visit=on([date(2024, 3, 31), date(2024, 4, 1)]))
    assert kind(found, "cp_visit")["rows"] == 1


def test_bank_holidays_and_weekends_are_not_working_days(tmp_path):
    good_friday, saturday, thursday = date(2024, 3, 29), date(2024, 3, 30), date(2024, 3, 28)
    found = look(tmp_path, cp_visit=on([good_friday, saturday, thursday]))
    assert (kind(found, "cp_visit")["off"], kind(found, "cp_visit")["dated"]) == (2, 3)


def test_every_day_of_the_week_is_counted_those_without_a_row_too(tmp_path):
    found = look(tmp_path, cp_visit=on([date(2024, 1, 1), date(2024, 1, 8), date(2024, 1, 7)])).patterns.weekdays
    assert found.select("weekday", "rows").rows() == [(1, 2), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0), (7, 1)]


# Spikes


def test_many_rows_on_a_sunday_are_a_spike_where_other_tables_have_few(tmp_path):
    sundays = [date(2024, 1, 7) + timedelta(days=7 * (number % 10)) for number in range(40)]
    plain = {name: on(working(date(2023, 9, 4), 100)) for name in ("cin_visit", "cla_visit", "referral", "contact")}
    found = look(tmp_path, cp_visit=on([*working(date(2023, 9, 4), 60), *sundays]), **plain)
    marked = found.patterns.weekdays.filter("spike").select("table", "weekday", "rows").rows()
    assert marked == [("cp_visit", 7, 40)]
    assert found.patterns.kinds.filter("spike")["table"].to_list() == ["cp_visit"]
    said = list(spike_sentences(found.patterns))
    assert said[1] == "cp_visit: 40.0% (40 of 100) on Sundays; three quarters of tables have at most 0.0%."


def test_what_happens_on_any_day_is_no_spike_where_other_tables_do_so_too(tmp_path):
    every = [date(2023, 9, 4) + timedelta(days=number) for number in range(140)]
    tables = {name: on(every) for name in ("missing_", "cin_visit", "cla_visit", "referral")} | {"cp_visit": on(every)}
    del tables["missing_"]
    found = look(tmp_path, **tables, contact=on(working(date(2023, 9, 4), 100)))
    assert not found.patterns.weekdays["spike"].any()
    assert not found.patterns.kinds["spike"].any()


def test_a_few_rows_are_no_spike(tmp_path):
    plain = {name: on(working(date(2023, 9, 4), 100)) for name in ("cin_visit", "cla_visit", "referral")}
    found = look(tmp_path, cp_visit=on([date(2024, 1, 7)] * 5), **plain)
    assert not found.patterns.kinds["spike"].any()


# Months and gaps


def monthly(number: int, *, without: Iterable[int] = (), each: int = 15) -> list[Row]:
    """So many months before April 2024, each with several rows but for some, counted from the first."""
    months = [date(2024, 3, 5)]
    while len(months) < number:
        months.append((months[-1].replace(day=1) - timedelta(days=1)).replace(day=5))
    kept = [month for place, month in enumerate(reversed(months)) if place not in set(without)]
    return on([month + timedelta(days=step % 3) for month in kept for step in range(each)])


def found_gaps(checked: Checked) -> list[tuple]:
    return checked.gaps.select("table", "first", "last", "rows", "usual").rows()


def test_a_month_without_any_visit_among_months_with_many_is_a_gap_and_is_said(tmp_path):
    found = look(tmp_path, cp_visit=monthly(12, without=[5]))
    assert found_gaps(found) == [("cp_visit", date(2023, 9, 1), date(2023, 9, 1), 0, 15)]
    assert list(gap_sentences(found.gaps)) == ["cp_visit: no row in September 2023, where a month usually has 15."]


def test_months_that_follow_one_another_are_one_gap(tmp_path):
    found = look(tmp_path, cp_visit=monthly(24, without=[5, 6, 7, 9]))
    assert [row[1:3] for row in found_gaps(found)] == [
        (date(2022, 9, 1), date(2022, 11, 1)),
        (date(2023, 1, 1), date(2023, 1, 1)),
    ]
    assert next(gap_sentences(found.gaps)).startswith("cp_visit: no row from September 2022 to November 2022, where")


def test_a_table_that_stops_before_the_day_of_the_extract_has_a_gap_to_that_day(tmp_path):
    found = look(tmp_path, cp_visit=monthly(24, without=[22, 23]))
    assert [row[1:3] for row in found_gaps(found)] == [(date(2024, 2, 1), date(2024, 3, 1))]


@pytest.mark.parametrize(("taken_on", "is_gap"), [("2024-04-29", False), ("2024-04-30", True)])
def test_only_a_month_that_is_over_can_be_a_gap(taken_on, is_gap, tmp_path):
    found = look(tmp_path, f"taken_on: {taken_on}\n", cp_visit=monthly(12))
    assert bool(found_gaps(found)) == is_gap


def test_without_a_day_of_the_extract_a_table_may_stop_where_it_stops(tmp_path):
    assert found_gaps(look(tmp_path, "", cp_visit=monthly(24, without=[22, 23]))) == []


@pytest.mark.parametrize(("each", "is_gap"), [(9, False), (10, True)])
def test_where_a_month_has_few_rows_one_without_any_says_nothing(each, is_gap, tmp_path):
    assert bool(found_gaps(look(tmp_path, cp_visit=monthly(12, without=[5], each=each)))) == is_gap


@pytest.mark.parametrize(("rows", "is_gap"), [(4, True), (5, False)])
def test_a_month_with_a_fifth_of_what_is_usual_is_a_gap(rows, is_gap, tmp_path):
    few = on([date(2023, 9, 5)] * rows)
    found = look(tmp_path, cp_visit=[*monthly(12, without=[5], each=20), *few])
    assert found_gaps(found) == ([("cp_visit", date(2023, 9, 1), date(2023, 9, 1), rows, 20)] if is_gap else [])


def test_a_thin_beginning_is_no_gap_unless_the_table_is_said_to_be_whole_from_then(tmp_path):
    visits = [*monthly(12), *on([date(2022, 3, 7), date(2022, 6, 7)])]
    assert found_gaps(look(tmp_path / "one", cp_visit=visits)) == []
    about = "taken_on: 2024-03-31\ncomplete_from: {cp_visit: 2022-12-15}\n"
    found = look(tmp_path / "two", about, cp_visit=visits)
    assert [row[1:3] for row in found_gaps(found)] == [(date(2023, 1, 1), date(2023, 3, 1))]


def test_no_months_have_no_gaps():
    schema = {"table": pl.String, "moment": pl.String, "month": pl.Date, "rows": pl.UInt32}
    assert gaps(pl.DataFrame(schema=schema), {}, date(2024, 3, 31)).height == 0


# Rows without a day


def test_rows_without_a_day_are_counted_by_team_and_by_the_month_of_another_day(tmp_path):
    held = [
        {"child_id": "0", "start": "2023-01-01", "end": "2023-06-01", "team": "North"},
        {"child_id": "0", "start": "2023-06-01", "end": None, "team": "South"},
        {"child_id": "1", "start": "2023-01-01", "end": "2023-06-01", "team": "North"},
    ]
    visits = [
        {"child_id": "0", "date": None, "recorded_on": "2024-02-10"},
        {"child_id": "0", "date": "2024-02-09", "recorded_on": "2024-02-10"},
        {"child_id": "1", "date": None, "recorded_on": None},
        {"child_id": "2", "date": None, "recorded_on": None},
    ]
    found = look(tmp_path, cp_visit=visits, allocation=held, referral=on([date(2024, 1, 1)]))
    assert found.patterns.undated.rows() == [
        ("cp_visit", "North", None, 1, 1),
        ("cp_visit", "South", date(2024, 2, 1), 2, 1),
        ("cp_visit", "Unallocated", None, 1, 1),
    ]
    (said,) = undated_sentences(found.patterns)
    assert said == "cp_visit: 3 of 4 rows (75.0%) have no date, 1 of them with North."


def test_without_allocations_no_team_is_named(tmp_path):
    (said,) = undated_sentences(look(tmp_path, cp_visit=on([None, date(2024, 1, 8)])).patterns)
    assert said == "cp_visit: 1 of 2 rows (50.0%) have no date."


def test_a_spell_that_began_before_the_history_is_not_without_a_day(tmp_path):
    about = "taken_on: 2024-03-31\ncomplete_from: {cp_plan: 2023-04-01}\n"
    plans = [{"child_id": "1", "start": None, "end": "2024-01-01"}, {"child_id": "2", "start": "2024-01-01"}]
    found = look(tmp_path, about, cp_plan=plans)
    assert found.patterns.undated.height == 0
    assert kind(found, "cp_plan", "start")["dated"] == 1


# Late recording


def test_the_days_from_event_to_record_are_told_by_their_middle_and_by_nine_in_ten(tmp_path):
    day = date(2024, 1, 8)
    visits = [{"child_id": "1", "date": day, "recorded_on": day + timedelta(days=late)} for late in range(21)]
    early = [{"child_id": "2", "date": day, "recorded_on": day - timedelta(days=1)}]
    unknown = [{"child_id": "3", "date": day, "recorded_on": None}]
    found = look(tmp_path, cp_visit=[*visits, *early, *unknown])
    row = kind(found, "cp_visit")
    assert [row[name] for name in ("recorded", "before", "median", "ninth")] == [22, 1, 10, 18]
    (said,) = late_sentences(found.patterns)
    assert said == "cp_visit: one in ten is recorded 18 days or more after it happened, half within 10 days."


def test_the_end_of_a_spell_has_a_day_of_record_of_its_own(tmp_path):
    plan = {"child_id": "1", "start": "2024-01-08", "end": "2024-02-01"}
    found = look(tmp_path, cp_plan=[plan | {"recorded_on": "2024-01-09", "end_recorded_on": "2024-02-11"}])
    assert (kind(found, "cp_plan", "start")["median"], kind(found, "cp_plan", "end")["median"]) == (1, 10)


def test_an_extract_without_any_fact_has_no_patterns(tmp_path):
    found = look(tmp_path, cp_visit=[])
    assert (found.patterns.kinds.height, found.patterns.weekdays.height, found.gaps.height) == (0, 0, 0)
