"""Output: a judged clock as one plain row."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.reference.clocks import Clock
from tests.reference.judging import Case, Verdict, judge
from tests.reference.limits import due_first
from tests.reference.moments import local
from tests.reference.teams import held_by

LATE = ("met_late", "never_met", "overdue", "excepted")
OPEN_IN_TIME = ("running", "due_soon")

Row = dict[str, Any]


def to_row(case: Case) -> Row:
    """Write the row of one clock."""
    verdict = judge(case)
    return {
        **_of_start(case.clock),
        **_of_dates(case),
        "status": verdict.status,
        "reason": verdict.reason,
        "since": _since(case, verdict),
        **_of_days(case, verdict.status),
        "precision": _precision(case),
        "matched_by": case.clock.matched_by if case.clock.met else None,
        **_of_team(case),
        **_of_sources(case, verdict),
    }


def in_order(rows: list[Row]) -> list[Row]:
    """Order rows by child, start, occurrence, due date and source, what is not known last."""
    names = ("child_id", "start", "occurrence", "due", "start_source")
    return sorted(rows, key=lambda row: [_last_if_none(row[name]) for name in names])


def _of_start(clock: Clock) -> Row:
    return {
        "rule": clock.rule.rule,
        "version": clock.version.first.isoformat() if clock.version else None,
        "child_id": clock.child.child_id,
        "occurrence": clock.occurrence,
        "spell_start": clock.spell.start if clock.spell else None,
        "start": clock.start,
        "limit": clock.limit.text,
        "branch": clock.limit.branch,
    }


def _of_dates(case: Case) -> Row:
    clock = case.clock
    return {
        "due_first": due_first(clock),
        "due": case.due,
        "due_at": local(clock.limit.due_at) if case.timed else None,
        "met": clock.met.day if clock.met else None,
        "ended": clock.end.day if clock.end else None,
    }


def _of_days(case: Case, status: str) -> Row:
    late = (case.stop - case.due).days if status in LATE else None
    working = case.clock.child.world.calendars["working"]
    return {
        "days_late": None if late is None else max(0, late),
        "working_days_late": None if late is None else working.between(case.due, case.stop),
        "days_left": (case.due - case.as_at).days if status in OPEN_IN_TIME else None,
    }


def _of_team(case: Case) -> Row:
    child = case.clock.child
    if child.child_id is None:
        return {"team": None, "team_then": None, "worker": None}
    team, worker = held_by(child, case.as_at)
    return {"team": team, "team_then": held_by(child, _then(case))[0], "worker": worker}


def _then(case: Case) -> date:
    """Return the day whose team answers for the clock (the rule language 4)."""
    clock = case.clock
    if clock.start is None:
        return case.as_at
    if clock.rule.backwards:
        return clock.start
    ended = clock.end.day if clock.end else None
    met = clock.met.day if clock.met else None
    return max(clock.start, min(day for day in (case.due, met, ended, case.as_at) if day))


def _of_sources(case: Case, verdict: Verdict) -> Row:
    clock = case.clock
    return {
        "start_source": clock.begun.source,
        "met_source": clock.met.evidence.source if clock.met else None,
        "ended_source": clock.end.source if clock.end else None,
        "reason_source": verdict.source,
        "moved_source": case.standing.source,
    }


def _since(case: Case, verdict: Verdict) -> int | None:
    unknown = verdict.status != "unassessable" or case.clock.start is None
    return None if unknown else (case.as_at - case.clock.start).days


def _precision(case: Case) -> str | None:
    limit = case.clock.limit
    if case.clock.from_history:
        return "history"
    if limit.due is None or limit.duration.unit != "hour":
        return None
    return "time" if case.timed else "date"


def _last_if_none(value: Any) -> tuple[bool, Any]:
    return (True, 0) if value is None else (False, value)
