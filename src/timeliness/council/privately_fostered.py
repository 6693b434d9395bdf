"""Children fostered privately: notice before the arrangement begins, a first visit, and visits while it lasts."""

from __future__ import annotations

from datetime import date
from datetime import timedelta as days

from timeliness.council.book import Book, Child, Known
from timeliness.council.calendar import later, months_on, working_on
from timeliness.council.duties import Duty
from timeliness.council.law import RELAXED, WEEKS, WORKING, Clock, Length
from timeliness.council.teams import management_team
from timeliness.council.written import Fact, add

FOUND, PROPOSED, CALLED_OFF = 14, 10, 2
"""Arrangements of which the council learned when they ran; proposed to it; and proposed, but called off."""

NOTICE = Duty("pf-notice", "pf_proposed", "pf_notification", Length(6, WEEKS), Length(1, WEEKS))
FIRST = Duty(
    "pf-first-visit",
    "pf_notification",
    "pf_visit",
    Length(7, WORKING),
    Length(2, WORKING),
    excused=RELAXED,
)
FIRST_YEAR = Duty("pf-visit", "private_fostering", "pf_visit", Length(6, WEEKS), Length(1, WEEKS))
LATER = Duty("pf-visit", "private_fostering", "pf_visit", Length(12, WEEKS), Length(2, WEEKS))


def record(book: Book) -> None:
    """Record arrangements of children of their own."""
    book.turn_to("private fostering")
    book.knows(NOTICE.rule, FIRST.rule, LATER.rule)
    for _ in range(max(1, book.scaled(FOUND))):
        notified = book.working_day(book.as_at - days(650), book.as_at - days(1))
        ended = _end(book, notified)
        child = _child(book, notified, ended)
        book.note("pf_notification", child, date=notified)
        _visit(book, child, notified, Fact(child, notified, ended, {}))
    for number in range(max(3, book.scaled(PROPOSED))):
        begins = book.day(book.as_at - days(500), book.as_at - days(1)) if number % 3 else book.as_at + days(25)
        _propose(book, begins, short=number % 4 == 1)
    for _ in range(max(1, book.scaled(CALLED_OFF))):
        _call_off(book)


def _end(book: Book, start: date) -> date | None:
    end = start + days(book.rng.randint(60, 900))
    return end if end <= book.as_at else None


def _child(book: Book, known: date, until: date | None) -> Child:
    child = book.child_born(known - days(book.rng.randint(1800, 5200)))
    child.known.append(Known(known, until, management_team(child)))
    return child


def _propose(book: Book, begins: date, *, short: bool) -> None:
    """Record a proposal, its notice (in time, late, or at short notice), and the arrangement when it has begun."""
    ahead = days(book.rng.randint(15, 35) if short else book.rng.randint(60, 90))
    proposed = min(begins - ahead, book.as_at - days(2))
    ended = _end(book, begins) if begins <= book.as_at else None
    child, number = _child(book, proposed, ended), book.number("PF")
    add(book, "pf_proposed", child, proposed, id=number, begins_on=begins, short_notice=short)
    notified = proposed + days(book.rng.randint(1, 10) if short or book.happens(0.8) else book.rng.randint(35, 50))
    if notified > book.as_at:
        NOTICE.ahead(book, child, begins, None, excused=short)
        return
    NOTICE.ahead(book, child, begins, notified, excused=short)
    book.note("pf_notification", child, date=notified, pf_proposal=number)
    _visit(book, child, notified, Fact(child, begins, ended, {}))


def _call_off(book: Book) -> None:
    """Record a proposal that was called off before anybody gave notice."""
    proposed = book.as_at - days(book.rng.randint(40, 300))
    off, begins = proposed + days(9), proposed + days(80)
    child, number = _child(book, proposed, off), book.number("PF")
    add(book, "pf_proposed", child, proposed, id=number, begins_on=begins, short_notice=False)
    add(book, "pf_withdrawn", child, off, pf_proposal=number)
    NOTICE.write(book, child, Clock(begins, NOTICE.limit.before(begins), ended=off))


def _visit(book: Book, child: Child, notified: date, spell: Fact) -> None:
    """Record the arrangement, and the visits from its notification on."""
    first = FIRST.due(notified)
    if book.happens(0.15):
        first = working_on(first + days(book.rng.randint(1, 12)))
    else:
        first = later(notified, book.rng.randint(2, 7))
    last = min(spell.end - days(1) if spell.end else book.as_at, book.as_at)
    visits = _days(book, first, spell.start, last)
    for day in visits:
        book.note("pf_visit", child, date=day)
    met = visits[0] if visits else None
    FIRST.write(book, child, Clock(notified, FIRST.due(notified), met, None if met else spell.end))
    if spell.start > book.as_at:
        return
    book.note("private_fostering", child, start=spell.start, end=spell.end)
    start, closes = spell.start, [*(day for day in visits if day >= spell.start), None]
    for closed in closes:
        duty = _duty(spell.start, start)
        duty.write(book, child, Clock(start, duty.due(start), closed, None if closed else spell.end))
        start = closed or start


def _duty(begun: date, day: date) -> Duty:
    return LATER if day >= months_on(begun, 12) else FIRST_YEAR


def _days(book: Book, first: date, begun: date, last: date) -> list[date]:
    """Draw the days of visits: most in time, and nobody is forgotten for long."""
    found, day = [], first
    while day <= last:
        found.append(day)
        start = max(day, begun)
        due = _duty(begun, start).due(start)
        day = working_on(due + days(book.rng.randint(1, 12) if book.happens(0.1) else -book.rng.randint(3, 18)))
    return found
