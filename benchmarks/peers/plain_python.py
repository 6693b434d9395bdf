"""The measured rules in plain Python: sorted lists and the standard library."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise, zip_longest
from operator import itemgetter
from sys import maxsize
from typing import Any, NamedTuple

import polars as pl

from benchmarks.law import Interval, Law, Span
from benchmarks.sizes import AS_AT
from benchmarks.work import ROWS, Ground, Work

Event = tuple[int, date, int]
"""A child, a day, and where it stands in the extract."""

Row = tuple[int, int, int, date | None, date, int, int, date, date | None, int | None, *tuple[Any, ...]]
"""The columns of ROWS."""

Reach = Callable[[date], date]

_NOBODY: Event = (-1, date.min, 0)
_AFTER = "met after the duty ended"


class Child(NamedTuple):
    """When a child was born, and died."""

    child: int
    born: date | None
    died: date | None


class Life(NamedTuple):
    """The day on which a child turned 18 or died, and which of them it was."""

    over: date | None = None
    words: str = ""


class Spell(NamedTuple):
    """A plan, how often it asks for a visit, where it stands in the extract, and when the child's next one begins."""

    child: int
    start: date
    end: date | None
    every: int
    source: int
    following: date = date.max


class Closing(NamedTuple):
    """What a clock ends with: met, or ended for a reason."""

    met: date | None = None
    met_source: int | None = None
    ended: date | None = None
    ended_source: int | None = None
    reason: str | None = None
    reason_source: int | None = None


_OPEN = Closing()


def interval(ground: Ground) -> Work:
    """The interval rules one by one: each start with the first meeting after it, by bisection."""
    law = ground.law
    kinds = dict.fromkeys(kind for pair in law.intervals for kind in (pair.start, pair.met))

    def run() -> list[Row]:
        events = {kind: _read(ground, kind, ["child", "date", "source"]) for kind in kinds}
        lives = _lives(_children(ground))
        starts = {kind: _starts(events[kind], lives) for kind in {pair.start for pair in law.intervals}}
        meetings = {kind: _one_a_day(events[kind]) for kind in {pair.met for pair in law.intervals}}
        return [
            row
            for number, pair in enumerate(law.intervals)
            for row in _intervals(number, pair, (starts[pair.start], meetings[pair.met]), lives, law)
        ]

    return Work(run, _rows)


def recurring(ground: Ground) -> Work:
    """The repeating rule: each spell with its slice of the child's visits."""
    soon = timedelta(ground.law.soon.amount)

    def run() -> list[Row]:
        lives = _lives(_children(ground))
        plans = _plans(_read(ground, "cp_plan", ["child", "start", "end", "visit_every", "source"]), lives)
        visits = _read(ground, "cp_visit", ["child", "date", "source", "child_seen"])
        seen = _one_a_day([(child, day, source) for child, day, source, child_seen in visits if child_seen])
        return [row for spell in plans for row in _chain(spell, seen, lives[spell.child], soon)]

    return Work(run, _rows)


def _read(ground: Ground, table: str, columns: list[str]) -> list[tuple[Any, ...]]:
    """The facts as tuples. Python reads no Parquet by itself: Polars does, and hands over its rows."""
    return pl.read_parquet(ground.file(table), columns=columns).select(columns).rows()


def _children(ground: Ground) -> list[Child]:
    return [Child(*row) for row in _read(ground, "child", ["child", "born", "died"])]


def _lives(children: Sequence[Child]) -> dict[int, Life]:
    """When and why the duties to each child end."""
    found = {}
    for child, born, died in children:
        turned = _birthday(born)
        if died and (turned is None or died < turned):
            found[child] = Life(died, "died")
        else:
            found[child] = Life(turned, "turned 18")
    return found


def _birthday(born: date | None) -> date | None:
    if born is None:
        return None
    try:
        return born.replace(year=born.year + 18)
    except ValueError:  # 29 February
        return date(born.year + 18, 3, 1)


def _one_a_day(events: Iterable[Event]) -> list[Event]:
    """The first event of each child and day, in order of child and day."""
    found: list[Event] = []
    for event in sorted(events):
        if not found or event[:2] != found[-1][:2]:
            found.append(event)
    return found


