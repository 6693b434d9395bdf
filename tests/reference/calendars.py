"""Calendars of the days that count, such as the working days of England and Wales."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """The days that count from a first day to a last, and nothing known beyond them."""

    name: str
    first: date
    last: date
    days: frozenset[date]

    def holds(self, day: date) -> bool:
        """Say whether the calendar knows of the day (decision 48)."""
        return self.first <= day <= self.last

    def on(self, day: date, number: int) -> date | None:
        """Return the numbered day that counts after the day (the rule language 2, Duration)."""
        return self._walk(day, number, ONE_DAY)

    def back(self, day: date, number: int) -> date | None:
        """Return the numbered day that counts before the day (the rule language 2, Duration)."""
        return self._walk(day, number, -ONE_DAY)

    def between(self, after: date, to: date) -> int | None:
        """Count the days that count later than `after` and not later than `to`."""
        if not (self.holds(after) and self.holds(to)):
            return None
        return sum(after + ONE_DAY * n in self.days for n in range(1, (to - after).days + 1))

    def _walk(self, day: date, number: int, step: timedelta) -> date | None:
        while self.holds(day):
            if number == 0:
                return day
            day += step
            number -= day in self.days
        return None


def load_calendars(folder: Path) -> dict[str, Calendar]:
    """Read every calendar of a folder, by name."""
    calendars = [_load(path) for path in sorted(folder.glob("*.yaml"))]
    return {calendar.name: calendar for calendar in calendars}


def _load(path: Path) -> Calendar:
    stated = yaml.safe_load(path.read_text(encoding="utf-8"))
    if "days" in stated:
        days = _dates(path.parent / stated["days"])
        return Calendar(stated["name"], stated["from"], stated["to"], days)
    return _weekdays_without_holidays(stated, _dates(path.parent / stated["holidays"]))


def _weekdays_without_holidays(stated: Mapping[str, Any], holidays: frozenset[date]) -> Calendar:
    first, last = stated["from"], stated["to"]
    span = (first + ONE_DAY * n for n in range((last - first).days + 1))
    counted = (day for day in span if f"{day:%A}" not in stated["weekend"] and day not in holidays)
    return Calendar(stated["name"], first, last, frozenset(counted))


def _dates(path: Path) -> frozenset[date]:
    with path.open(encoding="utf-8", newline="") as lines:
        return frozenset(date.fromisoformat(row["date"]) for row in csv.DictReader(lines))
