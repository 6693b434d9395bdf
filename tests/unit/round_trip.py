"""Hold the clocks of the synthetic council's facts folder against those of the same council as other systems have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import polars as pl
from tests.unit.extract_made import evaluated

from timeliness.council.making import AS_AT, make

COLUMNS = (
    *("rule", "child_id", "start", "due_first", "due", "met", "ended", "status", "reason", "days_late"),
    *("working_days_late", "limit", "branch", "occurrence", "team"),
)
"""What clocks are compared by: all but where their facts stood."""

Clock = dict[str, str | None]


def differences(
    folder: Path, kind: str, rules: Sequence[str], seed: int, size: float
) -> tuple[list[Clock], list[Clock]]:
    """The clocks of some rules that only the facts folder has, and those that only the other kind of extract has."""
    make(folder, seed=seed, size=size, exports=[kind])
    facts, other = (_clocks(folder / name, rules) for name in ("extract", kind))
    assert sum(facts.values()) > 100 * size * len(rules)
    return [_named(each) for each in (facts - other).elements()], [_named(each) for each in (other - facts).elements()]


def _clocks(extract: Path, rules: Sequence[str]) -> Counter[tuple[str | None, ...]]:
    found = evaluated(extract, AS_AT, rules)
    assert [each.rule for each in found.coverage if each.state == "could not run"] == []
    return Counter(found.clocks.select(pl.col(name).cast(pl.String) for name in COLUMNS).rows())


def _named(clock: tuple[str | None, ...]) -> Clock:
    return dict(zip(COLUMNS, clock, strict=True))


def of_each(clocks: Sequence[Clock], *names: str) -> set[tuple[str | None, ...]]:
    """Some columns of clocks."""
    return {tuple(each[name] for name in names) for each in clocks}
