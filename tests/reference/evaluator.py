"""The reference evaluator: a rule, children's facts and a day give one row for each clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tests.reference.answering import answer
from tests.reference.chains import chain_of, move, number_in_order
from tests.reference.children import Child, children
from tests.reference.clocks import Clock, End, earlier
from tests.reference.ends import EXCLUSION, SPELL, first_end
from tests.reference.judging import Case
from tests.reference.latest import forget_numbers, without_unseen
from tests.reference.limits import due_first, read_limit
from tests.reference.meetings import meetings, meetings_by_day
from tests.reference.output import in_order, to_row
from tests.reference.reasons import exclusions
from tests.reference.rows import Cut
from tests.reference.rules import Rule, read_rule
from tests.reference.standing import Standing, due_on
from tests.reference.starts import MISSING, of_orphan, started
from tests.reference.world import World, load_world

__all__ = ["World", "evaluate", "load_world"]


def evaluate(  # noqa: PLR0913 - the options are keywords
    rule: Mapping[str, Any],
    facts: dict[str, list[dict[str, Any]]],
    as_at: date,
    world: World,
    *,
    complete_from: Mapping[str, date] | None = None,
    known_at: date | None = None,
    latest_only: Iterable[str] = (),
) -> list[dict[str, Any]]:
    """Evaluate a rule over the facts as at the end of a day, one row for each clock."""
    cut = Cut(as_at, known_at, complete_from or {}, frozenset(latest_only))
    read = read_rule(rule)
    cases = [case for child in children(facts, cut, world) for case in cases_of(child, read)]
    return in_order([to_row(case) for case in cases])


def cases_of(child: Child, rule: Rule) -> list[Case]:
    """Follow the clocks of one child from their start to their close."""
    if child.child_id is None:
        return [_case(clock, ()) for clock in _existing(of_orphan(child, rule), rule)]
    begun = started(child, rule)
    sound = [clock for clock in begun if clock.fault is None]
    clocks = _existing(_chained(sound) if rule.repeats else _numbered(sound), rule)
    _know_neighbours(clocks)
    seen = without_unseen(clocks)
    for clock in seen:
        _state(clock)
    met_by = tuple(meetings_by_day(child, rule) if rule.repeats else meetings(child, rule))
    if rule.repeats:
        answered = {clock.met.day for clock in clocks if clock.met is not None}
        for meeting in met_by:
            meeting.has_met = meeting.day in answered
    else:
        answer(clocks, met_by)
    for clock in seen:
        _settle(clock)
    faulty = _existing((clock for clock in begun if clock.fault is not None), rule)
    return [_case(clock, met_by) for clock in [*seen, *map(_faulty, faulty)]]


def _chained(starts: list[Clock]) -> list[Clock]:
    found: list[Clock] = []
    last = starts[0].rule.versions[-1].last if starts else None
    for group in _by_spell(clock for clock in starts if last is None or clock.start <= last):
        chain = chain_of(group, meetings_by_day(group[0].child, group[0].rule))
        number_in_order(chain)
        forget_numbers(chain)
        move(chain)
        found += chain
    return found


def _numbered(starts: list[Clock]) -> list[Clock]:
    for group in _by_spell(starts):
        number_in_order(group)
        forget_numbers(group)
        for clock in group:
            clock.end = first_end(clock)
    return starts


def _by_spell(clocks: Iterable[Clock]) -> list[list[Clock]]:
    groups: dict[Any, list[Clock]] = {}
    for clock in clocks:
        groups.setdefault(clock.spell, []).append(clock)
    return list(groups.values())


def _existing(clocks: Iterable[Clock], rule: Rule) -> list[Clock]:
    """Keep the clocks that some version begins, or whose start is not known (decision 20)."""
    kept = []
    for clock in clocks:
        clock.version = rule.version_on(clock.start) if clock.start else None
        if clock.version is not None or clock.start is None:
            kept.append(clock)
    return kept


def _know_neighbours(clocks: list[Clock]) -> None:
    """Note the starts before and after each clock, in its spell and of the child (decision 36)."""
    for clock in clocks:
        same = [other for other in clocks if other.spell is clock.spell]
        starts = [other.start for other in same]
        clock.previous_start = max((day for day in starts if day < clock.start), default=None)
        clock.next_start = min((day for day in starts if day > clock.start), default=None)
        if clock.rule.repeats:
            following = same[same.index(clock) + 1 :]
            clock.next_start = following[0].began if following else None
        begins = [other.began or other.start for other in clocks]
        clock.next_of_child = min((day for day in begins if day > (clock.began or clock.start)), default=None)


def _state(clock: Clock) -> None:
    """Read the limit and the exclusions as at the start (decisions 35 to 38)."""
    clock.limit = read_limit(clock, clock.start)
    found = exclusions(clock)
    clock.exclusions = found.bearing
    if found.too_late and not clock.rule.repeats:
        late = found.too_late[0]
        over = End(late.day, EXCLUSION, late.reason, late.source)
        clock.end = earlier(clock.end, over)


def _settle(clock: Clock) -> None:
    """Let an exclusion that bears take the clock's meeting and end (decision 36)."""
    over = clock.close or date.max
    bearing = (one for one in clock.exclusions if one.source is None or one.day <= over)
    clock.exclusion = next(bearing, None)
    if clock.exclusion is not None:
        clock.met = clock.end = None
    if clock.met is not None:
        clock.end = None


def _faulty(clock: Clock) -> Clock:
    """Keep of a clock that cannot be assessed the dates that are known (decision 52)."""
    if clock.start is not None:
        clock.occurrence = 1 if clock.owns_its_spell else None
        clock.limit = read_limit(clock, clock.start)
    elif clock.fault == MISSING and clock.spell is not None and clock.spell.end is not None:
        spell = clock.spell
        clock.end = End(spell.end, SPELL, f"{spell.kind} ended", spell.last.source)
    return clock


def _case(clock: Clock, met_by: tuple[Any, ...]) -> Case:
    as_at = clock.child.cut.as_at
    if clock.fault is not None or clock.child.child_id is None:
        return Case(clock, Standing(clock, as_at, due_first(clock)), met_by, as_at)
    if clock.exclusion is not None:
        return Case(clock, Standing(clock, as_at, due_first(clock)), met_by, as_at)
    return Case(clock, due_on(clock, clock.close or as_at, clock.close), met_by, as_at)
