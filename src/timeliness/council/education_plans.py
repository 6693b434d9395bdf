"""Education, health and care plans: requests, decisions, plans, annual reviews and amendments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import timedelta as days

from timeliness.council.book import Book
from timeliness.council.calendar import working_on
from timeliness.council.duties import Duty, drawn
from timeliness.council.happenings import Happening, happen
from timeliness.council.law import MONTHS, WEEKS, Clock, Length
from timeliness.council.written import Fact, add

REQUEST = Happening("ehc_request", 60, "EQ", age=2, lately=100, least=12)
HELD = Happening("ehc_plan", 60, "EP", (2000, 2001), age=4, lately=500, least=6)
DECISION = Duty("ehc-decision", "ehc_request", "ehc_assessment_decision", Length(6, WEEKS), Length(1, WEEKS), late=0.15)
REFUSAL = Duty("ehc-refusal", "ehc_request", "ehc_plan_refused", Length(16, WEEKS), Length(4, WEEKS), late=0.2, by=15)
PLAN = Duty("ehc-plan", "ehc_request", "ehc_plan", Length(20, WEEKS), Length(4, WEEKS), late=0.45, by=30)
ANNUAL = Duty("ehc-annual-review", "ehc_plan", "ehc_review_decision", Length(12, MONTHS), Length(2, WEEKS))
REVIEWED = Duty("ehc-review-decision", "ehc_review_meeting", "ehc_review_decision", Length(4, WEEKS), Length(1, WEEKS))
NOTICE = Duty("ehc-amendment-notice", "ehc_review_meeting", "ehc_amendment_notice", Length(4, WEEKS), Length(1, WEEKS))
AMENDED = Duty("ehc-amended-plan", "ehc_amendment_notice", "ehc_plan_amended", Length(8, WEEKS), Length(2, WEEKS))
WITHDRAWN, NOT_ASSESSED, REFUSED, EXCEPTED, TO_AMEND = 0.06, 0.25, 0.15, 0.15, 0.4


def record(book: Book, known: Iterable[Fact]) -> None:
    """Record requests for children whom somebody works with, and plans that had been made before."""
    known = list(known)
    book.knows(*(each.rule for each in (DECISION, REFUSAL, PLAN, ANNUAL, REVIEWED, NOTICE, AMENDED)))
    asked = happen(book, REQUEST, known)
    for each in asked:
        book.turn_to(f"request {each.id}")
        _request(book, each)
    others = {each.child for each in asked}
    for each in happen(book, HELD, [each for each in known if each.child not in others]):
        book.turn_to(f"plan {each.id}")
        _review(book, each)


def _request(book: Book, asked: Fact) -> None:
    """Record what became of a request: it was withdrawn, turned down, refused after an assessment, or led to a plan."""
    child, start = asked.child, asked.start
    off = start + days(book.rng.randint(5, 30))
    if off <= book.as_at and book.happens(WITHDRAWN):
        book.note("ehc_request_withdrawn", child, date=off, ehc_request=asked.id)
        for duty in (DECISION, REFUSAL, PLAN):
            duty.write(book, child, Clock(start, duty.due(start), ended=off))
        return
    excused = start + days(10) <= book.as_at and book.happens(EXCEPTED)
    if excused:
        book.note("ehc_exception", child, date=start + days(10), ehc_request=asked.id, coronavirus=False)
    decided, assess = _met(book, DECISION, asked), not book.happens(NOT_ASSESSED)
    DECISION.write(book, child, Clock(start, DECISION.due(start), decided), excused=excused)
    if decided:
        book.note(DECISION.meets, child, date=decided, ehc_request=asked.id, assess=assess)
    if decided and not assess:
        _exclude(book, asked, REFUSAL, PLAN)
    else:
        _assess(book, asked, decided, excused=excused)


def _assess(book: Book, asked: Fact, decided: date | None, *, excused: bool) -> None:
    """Record the outcome of an assessment, as far as there is one."""
    child, start = asked.child, asked.start
    after = (decided or book.as_at) + days(1)
    if book.happens(REFUSED):
        refused = _after(_met(book, REFUSAL, asked), after, book) if decided else None
        REFUSAL.write(book, child, Clock(start, REFUSAL.due(start), refused), excused=excused)
        if refused:
            book.note(REFUSAL.meets, child, date=refused, ehc_request=asked.id)
            _exclude(book, asked, PLAN)
        else:
            PLAN.write(book, child, Clock(start, PLAN.due(start)), excused=excused)
        return
    drafted = max(after, start + days(book.rng.randint(75, 110)))
    made = _after(_met(book, PLAN, asked), drafted + days(15), book) if decided else None
    PLAN.write(book, child, Clock(start, PLAN.due(start), made), excused=excused)
    if decided and drafted <= book.as_at:
        book.note("ehc_draft_plan", child, date=drafted, ehc_request=asked.id)
        _exclude(book, asked, REFUSAL)
    else:
        REFUSAL.write(book, child, Clock(start, REFUSAL.due(start)), excused=excused)
    if made:
        number = book.number("EP")
        _review(book, add(book, PLAN.meets, child, made, end=None, id=number, ehc_request=asked.id))


def _exclude(book: Book, asked: Fact, *duties: Duty) -> None:
    for duty in duties:
        book.clock(duty.rule, asked.child, Clock(asked.start, duty.due(asked.start)), "excluded")


def _met(book: Book, duty: Duty, one: Fact) -> date | None:
    day = drawn(book, duty, one, duty.due(one.start) - days(int(book.rng.random() * 10)))
    return day if day <= book.as_at else None


def _after(day: date | None, first: date, book: Book) -> date | None:
    """Put off what cannot come before a day."""
    put_off = max(day, first) if day else None
    return put_off if put_off and put_off <= book.as_at else None


def _review(book: Book, plan: Fact) -> None:
    """Record the annual reviews: each from the plan or the last decision, by a meeting and a decision after it."""
    start: date | None = plan.start
    while start:
        late = book.rng.randint(5, 60) if book.happens(0.12) else -book.rng.randint(30, 70)
        met = working_on(ANNUAL.due(start) + days(late))
        decided = _decide(book, plan, met) if met <= book.as_at else None
        ANNUAL.write(book, plan.child, Clock(start, ANNUAL.due(start), decided))
        start = decided


def _decide(book: Book, plan: Fact, met: date) -> date | None:
    """Record a review meeting, the decision, and the amendments if there are any."""
    child = plan.child
    meeting = add(book, REVIEWED.starts, child, met, id=book.number("ER"), ehc_plan=plan.id)
    decided = _met(book, REVIEWED, meeting)
    REVIEWED.write(book, child, Clock(met, REVIEWED.due(met), decided))
    amend = book.happens(TO_AMEND)
    if decided:
        book.note(REVIEWED.meets, child, date=decided, ehc_plan=plan.id, ehc_review=meeting.id, amend=amend)
        if not amend:
            _exclude(book, meeting, NOTICE)
            return decided
    NOTICE.write(book, child, Clock(met, NOTICE.due(met), decided))
    if decided:
        notice = add(book, NOTICE.meets, child, decided, id=book.number("EA"), ehc_plan=plan.id, ehc_review=meeting.id)
        amended = _met(book, AMENDED, notice)
        AMENDED.write(book, child, Clock(decided, AMENDED.due(decided), amended))
        if amended:
            book.note(AMENDED.meets, child, date=amended, ehc_plan=plan.id, ehc_amendment=notice.id)
    return decided
