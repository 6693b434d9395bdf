"""Clocks: one obligation of one child under one rule, filled in step by step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tests.reference.children import Child
from tests.reference.conditions import View
from tests.reference.durations import Duration, less
from tests.reference.facts import Links
from tests.reference.happenings import Happening
from tests.reference.rules import Rule, Version
from tests.reference.spells import Spell

Source = tuple[str, int]


@dataclass(frozen=True)
class End:
    """A day on which a duty ends; on one day the lowest rank gives the reason (decision 24)."""

    day: date
    rank: int
    reason: str
    source: Source | None

    @property
    def order(self) -> tuple[date, int]:
        """Order ends by day, then by rank."""
        return self.day, self.rank


@dataclass(frozen=True)
class Limit:
    """The limit of a clock as read on one day, or its fault; `due` counts whole days."""

    text: str | None = None
    branch: str | None = None
    duration: Duration | None = None
    due: date | None = None
    due_at: datetime | None = None
    due_soon: Duration | None = None
    fault: str | None = None


@dataclass(frozen=True)
class Dated:
    """A reason that bears on a clock or came too late for it, with its day and its fact."""

    day: date
    place: tuple[int | date, ...]
    reason: str
    source: Source | None

    @property
    def order(self) -> tuple[date, tuple[int | date, ...]]:
        """Order reasons by date, then as the rule names them, then as the facts (decisions 3 and 37)."""
        return self.day, self.place


@dataclass(eq=False)
class Meeting:
    """The facts of a day that count as one meeting, its evidence first (decisions 3 and 28)."""

    happenings: tuple[Happening, ...]
    has_met: bool = False
    of_spell: Spell | None = None

    @property
    def evidence(self) -> Happening:
        """Return the fact that stands for the meeting."""
        return self.happenings[0]

    @property
    def day(self) -> date:
        """Return the day of the meeting."""
        return self.evidence.day

    def reaches(self, clock: Clock) -> bool:
        """Say whether `early` lets it fall before the clock's start (decision 29)."""
        early = [happening.ref.early for happening in self.happenings if happening.ref.early]
        firsts = [less(clock.start, one.number, one, clock.child.world) for one in early]
        return self.day < clock.start and any(first and first <= self.day for first in firsts)

    def started(self, clock: Clock) -> bool:
        """Say whether it holds a fact that started the clock (the rule language 2, Days)."""
        begun = {happening.identity for happening in clock.facts}
        return any(happening.identity in begun for happening in self.happenings)


@dataclass(eq=False)
class Clock:
    """A clock; `base` is the fact named in `starts`, `begun` that fact or a restarting meeting."""

    child: Child
    rule: Rule
    base: Happening
    begun: Happening
    facts: tuple[Happening, ...]
    start: date | None
    spell: Spell | None = None
    fault: str | None = None
    occurrence: int | None = None
    version: Version | None = None
    limit: Limit = Limit()
    chained_from: date | None = None
    began: date | None = None
    from_history: bool = False
    unseen: bool = False
    moved: bool = False
    met: Meeting | None = None
    matched_by: str | None = None
    end: End | None = None
    own_end: End | None = None
    passed_over: bool = False
    is_found: bool = False
    exclusions: tuple[Dated, ...] = ()
    exclusion: Dated | None = None
    previous_start: date | None = None
    next_start: date | None = None
    next_of_child: date | None = None

    @property
    def owns_its_spell(self) -> bool:
        """Say whether it starts with the start of the very spell to which it belongs (decision 13)."""
        ref = self.base.ref
        return ref.boundary == "start" and ref.kind == (self.rule.during or self.rule.own_kind)

    @property
    def links(self) -> Links:
        """Return the identifiers of the start fact, which a restart keeps (decision 12)."""
        return self.base.links

    @property
    def order(self) -> tuple[date, int, tuple[date, int]]:
        """Order clocks by start, then as the rule names the refs, then as the facts (decision 3)."""
        return self.start or date.max, self.base.place, self.base.fact.order

    @property
    def close(self) -> date | None:
        """Return the day on which it was met or else ended, nothing while neither."""
        if self.met is not None:
            return self.met.day
        return self.end.day if self.end else None

    @property
    def reads_from(self) -> date:
        """Return the start, or the first day of its spell if that is later (decision 45)."""
        return max(self.start, self.spell.start) if self.spell else self.start

    @property
    def time(self) -> str | None:
        """Return the time of the start; a start moved, or taken by `at`, has none (decision 50)."""
        taken = self.begun is self.base and self.base.ref.at is not None
        return None if self.moved or taken else self.begun.time

    def view(self, day: date, **derived: Any) -> View:
        """Return what a condition may see of the clock on a day (decisions 43 and 45)."""
        known = {"occurrence": self.occurrence, "start": self.start, **derived}
        return View(self.child, day, self.base, self.spell, known)


def earlier(first: End | None, second: End | None) -> End | None:
    """Return the earlier of two ends, or the one that there is."""
    ends = [end for end in (first, second) if end is not None]
    return min(ends, key=lambda end: end.order, default=None)
