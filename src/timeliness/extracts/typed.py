"""Give a table of text the columns and types of its kind, and say what could not be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from timeliness.errors import Problem
from timeliness.extracts import findings
from timeliness.extracts.days import Dated, DateFormat, DatesError, as_days, in_calendar, times_behind
from timeliness.extracts.readers.sheet import ROW
from timeliness.extracts.values import CHANGED, READERS, UNREAD, plain, trimmed
from timeliness.facts import SOURCE_ROWS, Kind

POOLED = "authority"
"""A column that every table of pooled data has: the council that a child belongs to."""

_TIMES = {"date": "time", "start": "start_time", "end": "end_time"}


def needed(kind: Kind) -> tuple[str, ...]:
    """The columns that a table of the kind must have; what they say may be unknown."""
    days = {"child": (), "event": ("date",), "spell": ("start", "end")}
    return ("child_id", *days[kind.shape])


@dataclass(frozen=True)
class Place:
    """Where a table comes from: its file as it is shown, the file's number, and by column the declared date formats.

    `headings` says what a column is called in the file, where it is called otherwise. `settled` are the columns whose
    formats the council itself has declared.
    """

    shown: str
    number: int
    formats: Mapping[str, DateFormat]
    headings: Mapping[str, str] = field(default_factory=dict)
    settled: Collection[str] = ()

    def heading(self, column: str) -> str:
        """What a column is called in the file."""
        return self.headings.get(column, column)


def typed(table: pl.DataFrame, kind: Kind, place: Place, problems: list[Problem]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Convert the columns that the kind has; others are left out.

    `table` has ROW and the kind's own column names. Gives the table with `source`, and findings.
    """
    declared = {POOLED: pl.String(), **kind.columns()}
    wanted = {name: declared[name] for name in declared if name in table.columns}
    written = _written(table, wanted, place, problems)
    behind = dict(_times_behind(written, kind))
    given = written.with_columns(times.alias(time) for time, (_, times) in behind.items())
    read = given.with_columns(_values(given, kind, place, problems))
    names = {name: behind[name][0] if name in behind else name for name in given.columns}
    return read, findings.together([*_changed_ids(given, kind), *_unread(given, read, names, kind)])


def _written(
    table: pl.DataFrame, wanted: Mapping[str, pl.DataType], place: Place, problems: list[Problem]
) -> pl.DataFrame:
    """Write as text what is neither text nor of the type that is wanted; trim text; number the rows as sources."""
    columns = []
    for name, dtype in wanted.items():
        series = table[name]
        if series.dtype not in (dtype, pl.String()):
            try:
                series = plain(series)
            except pl.exceptions.PolarsError:
                problems.append(Problem(place.shown, 0, 0, _without_text(place.heading(name), series.dtype)))
                series = pl.Series(name, [None] * len(series), pl.String)
        columns.append(series)
    source = (table[ROW].cast(pl.Int64) + place.number * SOURCE_ROWS).alias("source")
    text = [series.name for series in columns if series.dtype == pl.String]
    return trimmed(pl.DataFrame([*columns, source]), text)


def _without_text(heading: str, dtype: pl.DataType) -> str:
    return f"The column '{heading}' holds {dtype}. Export it as text, a date, a number or true/false."


def _times_behind(given: pl.DataFrame, kind: Kind) -> Iterator[tuple[str, tuple[str, pl.Series]]]:
    """The times of day behind dates, where there is no column for them: its name, the date's, and the text."""
    for day, time in _TIMES.items():
        if time in kind.columns() and time not in given.columns and given.schema.get(day) == pl.String:
            times = times_behind(given[day])
            if times is not None:
                yield time, (day, times)


def _values(given: pl.DataFrame, kind: Kind, place: Place, problems: list[Problem]) -> Iterator[pl.Expr | pl.Series]:
    """What is read from each column that is not taken as it stands."""
    for name, wanted in kind.columns().items():
        found = given.schema.get(name)
        if wanted == pl.Date and found == pl.Date:
            yield in_calendar(name)
        elif wanted == pl.Date and found == pl.String:
            declared, vital = place.formats.get(name), name in needed(kind)
            settled = name in place.settled
            column = Dated(f"{kind.name}.{name}", place.heading(name), given["source"], declared, vital, settled)
            try:
                yield as_days(given[name], column).alias(name)
            except DatesError as error:
                problems.append(Problem(place.shown, 0, 0, str(error)))
        elif found == pl.String and type(wanted) in READERS:
            yield READERS[type(wanted)](pl.col(name)).alias(name)


def _changed_ids(given: pl.DataFrame, kind: Kind) -> Iterator[pl.DataFrame]:
    """Identifiers that are decimal numbers: a spreadsheet or a program wrote them, and may have changed them."""
    identifiers = [name for name in ("child_id", *kind.identifiers) if name in given.columns]
    for name in identifiers:
        if given[name].unique().str.contains(CHANGED).any():
            rows = given.filter(pl.col(name).str.contains(CHANGED))
            yield findings.found(findings.CHANGED_ID, kind.name, rows, name)


def _unread(given: pl.DataFrame, read: pl.DataFrame, names: Mapping[str, str], kind: Kind) -> Iterator[pl.DataFrame]:
    """A finding for each value that could not be read."""
    for name in read.columns:
        if read[name].null_count() > given[name].null_count():
            rows = given.filter(read[name].is_null() & given[name].is_not_null())
            yield findings.found(UNREAD[type(read.schema[name])], kind.name, rows, names[name])
