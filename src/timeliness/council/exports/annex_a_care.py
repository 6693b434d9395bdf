"""Lists 7 to 11 of Annex A: a row for each child, with the latest plan, period of care, visit and review."""

from __future__ import annotations

from itertools import chain

from timeliness.council.exports.annex_a_rows import (
    CHILD,
    DISABILITY,
    HELD,
    NO,
    Cell,
    Rows,
    child,
    day,
    disability,
    held,
    yes,
)
from timeliness.council.exports.snapshot import Fact, Snapshot


def protection(snapshot: Snapshot) -> Rows:
    """List 7: the latest plan of each child who is on one, or was in the six months before."""
    headings = (
        DISABILITY,
        "Child Protection Plan Start Date",
        "Initial Category of Abuse",
        "Latest Category of Abuse",
        "Date of the Last Statutory Visit",
        "Was the Child Seen Alone?",
        "Date of latest review conference",
        "Child Protection Plan End Date",
        "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)",
        "Number of Previous Child Protection Plans",
    )
    rows = [
        _on_plan(snapshot, id_, plan)
        for id_ in snapshot.children("cp_plan")
        if (plan := snapshot.last("cp_plan", id_, snapshot.lately))
    ]
    return [(*CHILD, *headings, *HELD, "Visits every (days)"), *rows]


def _on_plan(snapshot: Snapshot, id_: str, plan: Fact) -> tuple[Cell, ...]:
    visit = snapshot.last("cp_visit", id_, lambda each: _counts(each, snapshot.born.get(id_, "")))
    every = snapshot.running("visiting_frequency", id_).get("every") or plan.get("visit_every", "")
    return (
        *child(snapshot, id_),
        disability(snapshot, id_),
        day(plan["start"]),
        "a) Neglect",
        "a) Neglect",
        day(visit.get("date", "")),
        yes(visit.get("seen_alone", "")),
        day(snapshot.last("cp_review_conference", id_).get("date", "")),
        day(plan["end"]),
        NO,
        sum(each["start"] < plan["start"] for each in snapshot.of("cp_plan", id_)),
        *held(snapshot, id_),
        int(every) if every else None,
    )


def _counts(visit: Fact, born: str) -> bool:
    """Whether a visit is one under the plan: the child was seen, or was not born."""
    return visit.get("child_seen") == "true" or bool(born and visit["date"] < born)


def in_care(snapshot: Snapshot) -> Rows:
    """List 8: the latest period of care of each child who is looked after, or was in the six months before."""
    headings = (
        "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)",
        DISABILITY,
        "Date Started to be Looked After",
        "Child's Category of Need",
        "Is this a second or subsequent period of being a Looked After Child within the last 12 months (Y/N)",
        "Start date of current legal status",
        "Child's Legal Status",
        "Date of Latest Statutory Review",
        "Date of Last Social Work Visit",
        "What is the permanence plan for this child?",
        "Date of Last IRO Visit / Contact to the Child",
        "Date of Last Health Assessment",
        "Date of Last Dental Check",
        "Number of Placements in the Last 12 months",
        "Date Ceased to be Looked After",
        "Reason Ceased to be Looked After",
        "Start Date of Most Recent Placement",
        "Placement Type",
        "Placement Provider",
        "Placement postcode",
        "URN of Placement",
        "Placement Location",
        "LA of Placement",
        "Number of Episodes the Child has been \u2018Missing\u2019 from their Placement in the last 12 months",
        "Number of Episodes the Child has been \u2018Absent\u2019 from their Placement in the last 12 months",
        "Was the child offered a Return Interview after their last missing episode (Y/N)?",
        "Did the child accept a Return Interview after their last missing episode (Y/N)?",
    )
    rows = [
        _in_care_of(snapshot, id_, spell)
        for id_ in snapshot.children("looked_after")
        if (spell := snapshot.last("looked_after", id_, snapshot.lately))
    ]
    return [(*CHILD, *headings, *HELD, "Placement intended to last until 18 (Y/N)"), *rows]


def _in_care_of(snapshot: Snapshot, id_: str, spell: Fact) -> tuple[Cell, ...]:
    def last(table: str) -> Cell:
        return day(snapshot.last(table, id_).get("date", ""))

    status = snapshot.last("legal_status", id_, snapshot.lately)
    placement = snapshot.last("placement", id_, snapshot.lately)
    review = last("cla_review")
    return (
        *child(snapshot, id_),
        NO,
        disability(snapshot, id_),
        day(spell["start"]),
        "N1 - Abuse or neglect",
        NO,
        day(status.get("start", "")),
        _LEGAL.get(status.get("code", ""), ""),
        review,
        last("cla_visit"),
        _permanence(snapshot.running("permanence_plan", id_).get("plan", "")),
        review,
        last("health_assessment"),
        last("dental_check"),
        sum(each["start"] >= snapshot.a_year_ago for each in snapshot.of("placement", id_)),
        day(spell["end"]),
        "",
        day(placement.get("start", "")),
        _PLACEMENTS.get(placement.get("kind", ""), ""),
        *("", "", "", "", ""),
        *(0, 0, "", ""),
        *held(snapshot, id_),
        yes(placement.get("until_18", "")),
    )


