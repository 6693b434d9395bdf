"""A change of law, rehearsed: which clocks of an extract are judged differently by another state of the rules."""

from __future__ import annotations

import polars as pl

_OWNER = ("rule", "authority", "child_id", "clock_key")
_KEPT = ("start", "due", "met", "status")
MOVED: dict[str, pl.DataType | type[pl.DataType]] = {
    "rule": pl.String,
    "authority": pl.String,
    "child_id": pl.String,
    **{f"{side}_{name}": pl.String if name == "status" else pl.Date for side in ("old", "new") for name in _KEPT},
}
"""The columns of a rehearsal: a clock by the old rules and by the new; null where one of them has none."""


def moved(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """The clocks whose due date or status differs: the columns of MOVED, sorted. Clocks are told apart by their key."""
    sides = [_side(clocks, name) for name, clocks in (("old", old), ("new", new))]
    both = sides[0].join(sides[1], on=list(_OWNER), how="full", nulls_equal=True, coalesce=True)
    differs = [pl.col(f"old_{name}").ne_missing(pl.col(f"new_{name}")) for name in ("due", "status")]
    return both.filter(pl.any_horizontal(differs)).select(MOVED.keys()).sort(MOVED.keys(), nulls_last=True)


def ways(found: pl.DataFrame) -> pl.DataFrame:
    """How many clocks of each rule go from which status to which: `rule, old_status, new_status, clocks`."""
    columns = ["rule", "old_status", "new_status"]
    return found.group_by(columns).len("clocks").sort(columns, nulls_last=True)


def with_another_status(found: pl.DataFrame) -> pl.DataFrame:
    """Of the clocks that are judged differently, those whose status is another; the others are due another day."""
    return found.filter(pl.col("old_status").ne_missing(pl.col("new_status")))


def _side(clocks: pl.DataFrame, side: str) -> pl.DataFrame:
    plain = clocks.with_columns(pl.col("status").cast(pl.String))
    return plain.select(*_OWNER, *(pl.col(name).alias(f"{side}_{name}") for name in _KEPT))
