"""Children who are adopted, or who live with those who will adopt them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import timedelta as days

from timeliness.council.book import Book
from timeliness.council.calendar import months_on
from timeliness.council.care import SETTLED_BY, Care

ADOPTED = 72
"""Children adopted in three years."""

WITH_ADOPTERS = 11
AVERAGE = 386
SHORTEST, LONGEST, LONGEST_BEFORE = 330, 620, 470
"""Days from coming into care to moving in; the last is for those who moved in before the three years."""


@dataclass(frozen=True)
class Move:
    """When a child moved in with adopters, and when the order was made."""

    placed: date
    ordered: date


def periods(book: Book) -> list[Care]:
    """Decide the periods of care that led to adoption, or are about to."""
    return [*_adopted(book), *_with_adopters(book)]


def record(book: Book, care: list[Care]) -> None:
    """Record moves to adopters, and adoption orders."""
    for each in care:
        if each.placed:
            book.note("placed_for_adoption", each.child, start=each.placed, end=each.end)
            if each.end:
                book.note("adoption_order", each.child, date=each.end)


def _adopted(book: Book) -> list[Care]:
    """Decide three years of adoptions whose average is exact.

    It is exact among the children who moved in during those years, and among those who did before,
    so that it holds however the two are counted.
    """
    first = months_on(book.as_at, -36)
    moves = [_move(book, first) for _ in range(book.scaled(ADOPTED))]
    before = [each for each in moves if each.placed <= first]
    since = [each for each in moves if each.placed > first]
    book.figure("adoption-a1", "average_days", AVERAGE * len(moves), len(moves))
    waits = [*_waits(book, len(before), LONGEST_BEFORE), *_waits(book, len(since), LONGEST)]
    return [
        _care(book, each.placed - days(wait), each.placed, each.ordered)
        for each, wait in zip([*before, *since], waits, strict=True)
    ]


def _move(book: Book, first: date) -> Move:
    ordered = book.working_day(first + days(1), book.as_at)
    return Move(ordered - days(book.rng.randint(135, 250)), ordered)


def _waits(book: Book, count: int, longest: int) -> list[int]:
    """Draw days of waiting, and take what is over from each in turn until the average is exact."""
    most = longest - SHORTEST
    waits = [SHORTEST + min(int(book.rng.expovariate(1 / 60)), most) for _ in range(count)]
    turn = 0
    while off := AVERAGE * count - sum(waits):
        step = 1 if off > 0 else -1
        if SHORTEST <= waits[turn % count] + step <= longest:
            waits[turn % count] += step
        turn += 1
    return waits


def _with_adopters(book: Book) -> list[Care]:
    """Decide the periods of children who live with adopters and await the order."""
    made = []
    for _ in range(max(1, book.scaled(WITH_ADOPTERS))):
        placed = book.day(book.as_at - days(200), book.as_at - days(12))
        start = min(placed - days(book.rng.randint(SHORTEST, 480)), book.as_at - days(SETTLED_BY))
        made.append(_care(book, start, placed, None))
    return made


def _care(book: Book, start: date, placed: date, ordered: date | None) -> Care:
    """Decide the period of care of a small child, who was assessed in good time."""
    child = book.child_born(start - days(book.rng.randint(1, 1100)))
    assessed = start + days(book.rng.randint(9, 26))
    return Care(child, start, ordered, assessed=assessed, placed=placed)
