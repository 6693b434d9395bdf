"""Clocks judged in two ways, side by side, as a table for a console."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from timeliness.reports.aligned import aligned

_SHOWN = ("start", "due", "met", "status")


def beside(
    title: str, clocks: pl.DataFrame, lead: Mapping[str, str], sides: tuple[str, str], most: int | None
) -> list[str]:
    """Lay out `clocks`, so many at most, under a title: `lead` are columns by their heading.

    Each side has the columns `SIDE_start`, `SIDE_due`, `SIDE_met` and `SIDE_status`. Nothing, where there is no clock.
    """
    shown = clocks if most is None else clocks.head(most)
    columns = [*lead.values(), *(f"{side}_{name}" for side in sides for name in _SHOWN)]
    rows = [["-" if value is None else str(value) for value in row] for row in shown.select(columns).iter_rows()]
    left = clocks.height - shown.height
    more = [f"... and {left:,} more: --all shows them."] if left else []
    return [title, aligned((*lead, *_SHOWN, *_SHOWN), rows), *more] if rows else []
