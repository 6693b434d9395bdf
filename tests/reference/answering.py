"""Answering: which meeting meets which clock, where the rule does not repeat."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.reference.clocks import Clock, End, Meeting, earlier
from tests.reference.ends import SUPERSEDED
from tests.reference.facts import AT_ODDS, LINKED

MATCHED_BY = {True: "identifier", False: "date"}


def answer(clocks: Iterable[Clock], meetings: Iterable[Meeting]) -> None:
    """Let each meeting find its clock, in order, in each spell by itself (decisions 29 to 31)."""
    groups: dict[Any, list[Clock]] = {}
    for clock in clocks:
        clock.own_end = clock.end
        groups.setdefault(None if clock.rule.backwards else clock.spell, []).append(clock)
    for group in groups.values():
        _share_starts(group)
    for meeting in meetings:
        for group in groups.values():
            _meet(meeting, group)


def _share_starts(clocks: list[Clock]) -> None:
    """Let clocks of one day share the facts that began them: none of those meets any of them."""
    began: dict[Any, tuple[Any, ...]] = {}
    for clock in clocks:
        began[clock.start] = began.get(clock.start, ()) + clock.facts
    for clock in clocks:
        clock.facts = began[clock.start]


def _meet(meeting: Meeting, clocks: Iterable[Clock]) -> None:
    found = [clock for clock in clocks if _may_find(meeting, clock)]
    linked = [clock for clock in found if _standing(meeting, clock) == LINKED]
    same = linked or found
    if not same:
        return
    chosen = _choose(meeting, same)
    if chosen.is_found:
        return
    chosen.is_found = True
    if not chosen.passed_over or chosen.end.day == meeting.day:
        chosen.met, chosen.matched_by = meeting, MATCHED_BY[bool(linked)]
        chosen.passed_over, meeting.has_met = False, True
    _pass_over(meeting, [clock for clock in same if clock is not chosen], chosen)


def _choose(meeting: Meeting, found: list[Clock]) -> Clock:
    """Choose the latest begun, or else the next that may be reached; then the later in order."""
    begun = [clock for clock in found if clock.start <= meeting.day]
    if begun and not found[0].rule.backwards:
        return max(begun, key=lambda clock: clock.order)
    first = min(clock.start for clock in found)
    return max((clock for clock in found if clock.start == first), key=lambda clock: clock.order)


def _pass_over(meeting: Meeting, others: Iterable[Clock], chosen: Clock) -> None:
    if chosen.rule.backwards or chosen.start > meeting.day:
        return
    for clock in others:
        if clock.start <= meeting.day and clock.met is None and not clock.passed_over:
            over = End(meeting.day, SUPERSEDED, "superseded", meeting.evidence.source)
            clock.end, clock.passed_over = earlier(clock.end, over), True


def _may_find(meeting: Meeting, clock: Clock) -> bool:
    """Say whether a meeting may find a clock at all (decisions 29 and 33)."""
    excluded = any(one.day <= meeting.day for one in clock.exclusions)
    ended = clock.own_end is not None and clock.own_end.day < meeting.day
    if excluded or ended or _standing(meeting, clock) == AT_ODDS or meeting.started(clock):
        return False
    if meeting.of_spell is not None and clock.spell is not meeting.of_spell:
        return False
    if clock.rule.backwards:
        return clock.start >= meeting.day
    if clock.start > meeting.day:
        return meeting.reaches(clock)
    return clock.spell is None or clock.spell.runs_on(meeting.day)


def _standing(meeting: Meeting, clock: Clock) -> str:
    return clock.links.standing(meeting.evidence.links)
