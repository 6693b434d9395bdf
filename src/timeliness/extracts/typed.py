"""Give a table of text the columns and types of its kind, and say what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from timeliness.errors import Problem
from timeliness.extracts import findings, values
from timeliness.extracts.sheet import ROW
from timeliness.extracts.values import Column, DateFormat
from timeliness.facts import SOURCE_ROWS, Kind

POOLED = "authority"
"""A column that every table of pooled data has: the council that a child belongs to."""


def needed(kind: Kind) -> tuple[str, ...]:
    """The columns that a table of the kind must have; what they say may be unknown."""
    days = {"child": (), "event": ("date",), "spell": ("start", "end")}
    return ("child_id", *days[kind.shape])


@dataclass(frozen=True)
class Place:
    """Where a table comes from: its file as it is shown, the file's number, and declared date formats by heading."""

    shown: str
    number: int
    formats: Mapping[str, DateFormat]


def typed(table: pl.DataFrame, kind: Kind, place: Place, problems: list[Problem]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Convert the columns that the kind has; others are left out.

    `table` has ROW and the kind's own column names. Gives the table with `source`, and findings.
    """
    declared = {POOLED: pl.String(), **kind.columns()}
    there = {name: declared[name] for name in declared if name in table.columns}
    sourced = _plain(table, there, place, problems)
    rows = sourced.select("source", *([pl.col("child_id")] if "child_id" in there else []))
    read, found = [], []
    for name, wanted in there.items():
        how = place.formats.get(name) if table.schema[name] == pl.String else None
        try:
            series, wrong = _converted(sourced[name], wanted, kind, Column(kind.name, name, rows, how))
        except values.MixedDatesError as error:
            problems.append(Problem(place.shown, 0, 0, str(error)))
            continue
        read.append(series.alias(name))
        found.append(wrong)
    whole, late = _with_time(pl.DataFrame([*read, sourced["source"]]), sourced, kind, rows)
    return whole, findings.together([*found, *late])


def _plain(
    table: pl.DataFrame, there: Mapping[str, pl.DataType], place: Place, problems: list[Problem]
) -> pl.DataFrame:
    """Write as text what is neither text nor of the type that is wanted; trim text; number the rows as sources."""
    written = []
    for name, wanted in there.items():
        series = table[name]
        if series.dtype not in (wanted, pl.String()):
            try:
                series = values.plain(series)
            except pl.exceptions.PolarsError:
                message = (
                    f"The column '{name}' holds {series.dtype}. Export it as text, a date, a number or true/false."
                )
                problems.append(Problem(place.shown, 0, 0, message))
                series = pl.Series(name, [None] * len(series), pl.String)
        written.append(series)
    text = [series.name for series in written if series.dtype == pl.String]
    source = (table[ROW].cast(pl.Int64) + place.number * SOURCE_ROWS).alias("source")
    return pl.DataFrame([*written, source]).with_columns(values.blank_to_null(name) for name in text)


def _converted(series: pl.Series, wanted: pl.DataType, kind: Kind, column: Column) -> values.Read:
    if series.dtype == pl.String:
        is_identifier = column.heading in ("child_id", *kind.identifiers)
        reader = values.as_identifier if is_identifier else values.READERS[type(wanted)]
        return reader(series, column)
    return values.of_calendar(series, column) if wanted == pl.Date else (series, findings.no_findings())


def _with_time(
    whole: pl.DataFrame, sourced: pl.DataFrame, kind: Kind, rows: pl.DataFrame
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """Take times of day from behind the dates, where there is no column for them."""
    pairs = {"event": {"date": "time"}, "spell": {"start": "start_time", "end": "end_time"}}.get(kind.shape, {})
    found = []
    for day, time in pairs.items():
        if time in whole.columns or day not in sourced.columns or sourced.schema[day] != pl.String:
            continue
        within, wrong = values.times_within(sourced[day], Column(kind.name, day, rows))
        found.append(wrong)
        if within.null_count() < len(within):
            whole = whole.with_columns(within.alias(time))
    return whole, found
