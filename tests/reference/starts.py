"""Starts: the clocks that the facts named in `starts` begin, before any restart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from tests.reference.children import Child
from tests.reference.clocks import Clock
from tests.reference.conditions import matching, where_holds
from tests.reference.durations import birthday, less
from tests.reference.facts import AT_ODDS, LINKED
from tests.reference.happenings import Happening, faults
from tests.reference.rules import Rule
from tests.reference.selection import selected
from tests.reference.spells import Spell

MISSING, BACKWARDS = "start missing", "spell ends before it starts"


def started(child: Child, rule: Rule) -> list[Clock]:
    """Begin one clock for each start, in order, restarts apart (decisions 13 to 19)."""
    found = [*selected(rule.starts, child), *_faults(child, rule)]
    clocks = [_clock(happening, child, rule) for happening in found]
    kept = [clock for clock in _merged(clocks) if _begins(clock)]
    return sorted(kept, key=lambda clock: clock.order)


def of_orphan(child: Child, rule: Rule) -> list[Clock]:
    """Begin the clock of a fact without a child, of which nothing else is read (decision 51)."""
    found = [*selected(rule.starts, child), *_faults(child, rule)]
    clocks = _merged(_clock(happening, child, rule) for happening in found)
    return [replace(clock, fault=None if clock.start else MISSING) for clock in clocks]


def _faults(child: Child, rule: Rule) -> list[Happening]:
    named = [one for place, ref in enumerate(rule.starts) for one in faults(ref, place, child)]
    return [happening for happening in named if where_holds(happening, child)]


def _clock(happening: Happening, child: Child, rule: Rule) -> Clock:
    start = _start_of(happening, child)
    clock = Clock(child, rule, happening, happening, (happening,), start)
    if start is None:
        clock.fault = MISSING
    elif happening.spell is not None and happening.spell.faulty:
        clock.fault = BACKWARDS
    clock.spell = happening.spell if clock.owns_its_spell else _during(clock)
    return clock


def _start_of(happening: Happening, child: Child) -> date | None:
    at = happening.ref.at
    if at is None or happening.day is None:
        return happening.day
    kind, _, boundary = at.partition(".")
    if boundary != "start":
        day: date | None = happening.read(at)
        return day
    running = [spell for spell in child.spells.get(kind, []) if spell.runs_on(happening.day)]
    return running[-1].start if running else None


def _during(clock: Clock) -> Spell | None:
    """Find the spell that the clock belongs to (decision 16)."""
    if clock.rule.during is None or clock.start is None:
        return None
    spells = clock.child.spells.get(clock.rule.during, [])
    running = _by_standing(clock, (spell for spell in spells if spell.runs_on(clock.start)))
    if running:
        return running[-1]
    ahead = _by_standing(clock, (spell for spell in spells if _reached_early(clock, spell)))
    return ahead[0] if ahead else None


def _by_standing(clock: Clock, spells: Iterable[Spell]) -> list[Spell]:
    """Keep the linked spells, or else the unmarked ones, in order."""
    stands = [(clock.links.standing(spell.links_by(clock.start)), spell) for spell in spells]
    linked = [spell for standing, spell in stands if standing == LINKED]
    return linked or [spell for standing, spell in stands if standing != AT_ODDS]


def _reached_early(clock: Clock, spell: Spell) -> bool:
    early = clock.base.ref.early
    if early is None or spell.start <= clock.start:
        return False
    first = less(spell.start, early.number, early, clock.child.world)
    return first is not None and first <= clock.start


def _merged(clocks: Iterable[Clock]) -> list[Clock]:
    """Make one clock of the starts of one day (decision 17)."""
    groups: dict[Any, list[Clock]] = {}
    for clock in sorted(clocks, key=lambda clock: clock.order):
        groups.setdefault(_sameness(clock), []).append(clock)
    for key in [key for key in groups if key[0] == "unmarked"]:
        others = [other for other in groups if other[:2] == ("marked", key[1])]
        if others:
            groups[others[0]].extend(groups.pop(key))
    return [_one(group) for group in groups.values()]


def _sameness(clock: Clock) -> tuple[Any, ...]:
    if clock.fault is not None:
        return "fault", clock.base.identity
    if clock.spell is not None:
        return "spell", clock.start, clock.spell
    kinds = [clock.child.world.kinds[ref.kind] for ref in clock.rule.starts]
    shared = sorted(frozenset.intersection(*(kind.links for kind in kinds)))
    carried = tuple(clock.links.values.get(link) for link in shared)
    return ("marked" if any(carried) else "unmarked"), clock.start, carried


def _one(group: list[Clock]) -> Clock:
    return replace(group[0], facts=tuple(fact for clock in group for fact in clock.facts))


def _begins(clock: Clock) -> bool:
    """Say whether the clock starts at all (decisions 16 and 25, and `to_age`)."""
    if clock.start is None:
        return True
    if clock.rule.during and clock.spell is None:
        return False
    child, to_age = clock.child, clock.rule.version_near(clock.start).to_age
    lasts = [birthday(child.born, to_age)] if child.born else []
    lasts += [child.died] if child.died else []
    return all(clock.start < last for last in lasts) and not _blocked(clock)


def _blocked(clock: Clock) -> bool:
    day = clock.reads_from
    enders = [ref for ref in clock.rule.ends_when if ref.boundary == "start"]
    running = [one for one in matching(enders, clock.child) if one.spell.runs_on(day)]
    return any(one.day < day and one.spell.end != day and clock.links.standing(one.links) != AT_ODDS for one in running)
