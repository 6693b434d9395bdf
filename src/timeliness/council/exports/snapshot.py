"""What the council's book says of a child as at its day: the last of each thing, and what still runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property

from timeliness.council.book import Book
from timeliness.council.calendar import months_on

Fact = dict[str, str]


class Snapshot:
    """The facts of the book by child, as they stand in it: a future visit is there, for it was entered so."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.today = book.as_at.isoformat()
        self.half_a_year_ago = months_on(book.as_at, -6).isoformat()
        self.a_year_ago = months_on(book.as_at, -12).isoformat()
        self._by_child: dict[str, dict[str, list[Fact]]] = {}

    @cached_property
    def born(self) -> dict[str, str]:
        """The birth date of every child."""
        return {each["child_id"]: each["born"] for each in self.book.facts["child"]}

    @cached_property
    def disabled(self) -> set[str]:
        """The children with a disability."""
        return {each.id for each in self.book.children if each.disabled}

    def of(self, table: str, child: str) -> list[Fact]:
        """A child's facts of a kind, in order of day."""
        if table not in self._by_child:
            found: defaultdict[str, list[Fact]] = defaultdict(list)
            for each in sorted(self.book.facts[table], key=_day):
                found[each["child_id"]].append(each)
            self._by_child[table] = found
        return self._by_child[table].get(child, [])

    def children(self, table: str) -> list[str]:
        """The children who have any fact of a kind."""
        return sorted({each["child_id"] for each in self.book.facts[table]})

    def last(self, table: str, child: str, counts: Callable[[Fact], bool] = bool) -> Fact:
        """The child's last fact of a kind that counts; empty where there is none."""
        return next((each for each in reversed(self.of(table, child)) if counts(each)), {})

    def running(self, table: str, child: str) -> Fact:
        """The spell begun last of those that run today; empty where none does."""
        return self.last(table, child, self.runs)

    def runs(self, spell: Fact) -> bool:
        """Whether a spell runs today."""
        return bool(spell["start"]) and spell["start"] <= self.today <= (spell["end"] or self.today)

    def lately(self, spell: Fact) -> bool:
        """Whether a spell runs, or ended in the six months before."""
        begun = bool(spell["start"]) and spell["start"] <= self.today
        return begun and (spell["end"] or self.today) >= max(self.half_a_year_ago, spell["start"])

    def is_recent(self, day: str) -> bool:
        """Whether a day lies in the six months before."""
        return self.half_a_year_ago <= day <= self.today

    def before(self, facts: Iterable[Fact], day: str, months: int = 12) -> int:
        """How many facts lie in the months before a day, itself not counted."""
        first = months_on(date.fromisoformat(day), -months).isoformat() if day else ""
        return sum(first <= _day(each) < day for each in facts)


def _day(fact: Fact) -> str:
    return fact.get("date", "") or fact.get("start", "")
