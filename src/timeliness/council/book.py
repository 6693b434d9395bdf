"""The council's book: the facts that it records, and the clocks that it knows by construction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from datetime import timedelta as days
from random import Random
from typing import TypeVar

from timeliness.council.calendar import is_working, months_on
from timeliness.council.law import BEGAN, RULES, Clock

T = TypeVar("T")
Value = date | str | int | None
AREAS = 6
OPEN = ("overdue", "due_soon", "running")
LINKED = 0.85
"""Share of the events that carry the identifier of what they belong to."""


@dataclass(frozen=True)
class Known:
    """A time during which a team works with a child."""

    start: date
    end: date | None
    team: str


@dataclass(eq=False)
class Child:
    """A child known to the council."""

    id: str
    born: date
    area: int
    disabled: bool = False
    died: date | None = None
    allocated: bool = True
    known: list[Known] = field(default_factory=list)

    def age(self, day: date) -> int:
        """Count whole years on a day."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


class Book:
    """Everything that is written, by one source of chance, as at one day."""

    def __init__(self, seed: int, size: float, as_at: date) -> None:
        self.seed, self.size, self.as_at = seed, size, as_at
        self.rng = Random(seed)
        self.year_ago = months_on(as_at, -12)
        self.children: list[Child] = []
        self.facts: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
        self.clocks: dict[str, list[list[str | None]]] = {rule: [] for rule in RULES}
        self.figures: dict[str, dict[str, list[int]]] = {}
        self.flaws: list[dict[str, str | int]] = []
        self._ids = iter(self.rng.sample(range(10_000, 400_000), int(8_000 * size) + 500))
        self._numbers: defaultdict[str, int] = defaultdict(int)

    def turn_to(self, subject: str) -> None:
        """Draw from a source of its own for a subject, so that one more leaves the others as they are."""
        self.rng = Random(f"{self.seed} {subject}")

    def knows(self, *rules: str) -> None:
        """Say of rules that all their clocks are known, though there may be none."""
        for rule in rules:
            self.clocks.setdefault(rule, [])

    def scaled(self, count: int) -> int:
        """Scale a number of children to the council's size."""
        return nearest(self.size, count)

    def happens(self, share: float) -> bool:
        """Draw something that happens in so many cases."""
        return self.rng.random() < share

    def day(self, first: date, last: date) -> date:
        """Draw a day from the first to the last."""
        return first + days(self.rng.randint(0, (last - first).days))

    def working_day(self, first: date, last: date) -> date:
        """Draw a working day from the first to the last, of which at least one must be such."""
        while not is_working(day := self.day(first, last)):
            pass
        return day

    def child(self, before: date) -> Child:
        """Register a child born on or before a day, who is under 18 as at the council's day."""
        oldest = months_on(self.as_at, -12 * 17)
        age = int((before - oldest).days * self.rng.random() ** 1.4)
        return self.child_born(before - days(age))

    def child_born(self, born: date) -> Child:
        """Register a child. Nobody is born on 29 February, on whose birthdays years would hang."""
        if (born.month, born.day) == (2, 29):
            born -= days(1)
        child = Child(f"{next(self._ids):06d}", born, self.rng.randrange(AREAS), self.happens(0.05))
        self.children.append(child)
        return child

    def number(self, letters: str) -> str:
        """Give out the next identifier of a kind of record."""
        self._numbers[letters] += 1
        return f"{letters}{self._numbers[letters]:05d}"

    def link(self, identifier: str) -> str | None:
        """Carry an identifier on an event, in most cases; dates must say the rest."""
        return identifier if self.happens(LINKED) else None

    def note(self, table: str, child: Child, /, **values: Value) -> None:
        """Record a fact of a child."""
        row = {name: _text(value) for name, value in values.items()}
        self.facts[table].append({"child_id": child.id} | row)

    def clock(self, rule: str, child: Child, clock: Clock, status: str = "") -> None:
        """Write down a clock as it must be found; a status is given where dates alone do not give it."""
        if clock.start and clock.start < BEGAN.get(rule, date.min):
            return
        judged = status or clock.status(rule, self.as_at)
        start, due, closed = (_text(each) or None for each in (clock.start, clock.due, clock.closed))
        self.clocks.setdefault(rule, []).append([child.id, start, due, judged, closed])

    def with_open_clocks(self) -> set[str]:
        """List the children for whom something is still to be done."""
        rows = (row for rows in self.clocks.values() for row in rows)
        return {str(row[0]) for row in rows if row[3] in OPEN}

    def figure(self, rule: str, measure: str, numerator: int, denominator: int) -> None:
        """Write down a measure as it must be found."""
        self.figures.setdefault(rule, {})[measure] = [numerator, denominator]

    def flaw(self, table: str, flaw: str, count: int = 1) -> None:
        """Write down what was made wrong on purpose."""
        self.flaws.append({"table": table, "flaw": flaw, "count": count})


def nearest(share: float, count: int) -> int:
    """Take a share of a number of children: the nearest that whole children allow."""
    return int(share * count + 0.5)


def shuffled(book: Book, groups: Sequence[tuple[T, int]]) -> list[T]:
    """Deal out outcomes that were decided in numbers, in an order left to chance."""
    outcomes = [outcome for outcome, count in groups for _ in range(count)]
    book.rng.shuffle(outcomes)
    return outcomes


def _text(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case _:
            return str(value)
