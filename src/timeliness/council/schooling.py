"""School terms of children in care, and the reviews of their personal education plans."""

from __future__ import annotations

from datetime import date
from datetime import timedelta as days

from timeliness.council.book import Book
from timeliness.council.calendar import working_back
from timeliness.council.duties import Duty
from timeliness.council.law import WEEKS, Clock, Length
from timeliness.council.written import Fact, add, careful, facts, of, since_2011, tended

TERMS = (((9, 4), (12, 19)), ((1, 5), (3, 27)), ((4, 14), (7, 21)))
"""First and last days of the autumn, the spring and the summer term."""

HISTORY = 450
SCHOOL_AGE = 4
REVIEWED = Duty("pep-term", "school_term", "pep_review", Length(0), Length(3, WEEKS), late=0.04, never=0.03)


def record(book: Book) -> None:
    """Record the terms of every child of school age, and the reviews in them."""
    book.turn_to(REVIEWED.rule)
    book.knows(REVIEWED.rule)
    begun = of(book, "pep_initiated")
    for care in since_2011(facts(book, "looked_after")):
        if care.row["short_breaks"] != "true":
            _record(book, care, [each.start for each in begun.get(care.child, ())])


def terms(first: date, last: date) -> list[tuple[date, date]]:
    """List the terms that begin within these days."""
    found = [
        (date(year, *begins), date(year, *ends)) for year in range(first.year, last.year + 1) for begins, ends in TERMS
    ]
    return sorted(each for each in found if first <= each[0] <= last)


def _record(book: Book, care: Fact, begun: list[date]) -> None:
    """Record the terms of one period of care: each is answered by the first plan or review before the next."""
    ends = care.ends or book.as_at + days(1)
    listed = terms(max(care.start + days(1), book.as_at - days(HISTORY)), ends - days(1))
    mine = [each for each in listed if care.child.age(each[0]) >= SCHOOL_AGE]
    answers: list[date | None] = []
    for number, (start, due) in enumerate(mine):
        last = min(ends - days(1), mine[number + 1][0] - days(1) if number + 1 < len(mine) else book.as_at)
        add(book, "school_term", care.child, start, lasts=(due - start).days)
        at_once = next((day for day in sorted(begun) if start <= day <= last), None)
        met = at_once or _reviewed(book, care, (start, due), last)
        if met and not at_once:
            book.note("pep_review", care.child, date=met)
        answers.append(met)
    for number, (start, due) in enumerate(mine):
        met = answers[number]
        passed = min((day for day in answers[number + 1 :] if day), default=care.ends)
        REVIEWED.write(book, care.child, Clock(start, due, met, None if met else passed))


def _reviewed(book: Book, care: Fact, term: tuple[date, date], last: date) -> date | None:
    """Decide the review: in the term, in the holidays after it, or not at all."""
    start, due = term
    settled = not tended(care.child) or careful(care.child)
    if book.happens(REVIEWED.never) and not (settled and last >= due):
        return None
    late = due + days(book.rng.randint(1, 10))
    if book.happens(REVIEWED.late) and late <= last:
        return late
    day = max(start, working_back(due - days(int((due - start).days * 0.8 * book.rng.random()))))
    return day if day <= last else last if settled and last >= start else None
