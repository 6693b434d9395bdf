"""Plans for permanence, and the match of children who are to stay with their foster carers."""

from __future__ import annotations

from datetime import date

from timeliness.council.book import Book, Child
from timeliness.council.duties import Duty, answer, decided, exclude
from timeliness.council.law import MONTHS, WORKING, Length
from timeliness.council.written import Fact, facts, of, running, since_2011

AGREED = Duty(
    "permanence-by-second-review",
    "cla_review",
    "permanence_plan",
    Length(3, MONTHS),
    Length(20, WORKING),
    late=0.1,
    by=30,
    never=0.02,
    early=20,
    sooner="cla_review",
)
MATCHED = Duty(
    "long-term-match",
    "placement",
    "long_term_match",
    Length(12, MONTHS),
    Length(2, MONTHS),
    late=0.2,
    by=60,
    never=0.15,
    link="placement",
    began=date(2015, 4, 1),
)
LONG_TERM, ADOPTION = "Long-term fostering", "Adoption"
PLANS = {LONG_TERM: 5, "Return to family": 5, "Special guardianship order": 3, "Supported living": 2}


def record(book: Book) -> None:
    """Record the plan of every period of care that came to a review, and the matches that follow from it."""
    reviews, adopted = of(book, "cla_review"), of(book, "placed_for_adoption")
    first = {}
    for care in since_2011(facts(book, "looked_after")):
        held = next((each for each in reviews.get(care.child, ()) if care.holds(each.start)), None)
        if held:
            first[care] = held.start
    short = {care for care in first if care.row["short_breaks"] == "true"}
    exclude(book, AGREED, [Fact(care.child, first[care], care.end, care.row) for care in short])
    counted = [Fact(care.child, day, care.end, care.row) for care, day in first.items() if care not in short]
    for care, met, _ in list(decided(book, AGREED, counted)):
        plan = ADOPTION if care.child in adopted else book.rng.choices(list(PLANS), list(PLANS.values()))[0]
        book.note("permanence_plan", care.child, start=met, end=care.end, plan=plan)
    _matches(book)


def _matches(book: Book) -> None:
    """Record the matches, counted from the placement in which the child lived then, and from later ones."""
    placements = of(book, "placement")
    counted = []
    for plan in facts(book, "permanence_plan"):
        if plan.row["plan"] == LONG_TERM:
            counted += _lived_in(placements, plan.child, plan)
    answer(book, MATCHED, counted)


def _lived_in(placements: dict[Child, list[Fact]], child: Child, plan: Fact) -> list[Fact]:
    lived = placements.get(child, [])
    at_first = running(lived, plan.start)
    later = [each for each in lived if plan.start < each.start and plan.holds(each.start)]
    return [at_first, *later] if at_first else later
