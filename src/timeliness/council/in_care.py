"""What is due to every child in care beside visits, reviews and health: plans, records, checks, education."""

from __future__ import annotations

from datetime import date
from datetime import timedelta as days

from timeliness.council.book import Book, Child
from timeliness.council.calendar import months_on
from timeliness.council.chain import Pace
from timeliness.council.duties import Chain, Duty, answer, exclude, repeat
from timeliness.council.law import MONTHS, RELAXED, WEEKS, WORKING, Clock, Length
from timeliness.council.placements import ADOPTERS, FOSTER, INTERIM, PARENT
from timeliness.council.written import Fact, add, facts, of, running, since_2011

CARE_PLAN = Duty("care-plan", "looked_after", "care_plan", Length(10, WORKING), Length(3, WORKING), late=0.08, early=60)
NAMED = Duty("iro-named", "looked_after", "iro_named", Length(5, WORKING), Length(2, WORKING), late=0.05, early=8)
PLACEMENT_PLAN = Duty(
    "placement-plan",
    "placement",
    "placement_plan",
    Length(5, WORKING),
    Length(2, WORKING),
    late=0.12,
    early=20,
    link="placement",
    excused=RELAXED,
)
NOTICE = Duty(
    "placement-notice",
    "placement",
    "placement_notice",
    Length(5, WORKING),
    Length(2, WORKING),
    late=0.1,
    early=20,
    link="placement",
)
PLANNED_NOTICE = Duty("placement-notice", "placement", "placement_notice", Length(0), early=20, link="placement")
OUTSIDE_APPROVAL = Duty(
    "emergency-placement",
    "placement",
    "foster_terms_changed",
    Length(6, WORKING),
    Length(2, WORKING),
    link="placement",
    longer=(RELAXED, Length(24, WEEKS), Length(2, WEEKS)),
)
PARENT_ASSESSED = Duty(
    "pwp-assessment",
    "placement",
    "parent_assessment_completed",
    Length(10, WORKING),
    Length(3, WORKING),
    late=0.2,
    link="placement",
    excused=RELAXED,
)
PARENT_DECIDED = Duty(
    "pwp-decision",
    "parent_assessment_completed",
    "parent_placement_decided",
    Length(10, WORKING),
    Length(3, WORKING),
    link="placement",
)
RECORDS = (
    Duty("cla-review-decisions", "cla_review", "review_decisions_sent", Length(5, WORKING), Length(2, WORKING)),
    Duty(
        "cla-review-record",
        "cla_review",
        "review_record_completed",
        Length(15, WORKING),
        Length(3, WORKING),
        late=0.12,
    ),
    Duty(
        "cla-review-distribution",
        "cla_review",
        "review_record_distributed",
        Length(20, WORKING),
        Length(5, WORKING),
        late=0.1,
    ),
)
EDUCATION = Duty(
    "pep", "looked_after", "pep_initiated", Length(10, WORKING), Length(3, WORKING), late=0.15, sooner="cla_review"
)
DENTAL = Chain(
    "dental",
    "looked_after",
    "dental_check",
    (Length(12, MONTHS),),
    (Length(1, MONTHS),),
    Pace(late=0.12, by=25),
    overdue=0.1,
)
STRENGTHS = Chain(
    "sdq", "looked_after", "sdq_score", (Length(12, MONTHS),), (Length(1, MONTHS),), Pace(late=0.1, by=20), overdue=0.06
)
SCORED_FROM, SCORED_TO, TAUGHT_FROM = 4, 17, 3

APPROVAL, LONGER_APPROVAL, EXTENSION = Length(16, WEEKS), (RELAXED, Length(24, WEEKS), Length(4, WEEKS)), days(56)
APPROVED = Duty(
    "temporary-approval",
    "temporary_approval",
    "connected_carer_approved",
    APPROVAL,
    Length(4, WEEKS),
    longer=LONGER_APPROVAL,
)


def record(book: Book) -> None:
    """Record what is due in every period of care, and to every placement."""
    everybody = facts(book, "looked_after")
    care = since_2011(everybody)
    short = [each for each in care if each.row["short_breaks"] == "true"]
    ordinary = [each for each in care if each.row["short_breaks"] != "true"]
    for duty in (CARE_PLAN, NAMED):
        answer(book, duty, care)
    exclude(book, EDUCATION, [*short, *(each for each in ordinary if _age(each) < TAUGHT_FROM)])
    answer(book, EDUCATION, [each for each in ordinary if _age(each) >= TAUGHT_FROM])
    exclude(book, DENTAL, short)
    repeat(book, DENTAL, ordinary)
    asked = [each for each in everybody if each.row["short_breaks"] != "true"]
    exclude(book, STRENGTHS, [*short, *(each for each in asked if _age(each) < SCORED_FROM)])
    repeat(book, STRENGTHS, _scored(book, asked))
    for duty in RECORDS:
        answer(book, duty, since_2011(facts(book, duty.starts)))
    _placements(book, {each.child for each in short})
    _approvals(book)


