"""Referrals and assessments: how children become known to the council."""

from __future__ import annotations

from datetime import date
from datetime import timedelta as days

from timeliness.council.book import Book, Child, Known
from timeliness.council.calendar import later, months_on, working_back
from timeliness.council.law import Clock
from timeliness.council.teams import contact_team

REFERRED_ONLY = 1150
"""Children in two years who were referred and came no further than an assessment."""

HISTORY = 30
"""Months for which referrals are kept."""

IN_TIME = 0.84


def refer_the_known(book: Book) -> None:
    """Record, for the children known since referrals are kept, the referral by which they became known."""
    kept_from = months_on(book.as_at, -HISTORY)
    for child in book.children:
        first = min((each.start for each in child.known), default=date.min)
        if first < kept_from:
            continue
        referred = working_back(first - days(book.rng.randint(0, 14)))
        if child.born < first and book.happens(0.12):
            _turn_away(book, child, referred - days(book.rng.randint(30, 250)))
        _assess(book, child, referred, finished=True)


def refer_the_rest(book: Book) -> None:
    """Record the children who were referred and came no further, some of them twice."""
    for _ in range(book.scaled(REFERRED_ONLY)):
        referred = book.working_day(months_on(book.as_at, -24), book.as_at - days(1))
        child = book.child(referred)
        if book.happens(0.25):
            _turn_away(book, child, referred)
            continue
        done = _assess(book, child, referred, finished=book.happens(0.99))
        again = done + days(book.rng.randint(30, 300)) if done else book.as_at
        if again < book.as_at and book.happens(0.4):
            _assess(book, child, working_back(again), finished=True)


def _turn_away(book: Book, child: Child, referred: date) -> None:
    """Record a referral on which nothing further was done: there is nothing to assess."""
    book.note("referral", child, date=referred, id=book.number("R"), no_further_action=True)
    book.clock("assessment", child, Clock(referred, later(referred, 45)), "excluded")
    child.known.append(Known(referred, min(referred + days(2), book.as_at), contact_team(child)))


def _assess(book: Book, child: Child, referred: date, *, finished: bool) -> date | None:
    """Record a referral and its assessment, and say when it was authorised.

    One that is not finished was stopped without being authorised: the referral still waits for a decision.
    """
    referral, assessment = book.number("R"), book.number("A")
    decided = later(referred, _working_days(book))
    known = decided if decided <= book.as_at else None
    met = known if finished else None
    start = min(referred + days(book.rng.randint(0, 4)), book.as_at, decided)
    book.note("referral", child, date=referred, id=referral, no_further_action=False)
    book.note("assessment", child, start=start, end=known, id=assessment, referral=book.link(referral))
    book.clock("assessment", child, Clock(referred, later(referred, 45), met))
    book.clock("assessment-cin", child, Clock(start, later(start, 45), met, None if met else known))
    if met:
        links = {"assessment": book.link(assessment), "referral": book.link(referral)}
        book.note("assessment_authorised", child, date=met, **links)
    child.known.append(Known(referred, met, contact_team(child)))
    return met


def _working_days(book: Book) -> int:
    if book.happens(IN_TIME):
        return int(book.rng.triangular(6, 46, 44))
    return 46 + min(int(book.rng.expovariate(1 / 15)), 60)