_LEGAL = {
    "C1": "C1: ICO",
    "C2": "C2: FCO",
    "E1": "E1: Placement order",
    "V2": "V2: Single period under S20",
    "V4": "V4: Short term breaks, agreements recorded",
    "L2": "L2: EPO",
}
_PLACEMENTS = {
    "U3": "c) U3: Foster placement - relative - not FFA",
    "U4": "d) U4: Foster placement - long term",
    "U6": "f) U6: Foster placement - not FFA",
    "A6": "j) A6: Placed for adoption - order - not foster",
    "P1": "k) P1: Placed with parents",
    "P2": "l) P2: Independent living",
    "K2": "p) K2: Children\u2019s Homes",
}
_PLANS = (
    "Return to family",
    "Adoption",
    "SGO/CAO",
    "Supported living in the community",
    "Long-term residential placement",
    "Long-term fostering",
)


def _permanence(plan: str) -> str:
    return f"{'abcdef'[_PLANS.index(plan)]}) {plan}" if plan in _PLANS else "g) other" if plan else ""


def care_leavers(snapshot: Snapshot) -> Rows:
    """List 9 in its newer layout: care leavers and those with a pathway plan, with the latest review and contact."""
    headings = (
        DISABILITY,
        "Allocated Team",
        "Allocated Worker",
        "Allocated Personal Advisor",
        "Eligibility Category",
        "Latest Pathway Plan Review Date",
        "LA In Touch",
        "Latest Date of Contact",
        "Type of Accommodation",
        "Suitability of Accommodation",
        "Activity Status",
    )
    served = sorted(id_ for id_ in snapshot.children("care_leaver") if snapshot.running("care_leaver", id_))
    rows: Rows = []
    for id_ in served:
        planned = [
            snapshot.last("pathway_plan", id_).get("start", ""),
            snapshot.last("pathway_review", id_).get("date", ""),
        ]
        contact = snapshot.last("care_leaver_contact", id_).get("date", "")
        own = ("b) Former relevant child", day(max(planned)), yes("true") if contact else NO, day(contact), "", "", "")
        rows.append((*child(snapshot, id_), disability(snapshot, id_), *held(snapshot, id_), "", *own))
    return [(*CHILD, *headings), *rows]


def adoption(snapshot: Snapshot) -> Rows:
    """List 10: children with a plan for adoption in the twelve months before."""
    headings = (
        DISABILITY,
        "Date the Child Entered Care",
        "Date of Decision that Child Should be Placed for Adoption",
        "Date of Placement Order",
        "Date of Matching Child and Prospective Adopters",
        "Date Placed for Adoption",
        "Date of Adoption Order",
        "Date of Decision that Child Should No Longer be Placed for Adoption",
        "Reason Why Child No Longer Placed for Adoption",
        "Date the child was placed for fostering in FFA or concurrent planning placement",
    )
    first, *others = CHILD
    plans = ((id_, snapshot.last("adoption_plan", id_)) for id_ in snapshot.children("adoption_plan"))
    rows = [
        _adopted(snapshot, id_, plan) for id_, plan in plans if (plan["end"] or snapshot.today) >= snapshot.a_year_ago
    ]
    return [(first, "Family identifier", *others, *headings), *rows]


def _adopted(snapshot: Snapshot, id_: str, plan: Fact) -> tuple[Cell, ...]:
    entered = snapshot.last("looked_after", id_, lambda each: each["start"] <= plan["start"])
    dates = (
        entered.get("start", ""),
        plan["start"],
        snapshot.last("authority_to_place", id_).get("start", ""),
        snapshot.last("adoption_match", id_).get("date", ""),
        snapshot.last("placed_for_adoption", id_).get("start", ""),
        order := snapshot.last("adoption_order", id_).get("date", ""),
        "" if order else plan["end"],
    )
    who, *rest = child(snapshot, id_)
    return (who, "", *rest, disability(snapshot, id_), *(day(each) for each in dates), "", None)


def adopters(snapshot: Snapshot) -> Rows:  # noqa: ARG001 - each list is made of the book
    """List 11: adopters, of whom the council keeps nothing."""
    return [tuple(chain(_ADOPTER, _STAGES, _PLACING))]


_ADOPTER = (
    "Individual adopter identifier",
    "Family identifier",
    "Gender",
    "Ethnicity",
    "Disability",
    "Is the (prospective) adopter fostering for adoption?",
)
_STAGES = (
    "Date enquiry received",
    "Date Stage 1 started",
    "Date Stage 1 ended",
    "Date Stage 2 started",
    "Date Stage 2 ended",
    "Date application submitted",
    "Date application approved",
)
_PLACING = (
    "Date adopter matched with child(ren)",
    "Date child/children placed with adopter(s)",
    "No. of children placed",
    "Date of Adoption Order",
    "Date of leaving adoption process",
    "Reason for leaving adoption process",
)
