"""Child protection plans: visits as the plan requires, and review conferences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from datetime import timedelta as days

from timeliness.council.book import Book, Child, Known, nearest
from timeliness.council.bookings import book_ahead, book_conference
from timeliness.council.calendar import months_on
from timeliness.council.chain import Pace, Span, days_overdue, lay, meetings
from timeliness.council.law import Clock
from timeliness.council.teams import laxest, laxity, management_team

IN_DATE = 0.513
INTERVALS = (10, 14, 14, 14, 20, 28)
LONG = 120
"""Days from which a plan may change the frequency of its visits."""

APART = days(5)
"""Reviews no further apart than this share what was booked."""

REVIEWS = Pace(late=0.14, by=12, early=0.12)


@dataclass(frozen=True)
class Frequency:
    """A frequency of visits that was in force for a time, in place of the plan's own."""

    start: date
    end: date | None
    every: int

    def runs(self, day: date) -> bool:
        """Say whether it is in force on a day."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(eq=False)
class Plan:
    """A child protection plan, or (without reviews) a child in need plan."""

    child: Child
    id: str
    start: date
    end: date | None
    every: int
    changes: list[Frequency] = field(default_factory=list)

    def due(self, start: date, _number: int, closes: date) -> date:
        """Find when a visit is due: a change of frequency can bring it forward, never put it back."""
        turns = [turn for each in self.changes for turn in (each.start, each.end and each.end + days(1))]
        dates = [turn + days(self._limit(turn)) for turn in turns if turn and start < turn < closes]
        return min([start + days(self._limit(start)), *dates])

    @property
    def longest(self) -> int:
        """The longest interval that was ever in force."""
        return max([self.every, *(each.every for each in self.changes)])

    def _limit(self, day: date) -> int:
        return next((each.every for each in self.changes if each.runs(day)), self.every)


def plan(book: Book, child: Child, start: date, end: date | None) -> Plan:
    """Set up a plan: some change the frequency of visits while they run."""
    every = book.rng.choice(INTERVALS)
    made = Plan(child, book.number("CP"), start, end, every)
    stop = end or book.as_at
    if (stop - start).days > LONG and book.happens(0.2):
        first = book.day(start + days(20), stop - days(60))
        last = book.day(first + days(30), stop - days(10)) if book.happens(0.4) else end
        other = book.rng.choice([each for each in (7, 14, 28) if each != every])
        made.changes.append(Frequency(first, last, other))
    child.known.append(Known(start, end, management_team(child)))
    return made


def record(book: Book, plans: Sequence[Plan]) -> None:
    """Record all plans, and choose who of the children on one now has not been seen in time."""
    running = [each for each in plans if each.end is None]
    may_be_late = [each for each in running if each.due(each.start, 1, book.as_at) < book.as_at]
    known = {each: each.child.known for each in may_be_late}
    overdue = laxest(book, known, len(running) - nearest(IN_DATE, len(running)))
    for each in plans:
        _record(book, each, overdue=each in overdue)
    book.figure("cp-visit", "in_date_now", len(running) - len(overdue), len(running))


def note_plan(book: Book, plan: Plan, table: str, every: int | None) -> None:
    """Record a plan and the interval that it set."""
    book.note(table, plan.child, start=plan.start, end=plan.end, id=plan.id, visit_every=every)


def note_visits(book: Book, plan: Plan, table: str, clocks: Sequence[Clock]) -> None:
    """Record visits, and now and then one on which the child was not seen: it does not count."""
    for clock in clocks:
        missed = clock.start + days(1) if clock.start else plan.start
        closed = clock.closed or book.as_at
        if max(missed, plan.child.born) < closed - days(2) and book.happens(0.1):
            day = book.day(max(missed, plan.child.born), closed - days(1))
            book.note(table, plan.child, date=day, plan=book.link(plan.id), child_seen=False)
        if clock.met:
            seen = True if clock.met >= plan.child.born else None
            book.note(table, plan.child, date=clock.met, plan=book.link(plan.id), child_seen=seen)


def review(book: Book, plan: Plan) -> None:
    """Record the review conferences of a plan; most plans end at one."""
    at_review = plan.end is not None and book.happens(0.7)
    span = Span(plan.start, plan.end, book.as_at, on_last_day=at_review)
    clocks = lay(span, _review_due, REVIEWS, book.rng)
    for clock in clocks:
        book.clock("cp-review", plan.child, clock)
    before = plan.start
    for day in meetings(clocks):
        book.note("cp_review_conference", plan.child, date=day, plan=book.link(plan.id))
        if day - before > APART:
            book_conference(book, plan.child, day, before)
        before = day
    due = clocks[-1].due
    if plan.end is None and due and due < book.as_at + days(28) and before < book.as_at - days(1):
        book_ahead(book, plan.child, due, before)


def _record(book: Book, plan: Plan, *, overdue: bool) -> None:
    note_plan(book, plan, "cp_plan", plan.every)
    for change in plan.changes:
        book.note(
            "visiting_frequency",
            plan.child,
            start=change.start,
            end=change.end,
            plan=book.link(plan.id),
            every=change.every,
        )
    review(book, plan)
    clocks = lay(_span(book, plan, overdue=overdue), plan.due, _pace(plan), book.rng)
    note_visits(book, plan, "cp_visit", clocks)
    for clock in clocks:
        book.clock("cp-visit", plan.child, clock)


def _span(book: Book, plan: Plan, *, overdue: bool) -> Span:
    stops = max(plan.start, book.as_at - days(plan.longest + days_overdue(book.rng))) if overdue else None
    on_first_day = book.happens(0.04)
    on_last_day = plan.end is not None and book.happens(0.1)
    kept = plan.end is None and not overdue
    return Span(plan.start, plan.end, book.as_at, stops, kept, 0, on_first_day, on_last_day)


def _pace(plan: Plan) -> Pace:
    return Pace(late=min(0.6, 0.25 * laxity(plan.child.known)), by=8)


def _review_due(start: date, number: int, _closes: date) -> date:
    return months_on(start, 3 if number == 1 else 6)
