"""The rules that are held, as the engine and as the plain evaluator read them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.reference.calendars import Calendar
from tests.reference.evaluator import World, load_world
from tests.shipped import RULES, written_rules

from timeliness.engine.dates import Dates
from timeliness.rulebook.load import Rulebook, load_rulebook

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Sides:
    """Rules with the vocabulary and the calendars of both sides."""

    book: Rulebook
    world: World = field(repr=False)
    written: Mapping[str, Mapping[str, Any]] = field(repr=False)

    @cached_property
    def dates(self) -> Dates:
        """The engine's tables of dates."""
        return Dates(self.book.calendars)


def load_sides(*folders: Path) -> Sides:
    """Load the shipped rules and those of other folders, with the calendars beside them."""
    world = load_world(RULES)
    own = {path.stem: _named_days(path) for folder in folders for path in (folder / "calendar").glob("*.csv")}
    calendars = {**world.calendars, **own}
    book = load_rulebook(RULES, folders)
    return Sides(book, replace(world, calendars=calendars), written_rules(RULES, *folders))


def _named_days(path: Path) -> Calendar:
    with path.open(encoding="utf-8", newline="") as lines:
        days: Sequence[date] = sorted(date.fromisoformat(row["date"]) for row in csv.DictReader(lines))
    return Calendar(path.stem, days[0], days[-1], frozenset(days))


ALL = load_sides(HERE)
"""The shipped rules and those made to be held."""
BOOK = ALL.book
