"""Facts: an event with a date, or one recorded spell, and the identifiers that they carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

LINKED, UNMARKED, AT_ODDS = "linked", "unmarked", "at odds"


@dataclass(frozen=True)
class Links:
    """What a fact is recognised by: its values under each link, and which link is its own."""

    values: Mapping[str, frozenset[str]]
    own: str

    def standing(self, other: Links) -> str:
        """Say how two facts stand to each other (decision 9)."""
        shared = [link for link in self.values if link in other.values and not link == self.own == other.own]
        if any(self.values[link].isdisjoint(other.values[link]) for link in shared):
            return AT_ODDS
        return LINKED if shared else UNMARKED


@dataclass(frozen=True, eq=False)
class Fact:
    """One row as at the day: `day` is the date of an event or the start of a spell."""

    kind: str
    row: int
    day: date | None
    end: date | None
    values: Mapping[str, Any]
    links: Links
    placed: bool = False

    @property
    def source(self) -> tuple[str, int]:
        """Name the row behind the fact."""
        return self.kind, self.row

    @property
    def order(self) -> tuple[date, int]:
        """Order the facts of a kind by date, then by row (decision 3)."""
        return self.day or date.max, self.row

    def runs_on(self, day: date) -> bool:
        """Say whether the spell holds the day, first and last included (decision 8)."""
        return self.day is not None and self.day <= day and (self.end is None or day <= self.end)

    @property
    def faulty(self) -> bool:
        """Say whether a spell runs on no day (decision 6)."""
        return self.day is None or (self.end is not None and self.end < self.day)
