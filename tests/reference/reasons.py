"""Reasons: exclusions and exceptions, those that bear on a clock and those that came too late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tests.reference.bearing import in_window
from tests.reference.clocks import Clock, Dated
from tests.reference.conditions import ends_read, holds
from tests.reference.facts import Fact
from tests.reference.limits import due_first
from tests.reference.rules import Reason
from tests.reference.selection import selected
from tests.reference.standing import due_on

EXCLUSIONS, EXCEPTIONS = 0, 1


@dataclass(frozen=True)
class Reasons:
    """The reasons of a clock in order of date, by whether they came in time."""

    bearing: tuple[Dated, ...]
    too_late: tuple[Dated, ...]


def exclusions(clock: Clock) -> Reasons:
    """Find what excludes the clock (decisions 35 to 37)."""
    return _sorted_out(clock, clock.version.excluded, EXCLUSIONS)


def exceptions(clock: Clock) -> Reasons:
    """Find what excuses the clock (decisions 35 to 37)."""
    return _sorted_out(clock, clock.version.excepted, EXCEPTIONS)


def _sorted_out(clock: Clock, entries: Iterable[Reason], group: int) -> Reasons:
    bearing, too_late = [], []
    for number, entry in enumerate(entries):
        for reason in _reasons(clock, entry, (group, number)):
            of_state = reason.source is None
            if of_state or entry.late or _in_time(clock, reason.day):
                bearing.append(reason)
            elif due_on(clock, reason.day).due is not None:
                too_late.append(reason)
    return Reasons(_in_order(bearing), _in_order(too_late))


def _in_time(clock: Clock, day: date) -> bool:
    due = due_on(clock, day).due
    return day <= (clock.start if due is None else due)


def _reasons(clock: Clock, entry: Reason, place: tuple[int, ...]) -> Iterator[Dated]:
    if not holds(entry.when, clock.view(clock.start, due=due_first(clock))):
        return
    if entry.ref is None:
        yield from _of_state(clock, entry, place)
        return
    for one in selected([entry.ref], clock.child):
        if one.day is not None and in_window(clock, one.day, one.links):
            yield Dated(one.day, (*place, *one.fact.order), entry.reason, one.source)


def _of_state(clock: Clock, entry: Reason, place: tuple[int, ...]) -> Iterator[Dated]:
    ended = ends_read(entry.when, clock.view(clock.start))
    if not ended:
        yield Dated(clock.start, (*place, 0), entry.reason, None)
        return
    part = max(ended, key=lambda part: part.end)
    day = max(part.end, clock.start)
    if _is_own(clock, part) or in_window(clock, day, part.links):
        yield Dated(day, (*place, part.row), entry.reason, part.source)


def _is_own(clock: Clock, part: Fact) -> bool:
    """Say whether the part is of the clock's own spell, or of that by which its start was kept."""
    spells = [spell for spell in (clock.spell, clock.base.kept) if spell is not None]
    return any(part in spell.parts for spell in spells)


def _in_order(reasons: Iterable[Dated]) -> tuple[Dated, ...]:
    return tuple(sorted(reasons, key=lambda reason: reason.order))
