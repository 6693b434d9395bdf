"""Health assessments of looked-after children: the first, and the reviews that follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import timedelta as days

from timeliness.council.book import Book, Child, nearest
from timeliness.council.calendar import later, months_on
from timeliness.council.care import Care
from timeliness.council.chain import Pace, Span, days_overdue, lay, meetings
from timeliness.council.law import Clock

IN_DATE = 0.92
REVIEWS = Pace(late=0.1, by=25, early=0.12)
SMALL = 5
"""The age from which a year may pass between assessments, not half a year."""


def record(book: Book, periods: Sequence[Care]) -> None:
    """Record the assessments of all periods of care, and choose whose review is overdue now."""
    examined = [each for each in periods if not each.short_breaks]
    for each in examined:
        _first(book, each)
    running = [each for each in examined if each.end is None and each.assessed]
    in_date = nearest(IN_DATE, len(running))
    may_be_late = [each for each in running if not each.placed and _review_by(each) < book.as_at]
    overdue = set(book.rng.sample(may_be_late, len(running) - in_date))
    for each in examined:
        _reviews(book, each, overdue=each in overdue)
    book.figure("rha", "in_date_now", in_date, len(running))


def _first(book: Book, care: Care) -> None:
    """Record the initial assessment, or who declined it: a young person excuses, a parent does not."""
    due = later(care.start, 20)
    clock = Clock(care.start, due, care.assessed, None if care.assessed else care.end)
    book.clock("iha", care.child, clock, "excepted" if care.declined else "")
    if care.assessed:
        book.note("health_assessment", care.child, date=care.assessed)
    if care.declined:
        book.note("health_declined", care.child, date=care.declined, declined_by="young person")
    elif clock.closed is None and due < book.as_at:
        book.note("health_declined", care.child, date=later(care.start, 9), declined_by="parent")


def _reviews(book: Book, care: Care, *, overdue: bool) -> None:
    """Record the reviews. Those of a child with adopters are kept well ahead of their dates."""
    if not care.assessed:
        return
    stops = max(care.assessed, book.as_at - days(_longest(book, care) + days_overdue(book.rng)))
    spare = 40 if care.placed else 0
    kept = care.end is None and not overdue
    span = Span(care.assessed, care.end, book.as_at, stops if overdue else None, kept, spare)
    clocks = lay(span, lambda start, _number, _closes: _due(care.child, start), REVIEWS, book.rng)
    for clock in clocks:
        book.clock("rha", care.child, clock)
    for day in meetings(clocks):
        book.note("health_assessment", care.child, date=day)


def _review_by(care: Care) -> date:
    return _due(care.child, care.assessed or care.start)


def _due(child: Child, start: date) -> date:
    return months_on(start, 6 if child.age(start) < SMALL else 12)


def _longest(book: Book, care: Care) -> int:
    return 184 if care.child.age(book.as_at) < SMALL else 366
