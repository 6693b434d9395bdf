"""The way to adoption: plan, decision, match, reviews and visits with adopters, and what follows the order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from datetime import timedelta as days

from timeliness.council.book import Book, Child
from timeliness.council.calendar import earlier, later, months_on
from timeliness.council.chain import Pace
from timeliness.council.duties import Chain, Duty, answer, drawn, exclude, kept
from timeliness.council.happenings import Happening, happen
from timeliness.council.law import MONTHS, WEEKS, WORKING, Clock, Length
from timeliness.council.placements import PLACEMENT_ORDER
from timeliness.council.written import Fact, add, careful, facts, of, running

AGREED = Duty("adoption-plan-decision", "adoption_plan_agreed", "adoption_plan", Length(2, MONTHS), Length(2, WEEKS))
DECIDED = Duty("adoption-decision", "panel_recommendation", "adoption_match", Length(7, WORKING), Length(2, WORKING))
TOLD = Duty("adoption-told", "", "adoption_decision_told", Length(2, WORKING), Length(1, WORKING), late=0.1, by=2)
IN_WRITING = Duty("adoption-notice", "", "adoption_decision_notified", Length(5, WORKING), Length(2, WORKING))
FINDING = Duty(
    "adoption-family-finding",
    "adoption_plan",
    "family_finding_referral",
    Length(3, MONTHS),
    Length(2, WEEKS),
    late=0.15,
    by=20,
    link="adoption_plan",
    began=date(2013, 7, 1),
)
MATCHED = Duty("adoption-match", "adoption_plan", "adoption_match", Length(6, MONTHS), Length(1, MONTHS))
RELINQUISHED = Duty("adoption-match", "adoption_plan", "adoption_match", Length(3, MONTHS), Length(1, MONTHS))
ORDER_TO_MATCH = Duty("adoption-a2", "authority_to_place", "adoption_match", Length(121))
ORDER_TO_ANY_MATCH = Duty("adoption-a20", "authority_to_place", "adoption_match", Length(121), began=date(2019, 4, 1))
WAITING = Chain(
    "adoption-review-waiting",
    "authority_to_place",
    "adoption_review",
    (Length(3, MONTHS), Length(6, MONTHS)),
    (Length(1, MONTHS),),
    Pace(late=0.08, by=8),
)
PLACED = Chain(
    "adoption-review-placed",
    "placed_for_adoption",
    "adoption_review",
    (Length(4, WEEKS), Length(3, MONTHS), Length(6, MONTHS)),
    (Length(1, WEEKS), Length(1, MONTHS)),
    Pace(late=0.06, by=5),
)
VISITS = Chain(
    "adoption-visit", "placed_for_adoption", "adoption_visit", (Length(1, WEEKS),), (Length(2),), Pace(late=0.1, by=2)
)
AFTERWARDS = (
    Duty("later-life-letter", "adoption_ceremony", "later_life_letter", Length(10, WORKING), Length(5, WORKING)),
    Duty("life-story-book", "adoption_ceremony", "life_story_book", Length(10, WORKING), Length(5, WORKING)),
)
APPLICATION = Happening("special_guardianship_application", 8, "SG")
NOTICE = Duty(
    "special-guardianship-notice",
    "special_guardianship_application",
    "special_guardianship_notice",
    Length(3, MONTHS),
    Length(2, WEEKS),
)
PLANNED, SMALL, TEENAGED = 6, 7, 13
"""Children for whom adoption was decided on of late, and who have no adopters yet."""


def record(book: Book, in_care: Iterable[Fact]) -> None:
    """Record the way of every child who lives with adopters or was adopted, and of a few who wait."""
    in_care = list(in_care)
    book.knows(*(each.rule for each in (AGREED, DECIDED, FINDING, MATCHED, ORDER_TO_MATCH, ORDER_TO_ANY_MATCH)))
    book.knows(WAITING.rule, PLACED.rule, VISITS.rule, NOTICE.rule)
    care, reviews, statuses = (of(book, each) for each in ("looked_after", "cla_review", "legal_status"))
    for placed in facts(book, "placed_for_adoption"):
        book.turn_to(f"adoption of {placed.child.id}")
        period = running(care[placed.child], placed.start)
        if period:
            decision = _decide(book, period, reviews[placed.child])
            order = next(each for each in statuses[placed.child] if each.row["code"] == PLACEMENT_ORDER)
            _match(book, decision, order, placed)
            _with_adopters(book, placed)
    _wait(book, in_care, reviews)
    made = [replace(each, end=care[each.child][-1].end) for each in facts(book, AGREED.meets)]
    matched = [replace(each, end=care[each.child][-1].end) for each in facts(book, MATCHED.meets)]
    answer(book, TOLD, [*made, *matched])
    answer(book, IN_WRITING, [*made, *matched])
    for duty in AFTERWARDS:
        answer(book, duty)
    _guardians(book, in_care)


def _decide(book: Book, care: Fact, reviews: Iterable[Fact]) -> Fact:
    """Record the review that agreed adoption, the first after three months of care, and the agency's decision."""
    held = [each.start for each in reviews if care.holds(each.start)]
    agreed = next((day for day in held if day > care.start + days(60)), held[-1])
    decided = later(agreed, book.rng.randint(15, 44))
    book.note(AGREED.starts, care.child, date=agreed)
    AGREED.write(book, care.child, Clock(agreed, AGREED.due(agreed), decided))
    return _plan(book, care, decided)


