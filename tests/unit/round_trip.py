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


def differences(
    kind: str, rules: Sequence[str], made: Made, without: Sequence[str] = ()
) -> tuple[list[Clock], list[Clock]]:
    """The clocks of some rules that only the facts folder has, and those that only the other kind of extract has.

    They are compared `without` columns that the other kind does not know.
    """
    folder = council(kind, made)
    columns = [name for name in COLUMNS if name not in without]
    facts, other = (_clocks(folder / name, rules, made.as_at, columns) for name in ("extract", kind))
    assert sum(facts.values()) > 100 * made.size * len(rules)
    only = [*(facts - other).elements()], [*(other - facts).elements()]
    return tuple([dict(zip(columns, clock, strict=True)) for clock in each] for each in only)  # type: ignore[return-value]


def _clocks(
    extract: Path, rules: Sequence[str], as_at: date, columns: Sequence[str]
) -> Counter[tuple[str | None, ...]]:
    found = evaluated(extract, as_at, rules)
    assert [each.rule for each in found.coverage if each.state == "could not run"] == []
    return Counter(found.clocks.select(pl.col(name).cast(pl.String) for name in columns).rows())


def of_each(clocks: Sequence[Clock], *names: str) -> set[tuple[str | None, ...]]:
    """Some columns of clocks."""
    return {tuple(each[name] for name in names) for each in clocks}
