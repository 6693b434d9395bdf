"""Calendars: which days count, from when to when, and why the others do not."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Annotated

from pydantic import BeforeValidator, Field

from timeliness.errors import Problem
from timeliness.rulebook.documents import Document
from timeliness.rulebook.names import unknown
from timeliness.rulebook.wording import validate
from timeliness.rulebook.written import Day, Written

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

CIVIL_FIRST = date(1900, 1, 1)
CIVIL_LAST = date(2100, 12, 31)
"""Between these days weeks, months and years are counted; beyond them a date is a slip of the pen."""


@dataclass(frozen=True)
class Calendar:
    """The days that count between `first` and `last`, and the names of holidays that do not.

    `proclaimed_to` is the last day of which the holidays have been proclaimed; later ones are computed.
    """

    name: str
    first: date
    last: date
    days: tuple[date, ...] = field(repr=False)
    holidays: Mapping[date, str] = field(default_factory=dict, repr=False)
    proclaimed_to: date | None = None

    @cached_property
    def counted(self) -> frozenset[date]:
        """The days that count, to be asked one at a time."""
        return frozenset(self.days)

    def why_not(self, day: date) -> str:
        """Say why a day does not count: a holiday's name, or the day of the week."""
        return self.holidays.get(day, WEEKDAYS[day.weekday()])


class _WrittenCalendar(Written):
    name: str
    title: str
    from_day: Day = Field(alias="from")
    to: Day
    weekend: Annotated[tuple[str, ...], BeforeValidator(tuple)]
    holidays: str
    cite: str
    proclaimed_to: Day | None = None
    url: str | None = None


def read_calendar(document: Document, tables: Mapping[str, str], problems: list[Problem]) -> Calendar | None:
    """Read a calendar of all days but weekends and holidays; `tables` holds the texts of the CSV files beside it."""
    written = validate(_WrittenCalendar, document, problems)
    if written is None:
        return None
    strange = sorted(set(written.weekend) - set(WEEKDAYS))
    problems += [document.problem(("weekend",), unknown("a day of the week", name, WEEKDAYS)) for name in strange]
    if written.holidays not in tables:
        problems.append(
            document.problem(("holidays",), unknown("a CSV file beside this one", written.holidays, tables))
        )
        return None
    holidays = read_days(written.holidays, tables[written.holidays], problems)
    weekend = {WEEKDAYS.index(name) for name in written.weekend if name in WEEKDAYS}
    every = map(date.fromordinal, range(written.from_day.toordinal(), written.to.toordinal() + 1))
    days = tuple(day for day in every if day.weekday() not in weekend and day not in holidays)
    return Calendar(written.name, written.from_day, written.to, days, holidays, written.proclaimed_to)


def read_named_days(name: str, path: str, text: str, problems: list[Problem]) -> Calendar | None:
    """Read a council's own calendar: a CSV whose column `date` lists the days that count, such as school days."""
    days = sorted(read_days(path, text, problems))
    if not days:
        problems.append(Problem(path, 1, 0, "There are no days in this calendar. List the days that count, one a row."))
        return None
    return Calendar(name, days[0], days[-1], tuple(days))


def read_days(path: str, text: str, problems: list[Problem]) -> dict[date, str]:
    """Read the columns `date` (year-month-day) and, if there, `name` of a CSV text."""
    rows = csv.DictReader(io.StringIO(text))
    if "date" not in (rows.fieldnames or ()):
        problems.append(Problem(path, 1, 0, "The first row must have a column 'date', year-month-day."))
        return {}
    found: dict[date, str] = {}
    for row in rows:
        try:
            found[date.fromisoformat(row["date"].strip())] = (row.get("name") or "").strip()
        except ValueError:
            problems.append(Problem(path, rows.line_num, 0, f"'{row['date']}' is not a date. Write year-month-day."))
    return found
