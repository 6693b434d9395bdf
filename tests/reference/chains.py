"""Chains: under `repeats`, the clocks of one spell, each begun by the meeting that met the last."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tests.reference.calendars import ONE_DAY
from tests.reference.clocks import Clock, End, Meeting, earlier
from tests.reference.ends import SUPERSEDED, first_end
from tests.reference.latest import mark_unseen


def chain_of(starts: list[Clock], meetings: Iterable[Meeting]) -> list[Clock]:
    """Follow the starts and meetings of one spell day by day (decisions 26 and 32)."""
    first, spell = starts[0], starts[0].spell
    chain: list[Clock] = []
    _begin(chain, first)
    reaching = (meeting for meeting in meetings if _is_open(first, meeting.day) and meeting.reaches(first))
    early = next(reaching, None)
    if early is not None:
        _answer(chain, early, None)
    since = first.start if early is None else early.day + ONE_DAY
    starting = {clock.start: clock for clock in starts[1:]}
    meeting_on = {one.day: one for one in meetings if spell.runs_on(one.day) and one.day >= since}
    for day in sorted({*starting, *meeting_on}):
        _take(chain, day, starting.get(day), meeting_on.get(day))
    return chain


def _take(chain: list[Clock], day: date, start: Clock | None, meeting: Meeting | None) -> None:
    last = chain[-1]
    if _is_open(last, day):
        if meeting is not None and not meeting.started(last):
            _answer(chain, meeting, start)
        elif start is not None:
            _supersede(last, start)
            _begin(chain, start)
    elif start is not None:
        _begin(chain, start)
        if meeting is not None and not meeting.started(start):
            _answer(chain, meeting, None)


def _is_open(clock: Clock, day: date) -> bool:
    return clock.met is None and (clock.end is None or clock.end.day >= day)


def _answer(chain: list[Clock], meeting: Meeting, start: Clock | None) -> None:
    """Meet the open clock; a further start, or else the meeting, begins the next (decision 32)."""
    last = chain[-1]
    last.met, last.matched_by, meeting.has_met = meeting, "date", True
    if start is not None:
        _begin(chain, start)
    elif last.end is None or last.end.day > meeting.day:
        _begin(chain, _restarted(last, meeting))


def _restarted(last: Clock, meeting: Meeting) -> Clock:
    begun, facts = meeting.evidence, meeting.happenings
    first = last.chained_from or last.start
    return Clock(last.child, last.rule, last.base, begun, facts, meeting.day, last.spell, chained_from=first)


def _begin(chain: list[Clock], clock: Clock) -> None:
    clock.end = first_end(clock)
    chain.append(clock)


def _supersede(clock: Clock, start: Clock) -> None:
    over = End(start.start, SUPERSEDED, "superseded", start.base.source)
    clock.end, clock.passed_over = earlier(clock.end, over), True


def number_in_order(clocks: Iterable[Clock]) -> None:
    """Give the clocks of one spell their occurrence, if its start is known (decisions 18, 22)."""
    for occurrence, clock in enumerate(clocks, 1):
        placed = clock.spell is not None and clock.spell.placed
        clock.occurrence = None if placed else occurrence
        clock.from_history = placed and occurrence == 1 and clock.start == clock.spell.start


def move(chain: list[Clock]) -> None:
    """Move the clock open when the first version or the history began (decisions 20 to 23)."""
    first = chain[0]
    version, history = first.rule.versions[0].first, _history(first)
    mark_unseen(chain)
    for clock in chain:
        into = [version] if _open_across(clock, version, version) else []
        by_history = history is not None and not clock.unseen and _open_across(clock, history, history + ONE_DAY)
        if history is not None and (by_history or clock.start >= history):
            clock.occurrence = None
        into += [history] if by_history else []
        clock.began = clock.start
        if into:
            clock.start, clock.moved = max(into), True
            clock.from_history |= by_history and max(into) == history


def _history(clock: Clock) -> date | None:
    """Return the day before the history begins, where the clock's spell began before that day."""
    begins = clock.child.history_from(*clock.rule.meeting_kinds)
    known = begins is not None and begins <= clock.child.cut.as_at
    return begins - ONE_DAY if known and clock.spell.start < begins - ONE_DAY else None


def _open_across(clock: Clock, to: date, opening: date) -> bool:
    """Say whether a clock begun before `to` was open at the beginning of the opening day."""
    known = to <= clock.child.cut.as_at
    return known and clock.start < to and (clock.close is None or clock.close >= opening)
