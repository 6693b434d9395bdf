"""Spells: recorded spells of one kind, joined where the vocabulary joins them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from tests.reference.calendars import ONE_DAY
from tests.reference.facts import Fact, Links
from tests.reference.world import Kind


@dataclass(frozen=True, eq=False)
class Spell:
    """One spell of one or more parts, in order of their start."""

    kind: str
    parts: tuple[Fact, ...]

    @property
    def start(self) -> date | None:
        """Return the first day, or nothing where it is not known."""
        return self.parts[0].day

    @property
    def end(self) -> date | None:
        """Return the last day, or nothing while any part runs (decision 5)."""
        return self.last.end

    @property
    def last(self) -> Fact:
        """Return the part with the latest end."""
        return max(self.parts, key=lambda part: (part.end or date.max, part.order))

    @property
    def placed(self) -> bool:
        """Say whether the start is not known and was placed before the history (decision 7)."""
        return self.parts[0].placed

    @property
    def faulty(self) -> bool:
        """Say whether the spell runs on no day (decision 6)."""
        return self.parts[0].faulty

    def runs_on(self, day: date) -> bool:
        """Say whether the spell holds the day."""
        return any(part.runs_on(day) for part in self.parts)

    def part_on(self, day: date) -> Fact:
        """Return the part begun last among those running on the day (decisions 8 and 45)."""
        if self.faulty:
            return self.parts[0]
        day = max(day, self.start or day)
        day = min(day, self.end or day)
        return begun_last(part for part in self.parts if part.runs_on(day))

    def links_by(self, day: date) -> Links:
        """Gather the identifiers of the parts begun by the day (the rule language 1)."""
        begun = [part for part in self.parts if part.day and part.day <= day] or self.parts[:1]
        values: dict[str, frozenset[str]] = {}
        for part in begun:
            for link, value in part.links.values.items():
                values[link] = values.get(link, frozenset()) | value
        return Links(values, self.parts[0].links.own)


def begun_last(parts: Iterable[Fact]) -> Fact:
    """Return the part begun last, then the last row (decision 3)."""
    return max(parts, key=lambda part: part.order)


def join(kind: Kind, parts: Iterable[Fact]) -> list[Spell]:
    """Join the spells of one child and kind as the vocabulary says (decision 5)."""
    ordered = sorted(parts, key=lambda part: part.order)
    if kind.joins is None:
        return [Spell(kind.name, (part,)) for part in ordered]
    joined = runs(ordered)
    if kind.joins == "unless_ids_differ":
        joined = [again for run in joined for again in split_by_id(run)]
    spells = [Spell(kind.name, tuple(run)) for run in joined]
    return sorted(spells, key=lambda spell: spell.parts[0].order)


def runs(ordered: Iterable[Fact]) -> list[list[Fact]]:
    """Chain spells that overlap or touch what came before them (decision 5)."""
    found: list[list[Fact]] = []
    latest = date.min
    for part in ordered:
        if found and (latest == date.max or part.day <= latest + ONE_DAY):
            found[-1].append(part)
        else:
            found.append([part])
            latest = date.min
        latest = max(latest, part.end or date.max)
    return found


def split_by_id(run: list[Fact]) -> list[list[Fact]]:
    """Split a run by `id`, each spell without one taking the `id` before it (decision 5)."""
    by_id: dict[frozenset[str] | None, list[Fact]] = {}
    last = next((_own_id(part) for part in run if _own_id(part)), None)
    for part in run:
        last = _own_id(part) or last
        by_id.setdefault(last, []).append(_with_id(part, last))
    return [again for parts in by_id.values() for again in runs(parts)]


def _own_id(part: Fact) -> frozenset[str] | None:
    return part.links.values.get(part.links.own)


def _with_id(part: Fact, own: frozenset[str] | None) -> Fact:
    if own is None:
        return part
    links = Links({**part.links.values, part.links.own: own}, part.links.own)
    return replace(part, links=links)