def _age(care: Fact) -> int:
    return care.child.age(care.start)


def _scored(book: Book, care: list[Fact]) -> list[Fact]:
    """List the times in which scores are asked for: for those who came as small children, from the first score."""
    book.turn_to("first scores")
    found = []
    for each in care:
        child, start = each.child, each.start
        if _age(each) < SCORED_FROM:
            start = months_on(child.born, 12 * SCORED_FROM) + days(book.rng.randint(5, 300))
            if start >= (each.ends or book.as_at):
                continue
            book.note("sdq_score", child, date=start)
        last = months_on(child.born, 12 * SCORED_TO)
        if start < last:
            found.append(Fact(child, start, each.end, each.row).until(last, book.as_at))
    return found


def _placements(book: Book, short: set[Child]) -> None:
    """Say of every placement how it came about, and record what is due to it.

    In one for adoption all of it ends on the first day; in a series of short breaks nothing of it applies.
    """
    book.turn_to("placement")
    found = [
        each.until(each.start, book.as_at) if _kind(each) == ADOPTERS else each for each in facts(book, "placement")
    ]
    for row in book.facts["placement"]:
        row |= {"emergency": "false", "outside_approval": "false", "before_assessment": "false"}
        if row["kind"] != ADOPTERS and book.happens(0.3):
            row["emergency"] = "true"
            row["outside_approval"] = "true" if row["kind"] == FOSTER and book.happens(0.08) else "false"
    _misplaced(book)
    breaks = [each for each in found if each.child in short]
    due = [each for each in found if each.child not in short]
    exclude(book, PLACEMENT_PLAN, breaks)
    answer(book, PLACEMENT_PLAN, due)
    for duty, emergency in ((NOTICE, "true"), (PLANNED_NOTICE, "false")):
        exclude(book, duty, [each for each in breaks if each.row["emergency"] == emergency])
        answer(book, duty, [each for each in due if each.row["emergency"] == emergency])
    answer(book, OUTSIDE_APPROVAL, [each for each in found if each.row["outside_approval"] == "true"])
    _with_parents(book, due)


def _misplaced(book: Book) -> None:
    """Write the clocks of a placement that ended before it began: nobody can judge them."""
    sound = {id(each.row) for each in facts(book, "placement")}
    children = {each.id: each for each in book.children}
    for row in book.facts["placement"]:
        if id(row) not in sound:
            row["emergency"] = "true"
            row["outside_approval"] = "false"
            child, start = children[row["child_id"]], date.fromisoformat(row["start"])
            for duty in (PLACEMENT_PLAN, NOTICE):
                book.clock(duty.rule, child, Clock(start, duty.due(start)), "unassessable")


def _with_parents(book: Book, found: list[Fact]) -> None:
    """Say which children were placed with a parent before the assessment of the parent.

    They are those whose visits are weekly in any case, until the review, for the order is an interim one.
    """
    statuses, reviews = of(book, "legal_status"), of(book, "cla_review")
    early = []
    for each in found:
        if _kind(each) == PARENT:
            reviewed = min((one.start for one in reviews.get(each.child, ()) if one.start >= each.start), default=None)
            until = min(day for day in (reviewed, each.end, book.as_at) if day)
            status = running(statuses[each.child], each.start)
            if status and status.row["code"] == INTERIM and status.holds(until):
                each.row["before_assessment"] = "true"
                early.append(each)
    answer(book, PARENT_ASSESSED, early)
    assessed = []
    for each in facts(book, PARENT_ASSESSED.meets):
        lived = running([one for one in early if one.child is each.child], each.start)
        if lived:
            assessed.append(Fact(each.child, each.start, lived.end, lived.row))
    answer(book, PARENT_DECIDED, assessed)


def _kind(placement: Fact) -> str:
    return placement.row["kind"]


def _approvals(book: Book) -> None:
    """Record which temporary approvals were extended, and which led to full approval on their last day."""
    book.turn_to(APPROVED.rule)
    book.knows(APPROVED.rule)
    for each in facts(book, "temporary_approval"):
        due, met = APPROVED.due(each.start), each.end if each.end and book.happens(0.6) else None
        extended = each.start + days(book.rng.randint(20, 55))
        if extended < (each.end or book.as_at) and book.happens(0.25):
            add(book, "temporary_approval_extended", each.child, extended)
            due += EXTENSION
        if met:
            add(book, APPROVED.meets, each.child, met)
        APPROVED.write(book, each.child, Clock(each.start, due, met, None if met else each.end))
