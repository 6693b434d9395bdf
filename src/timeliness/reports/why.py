"""Why a clock stands where it stands: one line of plain English from its columns."""

from __future__ import annotations

from timeliness.facts import UNALLOCATED
from timeliness.reports.clock import Clock
from timeliness.reports.phrases import Phrases
from timeliness.reports.wording import named, one_line, sentence, short_day

_DAY_ONE = " beginning with the start"
_BACKWARDS = " before the start"
_TOO_LATE = " after the due date"


def why(clock: Clock, words: Phrases) -> str:
    """Say why, as '15 working days from 28 Apr 2016 (strategy discussion)'."""
    match clock.status:
        case "unassessable":
            return _cannot(clock, words)
        case "excluded" | "excepted" | "paused":
            return ". ".join(part for part in (_state(clock), _counted(clock, words)) if part)
        case _:
            return _counted(clock, words) + _moved(clock) + _too_late(clock) + _inherited(clock)


def state(status: str, reason: str | None) -> str:
    """Name what stands between a clock and its date: 'Paused: stay'."""
    words = {"excluded": "Not needed", "excepted": "Excused", "paused": "Paused"}
    return f"{words[status]}: {named(reason or 'no reason recorded')}"


def _state(clock: Clock) -> str:
    return state(clock.status, clock.reason)


def _counted(clock: Clock, words: Phrases) -> str:
    """The limit, and from where it was counted."""
    if clock.start is None or clock.limit is None:
        return ""
    begun = short_day(clock.start) + _from(clock, words)
    told = f"; {named(clock.state)}" if words.told and clock.state else ""
    return _limited(clock, begun) + told


def _limited(clock: Clock, begun: str) -> str:
    limit = clock.limit or ""
    by_dates = ", judged by dates because a time is not recorded" if clock.precision == "date" else ""
    if limit.endswith(_DAY_ONE):
        return f"{limit.removesuffix(_DAY_ONE)}, counting {begun} as day 1{by_dates}"
    if limit.endswith(_BACKWARDS):
        return f"{limit.removesuffix(_BACKWARDS)} before {begun}{by_dates}"
    return f"{limit} from {begun}{by_dates}"


def _from(clock: Clock, words: Phrases) -> str:
    """What the start is, where the columns can tell."""
    if clock.precision == "history" and not clock.clock_key.endswith(f":{clock.start}"):
        return ", where the extract's history begins"
    if words.repeats and clock.start == words.first:
        return ", when the rule began"
    what = words.again if words.repeats and clock.occurrence != 1 else words.began
    return f" ({what})" if what else ""


def _moved(clock: Clock) -> str:
    moved = clock.due_first is not None and clock.due_first != clock.due
    return f"; the date was first {short_day(clock.due_first)}" if moved and clock.due_first else ""


def _too_late(clock: Clock) -> str:
    """A reason on an open clock came after its date, and so changes nothing."""
    reason = named((clock.reason or "").removesuffix(_TOO_LATE))
    return f"; {reason}, but only after the date" if reason else ""


def _inherited(clock: Clock) -> str:
    """Whose it was when it fell due, if it has changed hands since."""
    if clock.status != "overdue" or clock.due_with is None:
        return ""
    holder = "nobody holding it" if clock.due_with == UNALLOCATED else one_line(clock.due_with)
    return f"; it fell due with {holder}"


def _cannot(clock: Clock, words: Phrases) -> str:
    """What is missing, and what to do about it."""
    started = f"The date it starts from{f' ({words.began})' if words.began else ''}"
    look = f" Look at {words.asked}." if words.asked else " Record it."
    spell = sentence(words.spell or "spell")
    said = {
        "start missing": f"{started} is not recorded. Record it.",
        "limit unknown": f"How long is allowed is not recorded.{look}",
        "limit not positive": "How long is allowed is recorded as less than one. Correct it.",
        "outside the calendar": "Its dates lie outside the calendar. Check them, and correct any that is wrong.",
        "history begins later": "It began before the extract's records do. Check the child's own record.",
        "spell ends before it starts": f"{spell} is recorded as ending before it begins. Correct the dates.",
        "child missing": "The child is not in the list of children. Check that the reference is right.",
        "birth date missing": "How long is allowed depends on the child's age, which is not recorded. Record it.",
    }
    reason = clock.reason or "no reason recorded"
    return said.get(reason, f"{sentence(named(reason))}. Check the record.")
