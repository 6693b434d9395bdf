"""Bookings of child protection conferences, and the reports that parents should see before them."""

from __future__ import annotations

from datetime import date
from datetime import timedelta as days

from timeliness.council.book import Book, Child
from timeliness.council.calendar import earlier, working_on
from timeliness.council.law import Clock

Booking = tuple[str, date, date]
"""Its number, the day on which it was made, and the day for which."""

RULE = "report-to-parents"
REBOOKED, CANCELLED = 0.08, 0.05
ROOM = 12
"""Days ahead of a conference within which nothing is moved."""


def book_conference(book: Book, child: Child, held: date, after: date) -> None:
    """Record the booking of a conference that was held, made after a day, and the report to the parents.

    One in some was first booked for another day; one in a few was cancelled and booked afresh.
    """
    booked = max(after + days(1), held - days(book.rng.randint(12, 40)))
    number = book.number("B")
    room = (held - booked).days >= ROOM
    if room and book.happens(REBOOKED):
        booked = _rebook(book, child, (number, booked, held))
        _report(book, child, (number, booked, held), always_linked=True)
    elif room and book.happens(CANCELLED):
        booked, number = _cancel(book, child, (number, booked, held))
        _report(book, child, (number, booked, held), always_linked=True)
    else:
        _report(book, child, (number, booked, held))


def book_ahead(book: Book, child: Child, due: date, after: date) -> None:
    """Record the booking of a conference that is still to be held."""
    held = working_on(max(due - days(book.rng.randint(0, 10)), book.as_at + days(1)))
    booked = book.day(max(after + days(1), book.as_at - days(25)), book.as_at)
    _report(book, child, (book.number("B"), booked, held))


def _rebook(book: Book, child: Child, booking: Booking) -> date:
    """Record a booking for an earlier day that is soon moved, and say when: its clock ends on that day."""
    number, booked, held = booking
    moved = booked + days(book.rng.randint(1, 3))
    first = book.working_day(moved + days(1), held - days(1))
    book.note("conference_booked", child, date=booked, id=number, held_on=first)
    book.clock(RULE, child, Clock(first, earlier(first, 2), ended=moved))
    return moved


def _cancel(book: Book, child: Child, booking: Booking) -> tuple[date, str]:
    """Record a booking for an earlier day that is soon cancelled; another is made the next day."""
    number, booked, held = booking
    cancelled = booked + days(book.rng.randint(1, 3))
    first = book.working_day(cancelled + days(1), held - days(1))
    book.note("conference_booked", child, date=booked, id=number, held_on=first)
    book.note("conference_cancelled", child, date=cancelled, booking=number)
    book.clock(RULE, child, Clock(first, earlier(first, 2), ended=cancelled))
    return cancelled + days(1), book.number("B")


def _report(book: Book, child: Child, booking: Booking, *, always_linked: bool = False) -> None:
    """Record the booking that stood, and whether its report was shared in time, late or never."""
    number, booked, held = booking
    due = earlier(held, 2)
    book.note("conference_booked", child, date=booked, id=number, held_on=held)
    shared = _shared(book, booked, held)
    if shared:
        link = number if always_linked else book.link(number)
        book.note("report_shared", child, date=shared, booking=link)
    started = held if held <= book.as_at else None
    book.clock(RULE, child, Clock(held, due, shared, None if shared else started))


def _shared(book: Book, booked: date, held: date) -> date | None:
    """Decide when the report was shared: in time in two cases of three, never in one of ten."""
    due = earlier(held, 2)
    first = booked + days(1)
    if book.happens(0.1) or first > held:
        return None
    in_time = first <= due and book.happens(0.75)
    latest = due if in_time else held
    day = book.day(max(first, earlier(latest, 4)) if in_time else max(first, due + days(1)), latest)
    return day if day <= book.as_at else None
