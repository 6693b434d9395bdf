"""The synthetic council as another kind of extract, read back: the same clocks, source columns aside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import polars as pl
from tests.unit.extract_made import evaluated

from timeliness.council import make

DAY = date(2024, 5, 23)
COMPARED = (
    "rule",
    "child_id",
    "start",
    "due_first",
    "due",
    "met",
    "ended",
    "status",
    "reason",
    "days_late",
    "working_days_late",
    "limit",
    "branch",
    "occurrence",
    "team",
)
"""What must be the same; identifiers and sources are the extract's own."""


@cache
def council(kind: str, seed: int, size: float) -> Path:
    """A council as a facts folder, and as one more kind of extract."""
    folder = Path(mkdtemp(prefix="round-trip-")) / "council"
    make(folder, seed=seed, size=size, as_at=DAY, exports=[kind])
    return folder


def clocks(extract: Path, rules: Sequence[str], columns: Sequence[str] = COMPARED) -> pl.DataFrame:
    """The clocks of some rules, of every one of which there is at least one."""
    found = evaluated(extract, DAY, rules).clocks.select(columns).sort(columns, nulls_last=True)
    assert set(found["rule"]) == set(rules)
    return found


def differences(left: pl.DataFrame, right: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The clocks that only one side has, each as often as it has them more than the other."""
    numbered = [each.with_columns(again=pl.int_range(pl.len()).over(each.columns)) for each in (left, right)]
    return tuple(  # type: ignore[return-value]
        one.join(other, on=one.columns, how="anti", nulls_equal=True) for one, other in (numbered, numbered[::-1])
    )
