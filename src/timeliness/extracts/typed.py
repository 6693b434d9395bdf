"""Give a table of text the columns and types of its kind, and say what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from timeliness.errors import Problem
from timeliness.extracts import findings, values
from timeliness.extracts.values import Column, DateFormat
from timeliness.facts import SOURCE_ROWS, Kind

POOLED = "authority"
"""A column that every table of pooled data has: the council that a child belongs to."""


@dataclass(frozen=True)
class Place:
    """Where a table comes from: its file as it is shown, the file's number, and declared date formats by heading."""

    shown: str
    number: int
    formats: Mapping[str, DateFormat]


def typed(table: pl.DataFrame, kind: Kind, place: Place, problems: list[Problem]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Convert the columns that the kind has; others are left out.

    `table` has `row` and the kind's own column names. Gives the table with `source`, and findings.
    """
    text, declared = pl.String(), {POOLED: pl.String(), **kind.columns()}
    there = {name: declared[name] for name in declared if name in table.columns}
    trimmed = table.with_columns(values.blank_to_null(name) for name in there if table.schema[name] == text)
    sourced = trimmed.with_columns(source=pl.col("row").cast(pl.Int64) + place.number * SOURCE_ROWS)
    rows = sourced.select("source", *([pl.col("child_id")] if "child_id" in there else []))
    read, found = [], []
    for name, wanted in there.items():
        column = Column(kind.name, name, rows, place.formats.get(name))
        try:
            series, wrong = _converted(sourced[name], wanted, column)
        except values.MixedDatesError as error:
            problems.append(Problem(place.shown, 0, 0, str(error)))
            continue
        read.append(series.alias(name))
        found.append(wrong)
    whole = pl.DataFrame([*read, sourced["source"]])
    return _with_time(whole, sourced, kind), findings.together(found)


def _converted(series: pl.Series, wanted: pl.DataType, column: Column) -> values.Read:
    if series.dtype == pl.String:
        return values.READERS[type(wanted)](series, column)
    converted = series.cast(wanted, strict=False)
    lost = converted.is_null() & series.is_not_null()
    wrong = findings.found(f"not {wanted}", column.table, column.rows.filter(lost), column.heading)
    return converted, wrong


def _with_time(whole: pl.DataFrame, sourced: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """Take times of day from behind the dates, where there is no column for them."""
    pairs = {"event": {"date": "time"}, "spell": {"start": "start_time", "end": "end_time"}}.get(kind.shape, {})
    for day, time in pairs.items():
        if time in whole.columns or day not in sourced.columns or sourced.schema[day] != pl.String:
            continue
        within = values.times_within(sourced[day])
        if within.null_count() < len(within):
            whole = whole.with_columns(within.alias(time))
    return whole
