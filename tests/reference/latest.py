"""Tables that hold only the last event of each child (decision 57)."""

from __future__ import annotations

from collections.abc import Iterable

from tests.reference.clocks import Clock
from tests.reference.limits import read_limit


def forget_numbers(clocks: Iterable[Clock]) -> None:
    """Take the occurrence of clocks before which there may have been others that are not known."""
    for clock in clocks:
        starts = {ref.kind for ref in clock.rule.starts}
        last = clock.child.last_in(*starts, *(clock.rule.meeting_kinds if clock.rule.repeats else ()))
        spell = clock.spell
        whole = last is None or (spell is not None and (spell.start >= last or clock.start == spell.start))
        clock.occurrence = clock.occurrence if whole else None


def mark_unseen(chain: Iterable[Clock]) -> None:
    """Mark the clocks met by what may not have been the first meeting in them, and the one that follows."""
    for clock in chain:
        last = clock.child.last_in(*clock.rule.meeting_kinds)
        if last is None:
            continue
        clock.unseen = clock.start < last and clock.met is not None and clock.met.day <= last
        clock.from_history |= clock.start == last and clock.spell.start < last


def without_unseen(clocks: list[Clock]) -> list[Clock]:
    """Leave out the clocks that were not seen; one that follows a first met in time is the second."""
    for clock in clocks:
        if clock.unseen and clock.occurrence == 1 and _asks_for_the_second(clock):
            due = read_limit(clock, clock.start).due
            if due is not None and clock.met.day <= due:
                _make_second(clock, clocks)
    return [clock for clock in clocks if not clock.unseen]


def _asks_for_the_second(clock: Clock) -> bool:
    """Say whether any branch of the rule's limit is for the second clock by name."""
    branches = (branch for version in clock.rule.versions for branch in version.within)
    return any(branch.when.get("occurrence") in (2, [2]) for branch in branches)


def _make_second(first: Clock, clocks: Iterable[Clock]) -> None:
    for clock in clocks:
        if clock.spell is first.spell and clock.start == first.met.day and not clock.unseen:
            clock.occurrence = 2