def _starts(events: Sequence[Event], lives: Mapping[int, Life]) -> list[Event]:
    return _one_a_day(event for event in events if event[1] < (lives[event[0]].over or date.max))


def _plans(rows: Sequence[tuple[Any, ...]], lives: Mapping[int, Life]) -> list[Spell]:
    """The plans that began before their duty ended, with the child's next one."""
    spells = sorted((Spell(*row) for row in rows), key=itemgetter(0, 1))
    begun = [spell for spell in spells if spell.start < (lives[spell.child].over or date.max)]
    return [
        spell._replace(following=then.start) if then and then.child == spell.child else spell
        for spell, then in zip_longest(begun, begun[1:])
    ]


def _intervals(
    number: int, pair: Interval, events: tuple[list[Event], list[Event]], lives: Mapping[int, Life], law: Law
) -> Iterator[Row]:
    starts, meetings = events
    due_from, amber_from = _reach(pair.limit, law.working), _amber(pair.soon, law.working)
    occurrence, amount, last = 0, pair.limit.amount, -1
    for (child, start, source), (next_child, following, _) in pairwise([*starts, _NOBODY]):
        occurrence = occurrence + 1 if child == last else 1
        last = child
        place = bisect_left(meetings, (child, start))
        answer = meetings[place] if place < len(meetings) and meetings[place][0] == child else None
        closing = _closed(answer, following if next_child == child else None, lives[child])
        due = due_from(start)
        status = _status(due, closing, amber_from(due))
        yield number, child, occurrence, None, start, source, amount, due, *closing[:4], status, *closing[4:]


def _closed(answer: Event | None, following: date | None, life: Life) -> Closing:
    """What the first meeting after a start does to its clock: it may belong to the next start, or come too late."""
    over, words = life
    in_time = answer if answer and not (over and answer[1] > over) else None
    if in_time:
        _, day, source = in_time
        if following is None or day < following:
            return Closing(day, source)
        return Closing(ended=day, reason=words) if day == over else Closing(None, None, day, source, "superseded")
    if over is None or over > AS_AT:
        return _OPEN
    if answer and following is None:
        return Closing(ended=over, reason=_AFTER, reason_source=answer[2])
    return Closing(ended=over, reason=words)


def _chain(spell: Spell, visits: Sequence[Event], life: Life, soon: timedelta) -> Iterator[Row]:
    child, first, end, every, source, _ = spell
    ends = min(end or date.max, life.over or date.max)
    begun, beyond = bisect_left(visits, (child, first)), bisect_right(visits, (child, ends, maxsize))
    start, within = first, timedelta(every)
    for occurrence, (_, met, by) in enumerate(visits[begun:beyond], 1):
        due, closing = start + within, Closing(met, by)
        status = _status(due, closing, due)
        yield 0, child, occurrence, first, start, source, every, due, *closing[:4], status, *closing[4:]
        start, source = met, by
    if start < ends or begun == beyond:
        due = start + within
        closing = _ended(spell, ends, life, visits[beyond] if beyond < len(visits) else _NOBODY)
        status, occurrence = _status(due, closing, due - soon), beyond - begun + 1
        yield 0, child, occurrence, first, start, source, every, due, *closing[:4], status, *closing[4:]


def _ended(spell: Spell, ends: date, life: Life, after: Event) -> Closing:
    """What ends a clock that no visit met, and the visit that came afterwards, before the child's next plan."""
    if ends > AS_AT:
        return _OPEN
    by_plan = ends == spell.end
    ended_source, words = (spell.source, "cp_plan ended") if by_plan else (None, life.words)
    if after[0] == spell.child and after[1] < spell.following:
        return Closing(ended=ends, ended_source=ended_source, reason=_AFTER, reason_source=after[2])
    return Closing(ended=ends, ended_source=ended_source, reason=words)


def _status(due: date, closing: Closing, amber: date) -> str:
    if closing.met:
        return "met_on_time" if closing.met <= due else "met_late"
    if closing.ended:
        return "ended_before_due" if closing.ended <= due else "never_met"
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
