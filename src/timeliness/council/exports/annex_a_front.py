"""Lists 1 to 6 of Annex A: the front door, enquiries, and all children in need."""

from __future__ import annotations

from collections.abc import Iterator

from timeliness.council.exports.annex_a_rows import (
    CHILD,
    DISABILITY,
    HELD,
    Cell,
    Rows,
    child,
    day,
    disability,
    held,
    yes,
)
from timeliness.council.exports.snapshot import Fact, Snapshot


def contacts(snapshot: Snapshot) -> Rows:
    """List 1: a row for each contact of six months."""
    found = [each for each in snapshot.book.facts["contact"] if snapshot.is_recent(each["date"])]
    rows = [(*child(snapshot, each["child_id"]), day(each["date"]), "u) 10: Unknown") for each in found]
    return [(*CHILD, "Date of Contact", "Contact Source"), *rows]


def early_help(snapshot: Snapshot) -> Rows:  # noqa: ARG001 - each list is made of the book
    """List 2: the council has no early help."""
    return [(*CHILD, "Assessment start date", "Assessment completion date", "Organisation completing assessment")]


def referrals(snapshot: Snapshot) -> Rows:
    """List 3: a row for each referral of six months."""
    headings = ("Date of referral", "Referral Source", "Referral NFA?", "Number of Referrals in Last 12 Months")
    rows: Rows = []
    for each in snapshot.book.facts["referral"]:
        if snapshot.is_recent(each["date"]):
            id_ = each["child_id"]
            earlier = snapshot.before(snapshot.of("referral", id_), each["date"])
            own = (day(each["date"]), "u) 10: Unknown", yes(each.get("no_further_action", "")), earlier)
            rows.append((*child(snapshot, id_), *own, *held(snapshot, id_)))
    return [(*CHILD, *headings, *HELD), *rows]


def assessments(snapshot: Snapshot) -> Rows:
    """List 4: assessments begun or ended in six months, and open ones."""
    headings = (
        DISABILITY,
        "Continuous Assessment Start Date",
        "Child Seen During Continuous Assessment",
        "Continuous Assessment Date of Authorisation",
        "Was the child assessed as requiring LA children\u2019s social care support",
    )
    rows: Rows = []
    for each in snapshot.book.facts["assessment"]:
        if snapshot.lately(each):
            id_ = each["child_id"]
            own = (disability(snapshot, id_), day(each["start"]), "c) Unknown", day(each["end"]), "")
            rows.append((*child(snapshot, id_), *own, *held(snapshot, id_)))
    return [(*CHILD, *headings, *HELD), *rows]


def enquiries(snapshot: Snapshot) -> Rows:
    """List 5: enquiries begun in six months, those that have not come to an outcome, and those without a day."""
    headings = (
        DISABILITY,
        "Strategy discussion initiating Section 47 Enquiry Start Date",
        "Was an Initial Child Protection Conference deemed unnecessary?",
        "Date of Initial Child Protection Conference",
        "Did the Initial Child Protection Conference Result in a Child Protection Plan",
        "Number of Section 47 Enquiries in the last 12 months",
        "Number of ICPCs in the last 12 months",
    )
    rows = [row for id_ in snapshot.children("strategy_discussion") for row in _enquiries_of(snapshot, id_)]
    return [(*CHILD, *headings, *HELD), *rows]


def _enquiries_of(snapshot: Snapshot, id_: str) -> Iterator[tuple[Cell, ...]]:
    begun = _begun(snapshot, id_)
    conferences = snapshot.of("initial_cp_conference", id_)
    answered = dict(_conferences(begun, conferences))
    for number, (discussion, enquiry) in enumerate(begun):
        on = discussion["date"]
        if on and not snapshot.is_recent(on) and not (enquiry and snapshot.runs(enquiry)):
            continue
        held_on = answered.get(number, "")
        needed = enquiry.get("conference_required", "") if enquiry.get("end") else ""
        planned = any(plan["start"] == held_on for plan in snapshot.of("cp_plan", id_))
        yield (
            *child(snapshot, id_),
            disability(snapshot, id_),
            day(on),
            yes({"true": "false", "false": "true"}.get(needed, "")),
            day(held_on),
            yes(str(planned).lower()) if held_on else "",
            snapshot.before(snapshot.of("section_47_enquiry", id_), on),
            snapshot.before(conferences, on),
            *held(snapshot, id_),
        )


