"""The facts that are written already, as further duties are laid upon them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from timeliness.council.book import Book, Child, Value
from timeliness.council.calendar import months_on
from timeliness.council.teams import ADOPTION

REGULATIONS = date(2011, 4, 1)
"""From when SI 2010/959 was in force."""


@dataclass(frozen=True)
class Fact:
    """A fact that was written, and the day on which duties that rest on it end."""

    child: Child
    start: date
    end: date | None
    row: dict[str, str] = field(compare=False)

    @property
    def id(self) -> str:
        """Its own identifier, or nothing."""
        return self.row.get("id", "")

    @property
    def ends(self) -> date | None:
        """The day on which duties end: with the spell or the child's death."""
        return min((each for each in (self.end, self.child.died) if each), default=None)

    def said(self, column: str) -> date:
        """Read a date in its row."""
        return date.fromisoformat(self.row[column][:10])

    def holds(self, day: date) -> bool:
        """Say whether a spell runs on a day."""
        return self.start <= day and (self.end is None or day <= self.end)

    def until(self, day: date | None, as_at: date) -> Fact:
        """Let duties end on a day, if that day has come and they have not ended before."""
        if day is None or day > as_at:
            return self
        return replace(self, end=min(day, self.end or day))

    def to_age(self, age: int, as_at: date) -> Fact:
        """Let duties end on a birthday."""
        return self.until(months_on(self.child.born, 12 * age), as_at)


def facts(book: Book, table: str) -> list[Fact]:
    """Read what was written of a kind, each fact once; what cannot be right is left out."""
    children = {each.id: each for each in book.children}
    rows = {tuple(row.items()): row for row in book.facts[table]}
    found = []
    for row in rows.values():
        first, last = row.get("date", row.get("start", "")), row.get("end")
        if first and not (last and last < first):
            end = date.fromisoformat(last[:10]) if last else None
            found.append(Fact(children[row["child_id"]], date.fromisoformat(first[:10]), end, row))
    return sorted(found, key=lambda each: (each.child.id, each.start))


def since_2011(found: Iterable[Fact]) -> list[Fact]:
    """Leave out what began before the Regulations of 2010 were in force."""
    return [each for each in found if each.start >= REGULATIONS]


def of(book: Book, table: str) -> dict[Child, list[Fact]]:
    """Read what was written of a kind by child, from the first to the last."""
    return {child: list(found) for child, found in groupby(facts(book, table), lambda each: each.child)}


def add(book: Book, table: str, child: Child, start: date, **values: Value) -> Fact:
    """Record a fact on which duties rest: a spell if its end is said, else an event."""
    book.note(table, child, **{"start" if "end" in values else "date": start}, **values)
    end = values.get("end")
    return Fact(child, start, end if isinstance(end, date) else None, book.facts[table][-1])


def tended(child: Child) -> bool:
    """Say whether the child is on somebody's list now."""
    return child.allocated and any(each.end is None for each in child.known)


def careful(child: Child) -> bool:
    """Say whether the child is with the team that lets nothing come near its date."""
    return any(each.end is None and each.team == ADOPTION for each in child.known)


def running(spells: Iterable[Fact], day: date) -> Fact | None:
    """Find the spell begun last of those that run on a day."""
    return max((each for each in spells if each.holds(day)), key=lambda each: each.start, default=None)
