"""Limits: the branch of `within` that holds, its number, and the due date that follows."""

from __future__ import annotations

from datetime import date, datetime

from tests.reference.clocks import Clock, Limit
from tests.reference.conditions import View, holds, value_of
from tests.reference.durations import BEFORE, Duration, due_from
from tests.reference.moments import later, local, moment
from tests.reference.rules import Branch

UNKNOWN, NOT_POSITIVE = "limit unknown", "limit not positive"
OUTSIDE, NO_BIRTH = "outside the calendar", "birth date missing"


def read_limit(clock: Clock, day: date) -> Limit:
    """Read the whole `within` as at a day and count from it (the rule language 2, `within`)."""
    view = clock.view(day)
    branches = clock.version.within
    for number, branch in enumerate(branches, 1):
        if _undecided(branch, view):
            return Limit(fault=NO_BIRTH)
        if holds(branch.when, view):
            return _count(clock, branch, f"{number} of {len(branches)}", view)
    return Limit(fault=UNKNOWN)


def timed(clock: Clock) -> bool:
    """Say whether all sides known of a limit in hours carry a time (decision 50)."""
    if clock.limit.due_at is None:
        return False
    return clock.met is None or met_at(clock) is not None


def met_at(clock: Clock) -> datetime | None:
    """Return the moment of the meeting, where it carries a time."""
    return moment(clock.met.day, clock.met.evidence.time)


def number_of(duration: Duration, view: View) -> int | None:
    """Return the number of a duration, read where it names an attribute."""
    said = duration.amount
    return said if isinstance(said, int) else value_of(said, view)


def due_first(clock: Clock) -> date | None:
    """Return the due date before pauses, extensions and changes."""
    return local(clock.limit.due_at).date() if timed(clock) else clock.limit.due


def _undecided(branch: Branch, view: View) -> bool:
    """Say whether only a missing birth date keeps the branch from being decided (decision 46)."""
    if "age" not in branch.when or view.child.born is not None:
        return False
    return holds({name: said for name, said in branch.when.items() if name != "age"}, view)


def _count(clock: Clock, branch: Branch, place: str, view: View) -> Limit:
    duration = branch.limit
    number = number_of(duration, view)
    if number is None:
        return Limit(None, place, duration, due_soon=branch.due_soon, fault=UNKNOWN)
    text = duration.text(number)
    if number <= 0:
        return Limit(text, place, duration, due_soon=branch.due_soon, fault=NOT_POSITIVE)
    due = due_from(view.day, number, duration, clock.child.world)
    if due is None:
        return Limit(text, place, duration, due_soon=branch.due_soon, fault=OUTSIDE)
    hours = -number if duration.mode == BEFORE else number
    due_at = _due_at(clock, view.day, hours) if duration.unit == "hour" else None
    return Limit(text, place, duration, due, due_at, branch.due_soon)


def _due_at(clock: Clock, day: date, hours: int) -> datetime | None:
    start = moment(day, clock.time) if day == clock.start else None
    return later(start, hours) if start else None
