"""The measures once more, in plain Python from the rows of the result: days one by one, sets of children.

It is written from the text of the rule language alone and shares no code with the engine.
"""

from __future__ import annotations

import calendar
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

Row = Mapping[str, Any]
Figures = dict[str, float | int | None]

STATUSES = (
    *("excluded", "unassessable", "met_on_time", "excepted", "met_late", "ended_before_due"),
    *("never_met", "paused", "overdue", "due_soon", "running"),
)
DAY = timedelta(1)


@dataclass(frozen=True)
class Duty:
    """What the measures must know of a rule. `average` is the window in months, `of` the event of its children."""

    moves: bool = False
    backwards: bool = False
    average: int | None = None
    adopted: frozenset[str] | None = None


@dataclass(frozen=True)
class Period:
    name: str
    first: date
    last: date

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True)
class Plain:
    """The rows of the clocks of one rule, read as at a day."""

    as_at: date
    duty: Duty
    rows: list[Row] = field(repr=False)

    def clocks(self) -> list[Row]:
        """With `of`, only the clocks of children with that event in the window enter any measure."""
        adopted = self.duty.adopted
        return [row for row in self.rows if adopted is None or row["child_id"] in adopted]

    def figures(self) -> Iterator[tuple[str | None, Period, Figures]]:
        """Give every figure of every team (None: all together) and period."""
        for team in (None, *sorted(self.teams())):
            now = [row for row in self.clocks() if team in (None, row["team"])]
            then = [row for row in self.clocks() if team in (None, row["team_then"])]
            yield team, Period("now", self.as_at, self.as_at), self._now(now)
            for period in periods(self.as_at):
                yield team, period, self._of(period, then)
            if self.duty.average is not None:
                window = self._window(self.duty.average)
                yield team, window, self._average(window, then)

    def teams(self) -> set[str]:
        return {row[name] for row in self.clocks() for name in ("team", "team_then")}

    def _window(self, months: int) -> Period:
        count, unit = (months, "month") if months % 12 else (months // 12, "year")
        window = f"{count} {unit}" if count == 1 else f"{count} {unit}s"
        return Period(f"average over {window} to {self.as_at}", months_back(self.as_at, months) + DAY, self.as_at)

    def _now(self, rows: list[Row]) -> Figures:
        standing = [row for row in rows if row["status"] in ("running", "due_soon", "overdue")]
        is_open = [row for row in rows if row["status"] in ("running", "due_soon", "paused", "overdue")]
        return {
            **counts(rows),
            **share("in_date_now", [row["status"] != "overdue" for row in standing]),
            **share("children_in_time", children(is_open, lambda row: row["status"] != "overdue")),
        }

    def _of(self, period: Period, rows: list[Row]) -> Figures:
        due = [row for row in judged(rows) if self._falls(row, "due", period)]
        first = [row for row in judged(rows) if self.duty.moves and self._falls(row, "due_first", period)]
        met = [row for row in rows if row["status"] in ("met_on_time", "met_late") and period.holds(row["met"])]
        return {
            **counts(by_date(rows, period)),
            **share("on_time_of_due", [row["status"] == "met_on_time" for row in due]),
            **share("on_time_of_completed", [row["status"] == "met_on_time" for row in met]),
            **share("on_time_of_first", [bool(row["met"]) and row["met"] <= row["due_first"] for row in first]),
            **share("children_in_time", children(due, lambda row: row["status"] == "met_on_time")),
            **share("days_in_date", self._child_days(period, rows)),
            **taken([row for row in rows if finished(row) and period.holds(row["met"])]),
        }

    def _average(self, window: Period, rows: list[Row]) -> Figures:
        of = self.duty.adopted is not None
        met = [row for row in rows if finished(row) and (of or window.holds(row["met"]))]
        days = [waited(row) for row in met]
        average = sum(days) / len(days) if days else None
        counted = rows if of else by_date(rows, window, undated=False)
        return {**counts(counted), "average_days": average, "average_days_of": len(days)}

    def _falls(self, row: Row, name: str, period: Period) -> bool:
        """Due in the period, or due before it and still open on its first day."""
        stop = min(day for day in (row["met"], row["ended"], self.as_at) if day is not None)
        return period.holds(row[name]) or (row[name] < period.first <= stop)

    def _child_days(self, period: Period, rows: list[Row]) -> list[bool]:
        """Say of each day on which the duty ran for a child whether nothing of it was past due."""
        late: dict[tuple[str, date], bool] = {}
        for row in rows:
            if row["status"] in ("excluded", "excepted", "unassessable") or self.duty.backwards:
                continue
            stop = min(day for day in (row["met"], row["ended"], self.as_at) if day is not None)
            for day in days(max(row["start"] + DAY, period.first), min(stop, period.last)):
                key = (row["child_id"], day)
                late[key] = late.get(key, False) or day > row["due"]
        return [not each for each in late.values()]


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


def months_back(day: date, months: int) -> date:
    """The corresponding date, clamped to the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def periods(as_at: date) -> list[Period]:
    """The last 12 months together, and each of them."""
    ends = [months_back(as_at, number) for number in range(12, -1, -1)]
    months = [Period(f"month to {last}", before + DAY, last) for before, last in pairwise(ends)]
    return [Period(f"12 months to {as_at}", ends[0] + DAY, as_at), *months]


def judged(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row["status"] in ("met_on_time", "met_late", "never_met", "overdue")]


def finished(row: Row) -> bool:
    return row["met"] is not None and row["start"] is not None and row["status"] != "unassessable"


def waited(row: Row) -> int:
    return max(0, (row["met"] - row["start"]).days)


def by_date(rows: Iterable[Row], period: Period, *, undated: bool = True) -> list[Row]:
    """Those of a period by due, else start; the undated stand in every one."""
    dated = [(row["due"] or row["start"], row) for row in rows]
    return [row for day, row in dated if period.holds(day) or (day is None and undated)]


def counts(rows: list[Row]) -> Figures:
    found = {status: sum(row["status"] == status for row in rows) for status in STATUSES}
    excused = [row["status"] in ("excluded", "excepted", "paused", "ended_before_due") for row in rows]
    assessable = [row["status"] != "unassessable" for row in rows]
    return {"clocks": len(rows), **found, **share("excused", excused), **share("assessable", assessable)}


def children(rows: list[Row], in_time: Callable[[Row], bool]) -> list[bool]:
    """One for each child: whether all their clocks are in time."""
    return [
        all(in_time(row) for row in rows if row["child_id"] == child) for child in {row["child_id"] for row in rows}
    ]


def share(name: str, holds: list[bool]) -> Figures:
    rate = sum(holds) / len(holds) if holds else None
    return {name: rate, f"{name}_count": sum(holds), f"{name}_of": len(holds)}


def taken(rows: list[Row]) -> Figures:
    waits = sorted(waited(row) for row in rows)
    if not waits:
        return {"median_days": None, "p90_days": None, "longest_days": None}
    place = 0.9 * (len(waits) - 1)
    below, above = waits[math.floor(place)], waits[math.ceil(place)]
    p90 = below + (above - below) * (place - math.floor(place))
    return {"median_days": median(waits), "p90_days": p90, "longest_days": waits[-1]}
