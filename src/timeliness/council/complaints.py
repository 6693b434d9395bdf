"""Complaints by children and for them: three stages, of which few go beyond the first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import timedelta as days

from timeliness.council.book import Book
from timeliness.council.calendar import later
from timeliness.council.duties import Duty, answer, drawn
from timeliness.council.happenings import Happening, happen
from timeliness.council.law import RELAXED, WORKING, Clock, Length
from timeliness.council.written import Fact, add

COMPLAINT = Happening("complaint_received", 40, "CO", lately=15, least=6)
LINK = "complaint"
FIRST = Duty(
    "complaint-stage-1",
    "complaint_received",
    "complaint_response",
    Length(10, WORKING),
    Length(3, WORKING),
    late=0.2,
    link=LINK,
    to_age=30,
    excused=RELAXED,
)
SECOND = Duty(
    "complaint-stage-2",
    "investigation_requested",
    "adjudication",
    Length(25, WORKING),
    Length(5, WORKING),
    late=0.3,
    by=20,
    link=LINK,
    to_age=30,
    excused=RELAXED,
)
THIRD = (
    Duty(
        "complaint-panel",
        "panel_requested",
        "review_panel",
        Length(30, WORKING),
        Length(10, WORKING),
        link=LINK,
        to_age=30,
        excused=RELAXED,
    ),
    Duty(
        "complaint-panel-report",
        "review_panel",
        "review_panel_report",
        Length(5, WORKING),
        Length(2, WORKING),
        link=LINK,
        to_age=30,
        excused=RELAXED,
    ),
    Duty(
        "complaint-panel-response",
        "review_panel_report",
        "panel_response",
        Length(15, WORKING),
        Length(5, WORKING),
        link=LINK,
        to_age=30,
        excused=RELAXED,
    ),
)
EXTENDED, FURTHER = 0.3, 0.5
"""Shares of complaints whose time was extended, and that went on from one stage to the next."""


def record(book: Book, known: Iterable[Fact]) -> None:
    """Record complaints of children whom somebody works with, as far as they have come."""
    book.knows(FIRST.rule, SECOND.rule)
    for each in happen(book, COMPLAINT, known):
        book.turn_to(f"complaint {each.id}")
        _first(book, each)
    for duty in THIRD:
        answer(book, duty)


def _first(book: Book, received: Fact) -> None:
    due = FIRST.due(received.start)
    extended = received.start + days(book.rng.randint(3, 9))
    if extended <= book.as_at and book.happens(EXTENDED):
        add(book, "complaint_extended", received.child, extended, complaint=received.id)
        due = later(due, 10)
    answered = _meet(book, FIRST, received, due)
    if answered and (asked := _further(book, answered)):
        _second(book, add(book, SECOND.starts, received.child, asked, complaint=received.id))


def _second(book: Book, asked: Fact) -> None:
    link = asked.row[LINK]
    agreed, due = asked.start + days(book.rng.randint(4, 15)), SECOND.due(asked.start)
    if agreed <= book.as_at:
        book.note("complaint_statement_agreed", asked.child, date=agreed, complaint=link)
    extended = asked.start + days(book.rng.randint(16, 30))
    if extended <= book.as_at and book.happens(EXTENDED):
        due = later(due, book.rng.randint(10, 40))
        add(book, "investigation_extended", asked.child, extended, complaint=link, until=due)
    answered = _meet(book, SECOND, asked, due)
    if answered and (panel := _further(book, answered)):
        book.note(THIRD[0].starts, asked.child, date=panel, complaint=link)


def _meet(book: Book, duty: Duty, one: Fact, due: date) -> date | None:
    """Write a clock and, if there is one by now, the answer: after the day on which the time was extended."""
    day = max(drawn(book, duty, one, due), duty.due(one.start)) if due > duty.due(one.start) else None
    day = day or drawn(book, duty, one, due)
    met = day if day <= book.as_at else None
    if met:
        book.note(duty.meets, one.child, date=met, complaint=one.row.get(LINK) or one.id)
    duty.write(book, one.child, Clock(one.start, due, met))
    return met


def _further(book: Book, answered: date) -> date | None:
    asked = answered + days(book.rng.randint(6, 25))
    return asked if asked <= book.as_at and book.happens(FURTHER) else None
