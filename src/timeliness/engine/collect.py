"""The one place where lazy frames are collected."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

_PLANNING = pl.QueryOptFlags(comm_subplan_elim=False)
"""What several plans share has been collected before: looking for more takes longer than it saves."""


def collect_all(frames: Sequence[pl.LazyFrame]) -> list[pl.DataFrame]:
    """Collect plans together, in one pass."""
    return pl.collect_all(frames, engine="in-memory", optimizations=_PLANNING)


def shared(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Collect a frame that several later steps read.

    Polars does not share a plan that is used twice: it is planned and run again for every use, and a few steps
    that each use the last one several times grow beyond bounds.
    """
    return frame.collect(engine="in-memory", optimizations=_PLANNING).lazy()
