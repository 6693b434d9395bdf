"""Choose the clocks of a child that somebody asks about."""

from __future__ import annotations

from typing import Any

import polars as pl

_CLOSED = ("met_on_time", "met_late", "ended_before_due", "never_met")


def clocks_of(clocks: pl.DataFrame, child: str, rules: tuple[str, ...], *, everything: bool) -> list[dict[str, Any]]:
    """The clocks of a child by some rules: all of them, or of each rule the open ones, or else the last."""
    theirs = clocks.filter(pl.col("child_id") == child)
    if rules:
        theirs = theirs.filter(pl.col("rule").is_in(list(rules)))
    if everything:
        return theirs.to_dicts()
    is_open = ~pl.col("status").is_in(_CLOSED) & pl.col("met").is_null() & pl.col("ended").is_null()
    standing = theirs.filter(is_open)
    last = theirs.filter(~pl.col("rule").is_in(standing["rule"].implode())).unique(
        "rule", keep="last", maintain_order=True
    )
    return pl.concat([standing, last]).sort("rule", "start", "clock_key").to_dicts()
