"""Orders and directions of the court beside care proceedings, and decisions to enter pre-proceedings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import timedelta as days

from timeliness.council.book import Book
from timeliness.council.calendar import earlier, working_back
from timeliness.council.duties import Duty, close, drawn
from timeliness.council.happenings import Happening, happen
from timeliness.council.law import WEEKS, WORKING, Clock, Length
from timeliness.council.written import Fact, add, facts

EMERGENCY = Happening("emergency_protection_order", 10, "EP", (3, 9), lately=7, least=2)
PROTECTION = Duty("epo", "emergency_protection_order", "", Length(8), Length(2))
AFTER_POLICE = Duty("epo", "emergency_protection_order", "", Length(7), Length(2))
LONGEST = days(7)
"""The most by which the court extends an emergency protection order."""

ASSESSMENT = Happening("child_assessment_order", 3, lasts=(4, 7), lately=4)
ASSESSED = Duty("child-assessment-order", "child_assessment_order", "", Length(6), Length(2))
DIRECTION = Happening("section_37_direction", 10, "ST", lately=40)
REPORTED = Duty("section-37", "section_37_direction", "section_37_report", Length(55), Length(2, WEEKS), late=0.1)
LETTER = Duty(
    "plo-letter",
    "pre_proceedings_decision",
    "pre_proceedings_letter",
    Length(5, WORKING),
    Length(2, WORKING),
    began=date(2014, 4, 22),
)
OFFER = Duty(
    "family-group-offer",
    "application_planned",
    "family_group_meeting_offered",
    Length(1, WORKING),
    Length(2, WEEKS),
    began=date(2026, 4, 29),
)


def record(book: Book, at_home: Iterable[Fact]) -> None:
    """Record orders about children at home, and the decisions that went before letters."""
    at_home = list(at_home)
    book.knows(PROTECTION.rule, REPORTED.rule, LETTER.rule, OFFER.rule)
    for number, each in enumerate(happen(book, EMERGENCY, at_home)):
        _protect(book, each, number)
    happen(book, ASSESSMENT, at_home)
    close(book, ASSESSED)
    for number, each in enumerate(happen(book, DIRECTION, at_home)):
        _report(book, each, extended=number % 4 == 1)
    _decide(book)
    _offer(book)


def _protect(book: Book, order: Fact, number: int) -> None:
    """Write the clock of an emergency order: of every four, one is extended, and for one the police had applied."""
    if number % 4 == 1:
        began = order.start - days(1)
        order.row["police_protection_began"] = began.isoformat()
        AFTER_POLICE.write(book, order.child, Clock(began, AFTER_POLICE.due(began), order.end))
        return
    due, extended = PROTECTION.due(order.start), order.start + days(2)
    if number % 4 == 0 and extended <= book.as_at:
        due += days(book.rng.randint(3, LONGEST.days))
        add(book, "emergency_order_extended", order.child, extended, emergency_order=order.id, until=due)
    PROTECTION.write(book, order.child, Clock(order.start, due, order.end))


def _report(book: Book, direction: Fact, *, extended: bool) -> None:
    """Record the report that the court asked for, and in some cases the longer time that it gave."""
    due, longer = REPORTED.due(direction.start), direction.start + days(30)
    if extended and longer <= book.as_at:
        due += days(28)
        add(book, "section_37_extension", direction.child, longer, section_37=direction.id, until=due)
    day = max(drawn(book, REPORTED, direction, due), direction.start + days(20), longer if extended else date.min)
    met = day if day <= book.as_at else None
    if met:
        book.note(REPORTED.meets, direction.child, date=met, section_37=book.link(direction.id))
    REPORTED.write(book, direction.child, Clock(direction.start, due, met))


def _offer(book: Book) -> None:
    """Record the applications planned since the duty to offer a family group meeting first, and the offers."""
    book.turn_to(OFFER.rule)
    for issued in facts(book, "proceedings_issued"):
        if issued.start >= OFFER.began:
            planned = issued.start - days(book.rng.randint(10, 40))
            offered = issued.start - days(book.rng.randint(0, 9)) if book.happens(0.8) else None
            add(book, OFFER.starts, issued.child, planned, apply_on=issued.start)
            if offered:
                book.note(OFFER.meets, issued.child, date=offered)
            OFFER.ahead(book, issued.child, issued.start, offered)


def _decide(book: Book) -> None:
    """Record the decisions that went before the letters."""
    book.turn_to(LETTER.rule)
    for letter in facts(book, LETTER.meets):
        taken = book.rng.randint(6, 9) if book.happens(0.15) else book.rng.randint(1, 5)
        agreed = working_back(earlier(letter.start, taken))
        if agreed >= letter.child.born:
            book.note(LETTER.starts, letter.child, date=agreed, pre_proceedings=letter.id)
            LETTER.write(book, letter.child, Clock(agreed, LETTER.due(agreed), letter.start))
