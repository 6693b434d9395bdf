"""The due date as it stood on a day: after the pauses, extensions and changes taken by then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tests.reference.bearing import before_next_start, in_window
from tests.reference.calendars import ONE_DAY
from tests.reference.clocks import Clock, Dated, Source
from tests.reference.conditions import holds
from tests.reference.durations import BEGINNING, LAST_DAY, Duration, parse, plus
from tests.reference.facts import AT_ODDS, Fact
from tests.reference.happenings import Happening
from tests.reference.limits import due_first, read_limit
from tests.reference.rules import Reason
from tests.reference.selection import selected

Step = tuple[tuple[date | int, ...], Any]


@dataclass
class Standing:
    """A due date as it stands on a day, and what brought it there."""

    clock: Clock
    day: date
    due: date | None
    source: Source | None = None
    paused: set[date] = field(default_factory=set)
    pauses: list[Happening] = field(default_factory=list)
    too_late: list[Dated] = field(default_factory=list)

    @property
    def calendar(self) -> Any:
        """Return the calendar in which the limit is counted, if it is counted in one."""
        return self.clock.child.world.calendars.get(self.clock.limit.duration.calendar)

    def move(self, due: date | None, source: Source) -> None:
        """Move the due date; one that the calendar does not know is lost (decision 48)."""
        last = self.calendar.last if self.calendar else LAST_DAY
        self.due = due if due is not None and due <= last else None
        self.source = source


def due_on(clock: Clock, day: date, close: date | None = None) -> Standing:
    """Take the changes, then what moves the due date in order of date, up to a day (decision 39).

    Each move is decided by the due date as it stood on its own day.
    """
    steps = sorted([*_pauses(clock), *_extensions(clock)], key=lambda step: step[0])
    decided: list[Any] = []
    for place, step in steps:
        if place[0] <= day:
            decided.append(step.decided(_stand(clock, place[0], close, decided), decided))
    return _stand(clock, day, close, decided)


def _stand(clock: Clock, day: date, close: date | None, decided: list[Any]) -> Standing:
    standing = Standing(clock, day, due_first(clock))
    for place, change in sorted(_changes(clock, close), key=lambda step: step[0]):
        if place[0] <= day and standing.due is not None:
            change(standing)
    for move in decided:
        if standing.due is not None:
            move(standing)
    return standing


def _pauses(clock: Clock) -> Iterator[Step]:
    for place, entry in enumerate(clock.version.paused_by):
        for one in selected([entry.ref], clock.child):
            standing = clock.links.standing(one.links)
            bears = standing != AT_ODDS and before_next_start(clock, one.day, standing)
            if bears and holds(entry.when, clock.view(clock.start)):
                yield (one.day, 0, place, one.fact.row), _Pause(entry, one)


def _extensions(clock: Clock) -> Iterator[Step]:
    for place, entry in enumerate(clock.version.extended_by):
        for one in selected([entry.ref], clock.child):
            bears = one.day is not None and in_window(clock, one.day, one.links)
            if bears and holds(entry.when, clock.view(clock.start)):
                yield (one.day, 1, place, *one.fact.order), _Extension(entry, one, place)


def _changes(clock: Clock, close: date | None) -> Iterator[Step]:
    for place, kind in enumerate(clock.version.reread):
        for part in clock.child.parts.get(kind, []):
            for day in (part.day, part.end and part.end + ONE_DAY):
                if day and clock.start < day and (close is None or day < close):
                    yield (day, 2, place, part.row), _Change(part, day)
    for event in selected(clock.version.no_later_than, clock.child):
        if event.day and clock.start < event.day and (close is None or event.day < close):
            yield (event.day, 3, event.place, event.fact.row), _First(event)


@dataclass(frozen=True)
class _Pause:
    entry: Reason
    pause: Happening
    bears: bool = False

    def decided(self, stood: Standing, _: list[Any]) -> _Pause:
        """Decide whether it bears, by the due date as it stood when it began (decision 39)."""
        in_time = stood.due is not None and self.pause.day <= stood.due
        return replace(self, bears=stood.due is not None and (in_time or self.entry.late))

    def __call__(self, standing: Standing) -> None:
        """Take the days of the pause so far out of the count (decision 39)."""
        if not self.bears:
            return
        standing.pauses.append(self.pause)
        days = self._days(standing) - standing.paused
        standing.paused |= days
        calendar = standing.calendar
        if calendar and not all(calendar.holds(day) for day in days):
            standing.move(None, self.pause.source)
            return
        number = len(days & calendar.days) if calendar else len(days)
        unit = Duration(number, standing.clock.limit.duration.calendar, "day", None)
        if number:
            due = plus(standing.due, number, unit, standing.clock.child.world)
            standing.move(due, self.pause.source)

    def _days(self, standing: Standing) -> set[date]:
        clock = standing.clock
        first = clock.start if clock.limit.duration.mode == BEGINNING else clock.start + ONE_DAY
        first = max(first, self.pause.day)
        last = min(self.pause.spell.end or standing.day, standing.day)
        return {first + ONE_DAY * n for n in range((last - first).days + 1)}


@dataclass(frozen=True)
class _Extension:
    entry: Reason
    event: Happening
    place: int
    bears: bool = False
    late: bool = False
    own: date | None = None

    def decided(self, stood: Standing, before: list[Any]) -> _Extension:
        """Decide by the due date as it stood whether it bears, and on which date (decision 40)."""
        if stood.due is None or self._unknown():
            return self
        if self.event.day > stood.due and not self.entry.late:
            return replace(self, late=True)
        earlier = [one for one in before if isinstance(one, _Extension) and one.bears]
        taken = sum(one.place == self.place for one in earlier)
        is_left = taken < self.entry.said.get("times", taken + 1)
        return replace(self, bears=True, own=self._decided(stood) if is_left else None)

    def __call__(self, standing: Standing) -> None:
        """Move the due date to the later of itself and the date decided (decision 40)."""
        if self.late:
            standing.too_late.append(self._too_late())
        if self.own is not None and self.own > standing.due:
            standing.move(self.own, self.event.source)

    def _unknown(self) -> bool:
        said = self.entry.said
        name = said["until"] if "until" in said else parse(said["by"]).amount
        return isinstance(name, str) and self.event.read(name) is None

    def _decided(self, standing: Standing) -> date | None:
        said = self.entry.said
        own = self.event.read(said["until"]) if "until" in said else self._on(standing, said["by"])
        most = self._on(standing, said["at_most"]) if "at_most" in said else own
        return None if own is None or most is None else min(own, most)

    def _on(self, standing: Standing, text: str) -> date | None:
        duration = parse(text)
        said = duration.amount
        number = said if isinstance(said, int) else self.event.read(said)
        return plus(standing.due, number, duration, standing.clock.child.world)

    def _too_late(self) -> Dated:
        reason = f"{self.event.ref.kind} after the due date"
        return Dated(self.event.day, (2, self.place, *self.event.fact.order), reason, self.event.source)


@dataclass(frozen=True)
class _Change:
    part: Fact
    day: date

    def __call__(self, standing: Standing) -> None:
        """Read the limit again on the day and bring the date forward, never back (decision 42)."""
        limit = read_limit(standing.clock, self.day)
        if limit.due is not None and limit.due < standing.due:
            standing.move(limit.due, self.part.source)


@dataclass(frozen=True)
class _First:
    event: Happening

    def __call__(self, standing: Standing) -> None:
        """Bring the date forward to the day of an event that comes before it."""
        if self.event.day < standing.due:
            standing.move(self.event.day, self.event.source)
