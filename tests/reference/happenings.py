"""Happenings: the facts of a child that an event ref names, each with its day and time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.reference.children import Child
from tests.reference.facts import Fact, Links
from tests.reference.rules import Ref
from tests.reference.spells import Spell


@dataclass(frozen=True, eq=False)
class Happening:
    """An event, or the start or end of a spell; `kept` is the spell by which `first_in` kept it."""

    ref: Ref
    place: int
    fact: Fact
    spell: Spell | None
    day: date | None
    kept: Spell | None = None

    @property
    def source(self) -> tuple[str, int]:
        """Name the row behind it."""
        return self.fact.source

    @property
    def identity(self) -> tuple[str, int, str]:
        """Tell it from every other: the start and the end of one spell are two."""
        return *self.source, self.ref.boundary

    @property
    def order(self) -> tuple[date, int, tuple[date, int]]:
        """Order by day, then as the rule names the refs, then as the facts (decision 3)."""
        return self.day or date.max, self.place, self.fact.order

    @property
    def time(self) -> str | None:
        """Return the time of day, where it carries one."""
        columns = {"date": "time", "start": "start_time", "end": "end_time"}
        time: str | None = self.fact.values.get(columns[self.ref.boundary])
        return time

    @property
    def links(self) -> Links:
        """Return its identifiers; a joined spell starts with those of part one (decision 12)."""
        if self.spell is None or self.ref.boundary == "start" or self.day is None:
            return self.fact.links
        return self.spell.links_by(self.day)

    def read(self, attribute: str) -> Any:
        """Return the value of an attribute on its own day."""
        return self.part.values.get(attribute)

    @property
    def part(self) -> Fact:
        """Return the fact whose attributes it has: of a spell, the part begun last by the day."""
        if self.spell is None or self.day is None:
            return self.fact
        return self.spell.part_on(self.day)


def happenings(ref: Ref, place: int, child: Child) -> list[Happening]:
    """List what a ref names, before its `where` is asked, in order."""
    if ref.boundary == "date":
        events = child.events.get(ref.kind, [])
        return in_order(Happening(ref, place, event, None, event.day) for event in events)
    spells = child.spells.get(ref.kind, [])
    return in_order(_of_spell(ref, place, spell) for spell in spells if _has(ref, spell))


def faults(ref: Ref, place: int, child: Child) -> list[Happening]:
    """List the spells named by a ref that run on no day (decision 6)."""
    spells = [] if ref.boundary == "date" else child.faulty.get(ref.kind, [])
    return in_order(_of_spell(ref, place, spell) for spell in spells if _has(ref, spell))


def in_order(found: Iterable[Happening]) -> list[Happening]:
    """Put happenings in order, those without a date last (decision 3)."""
    return sorted(found, key=lambda happening: happening.order)


def _has(ref: Ref, spell: Spell) -> bool:
    return ref.boundary == "start" or spell.end is not None


def _of_spell(ref: Ref, place: int, spell: Spell) -> Happening:
    if ref.boundary == "start" or spell.start is None:
        return Happening(ref, place, spell.parts[0], spell, spell.start)
    return Happening(ref, place, spell.last, spell, spell.end)