def _plan(book: Book, care: Fact, decided: date) -> Fact:
    """Record the agency's decision that a child should be placed for adoption."""
    values = {"relinquished": book.happens(0.05), "adopters_identified": book.happens(0.1)}
    return add(book, AGREED.meets, care.child, decided, id=book.number("AP"), end=care.end, **values)


def _match(book: Book, plan: Fact, order: Fact, placed: Fact) -> None:
    """Record the placement order, the panel, the match, and the reviews until the child moves in."""
    child = plan.child
    matched = earlier(placed.start, book.rng.randint(9, 25))
    add(book, WAITING.starts, child, order.start, end=placed.end, kind="placement order")
    for duty in (ORDER_TO_MATCH, ORDER_TO_ANY_MATCH):
        duty.write(book, child, Clock(order.start, duty.due(order.start), matched))
    recommended, number = earlier(matched, book.rng.randint(2, 8)), book.number("AD")
    book.note(DECIDED.starts, child, date=recommended, id=number)
    DECIDED.write(book, child, Clock(recommended, DECIDED.due(recommended), matched))
    book.note(MATCHED.meets, child, date=matched, adoption_plan=book.link(plan.id), panel=number)
    duty = RELINQUISHED if plan.row["relinquished"] == "true" else MATCHED
    duty.write(book, child, Clock(plan.start, duty.due(plan.start), matched))
    _find(book, plan, matched)
    _chain(book, WAITING, replace(order, end=placed.start))
    if placed.end:
        again = Clock(placed.end, WAITING.limit(2).after(placed.end), ended=placed.end)
        book.clock(WAITING.rule, child, again)


def _find(book: Book, plan: Fact, matched: date | None) -> None:
    """Record the referral for family finding, unless adopters were in view: before the match, which does without."""
    if plan.row["adopters_identified"] == "true":
        exclude(book, FINDING, [plan])
        return
    day = min(drawn(book, FINDING, plan, FINDING.due(plan.start)), (matched or date.max) - days(1))
    met = day if day <= book.as_at else None
    if met:
        book.note(FINDING.meets, plan.child, date=met, adoption_plan=book.link(plan.id))
    FINDING.write(book, plan.child, Clock(plan.start, FINDING.due(plan.start), met))


def _with_adopters(book: Book, placed: Fact) -> None:
    """Record reviews and visits of a child who lives with adopters; visits have a number until the first review."""
    reviewed = _chain(book, PLACED, placed)
    _chain(book, VISITS, placed.until(reviewed, book.as_at))
    held = placed.end + days(book.rng.randint(15, 60)) if placed.end else date.max
    if held <= book.as_at and book.happens(0.6):
        book.note("adoption_ceremony", placed.child, date=held)


def _chain(book: Book, chain: Chain, spell: Fact) -> date | None:
    """Record the meetings of a chain, and give the first."""
    clocks = kept(book, chain, spell)
    for clock in clocks:
        book.clock(chain.rule, spell.child, clock)
        if clock.met:
            book.note(chain.meets, spell.child, date=clock.met)
    return clocks[0].met


def _wait(book: Book, in_care: Iterable[Fact], reviews: dict[Child, list[Fact]]) -> None:
    """Record small children whose plan became adoption at their last review, and who wait for adopters."""
    book.turn_to("waiting for adopters")
    small = [each for each in in_care if each.ends is None and each.child.age(book.as_at) < SMALL]
    held = {each: reviews[each.child][-1].start for each in small if each.child in reviews}
    lately = [each for each, day in held.items() if each.start < day and not careful(each.child)]
    for care in book.rng.sample(lately, min(len(lately), max(1, book.scaled(PLANNED)))):
        agreed, decided = held[care], later(held[care], book.rng.randint(10, 46))
        book.note(AGREED.starts, care.child, date=agreed)
        met = decided if decided <= book.as_at else None
        AGREED.write(book, care.child, Clock(agreed, AGREED.due(agreed), met))
        if met:
            plan = _plan(book, care, met)
            _find(book, plan, None)
            duty = RELINQUISHED if plan.row["relinquished"] == "true" else MATCHED
            duty.write(book, care.child, Clock(met, duty.due(met)))


def _guardians(book: Book, in_care: Iterable[Fact]) -> None:
    """Record applications for special guardianship, and the notice of them that was due three months ahead."""
    young = [each for each in in_care if each.child.age(book.as_at) < TEENAGED]
    for number, each in enumerate(happen(book, APPLICATION, young)):
        made = months_on(each.start, 3) + days(book.rng.randint(-20, 60))
        each.row.update(made_on=made.isoformat(), with_leave="true" if number % 4 == 1 else "false")
        if number % 4 == 1:
            book.clock(NOTICE.rule, each.child, Clock(made, NOTICE.limit.before(made)), "excluded")
            continue
        noticed = each.start + days(book.rng.randint(0, 12))
        met = noticed if noticed <= book.as_at else None
        if met:
            book.note(NOTICE.meets, each.child, date=met, special_guardianship=book.link(each.id))
        NOTICE.ahead(book, each.child, made, met)
