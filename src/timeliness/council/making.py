"""Make the synthetic council: a facts folder, and the truth that the engine has never seen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from timeliness.council import (
    adoption,
    care,
    court,
    enquiries,
    flaws,
    front_door,
    health,
    in_need,
    journeys,
    looked_after,
    outline,
    statute,
    teams,
)
from timeliness.council.book import Book, Child
from timeliness.council.exports import write_as
from timeliness.council.writing import write

AS_AT = date(2016, 5, 19)
FIRST, LAST = date(2016, 5, 1), date(2027, 12, 31)
"""Days for which a council can be made: the five years before them must lie within the law."""

SMALLEST, LARGEST = 0.05, 40.0
UNALLOCATED = 6


def make(folder: Path, *, seed: int = 1, size: float = 1.0, as_at: date = AS_AT, exports: Iterable[str] = ()) -> None:
    """Write a council like one inspected in 2016: `folder/extract/` and `folder/truth.json`.

    The same arguments give the same bytes. `size` scales the numbers of children. `exports` are kinds of extract as
    which the council is written too, each in a folder of its name. Raises ValueError for a size or a day that
    cannot be made.
    """
    if not SMALLEST <= size <= LARGEST:
        message = f"size {size} cannot be made. Sizes from {SMALLEST} to {LARGEST:g} can."
        raise ValueError(message)
    if not FIRST <= as_at <= LAST:
        message = f"A council as at {as_at} cannot be made. Days from {FIRST} to {LAST} can."
        raise ValueError(message)
    book = _book(seed, size, as_at)
    write(book, folder)
    for kind in exports:
        write_as(kind, book, folder)


def _book(seed: int, size: float, as_at: date) -> Book:
    """Fill the book: care first, for children come into it from plans; the front door when all are known."""
    book = Book(seed, size, as_at)
    periods = [*care.periods(book), *adoption.periods(book)]
    cases = court.assign(book, court.cases(book), periods)
    looked_after.record(book, periods)
    adoption.record(book, periods)
    health.record(book, periods)
    for child, case in cases:
        court.record(book, child, case)
    outline.record_the_rest(book)
    plans = journeys.record(book, periods)
    in_care = {each.child for each in periods}
    in_need.record(book, [each for each in plans if each.child not in in_care])
    enquiries.record_the_rest(book)
    front_door.refer_the_known(book)
    front_door.refer_the_rest(book)
    flaws.plant(book, plans, periods)
    _finish(book)
    return book


def _finish(book: Book) -> None:
    """Leave a handful of children without a worker, allocate the others, lay further duties, and list them all."""
    waited_for = book.with_open_clocks()
    waiting = [each for each in book.children if each.id in waited_for and _with_management(each)]
    for each in book.rng.sample(waiting, max(3, book.scaled(UNALLOCATED))):
        each.allocated = False
    teams.allocate(book, {each: each.known for each in book.children})
    statute.record(book)
    for each in book.children:
        book.note("child", each, born=each.born, died=each.died)


def _with_management(child: Child) -> bool:
    return any(each.end is None and each.team in teams.MANAGEMENT for each in child.known)
