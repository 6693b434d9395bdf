"""Ends: the days on which a duty ends without being met."""

from __future__ import annotations

from collections.abc import Iterator

from tests.reference.clocks import Clock, End
from tests.reference.durations import birthday
from tests.reference.facts import AT_ODDS
from tests.reference.selection import selected

SPELL, ENDS_WHEN, AGE, DEATH, REBOOKED, REACHED, SUPERSEDED, EXCLUSION = range(8)


def first_end(clock: Clock) -> End | None:
    """Return the first end of the duty, superseding and late exclusions apart (decision 24)."""
    as_at = clock.child.cut.as_at
    ends = [end for end in _ends(clock) if end.day <= as_at]
    return min(ends, key=lambda end: end.order, default=None)


def _ends(clock: Clock) -> Iterator[End]:
    yield from _of_spell(clock)
    yield from _ends_when(clock)
    yield from _of_life(clock)
    yield from _rebooked(clock)
    if clock.rule.backwards:
        yield End(clock.start, REACHED, "start reached", None)


def _of_spell(clock: Clock) -> Iterator[End]:
    spell = clock.spell
    if spell is not None and spell.end is not None:
        yield End(spell.end, SPELL, f"{spell.kind} ended", spell.last.source)


def _ends_when(clock: Clock) -> Iterator[End]:
    first = clock.base.day if clock.rule.backwards else clock.reads_from
    first = max(first, clock.chained_from or first)
    for happening in selected(clock.rule.ends_when, clock.child):
        known = happening.day is not None and happening.day >= first
        if known and clock.links.standing(happening.links) != AT_ODDS:
            yield End(happening.day, ENDS_WHEN, happening.ref.text, happening.source)
            return


def _of_life(clock: Clock) -> Iterator[End]:
    child, to_age = clock.child, clock.rule.version_near(clock.start).to_age
    if child.born is not None:
        yield End(birthday(child.born, to_age), AGE, f"turned {to_age}", None)
    if child.died is not None:
        yield End(child.died, DEATH, "died", None)


def _rebooked(clock: Clock) -> Iterator[End]:
    """End the clock on the day of the next fact with the same `id` (decision 34)."""
    booked = clock.base.fact
    own = booked.links.values.get(booked.links.own)
    if own is None or not clock.child.world.kinds[booked.kind].rebooks or booked.day is None:
        return
    again = [
        fact
        for fact in clock.child.events.get(booked.kind, [])
        if fact.links.values.get(fact.links.own) == own and fact.day and fact.order > booked.order
    ]
    if again:
        following = min(again, key=lambda fact: fact.order)
        yield End(following.day, REBOOKED, "rebooked", following.source)
