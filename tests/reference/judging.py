"""Judging: the status of a clock and the reason that is shown with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tests.reference.calendars import ONE_DAY
from tests.reference.clocks import Clock, Dated, Meeting, Source
from tests.reference.durations import less
from tests.reference.ends import EXCLUSION, REBOOKED
from tests.reference.facts import AT_ODDS, LINKED
from tests.reference.happenings import Happening
from tests.reference.limits import (
    NO_BIRTH,
    NOT_POSITIVE,
    OUTSIDE,
    UNKNOWN,
    met_at,
    number_of,
    timed,
)
from tests.reference.moments import end_of
from tests.reference.reasons import exceptions, exclusions
from tests.reference.standing import Standing
from tests.reference.starts import BACKWARDS, MISSING

NO_HISTORY, NO_CHILD = "history begins later", "child missing"
FAULTS = (MISSING, UNKNOWN, NOT_POSITIVE, OUTSIDE, NO_HISTORY, BACKWARDS, NO_CHILD, NO_BIRTH)


@dataclass(frozen=True)
class Verdict:
    """A status, its reason, and the fact behind the reason."""

    status: str
    reason: str | None = None
    source: Source | None = None


@dataclass(frozen=True)
class Case:
    """A clock with its due date as it stands, the meetings of the child and the day it is read."""

    clock: Clock
    standing: Standing
    meetings: tuple[Meeting, ...]
    as_at: date

    @property
    def due(self) -> date | None:
        """Return the due date."""
        return self.standing.due

    @property
    def timed(self) -> bool:
        """Say whether moments decide; a moved due date is judged by its day (decision 50)."""
        return timed(self.clock) and self.standing.source is None

    @property
    def stop(self) -> date:
        """Return the day on which it was met or ended, else the day it is read."""
        return self.clock.close or self.as_at

    @property
    def past(self) -> bool:
        """Say whether it was met or ended late, or is open and late (the rule language 4)."""
        if self.clock.met is not None and self.timed:
            return met_at(self.clock) > self.clock.limit.due_at
        if self.clock.close is None and self.timed:
            return self.clock.limit.due_at < end_of(self.as_at)
        return self.stop > self.due


def judge(case: Case) -> Verdict:
    """Return the first line of the table of statuses that holds (the rule language 4)."""
    excluded, fault = case.clock.exclusion, fault_of(case)
    if excluded is not None:
        return Verdict("excluded", excluded.reason, excluded.source)
    if fault is not None:
        return Verdict("unassessable", fault)
    if case.clock.met is not None and not case.past:
        return Verdict("met_on_time")
    excuse = _first(exceptions(case.clock).bearing, case)
    if case.past and excuse is not None:
        return Verdict("excepted", excuse.reason, excuse.source)
    if case.clock.met is not None:
        return _with(_shown(case), "met_late")
    return _judge_ended(case) if case.clock.end else _judge_open(case)


def fault_of(case: Case) -> str | None:
    """Return the first reason of the closed list that holds (the rule language 4; decision 51)."""
    clock, found = case.clock, {case.clock.fault, case.clock.limit.fault}
    if clock.child.child_id is None:
        return clock.fault or NO_CHILD
    if case.due is None and clock.limit.due is not None:
        found.add(OUTSIDE)
    if _begins_before_history(case):
        found.add(NO_HISTORY)
    if not clock.child.known:
        found.add(NO_CHILD)
    return next((fault for fault in FAULTS if fault in found), None)


def _begins_before_history(case: Case) -> bool:
    """Say whether it started before the history and was not met in time (decision 22)."""
    clock = case.clock
    begins = clock.child.history_from(*clock.rule.meeting_kinds)
    if begins is None or clock.start is None:
        return False
    first = begins - ONE_DAY if clock.rule.repeats else begins
    met_in_time = clock.met is not None and case.due is not None and not case.past
    return clock.start < first and not met_in_time


def _judge_ended(case: Case) -> Verdict:
    end, status = case.clock.end, "never_met" if case.past else "ended_before_due"
    shown, after = _shown(case) if case.past else None, _met_after(case)
    if shown is not None:
        return _with(shown, status)
    if after is not None:
        return Verdict(status, "met after the duty ended", after.evidence.source)
    return Verdict(status, end.reason, end.source if end.rank == EXCLUSION else None)


def _judge_open(case: Case) -> Verdict:
    pause = _running_pause(case)
    if pause is not None:
        return Verdict("paused", pause.ref.kind, pause.source)
    if case.past:
        return _with(_shown(case), "overdue")
    return Verdict("due_soon" if _is_due_soon(case) else "running")


def _running_pause(case: Case) -> Happening | None:
    running = [one for one in case.standing.pauses if one.spell.runs_on(case.as_at)]
    return running[0] if running else None


def _is_due_soon(case: Case) -> bool:
    clock, window = case.clock, case.clock.limit.due_soon
    number = None if window is None else number_of(window, clock.view(clock.start))
    if number is None:
        return False
    first = less(case.due, number, window, clock.child.world)
    return first is not None and first <= case.as_at


def _met_after(case: Case) -> Meeting | None:
    """Find the meeting that came after the duty had ended (decision 27)."""
    clock = case.clock
    if clock.passed_over or clock.end.rank == REBOOKED:
        return None
    free = (meeting for meeting in case.meetings if not meeting.has_met)
    later = (meeting for meeting in free if meeting.day > clock.end.day)
    return next((meeting for meeting in later if _would_meet(meeting, clock)), None)


def _would_meet(meeting: Meeting, clock: Clock) -> bool:
    if meeting.of_spell is not None and clock.spell is not meeting.of_spell:
        return False
    standing = clock.links.standing(meeting.evidence.links)
    following = clock.next_of_child
    before = following is None or meeting.day < following
    if clock.rule.repeats:
        return before
    return standing == LINKED or (standing != AT_ODDS and before)


def _shown(case: Case) -> Dated | None:
    """Return the earliest reason that came too late, to be shown on a late clock (decision 38)."""
    clock = case.clock
    late = [*exceptions(clock).too_late, *case.standing.too_late]
    if clock.rule.repeats:
        late += exclusions(clock).too_late
    return _first(sorted(late, key=lambda reason: reason.order), case)


def _first(reasons: Iterable[Dated], case: Case) -> Dated | None:
    return next((reason for reason in reasons if reason.source is None or reason.day <= case.stop), None)


def _with(shown: Dated | None, status: str) -> Verdict:
    return Verdict(status, shown.reason, shown.source) if shown else Verdict(status)
