"""What goes on around child protection: core groups, incidents, allegations, and children who move in on a plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import timedelta as days

from timeliness.council.book import Book, Known
from timeliness.council.calendar import earlier
from timeliness.council.chain import Pace
from timeliness.council.duties import Chain, Duty, answer, close, exclude, kept
from timeliness.council.happenings import Happening, happen
from timeliness.council.law import MONTHS, RELAXED, WEEKS, WORKING, Clock, Length
from timeliness.council.teams import contact_team
from timeliness.council.written import Fact, add, facts

FIRST_GROUP, GROUPS = "core-group-first", "core-group"
CORE_GROUPS = Chain(
    GROUPS,
    "cp_plan",
    "core_group",
    (Length(10, WORKING), Length(6, WEEKS)),
    (Length(3, WORKING), Length(7)),
    Pace(late=0.12, by=6, early=0.4),
)
TWO_YEARS = Duty("cpp-2yrs", "cp_plan", "", Length(24, MONTHS), Length(3, MONTHS))
OUTCOME = Duty(
    "s47-outcome", "section_47_enquiry", "", Length(15, WORKING), Length(5, WORKING), began=date(2013, 4, 15)
)
ALLEGATION = Happening("allegation", 12, "AL", lately=3)
TOLD = Duty("lado", "allegation", "lado_told", Length(1, WORKING), late=0.2, by=3, link="allegation")
INCIDENT = Happening("serious_incident", 5, "SI", lately=8)
NOTIFIED = Duty(
    "sin-notify",
    "serious_incident",
    "serious_incident_notified",
    Length(5, WORKING),
    Length(1, WORKING),
    late=0.2,
    link="incident",
    to_age=30,
    began=date(2018, 6, 29),
)
PANDEMIC = (date(2020, 3, 30), RELAXED[1])
REVIEWED = Duty(
    "rapid-review",
    "serious_incident_notified",
    "rapid_review_sent",
    Length(15, WORKING),
    Length(5, WORKING),
    late=0.2,
    link="incident",
    to_age=30,
    began=date(2018, 7, 4),
    excused=PANDEMIC,
)
PUBLISHED = Duty(
    "lcspr",
    "lcspr_decided",
    "lcspr_published",
    Length(6, MONTHS),
    Length(1, MONTHS),
    late=0.4,
    by=60,
    link="lcspr",
    to_age=30,
    began=date(2018, 7, 4),
    excused=PANDEMIC,
)
MOVED = Duty(
    "cp-transfer-in", "transfer_in_notified", "transfer_in_conference", Length(15, WORKING), Length(5, WORKING)
)
MOVING = 4
"""Children who moved in of late; every fourth of them for a time only."""


def record(book: Book, known: Iterable[Fact]) -> None:
    """Record what belongs to plans and enquiries, and what befell children known to the council."""
    known = list(known)
    _core_groups(book)
    close(book, TWO_YEARS)
    close(book, OUTCOME)
    happen(book, ALLEGATION, known)
    answer(book, TOLD)
    _incidents(book, known)
    _transfers(book)


def _core_groups(book: Book) -> None:
    """Record core groups: the first answers the guidance, the others the council's own standard.

    All of a plan name it, or none: each is the start of one clock and the meeting of another.
    """
    book.turn_to(GROUPS)
    book.knows(FIRST_GROUP, GROUPS)
    for plan in facts(book, "cp_plan"):
        link = book.link(plan.id)
        for number, clock in enumerate(kept(book, CORE_GROUPS, plan)):
            book.clock(GROUPS if number else FIRST_GROUP, plan.child, clock)
            if clock.met:
                book.note("core_group", plan.child, date=clock.met, plan=link)


def _incidents(book: Book, known: list[Fact]) -> None:
    """Record serious incidents: the first of them was ruled out, and some of the others led to a review."""
    found = happen(book, INCIDENT, known)
    ruled_out, stood = found[:1], found[1:]
    for each in ruled_out:
        book.note("serious_incident_ruled_out", each.child, date=each.start, incident=each.id)
    exclude(book, NOTIFIED, ruled_out)
    answer(book, NOTIFIED, stood)
    answer(book, REVIEWED)
    incidents = {each.child: each.id for each in stood}
    book.turn_to(PUBLISHED.rule)
    for number, each in enumerate(facts(book, REVIEWED.meets)):
        decided = each.start + days(book.rng.randint(5, 25))
        if number % 2 == 0 and decided <= book.as_at:
            add(book, "lcspr_decided", each.child, decided, id=book.number("PR"), incident=incidents[each.child])
    answer(book, PUBLISHED)


def _transfers(book: Book) -> None:
    """Record the notices of children who moved in on another council's plan, and the conferences that took it over."""
    book.turn_to(MOVED.rule)
    book.knows(MOVED.rule)
    for each in facts(book, MOVED.meets):
        told = earlier(each.start, book.rng.randint(16, 22) if book.happens(0.15) else book.rng.randint(6, 15))
        each.row["transfer"] = _notify(book, each, told, permanent=True).id
        MOVED.write(book, each.child, Clock(told, MOVED.due(told), each.start))
    for number in range(max(2, book.scaled(MOVING))):
        told = book.working_day(book.as_at - days(26), book.as_at - days(1))
        child = book.child(told - days(200))
        child.known.append(Known(told, None, contact_team(child)))
        temporary = number % 4 == 1
        _notify(book, Fact(child, told, None, {}), told, permanent=not temporary)
        status = "excluded" if temporary else ""
        book.clock(MOVED.rule, child, Clock(told, MOVED.due(told), amber=MOVED.amber), status)


def _notify(book: Book, moved: Fact, told: date, *, permanent: bool) -> Fact:
    """Record the notice, and the day on which the council accepted the child's move."""
    notice = add(book, "transfer_in_notified", moved.child, told, id=book.number("TI"), permanent=permanent)
    accepted = min(told + days(book.rng.randint(1, 6)), book.as_at)
    if permanent:
        book.note("transfer_in_accepted", moved.child, date=accepted, transfer=notice.id)
    return notice
