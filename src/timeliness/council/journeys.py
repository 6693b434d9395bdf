"""Children's ways through child protection: an enquiry, its conference, and the plan that may follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import timedelta as days

from timeliness.council import enquiries, protection
from timeliness.council.book import Book, Child, shuffled
from timeliness.council.bookings import book_conference
from timeliness.council.calendar import months_on
from timeliness.council.care import Care
from timeliness.council.protection import Plan

CONFERENCES = 200
"""Initial conferences in the last twelve months."""

RUNNING = 191
"""Children on a plan as at the council's day, of whom `RUNNING_NEW` began in the last twelve months."""

RUNNING_NEW, ENDED_NEW = 118, 52
ENDED_BEFORE, NO_PLAN_BEFORE = 157, 30
UNBORN = 5

RUNS, ENDS, NONE = "runs", "ends", "no plan"


@dataclass(frozen=True)
class Journey:
    """What is decided of a child's way: the day of the conference, how it comes out, and the plan."""

    conference: date
    outcome: str
    plan: str


def record(book: Book, care: Sequence[Care]) -> list[Plan]:
    """Record all journeys and their plans, some of which ended because the child came into care."""
    into_care = [each for each in care if each.ordinary and each.child.born < each.start - days(700)]
    plans = [
        plan
        for number, journey in enumerate([*_of_the_year(book), *_before(book)])
        if (plan := _record(book, journey, into_care, unborn=number < book.scaled(UNBORN)))
    ]
    protection.record(book, plans)
    return plans


def _of_the_year(book: Book) -> list[Journey]:
    """Decide the journeys whose conference was in the last twelve months, those with running plans first."""
    count, running, ended = (book.scaled(each) for each in (CONFERENCES, RUNNING_NEW, ENDED_NEW))
    outcomes = shuffled(book, enquiries.split(count))
    enquiries.write_figures(book, outcomes)
    fates = [RUNS] * running + [ENDS] * ended + [NONE] * (count - running - ended)
    first = book.year_ago + days(1)
    return [
        Journey(book.working_day(first, book.as_at - days(75 if fate == ENDS else 3)), outcome, fate)
        for outcome, fate in zip(outcomes, fates, strict=True)
    ]


def _before(book: Book) -> list[Journey]:
    """Decide the journeys of the eighteen months before those."""
    running = book.scaled(RUNNING) - book.scaled(RUNNING_NEW)
    ended, none = book.scaled(ENDED_BEFORE), book.scaled(NO_PLAN_BEFORE)
    fates = [RUNS] * running + [ENDS] * ended + [NONE] * none
    outcomes = shuffled(book, enquiries.split(len(fates)))
    first = months_on(book.as_at, -30)
    return [
        Journey(book.working_day(first, book.year_ago), outcome, fate)
        for outcome, fate in zip(outcomes, fates, strict=True)
    ]


def _record(book: Book, journey: Journey, into_care: list[Care], *, unborn: bool) -> Plan | None:
    enquiry = enquiries.leading_to(book, journey.conference, journey.outcome)
    child, end = _whose(book, journey, into_care, enquiry.discussion)
    if unborn:
        child.born = journey.conference + days(book.rng.randint(12, 60))
    enquiries.record(book, child, enquiry)
    book_conference(book, child, journey.conference, enquiry.discussion)
    if journey.plan == NONE:
        return None
    return protection.plan(book, child, journey.conference, end)


def _whose(book: Book, journey: Journey, into_care: list[Care], known: date) -> tuple[Child, date | None]:
    """Choose the child, and the day on which its plan ended: a child who came into care, where one fits."""
    first, last = journey.conference + days(60), journey.conference + days(500)
    if journey.plan == ENDS:
        for care in into_care:
            if first <= care.start <= last and care.child.born < known - days(20):
                into_care.remove(care)
                return care.child, min(care.start + days(book.rng.randint(0, 6)), care.end or book.as_at)
    child = book.child(known - days(20))
    end = book.day(first, min(last, book.as_at)) if journey.plan == ENDS else None
    return child, end
