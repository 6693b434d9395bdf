"""What is counted in hours: police protection, and the interview of a child who was missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from datetime import timedelta as days

from timeliness.council.book import Book, Child
from timeliness.council.calendar import working_on
from timeliness.council.happenings import GROWN, HISTORY, LATELY
from timeliness.council.law import Clock, Length
from timeliness.council.written import Fact, careful, tended

LIMIT = days(3)
SUMMER_TIME, UNCHANGED = (3, 10), 19
"""Months in which the clocks change: nothing happens after this day of them, for those hours would differ."""

PROTECTED, MISSED, OLDER = 24, 90, 11
TIMED, AWAY, DECLINED, INTERVIEWED = 0.6, 0.12, 0.15, 0.75
DAY = Length(1)
POLICE, INTERVIEW = "police-protection", "rhi"


@dataclass(frozen=True)
class Moment:
    """A day, and in some records the time of day."""

    day: date
    at: time | None = None

    def __str__(self) -> str:
        return f"{self.day} {self.at:%H:%M}" if self.at else str(self.day)

    def late(self, start: Moment) -> bool:
        """Say whether it comes later than seventy-two hours after a start: by days where one has no time."""
        if self.at and start.at:
            return datetime.combine(self.day, self.at) > datetime.combine(start.day, start.at) + LIMIT
        return self.day > start.day + LIMIT


def record(book: Book, at_home: Iterable[Fact], known: Iterable[Fact]) -> None:
    """Record children in police protection, and children who were missing for a time."""
    book.knows(POLICE, INTERVIEW)
    for child, chance in _some(book, POLICE, at_home, PROTECTED):
        start = _moment(book, _day(book, chance))
        _protect(book, child, start)
    older = [each for each in known if each.child.age(each.start) >= OLDER]
    for child, chance in _some(book, INTERVIEW, older, MISSED):
        _miss(book, child, _moment(book, _day(book, chance)))


def _some(book: Book, subject: str, chances: Iterable[Fact], count: int) -> list[tuple[Child, Fact]]:
    book.turn_to(subject)
    free = {each.child: each for each in chances if not careful(each.child) and _possible(book, each)}
    children = sorted(free, key=lambda each: each.id)
    chosen = book.rng.sample(children, min(len(children), max(2, book.scaled(count))))
    return [(child, free[child]) for child in chosen]


def _possible(book: Book, chance: Fact) -> bool:
    ends = chance.ends or book.as_at
    long = ends - max(chance.start, book.as_at - days(HISTORY)) > days(30)
    return long and chance.child.age(book.as_at) < GROWN


def _day(book: Book, chance: Fact) -> date:
    last = (chance.ends or book.as_at) - days(6)
    first = max(chance.start, book.as_at - days(HISTORY), chance.child.born)
    if chance.ends is None and book.happens(LATELY):
        first, last = book.as_at - days(7), book.as_at - days(3)
    return book.day(first, last)


def _moment(book: Book, day: date) -> Moment:
    while day.month in SUMMER_TIME and day.day > UNCHANGED:
        day -= days(1)
    timed = book.happens(TIMED)
    return Moment(day, time(book.rng.randint(0, 23), book.rng.randrange(0, 60, 5)) if timed else None)


def _after(book: Book, start: Moment, hours: int) -> Moment:
    """Find the moment some hours on, with its time of day if the start has one."""
    moment = datetime.combine(start.day, start.at or time(12)) + days(hours=hours, minutes=book.rng.randint(1, 59))
    return Moment(moment.date(), moment.time() if start.at else None)


def _protect(book: Book, child: Child, start: Moment) -> None:
    """Record police protection: it ended in time, or some hours too late."""
    end = _after(book, start, book.rng.randint(73, 80) if book.happens(0.1) else book.rng.randint(4, 71))
    ended = end if end.day < book.as_at else None
    book.note("police_protection", child, start=str(start), end=str(ended) if ended else None)
    _clock(book, POLICE, child, (start, ended))


def _miss(book: Book, child: Child, gone: Moment) -> None:
    """Record a child who was missing, or away without leave, and the interview after the return."""
    back = _after(book, gone, book.rng.randint(3, 47))
    away = book.happens(AWAY)
    number = book.number("M")
    book.note("missing", child, start=str(gone), end=str(back), id=number, kind="A" if away else "M")
    if away:
        book.clock(INTERVIEW, child, Clock(back.day, back.day + LIMIT), "excluded")
        return
    if book.happens(DECLINED):
        declined = min(back.day + days(1), book.as_at)
        book.note("return_interview_declined", child, date=declined, missing=number)
        _clock(book, INTERVIEW, child, (back, None), excused=True)
        return
    held = _interview(book, back)
    if held.day >= book.as_at and not tended(child):
        held = Moment(max(back.day, book.as_at - days(1)))
    met = held if held.day < book.as_at else None
    if met:
        book.note("return_interview", child, date=str(met), missing=book.link(number))
    _clock(book, INTERVIEW, child, (back, met))


def _interview(book: Book, back: Moment) -> Moment:
    if book.happens(INTERVIEWED):
        return _after(book, back, book.rng.randint(8, 70))
    return Moment(working_on(back.day + days(book.rng.randint(4, 12))), time(15) if back.at else None)


def _clock(book: Book, rule: str, child: Child, span: tuple[Moment, Moment | None], *, excused: bool = False) -> None:
    """Write down a clock of seventy-two hours: an open one is overdue on the day on which its last hour lies."""
    start, met = span
    clock = Clock(start.day, start.day + LIMIT, met.day if met else None, amber=DAY)
    status = clock.status(rule, book.as_at)
    if met:
        status = "met_late" if met.late(start) else "met_on_time"
    elif start.at and clock.due == book.as_at:
        status = "overdue"
    book.clock(rule, child, clock, "excepted" if excused and status == "overdue" else status)
