"""Pre-proceedings under the public law outline: letters, meetings, and how they ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import timedelta as days

from timeliness.council.book import Book, Child, Known
from timeliness.council.calendar import working_back
from timeliness.council.law import Clock
from timeliness.council.teams import management_team

STEPPED_DOWN, RUNNING = 30, 10


@dataclass(frozen=True)
class Outline:
    """When the letter was sent, and when pre-proceedings ended: by an application, or without."""

    sent: date
    issued: date | None = None
    ended: date | None = None


def letter_before(book: Book, child: Child, issued: date) -> str | None:
    """Record a letter some weeks before proceedings, and give the link that they carry to it, if they do."""
    sent = working_back(issued - days(book.rng.randint(6, 140)))
    if sent <= child.born:
        return None
    return book.link(_record(book, child, Outline(sent, issued=issued)))


def record_the_rest(book: Book) -> None:
    """Record letters that led to no application, and those to which the answer is still open."""
    for _ in range(book.scaled(STEPPED_DOWN)):
        ended = book.working_day(book.year_ago - days(300), book.as_at)
        sent = working_back(ended - days(book.rng.randint(4, 170)))
        _at_home(book, Outline(sent, ended=ended))
    for _ in range(book.scaled(RUNNING)):
        _at_home(book, Outline(book.working_day(book.as_at - days(150), book.as_at - days(1))))


def _at_home(book: Book, outline: Outline) -> None:
    child = book.child(outline.sent - days(100))
    child.known.append(Known(outline.sent, outline.ended, management_team(child)))
    _record(book, child, outline)


def _record(book: Book, child: Child, outline: Outline) -> str:
    number = book.number("L")
    book.note("pre_proceedings_letter", child, date=outline.sent, id=number)
    if outline.ended:
        book.note("pre_proceedings_ended", child, date=outline.ended, pre_proceedings=book.link(number))
    closed = outline.issued or outline.ended
    day = outline.sent + days(book.rng.randint(2, 7) if book.happens(0.7) else book.rng.randint(8, 25))
    met = day if day < (closed or book.as_at) else None
    if met:
        book.note("pre_proceedings_meeting", child, date=met, pre_proceedings=book.link(number))
    meeting = Clock(outline.sent, outline.sent + days(7), met, None if met else closed)
    book.clock("plo-meeting", child, meeting)
    book.clock("plo-decision", child, Clock(outline.sent, outline.sent + days(112), closed))
    return number
