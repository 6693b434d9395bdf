"""What is made wrong on purpose: few rows, each of them known to the truth."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import timedelta as days

from timeliness.council import enquiries, protection
from timeliness.council.book import Book, Child, Known
from timeliness.council.calendar import later
from timeliness.council.care import Care
from timeliness.council.chain import Pace, Span, lay
from timeliness.council.enquiries import Enquiry
from timeliness.council.law import Clock
from timeliness.council.protection import Plan
from timeliness.council.teams import contact_team, management_team


def plant(book: Book, plans: Sequence[Plan], care: Sequence[Care]) -> None:
    """Plant every flaw, on children of their own where a clock is touched."""
    _undated_discussions(book)
    _plan_without_interval(book)
    _enquiry_without_outcome(book)
    _placement_that_ends_before_it_starts(book)
    _visit_after_as_at(book, next(each for each in plans if each.end is None))
    _visit_before_birth(book, next(each.child for each in care if each.counted))
    for table in ("cp_visit", "cla_visit", "referral"):
        _duplicate(book, table)


def _child(book: Book, start: date) -> Child:
    child = book.child(start - days(400))
    child.known.append(Known(start, None, contact_team(child)))
    return child


def _undated_discussions(book: Book) -> None:
    for _ in range(2):
        child = _child(book, book.as_at - days(book.rng.randint(20, 200)))
        book.note("strategy_discussion", child, date=None, initiated_section_47=True)
        book.clock("cp-icpc", child, Clock(None, None))
    book.flaw("strategy_discussion", "start missing", 2)


def _plan_without_interval(book: Book) -> None:
    """Plant a plan that set no interval: visits are recorded, and no one can say whether they are in time."""
    start = book.as_at - days(150)
    child = book.child(start - days(400))
    child.known.append(Known(start, None, management_team(child)))
    plan = Plan(child, book.number("CP"), start, None, 14)
    protection.note_plan(book, plan, "cp_plan", None)
    protection.review(book, plan)
    visits = lay(Span(start, None, book.as_at), plan.due, Pace(late=0, by=1), book.rng)
    protection.note_visits(book, plan, "cp_visit", visits)
    for each in visits:
        book.clock("cp-visit", child, Clock(each.start, None, each.met))
    book.flaw("cp_plan", "limit unknown")


def _enquiry_without_outcome(book: Book) -> None:
    discussion = later(book.as_at - days(70), 1)
    ended = later(discussion, 12)
    enquiries.record(book, book.child(discussion - days(400)), Enquiry(discussion, None, ended))
    book.flaw("section_47_enquiry", "no outcome")


def _placement_that_ends_before_it_starts(book: Book) -> None:
    """Plant a placement that runs on no day, for a child who was long since at home again."""
    start, end = book.as_at - days(90), book.as_at - days(120)
    child = book.child(start - days(900))
    book.note("placement", child, start=start, end=end, id=book.number("PL"), kind="U6", until_18=False)
    book.clock("cla-visit", child, Clock(start, start + days(7)), "unassessable")
    child.known.append(Known(end, start, management_team(child)))
    book.flaw("placement", "spell ends before it starts")


def _visit_after_as_at(book: Book, plan: Plan) -> None:
    book.note("cp_visit", plan.child, date=book.as_at + days(9), plan=plan.id, child_seen=True)
    book.flaw("cp_visit", "after the as-at date")


def _visit_before_birth(book: Book, child: Child) -> None:
    book.note("cla_visit", child, date=child.born - days(31))
    book.flaw("cla_visit", "before birth")


def _duplicate(book: Book, table: str) -> None:
    book.facts[table].append(dict(book.rng.choice(book.facts[table])))
    book.flaw(table, "duplicate row")
