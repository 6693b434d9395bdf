"""Young people of 16 and more: eligible in care, with a pathway plan, and supported when they have left."""

from __future__ import annotations

from datetime import date
from datetime import timedelta as days

from timeliness.council.book import Book, Known
from timeliness.council.calendar import months_on
from timeliness.council.chain import Pace
from timeliness.council.duties import Chain, Duty, answer, repeat
from timeliness.council.law import MONTHS, WEEKS, Length
from timeliness.council.teams import SIXTEEN_PLUS
from timeliness.council.written import Fact, add, facts, of

ASSESSED = Duty(
    "cl-needs", "eligible_child", "needs_assessment", Length(3, MONTHS), Length(1, MONTHS), late=0.2, by=30, never=0.02
)
REVIEWED = Chain(
    "pathway-review",
    "pathway_plan",
    "pathway_review",
    (Length(6, MONTHS),),
    (Length(1, MONTHS),),
    Pace(late=0.2, by=25, early=0.15),
    overdue=0.08,
    to_age=25,
)
VISITED = Chain(
    "pa-visit",
    "leaving_care_accommodation",
    "pa_visit",
    (Length(7), Length(2, MONTHS)),
    (Length(2), Length(2, WEEKS)),
    Pace(late=0.15, by=8),
    overdue=0.08,
    to_age=25,
)
IN_TOUCH = Chain(
    "cl-contact",
    "care_leaver",
    "care_leaver_contact",
    (Length(8, WEEKS),),
    (Length(1, WEEKS),),
    Pace(late=0.15, by=10, early=0.5),
    overdue=0.06,
    to_age=25,
)
THIRTEEN_WEEKS = days(91)
HOUSED = 0.35


def record(book: Book) -> None:
    """Record who became eligible, their needs and plans, and who left care and is supported."""
    book.turn_to("leaving care")
    for mine in of(book, "looked_after").values():
        last = mine[-1]
        since = _eligible(last)
        if last.row["short_breaks"] != "true" and since < (last.end or book.as_at):
            book.note("eligible_child", last.child, start=since, end=last.end)
            if last.end:
                _support(book, last, last.end)
    answer(book, ASSESSED)
    _plan(book)
    for chain in (REVIEWED, VISITED, IN_TOUCH):
        repeat(book, chain)


def _eligible(care: Fact) -> date:
    """Find the sixteenth birthday, or the end of thirteen weeks of care from the age of 14 on, if that is later."""
    born = care.child.born
    return max(months_on(born, 12 * 16), max(care.start, months_on(born, 12 * 14)) + THIRTEEN_WEEKS)


def _support(book: Book, care: Fact, left: date) -> None:
    """Record a care leaver, whom the council supports still, and for some the accommodation that it provides."""
    care.child.known.append(Known(left + days(1), None, SIXTEEN_PLUS))
    book.note("care_leaver", care.child, start=left, end=None)
    moved = left + days(book.rng.randint(0, 40))
    if moved <= book.as_at and book.happens(HOUSED):
        leaves = moved + days(book.rng.randint(120, 700))
        add(book, "leaving_care_accommodation", care.child, moved, end=leaves if leaves <= book.as_at else None)


def _plan(book: Book) -> None:
    """Record the pathway plans made after the assessments."""
    book.turn_to("pathway plans")
    for each in facts(book, ASSESSED.meets):
        made = each.start + days(book.rng.randint(3, 45))
        if made <= book.as_at:
            book.note("pathway_plan", each.child, start=made, end=None)
