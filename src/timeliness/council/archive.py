"""Old records: assessments before the single assessment, and care before the Regulations of 2010."""

from __future__ import annotations

from datetime import date
from datetime import timedelta as days

from timeliness.council.book import Book
from timeliness.council.calendar import later
from timeliness.council.chain import Pace
from timeliness.council.duties import Chain, Duty, answer, close, repeat
from timeliness.council.law import MONTHS, WEEKS, WORKING, Clock, Length
from timeliness.council.written import Fact, add, facts

ASSESSED, LOOKED_AFTER = 10, 4
CEASED = date(2013, 4, 14)
INITIAL = Duty("initial-assessment", "referral", "initial_assessment_completed", Length(10, WORKING), late=0.2)
CORE = Duty("core-assessment", "core_assessment", "", Length(35, WORKING), Length(10, WORKING))
REVIEWS = Chain(
    "cla-review-1991",
    "looked_after",
    "cla_review",
    (Length(4, WEEKS), Length(3, MONTHS), Length(6, MONTHS)),
    (Length(7), Length(20, WORKING)),
    Pace(late=0.15, by=9, early=0.15),
)


def record(book: Book) -> None:
    """Record children who were assessed, or in care, when other limits held."""
    book.turn_to("archive")
    old = []
    for _ in range(max(2, book.scaled(ASSESSED))):
        referred = book.working_day(date(2012, 9, 3), date(2013, 1, 31))
        child = book.child_born(referred - days(book.rng.randint(300, 2500)))
        add(book, "referral", child, referred, id=book.number("R"), no_further_action=False)
        begun = later(referred, book.rng.randint(4, 9))
        add(book, "core_assessment", child, begun, end=later(begun, book.rng.randint(20, 42)))
    referrals = [each for each in facts(book, "referral") if each.start <= CEASED]
    for each in referrals:
        if each.row["no_further_action"] == "true":
            book.clock(INITIAL.rule, each.child, Clock(each.start, INITIAL.due(each.start)), "excluded")
        else:
            old.append(each)
    answer(book, INITIAL, old)
    close(book, CORE)
    repeat(book, REVIEWS, [_care(book) for _ in range(max(1, book.scaled(LOOKED_AFTER)))])


def _care(book: Book) -> Fact:
    """Record a period of care that was over before April 2010."""
    book.turn_to(f"archive {len(book.children)}")
    start = book.day(date(2009, 4, 1), date(2009, 6, 30))
    child = book.child_born(start - days(book.rng.randint(200, 3000)))
    end = start + days(book.rng.randint(90, 260))
    book.clock("adoption-a1", child, Clock(start, start + days(547), ended=end))
    return add(book, "looked_after", child, start, end=end, short_breaks=False)
