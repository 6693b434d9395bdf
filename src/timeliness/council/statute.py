"""All further duties of the statute book, laid upon the children, plans, care and placements that are written."""

from __future__ import annotations

from timeliness.council import (
    adopting,
    archive,
    care_visits,
    complaints,
    education_plans,
    hours,
    in_care,
    leaving,
    orders,
    permanence,
    privately_fostered,
    protecting,
    readings,
    removals,
    schooling,
    short_breaks,
    teams,
)
from timeliness.council.book import Book
from timeliness.council.duties import Chain, Duty, answer, repeat
from timeliness.council.law import MONTHS, WEEKS, WORKING, Length
from timeliness.council.written import facts, of, tended

DECISION = Duty(
    "ref-decision", "referral", "referral_decision", Length(1, WORKING), late=0.06, by=2, never=0.003, link="referral"
)
PLAN_REVIEWS = Chain(
    "cin-review", "cin_plan", "cin_review", (Length(6, WEEKS), Length(3, MONTHS)), (Length(7),), link="plan"
)


def record(book: Book) -> None:
    """Record them, each from a source of chance of its own, and allocate the children whom they make known."""
    known = {each: len(each.known) for each in book.children}
    care = of(book, "looked_after")
    series = [each for mine in care.values() for each in mine]
    ordinary = [each for each in series if each.row["short_breaks"] != "true"]
    left = [mine[-1] for mine in care.values() if mine[-1].end]
    at_home = [each for each in facts(book, "cin_plan") if each.child not in care]
    plans = [each for each in facts(book, "cp_plan") if each.child not in care]
    archive.record(book)
    short_breaks.record(book)
    answer(book, DECISION)
    repeat(book, PLAN_REVIEWS)
    protecting.record(book, [*ordinary, *plans])
    hours.record(book, at_home, [*ordinary, *plans])
    orders.record(book, at_home)
    in_care.record(book)
    permanence.record(book)
    schooling.record(book)
    care_visits.record(book, [each for each in ordinary if tended(each.child) or each.end])
    removals.record(book, ordinary, left)
    leaving.record(book)
    privately_fostered.record(book)
    adopting.record(book, ordinary)
    worked_with = [each for each in [*ordinary, *plans, *at_home] if each.ends is None and tended(each.child)]
    complaints.record(book, worked_with)
    education_plans.record(book, worked_with)
    readings.record(book)
    book.turn_to("allocation")
    teams.allocate(book, {child: child.known[known.get(child, 0) :] for child in book.children})
