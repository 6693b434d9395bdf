"""Section 47 enquiries: discussions, strategy meetings, and the initial conferences that follow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from datetime import timedelta as days

from timeliness.council.book import Book, Child, Known, nearest
from timeliness.council.calendar import earlier, later, months_on
from timeliness.council.law import Clock
from timeliness.council.teams import contact_team

WITHOUT_CONFERENCE = 480
"""Enquiries in thirty months, of children who came no further, which called for no conference."""

RUNNING = 28
SOONEST_OUTCOME = 10
"""Working days before which none of the running enquiries has an outcome."""

TRANSFERRED = 6

ON_TIME, HIDDEN, LATE = "on time", "late, but not from the meeting", "late from the meeting too"
"""How a conference comes out on the law's clock and on the council's own."""


@dataclass(frozen=True)
class Enquiry:
    """The dates of an enquiry. Its outcome is whether it called for a conference, and null while it runs."""

    discussion: date
    meeting: date | None
    end: date | None
    conference_required: bool | None = None
    conference: date | None = None
    transferred: date | None = None

    @property
    def excluded(self) -> bool:
        """Say whether no conference was due, or another was held in its place."""
        return self.conference_required is False or self.transferred is not None

    @property
    def answered(self) -> bool:
        """Say whether a conference was held or is not to be."""
        return self.excluded or self.conference is not None


def leading_to(book: Book, conference: date, outcome: str) -> Enquiry:
    """Lay an enquiry back from its conference, so that the conference comes out as decided."""
    rng = book.rng
    if outcome == ON_TIME:
        total = min(15, int(rng.triangular(8, 16, 15)))
        meeting = rng.randint(1, 5)
    elif outcome == HIDDEN:
        over = rng.randint(1, 12)
        total, meeting = 15 + over, over + rng.randint(0, 3)
    else:
        over = rng.randint(3, 20)
        total, meeting = 15 + over, rng.randint(1, over - 1)
    discussion = earlier(conference, total)
    end = later(discussion, rng.randint(meeting, total))
    return Enquiry(discussion, later(discussion, meeting), end, conference_required=True, conference=conference)


def without_conference(book: Book, discussion: date) -> Enquiry:
    """Lay an enquiry that called for no conference."""
    end = later(discussion, book.rng.randint(4, 18))
    meeting = later(discussion, book.rng.randint(1, 4)) if book.happens(0.6) else None
    if end > book.as_at:
        return Enquiry(discussion, meeting if meeting and meeting <= book.as_at else None, None)
    return Enquiry(discussion, meeting, end, conference_required=False)


def record(book: Book, child: Child, enquiry: Enquiry) -> None:
    """Record an enquiry with its clocks on the law's reading and on the council's."""
    number = book.number("E")
    book.note(
        "section_47_enquiry",
        child,
        start=enquiry.discussion,
        end=enquiry.end,
        id=number,
        conference_required=enquiry.conference_required,
    )
    _discussions(book, child, enquiry, number)
    if enquiry.meeting:
        _meetings(book, child, enquiry, number)
    if enquiry.conference:
        book.note("initial_cp_conference", child, date=enquiry.conference, enquiry=book.link(number))
    if enquiry.transferred:
        book.note("transfer_in_conference", child, date=enquiry.transferred, enquiry=book.link(number))
    _clocks(book, child, enquiry)
    until = enquiry.end if enquiry.answered else None
    child.known.append(Known(enquiry.discussion, until, contact_team(child)))


def record_the_rest(book: Book) -> None:
    """Record the enquiries of children who came no further, and those still running."""
    for _ in range(book.scaled(WITHOUT_CONFERENCE)):
        discussion = book.working_day(months_on(book.as_at, -30), book.as_at - days(50))
        child = book.child(discussion)
        record(book, child, without_conference(book, discussion))
        again = discussion + days(book.rng.randint(90, 400))
        if again < book.as_at and book.happens(0.15):
            record(book, child, without_conference(book, again))
    for _ in range(book.scaled(RUNNING)):
        running = _running(book)
        record(book, book.child(running.discussion), running)
    for _ in range(book.scaled(TRANSFERRED)):
        received = _transferred(book)
        record(book, book.child(received.discussion), received)


def _running(book: Book) -> Enquiry:
    """Lay an enquiry whose conference has not been held: some of them still run, some have decided."""
    waiting = int(book.rng.triangular(1, 35, 6))
    discussion = earlier(book.as_at, waiting)
    met = later(discussion, book.rng.randint(1, 8))
    meeting = met if met <= book.as_at else None
    enquiry = Enquiry(discussion, meeting, None)
    if waiting > SOONEST_OUTCOME and book.happens(0.6):
        return replace(enquiry, end=earlier(book.as_at, 1), conference_required=True)
    return enquiry


def _transferred(book: Book) -> Enquiry:
    """Lay an enquiry about a child on another council's plan, which a conference took over."""
    discussion = book.working_day(months_on(book.as_at, -18), book.as_at - days(40))
    held = later(discussion, book.rng.randint(6, 14))
    return Enquiry(discussion, None, held, conference_required=True, transferred=held)


def _discussions(book: Book, child: Child, enquiry: Enquiry, number: str) -> None:
    """Record the discussion that began the enquiry, with now and then another before it or after it."""

    def note(day: date, link: str | None, *, began: bool = True) -> None:
        book.note("strategy_discussion", child, date=day, enquiry=link, initiated_section_47=began)

    if book.happens(0.1):
        note(enquiry.discussion - days(book.rng.randint(2, 9)), None, began=False)
    note(enquiry.discussion, book.link(number))
    again = enquiry.discussion + days(book.rng.randint(1, 12))
    if again <= (enquiry.end or book.as_at) and book.happens(0.2):
        note(again, book.link(number))


def _meetings(book: Book, child: Child, enquiry: Enquiry, number: str) -> None:
    """Record the first strategy meeting, and further ones while the enquiry runs."""
    held = enquiry.meeting
    while held and held <= (enquiry.end or book.as_at):
        book.note("strategy_meeting", child, date=held, enquiry=book.link(number))
        held = later(held, book.rng.randint(4, 9)) if book.happens(0.5) else None


def _clocks(book: Book, child: Child, enquiry: Enquiry) -> None:
    status = "excluded" if enquiry.excluded else ""
    law = Clock(enquiry.discussion, later(enquiry.discussion, 15), enquiry.conference)
    book.clock("cp-icpc", child, law, status)
    if enquiry.meeting:
        reading = Clock(enquiry.meeting, later(enquiry.meeting, 15), enquiry.conference)
        book.clock("cp-icpc-from-meeting", child, reading, status)


def write_figures(book: Book, outcomes: list[str]) -> None:
    """Write down how the conferences of the last twelve months come out on both readings."""
    on_time, hidden = outcomes.count(ON_TIME), outcomes.count(HIDDEN)
    book.figure("cp-icpc", "on_time_of_completed", on_time, len(outcomes))
    book.figure("cp-icpc-from-meeting", "on_time_of_completed", on_time + hidden, len(outcomes))


def split(count: int) -> list[tuple[str, int]]:
    """Split the conferences of a year: 28% on time by law, 78% as the council counts."""
    on_time = nearest(0.28, count)
    as_counted = nearest(0.78, count)
    return [(ON_TIME, on_time), (HIDDEN, as_counted - on_time), (LATE, count - as_counted)]
