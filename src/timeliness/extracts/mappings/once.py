"""Rows of several tables or years that are one fact."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def once(facts: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """One fact for the rows that agree in some columns; rows that lack one of them stay as they are.

    Each value is from the last row, in the order in which they stand, that has one; so is `source`.
    """
    whole = facts.filter(pl.all_horizontal(pl.col(keys).is_not_null()))
    rest = facts.filter(~pl.all_horizontal(pl.col(keys).is_not_null()))
    others = [name for name in facts.columns if name not in keys]
    made = whole.group_by(keys, maintain_order=True).agg(pl.col(name).drop_nulls().last() for name in others)
    return pl.concat([made.select(facts.columns), rest]).sort("source")
