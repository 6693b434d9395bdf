"""Months in which a table has nothing, or next to nothing, where it usually has many rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from timeliness.engine.collect import collect_all

_BY = ("table", "moment")
MANY, PLENTY, FEW = 10, 20, 5
"""No row is a gap where a month usually has so many; where it has plenty, a fifth of them is one too."""


def gaps(months: pl.DataFrame, complete_from: Mapping[str, date], as_at: date | None) -> pl.DataFrame:
    """Find gaps: `table, moment, first, last` (the first days of its months), `rows` in them, and the `usual` number.

    `months` are those of `patterns`. What is usual is the median of the months from the first row, or the day from
    which the table is whole, to the last. Looked at are whole months: from that from which the table is whole, or else
    the first with half of what is usual, since extracts of today's children thin out in the past; to the last before
    `as_at`, or else the last with half of it.
    """
    begin = _whole_from(complete_from)
    stop = pl.lit(as_at, dtype=pl.Date).dt.offset_by("1d").dt.truncate("1mo").dt.offset_by("-1mo")
    spans = months.lazy().group_by(_BY).agg(first=pl.col("month").min(), last=pl.col("month").max())
    every = pl.date_ranges(pl.min_horizontal(begin, "first"), pl.max_horizontal(stop, "last"), "1mo")
    filled = (
        spans.with_columns(month=every)
        .explode("month")
        .join(months.lazy(), on=[*_BY, "month"], how="left")
        .with_columns(pl.col("rows").fill_null(0))
    )
    own = pl.col("rows").filter(pl.col("month").is_between(pl.max_horizontal(begin, "first"), "last"))
    usual = filled.with_columns(usual=own.quantile(0.5, "lower").over(_BY).cast(pl.Int64))
    full = pl.col("month").filter(2 * pl.col("rows") >= pl.col("usual"))
    since, until = pl.coalesce(begin, full.min().over(_BY)), pl.coalesce(stop, full.max().over(_BY))
    return collect_all([_runs(usual.filter(pl.col("month").is_between(since, until)))])[0]


def _runs(filled: pl.LazyFrame) -> pl.LazyFrame:
    """Put months that follow one another together."""
    none = (pl.col("rows") == 0) & (pl.col("usual") >= MANY)
    hardly = (pl.col("usual") >= PLENTY) & (pl.col("rows") * FEW <= pl.col("usual"))
    found = filled.filter(none | hardly).sort(*_BY, "month")
    follows = pl.col("month").shift().dt.offset_by("1mo") == pl.col("month")
    run = (~follows.fill_null(value=False)).cum_sum().over(_BY).alias("run")
    gathered = (
        found.with_columns(run)
        .group_by(*_BY, "run", "usual")
        .agg(first=pl.col("month").min(), last=pl.col("month").max(), rows=pl.col("rows").sum())
    )
    return gathered.select(*_BY, "first", "last", "rows", "usual").sort(*_BY, "first")


def _whole_from(complete_from: Mapping[str, date]) -> pl.Expr:
    """The first whole month of each table's history."""
    days = pl.col("table").replace_strict(dict(complete_from), default=None, return_dtype=pl.Date)
    return days.dt.offset_by("-1d").dt.truncate("1mo").dt.offset_by("1mo")
