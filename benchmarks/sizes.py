"""What is measured on: how much data each size has, the day, and the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

AS_AT = date(2025, 3, 31)
"""The day as at which everything is read."""

COUNCIL = Path(__file__).parent / "council"
"""A council's own folder, whose rules are those that are measured."""

INTERVALS = tuple(f"interval-{number:02}" for number in range(1, 26))
RECURRING = "recurring"
"""The rules in it: those with one start and one meeting, and the one that repeats."""


@dataclass(frozen=True)
class Size:
    """So many children and facts. `clocks` are those of the interval rules; each visit adds about one more.

    They are drawn for all children; over ten years some of these turn 18, and nothing is due to them from then on.
    """

    name: str
    means: str
    children: int
    clocks: int
    visits: int
    years: int
    teams: int


SIZES = {
    each.name: each
    for each in (
        Size("S", "one council today", 7_500, 50_000, 500_000, years=3, teams=10),
        Size("M", "one council, ten years", 45_000, 344_000, 3_450_000, years=10, teams=10),
        Size("L", "15 councils today", 150_000, 1_000_000, 10_000_000, years=3, teams=150),
        Size("notices", "200 teams", 60_000, 450_000, 600_000, years=3, teams=200),
    )
}

BATCHES = 200
"""All England, ten years (XL), is so many councils of size S, one after the other."""
