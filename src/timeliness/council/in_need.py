"""Child in need plans and their visits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import timedelta as days

from timeliness.council import enquiries
from timeliness.council.book import Book, Child, Known
from timeliness.council.calendar import earlier, months_on
from timeliness.council.chain import Pace, Span, lay
from timeliness.council.protection import Plan, note_plan, note_visits
from timeliness.council.teams import management_team

RUNNING, ENDED, STEPPED_DOWN = 420, 240, 60
VISITS = Pace(late=0.22, by=14)
INTERVALS = (28, 28, 42, 42, 30)


def record(book: Book, at_home: Sequence[Plan]) -> None:
    """Record plans that run, plans that ended, and plans of children who stepped down from child protection.

    `at_home` are the child protection plans of children who did not come into care.
    """
    for _ in range(book.scaled(RUNNING)):
        _record(book, book.day(book.as_at - days(420), book.as_at - days(2)), None)
    for _ in range(book.scaled(ENDED)):
        start = book.day(months_on(book.as_at, -26), book.as_at - days(40))
        _record(book, start, book.day(start + days(30), min(start + days(400), book.as_at)))
    ended = [each for each in at_home if each.end and each.end < book.as_at - days(90)]
    for each in ended[: book.scaled(STEPPED_DOWN)]:
        start = each.end or each.start
        _plan(book, each.child, start, book.day(start + days(60), book.as_at))
    _died(book)


def _record(book: Book, start: date, end: date | None) -> None:
    """Record the plan of a child of its own; some had an enquiry before."""
    child = book.child(start - days(60))
    if book.happens(0.35):
        enquiries.record(book, child, enquiries.without_conference(book, earlier(start, 22)))
    _plan(book, child, start, end)


def _plan(book: Book, child: Child, start: date, end: date | None) -> None:
    plan = Plan(child, book.number("CIN"), start, end, book.rng.choice(INTERVALS))
    note_plan(book, plan, "cin_plan", plan.every)
    clocks = lay(Span(start, end, book.as_at), plan.due, VISITS, book.rng)
    note_visits(book, plan, "cin_visit", clocks)
    for clock in clocks:
        book.clock("cin-visit", child, clock)
    child.known.append(Known(start, end, management_team(child)))


def _died(book: Book) -> None:
    """Record one child who died: every duty ended on that day."""
    died = book.day(book.as_at - days(200), book.as_at - days(20))
    child = book.child(died - days(600))
    child.died = died
    _plan(book, child, died - days(300), died)
