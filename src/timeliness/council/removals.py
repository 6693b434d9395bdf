"""Remand, detention, secure accommodation, and transfers of unaccompanied children."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import timedelta as days

from timeliness.council.book import Book, Known
from timeliness.council.chain import Pace
from timeliness.council.duties import Chain, Duty, answer, close, repeat
from timeliness.council.happenings import Happening, happen
from timeliness.council.law import MONTHS, WEEKS, WORKING, Length
from timeliness.council.teams import CONTACT
from timeliness.council.written import Fact, add, facts, of

REMAND = Happening("youth_detention_remand", 5, "RM", (12, 60), age=12)
DETENTION = Happening("detention", 4, "DT", (60, 300), age=12)
SECURE = Happening("secure_placement", 4, "SP", (40, 260), age=12)
REMAND_PLAN = Duty(
    "detention-placement-plan",
    "youth_detention_remand",
    "detention_placement_plan",
    Length(10, WORKING),
    Length(3, WORKING),
    link="remand",
)
DETENTION_VISIT = Duty(
    "detention-visit", "detention", "detention_visit", Length(10, WORKING), Length(3, WORKING), link="detention"
)
SECURE_REVIEWS = Chain(
    "secure-review",
    "secure_placement",
    "secure_review",
    (Length(1, MONTHS), Length(3, MONTHS)),
    (Length(7), Length(14)),
    Pace(late=0.15, by=5, early=0.2),
    link="secure_placement",
)
FIRST_ORDER = Duty("secure-order", "secure_order", "", Length(3, MONTHS), Length(2, WEEKS))
FURTHER_ORDER = Duty("secure-order", "secure_order", "", Length(6, MONTHS), Length(2, WEEKS))
TRANSFERS = 6
TRANSFER = Duty(
    "uasc-transfer",
    "transfer_referral",
    "transferred",
    Length(10, WORKING),
    Length(3, WORKING),
    late=0.25,
    link="transfer",
    began=date(2021, 12, 1),
)


def record(book: Book, in_care: Iterable[Fact], left_care: Iterable[Fact]) -> None:
    """Record remands and secure placements in care, detention after it, and children who move on to other councils."""
    in_care = list(in_care)
    happen(book, REMAND, in_care)
    answer(book, REMAND_PLAN)
    happen(book, DETENTION, left_care)
    answer(book, DETENTION_VISIT)
    secured = happen(book, SECURE, in_care)
    repeat(book, SECURE_REVIEWS)
    for each in secured:
        _orders(book, each)
    close(book, FIRST_ORDER, [each for each in facts(book, "secure_order") if each.row["further"] == "false"])
    close(book, FURTHER_ORDER, [each for each in facts(book, "secure_order") if each.row["further"] == "true"])
    _transfers(book)


def _orders(book: Book, secured: Fact) -> None:
    """Record the order under which the child is kept secure, and one that continues it."""
    stop = secured.end or book.as_at
    turn = secured.start + days(80)
    add(book, "secure_order", secured.child, secured.start, end=turn if turn <= stop else secured.end, further=False)
    if turn < stop:
        add(book, "secure_order", secured.child, turn + days(1), end=secured.end, further=True)


def _transfers(book: Book) -> None:
    """Record children of their own, who came alone, and the day on which another council took them over."""
    book.turn_to("transfers")
    for number in range(max(1, book.scaled(TRANSFERS))):
        start = book.as_at - days(book.rng.randint(1, 12) if number % 3 == 1 else book.rng.randint(20, 400))
        child = book.child_born(start - days(book.rng.randint(5500, 6300)))
        child.known.append(Known(start, None, CONTACT[number % 2]))
        add(book, "transfer_referral", child, start, id=book.number("NT"))
    answer(book, TRANSFER)
    for child, moved in of(book, "transferred").items():
        child.known[-1:] = [Known(child.known[-1].start, moved[0].start, child.known[-1].team)]