def _begun(snapshot: Snapshot, id_: str) -> list[tuple[Fact, Fact]]:
    """The discussions that began enquiries, each with its enquiry: the first of each, and those of none."""
    spells, found, seen = snapshot.of("section_47_enquiry", id_), list[tuple[Fact, Fact]](), set[int]()
    for each in snapshot.of("strategy_discussion", id_):
        if each.get("initiated_section_47") == "true":
            enquiry = _enquiry_of(each, spells)
            if not enquiry or id(enquiry) not in seen:
                found.append((each, enquiry))
                seen.add(id(enquiry))
    return found


def _enquiry_of(discussion: Fact, spells: list[Fact]) -> Fact:
    named = discussion.get("enquiry")
    on = discussion["date"]
    theirs = (
        each for each in reversed(spells) if (named and each.get("id") == named) or (not named and _holds(each, on))
    )
    return next(theirs, {})


def _holds(spell: Fact, on: str) -> bool:
    return bool(on) and spell["start"] <= on <= (spell["end"] or on)


def _conferences(begun: list[tuple[Fact, Fact]], conferences: list[Fact]) -> Iterator[tuple[int, str]]:
    """Which conference came of which discussion: by the enquiry, or else of the last discussion before it."""
    taken = set[int]()
    for each in sorted(conferences, key=lambda each: not each.get("enquiry")):
        named = each.get("enquiry")
        fits = [
            number
            for number, (discussion, enquiry) in enumerate(begun)
            if (
                named == enquiry.get("id") if named else bool(discussion["date"]) and discussion["date"] <= each["date"]
            )
        ]
        if fits and fits[-1] not in taken:
            taken.add(fits[-1])
            yield fits[-1], each["date"]


def in_need(snapshot: Snapshot) -> Rows:
    """List 6: a row for each child in need, with what the council does for them now."""
    headings = (
        DISABILITY,
        "CIN Start Date",
        "Primary Need Code",
        "Date Child Was Last Seen",
        "CIN Closure Date",
        "Reason for Closure",
        "Case status",
        "Visits every (days)",
    )
    rows = [row for id_ in snapshot.children("child") for row in _in_need_of(snapshot, id_)]
    return [(*CHILD, *headings[:-1], *HELD, headings[-1]), *rows]


_STATUSES = (
    ("looked_after", "a) Looked after child"),
    ("cp_plan", "b) Child Protection plan"),
    ("cin_plan", "c) Child in need plan"),
    ("assessment", "d) Open assessment"),
)


def _in_need_of(snapshot: Snapshot, id_: str) -> Iterator[tuple[Cell, ...]]:
    spell, status = next(
        ((found, status) for table, status in _STATUSES if (found := snapshot.running(table, id_))), ({}, "")
    )
    if not spell:
        return
    seen = max(snapshot.last(table, id_, _seen).get("date", "") for table in ("cin_visit", "cp_visit", "cla_visit"))
    interval = spell.get("visit_every", "") if status.startswith("c)") else ""
    yield (
        *child(snapshot, id_),
        disability(snapshot, id_),
        day(spell["start"]),
        "N1 - Abuse or neglect",
        day(seen),
        None,
        "",
        status,
        *held(snapshot, id_),
        int(interval) if interval else None,
    )


def _seen(visit: Fact) -> bool:
    return visit.get("child_seen", "true") == "true"
