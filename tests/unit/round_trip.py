"""Hold the clocks of the council's facts folder against those of the same council as other systems have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import polars as pl
from tests.unit.extract_made import evaluated

from timeliness.council.making import AS_AT, make

COLUMNS = (
    *("rule", "child_id", "start", "due_first", "due", "met", "ended", "status", "reason", "days_late"),
    *("working_days_late", "limit", "branch", "occurrence", "team"),
)
"""What clocks are compared by: all but where their facts stood."""

Clock = dict[str, str | None]


@dataclass(frozen=True)
class Made:
    """Which council is made: its seed, its size, and its day."""

    seed: int
    size: float
    as_at: date = AS_AT


@cache
def council(kind: str, made: Made) -> Path:
    """A council as a facts folder, and as one more kind of extract."""
    folder = Path(mkdtemp(prefix="round-trip-")) / "council"
    make(folder, seed=made.seed, size=made.size, as_at=made.as_at, exports=[kind])
    return folder


def differences(kind: str, rules: Sequence[str], made: Made) -> tuple[list[Clock], list[Clock]]:
    """The clocks of some rules that only the facts folder has, and those that only the other kind of extract has."""
    folder = council(kind, made)
    facts, other = (_clocks(folder / name, rules, made.as_at) for name in ("extract", kind))
    assert sum(facts.values()) > 100 * made.size * len(rules)
    return [_named(each) for each in (facts - other).elements()], [_named(each) for each in (other - facts).elements()]


def _clocks(extract: Path, rules: Sequence[str], as_at: date) -> Counter[tuple[str | None, ...]]:
    found = evaluated(extract, as_at, rules)
    assert [each.rule for each in found.coverage if each.state == "could not run"] == []
    return Counter(found.clocks.select(pl.col(name).cast(pl.String) for name in COLUMNS).rows())


def _named(clock: tuple[str | None, ...]) -> Clock:
    return dict(zip(COLUMNS, clock, strict=True))


def of_each(clocks: Sequence[Clock], *names: str) -> set[tuple[str | None, ...]]:
    """Some columns of clocks."""
    return {tuple(each[name] for name in names) for each in clocks}
