"""A worked example as a picture: the days of a calendar, or bars over months where there are too many days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from timeliness.reports.counting import numbered, span
from timeliness.reports.wording import counted, day, short_day
from timeliness.rulebook.calendars import Calendar
from timeliness.rulebook.durations import Duration, parse_duration

_LONGEST = 70
"""The most days that are drawn one by one."""

_STEPS, _DOZEN = (1, 3, 6, 12, 60), 12 * 30
"""Months between the dates under the bars, and the days in a dozen of months: there are about a dozen at most."""

_ONE = timedelta(days=1)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    """A day: its number in the month, the holiday it is, whether it counts and as which, and what happens on it."""

    text: str
    title: str
    holiday: str
    off: bool
    number: int | None
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Bar:
    """A clock from its start to its close, as shares of the whole width in percent: in time, and late."""

    left: float
    width: float
    late_left: float
    late_width: float
    points: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Picture:
    """Weeks of cells, or bars with the months under them; one of them is empty. `said` says the same in words."""

    weeks: tuple[tuple[Cell, ...], ...]
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    said: tuple[str, ...]


def picture(rows: Sequence[Row], as_at: date, calendars: Mapping[str, Calendar]) -> Picture:
    """Draw the clocks of an example."""
    said = tuple(_said(row, as_at) for row in rows) or ("No clock.",)
    dated = [row for row in rows if row["start"] is not None]
    days = [each for row in dated for each in _moments(row, as_at).values()]
    if not days:
        return Picture((), (), (), said)
    first, last = min(days), max(days)
    if len(dated) == 1 and (last - first).days <= _LONGEST:
        return Picture(tuple(_weeks(dated[0], first, last, as_at, calendars)), (), (), said)
    return Picture((), tuple(_bar(row, first, last, as_at) for row in dated), tuple(_ticks(first, last)), said)


def _moments(row: Row, as_at: date) -> dict[str, date]:
    """What happens to a clock, by name; while it is open, also the day on which it is read."""
    found = {name: row[name] for name in ("start", "due", "met", "ended") if row[name] is not None}
    is_open = row["met"] is None and row["ended"] is None and row["status"] != "excluded"
    return found | ({"as at": as_at} if is_open else {})


def _said(row: Row, as_at: date) -> str:
    """The clock in one sentence, for those who do not see the picture."""
    if row["start"] is None:
        return f"A clock without a start: {row['status']}, {row['reason']}."
    limit = f" ({row['limit']})" if row["limit"] else ""
    moments = {name: each for name, each in _moments(row, as_at).items() if name != "start"}
    told = [f"{name} {short_day(each)}{limit if name == 'due' else ''}" for name, each in moments.items()]
    late = f", {counted(row['days_late'], 'day')} late" if row["days_late"] else ""
    reason = f" - {row['reason']}" if row["reason"] else ""
    return f"Start {short_day(row['start'])}, {', '.join(told)}: {row['status'].replace('_', ' ')}{late}{reason}."


# Day by day


def _weeks(
    row: Row, first: date, last: date, as_at: date, calendars: Mapping[str, Calendar]
) -> Iterator[tuple[Cell, ...]]:
    length = parse_duration(row["limit"]) if row["limit"] else None
    calendar = calendars.get(length.calendar) if length else None
    numbers = _numbers(row, length, calendar)
    moments = _moments(row, as_at)
    monday = first - _ONE * first.weekday()
    while monday <= last:
        week = [monday + _ONE * number for number in range(7)]
        yield tuple(_cell(each, calendar, numbers.get(each), moments) for each in week)
        monday += 7 * _ONE


def _cell(each: date, calendar: Calendar | None, number: int | None, moments: Mapping[str, date]) -> Cell:
    off = calendar is not None and calendar.first <= each <= calendar.last and each not in calendar.counted
    why = f": {calendar.why_not(each)}, not counted" if calendar and off else ""
    text = short_day(each).rsplit(" ", 1)[0] if each.weekday() == 0 or each.day == 1 else str(each.day)
    marks = tuple(name for name, moment in moments.items() if moment == each)
    holiday = calendar.holidays.get(each, "") if calendar and off else ""
    return Cell(text, f"{day(each)}{why}", holiday, off, number, marks)


def _numbers(row: Row, length: Duration | None, calendar: Calendar | None) -> dict[date, int]:
    """Number the days that count, from the start to the first due date."""
    start, due = row["start"], row["due_first"]
    if length is None or length.unit != "day" or due is None:
        return {}
    return numbered(span(start, due, length.counted), calendar.counted if calendar else None, length.counted)


# Bars


def _bar(row: Row, first: date, last: date, as_at: date) -> Bar:
    moments = _moments(row, as_at)
    start, due = row["start"], row["due"] or as_at
    stop = row["met"] or row["ended"] or moments.get("as at", due)
    till = min(due, stop) if stop >= start else stop
    low, high = sorted((start, max(till, start) if row["met"] is None or row["met"] >= start else start))
    late = max(stop, due) if stop > due else due

    def at(each: date) -> float:
        return round(100 * (each - first).days / max((last - first).days, 1), 2)

    points = tuple((at(each), f"{name} {short_day(each)}") for name, each in moments.items())
    return Bar(
        at(low), round(at(high) - at(low), 2), at(due), round(at(late) - at(due), 2) if stop > due else 0, points
    )


def _ticks(first: date, last: date) -> Iterator[tuple[float, str]]:
    """The first days of months, of quarters, or of years: about a dozen at most."""
    days = max((last - first).days, 1)
    step = next((months for months in _STEPS if days <= months * _DOZEN), _STEPS[-1])
    month = date(first.year, 1, 1)
    while month <= last:
        if month >= first:
            yield round(100 * (month - first).days / days, 2), short_day(month).split(" ", 1)[1]
        following = month.month - 1 + step
        month = date(month.year + following // 12, following % 12 + 1, 1)
