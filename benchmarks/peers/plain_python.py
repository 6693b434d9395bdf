"""The measured rules in plain Python: sorted lists and the standard library."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import polars as pl

from benchmarks.law import Interval, Law, Span
from benchmarks.sizes import AS_AT
from benchmarks.work import ROWS, Ground, Work

Event = tuple[int, date]
Row = tuple[int, int, date, date, date | None, str]
Reach = Callable[[date], date]

_NOBODY: Event = (-1, date.min)


class Child(NamedTuple):
    """When a child was born, and died."""

    child: int
    born: date | None
    died: date | None


class Spell(NamedTuple):
    """A plan, and how often it asks for a visit."""

    child: int
    start: date
    end: date | None
    every: int


def interval(ground: Ground) -> Work:
    """The interval rules one by one: each start with the first meeting after it, by bisection."""
    law = ground.law
    kinds = dict.fromkeys(kind for pair in law.intervals for kind in (pair.start, pair.met))

    def run() -> list[Row]:
        events = {kind: _read(ground, kind, ["child", "date"]) for kind in kinds}
        over = _over(_children(ground))
        starts = {kind: _starts(events[kind], over) for kind in {pair.start for pair in law.intervals}}
        meetings = {kind: _meetings(events[kind], over) for kind in {pair.met for pair in law.intervals}}
        return [
            row
            for number, pair in enumerate(law.intervals)
            for row in _intervals(number, pair, (starts[pair.start], meetings[pair.met]), over, law)
        ]

    return Work(run, _rows)


def recurring(ground: Ground) -> Work:
    """The repeating rule: each spell with its slice of the child's visits."""
    soon = timedelta(ground.law.soon.amount)

    def run() -> list[Row]:
        over = _over(_children(ground))
        plans = [Spell(*row) for row in _read(ground, "cp_plan", ["child", "start", "end", "visit_every"])]
        visits = _read(ground, "cp_visit", ["child", "date", "child_seen"])
        seen = sorted({(child, day) for child, day, child_seen in visits if child_seen})
        return [row for spell in plans for row in _chain(spell, seen, over.get(spell.child), soon)]

    return Work(run, _rows)


def _read(ground: Ground, table: str, columns: list[str]) -> list[tuple[Any, ...]]:
    """The facts as tuples. Python reads no Parquet by itself: Polars does, and hands over its rows."""
    return pl.read_parquet(ground.file(table), columns=columns).select(columns).rows()


def _children(ground: Ground) -> list[Child]:
    return [Child(*row) for row in _read(ground, "child", ["child", "born", "died"])]


def _over(children: Sequence[Child]) -> dict[int, date]:
    """The day on which each child turned 18 or died."""
    found = {}
    for child, born, died in children:
        days = [day for day in (_birthday(born), died) if day]
        if days:
            found[child] = min(days)
    return found


def _birthday(born: date | None) -> date | None:
    if born is None:
        return None
    try:
        return born.replace(year=born.year + 18)
    except ValueError:  # 29 February
        return date(born.year + 18, 3, 1)


def _starts(events: Sequence[Event], over: Mapping[int, date]) -> list[Event]:
    """One start a day, in order of child and day."""
    return sorted({(child, day) for child, day in events if day < over.get(child, date.max)})


def _meetings(events: Sequence[Event], over: Mapping[int, date]) -> list[Event]:
    return sorted((child, day) for child, day in events if day <= over.get(child, date.max))


def _intervals(
    number: int, pair: Interval, events: tuple[list[Event], list[Event]], over: Mapping[int, date], law: Law
) -> Iterator[Row]:
    starts, meetings = events
    due_from, amber_from = _reach(pair.limit, law.working), _amber(pair.soon, law.working)
    for (child, start), (next_child, following) in pairwise([*starts, _NOBODY]):
        place = bisect_left(meetings, (child, start))
        answer = meetings[place][1] if place < len(meetings) and meetings[place][0] == child else None
        met = ended = None
        if answer is None:
            ended = over.get(child)
            ended = ended if ended and ended <= AS_AT else None
        elif next_child == child and answer >= following:
            ended = answer
        else:
            met = answer
        due = due_from(start)
        yield number, child, start, due, met, _status(due, met, ended, amber_from(due))


def _chain(spell: Spell, visits: Sequence[Event], over: date | None, soon: timedelta) -> Iterator[Row]:
    child, start, end, every = spell
    if over and start >= over:
        return
    ends = min(end or date.max, over or date.max)
    begun = bisect_left(visits, (child, start))
    for place in range(begun, bisect_right(visits, (child, ends))):
        met = visits[place][1]
        due = start + timedelta(every)
        yield 0, child, start, due, met, _status(due, met, None, due)
        start = met
    if start < ends or begun == bisect_right(visits, (child, ends)):
        due = start + timedelta(every)
        yield 0, child, start, due, None, _status(due, None, ends if ends <= AS_AT else None, due - soon)


def _status(due: date, met: date | None, ended: date | None, amber: date) -> str:
    if met:
        return "met_on_time" if met <= due else "met_late"
    if ended:
        return "ended_before_due" if ended <= due else "never_met"
    if due < AS_AT:
        return "overdue"
    return "due_soon" if amber <= AS_AT else "running"


def _reach(span: Span, working: Sequence[date]) -> Reach:
    """Where a limit leads from a day; each day is counted once."""

    @cache
    def reached(day: date) -> date:
        if span.working:
            return working[bisect_right(working, day) + span.amount - 1]
        return _moved(day, span, 1) - timedelta(int(span.beginning))

    return reached


def _amber(span: Span | None, working: Sequence[date]) -> Reach:
    @cache
    def first(due: date) -> date:
        if span is None:
            return date.max
        if span.working:
            return working[bisect_left(working, due) - span.amount]
        return _moved(due, span, -1)

    return first


def _moved(day: date, span: Span, sign: int) -> date:
    if span.unit in ("day", "week"):
        return day + sign * timedelta(**{f"{span.unit}s": span.amount})
    year, month = divmod(day.year * 12 + day.month - 1 + sign * span.months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _rows(rows: Sequence[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=ROWS, orient="row")
