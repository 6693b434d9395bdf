"""Types of columns. Reasons and the like are kept as numbers: ten million texts would cost more than all dates."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

Schema = Mapping[str, pl.DataType | type[pl.DataType]]

WORDS = pl.Categorical(pl.Categories("timeliness", physical=pl.UInt16))
"""The type of a column of words such as reasons, each a number; the result has them as text."""


def said(words: str | None) -> pl.Expr:
    """Some words, or none, for every row."""
    return pl.lit(words, dtype=WORDS)


def nothing(columns: Schema) -> list[pl.Expr]:
    """Columns without any value."""
    return [pl.lit(None, dtype=kind).alias(name) for name, kind in columns.items()]
