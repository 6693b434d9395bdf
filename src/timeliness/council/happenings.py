"""What befalls some children while they are in care, on a plan, or known: each kind in so many cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from datetime import timedelta as days

from timeliness.council.book import Book, Value
from timeliness.council.written import Fact, add, careful

LATELY = 0.2
"""Share of what happens in the last days before the council's own, so that something is still to be done."""

GROWN = 18
HISTORY = 540
"""Days for which it is kept."""


@dataclass(frozen=True)
class Happening:
    """An event, or a spell of some days, that so many children have once; `age` is the least they have then.

    `least` is for how many it happens in the smallest council, `lately` the days before the council's own in which
    it happened to some.
    """

    table: str
    count: int
    letters: str = ""
    lasts: tuple[int, int] | None = None
    age: int = 0
    lately: int = 12
    least: int = 1
    values: Callable[[Book], dict[str, Value]] = lambda _: {}


def happen(book: Book, what: Happening, chances: Iterable[Fact]) -> list[Fact]:
    """Record what happens to children within these times, at most once to each."""
    book.turn_to(what.table)
    free = {each.child: each for each in chances if _possible(book, what, each)}
    children = sorted(free, key=lambda each: each.id)
    chosen = book.rng.sample(children, min(len(children), max(what.least, book.scaled(what.count))))
    return [_record(book, what, free[child]) for child in chosen]


def _possible(book: Book, what: Happening, chance: Fact) -> bool:
    first, last = _days(book, chance)
    grown = chance.child.age(book.as_at) >= GROWN
    return first < last and chance.child.age(first) >= what.age and not (grown or careful(chance.child))


def _days(book: Book, chance: Fact) -> tuple[date, date]:
    """Find the first and the last day on which it can begin."""
    ends = chance.ends
    first = max(chance.start + days(1), book.as_at - days(HISTORY), chance.child.born)
    return first, ends - days(2) if ends else book.as_at - days(1)


def _record(book: Book, what: Happening, chance: Fact) -> Fact:
    first, last = _days(book, chance)
    if chance.ends is None and book.happens(LATELY):
        first = max(first, book.as_at - days(what.lately))
    start = book.day(first, last)
    values: dict[str, Value] = {"id": book.number(what.letters)} if what.letters else {}
    if what.lasts:
        end = min(start + days(book.rng.randint(*what.lasts)), chance.ends or date.max)
        values["end"] = end if end <= book.as_at else None
    return add(book, what.table, chance.child, start, **values, **what.values(book))
