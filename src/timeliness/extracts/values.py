"""Text as extracts have it becomes values: dates by one format a column, yes and no, whole numbers, times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

import polars as pl

from timeliness.extracts import findings
from timeliness.facts import SOURCE_ROWS

DateFormat = Literal["iso", "day-first"]

_BLANK = ("", "null", "nan", "nat", "none", "n/a", "#n/a")
_YES, _NO = ("true", "yes", "y", "t", "1", "1.0"), ("false", "no", "n", "f", "0", "0.0")
_CLOCK = r"(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)"
_ISO = rf"^(\d{{4}})-(\d{{1,2}})-(\d{{1,2}})(?:[ T]{_CLOCK})?$"
_DAY_FIRST = rf"^(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}})(?: {_CLOCK})?$"
_PATTERNS: dict[DateFormat, str] = {"iso": _ISO, "day-first": _DAY_FIRST}
_WORDS: dict[DateFormat, str] = {"iso": "year-month-day", "day-first": "day/month/year"}
_CHANGED = r"^[+-]?\d+(?:\.0+|(?:\.\d+)?[eE]\+\d+)$"
_SHOWN = 5


class MixedDatesError(Exception):
    """A column has dates in two formats, and no format was declared for it."""


@dataclass(frozen=True)
class Column:
    """A column of text as it is read: in which table, under which heading, with the rows' `source` and child."""

    table: str
    heading: str
    rows: pl.DataFrame
    declared: DateFormat | None = None


Read = tuple[pl.Series, pl.DataFrame]
"""The values of a column, and what was wrong with it."""


def blank_to_null(name: str) -> pl.Expr:
    """Trim text; what stands for nothing is null."""
    text = pl.col(name).str.strip_chars()
    return pl.when(~text.str.to_lowercase().is_in(_BLANK)).then(text).alias(name)


def plain(values: pl.Series) -> pl.Series:
    """Write typed values as text: numbers without a needless '.0', days and moments as year-month-day.

    Moments with a time zone are told as the clock shows them in London. Raises ComputeError and
    InvalidOperationError where values have no text, as lists have none.
    """
    kind = values.dtype
    if kind.is_float() or kind.is_decimal():
        return values.cast(pl.String).str.replace(r"\.0+$", "")
    if isinstance(kind, pl.Datetime):
        local = values.dt.convert_time_zone("Europe/London") if kind.time_zone else values
        return local.dt.strftime("%Y-%m-%d %H:%M:%S")
    if kind.is_nested():
        raise pl.exceptions.InvalidOperationError("nested")
    return values.cast(pl.String)


def as_text(text: pl.Series, _: Column) -> Read:
    """Take text as it is."""
    return text, findings.no_findings()


def as_identifier(text: pl.Series, column: Column) -> Read:
    """Take identifiers as they are, and find those that a spreadsheet or a program has made numbers of."""
    changed = text.str.contains(_CHANGED).fill_null(value=False)
    return text, findings.found(findings.CHANGED_ID, column.table, column.rows.filter(changed), column.heading)


def as_integer(text: pl.Series, column: Column) -> Read:
    """Read whole numbers; '10.0' is 10."""
    values = text.str.replace(r"^([+-]?\d+)\.0+$", "${1}").cast(pl.Int64, strict=False)
    return values, _unread(text, values, column, findings.NOT_A_NUMBER)


def as_boolean(text: pl.Series, column: Column) -> Read:
    """Read true and false, yes and no, y and n, 1 and 0, whatever the case."""
    known = pl.DataFrame({"text": text.str.to_lowercase()})
    yes, no = pl.col("text").is_in(_YES), pl.col("text").is_in(_NO)
    values = known.select(pl.when(yes).then(pl.lit(value=True)).when(no).then(pl.lit(value=False))).to_series()
    return values, _unread(text, values, column, findings.NOT_YES_OR_NO)


def as_time(text: pl.Series, column: Column) -> Read:
    """Read times of day: 9:30, 09:30, 09:30:00."""
    padded = text.str.extract(f"^{_CLOCK}$", 1).str.replace(r"^(\d):", "0${1}:").str.slice(0, 5)
    values = padded.str.to_time("%H:%M", strict=False)
    return values, _unread(text, values, column, findings.NOT_A_TIME)


def as_date(text: pl.Series, column: Column) -> Read:
    """Read dates in the declared format, or else in the one that the whole column has.

    Raises MixedDatesError where a column without a declared format has both.
    """
    days = text.str.to_date("%Y-%m-%d", strict=False)
    whole = days.null_count() == text.null_count() and days.is_between(date(1000, 1, 1), date.max).all()
    if column.declared != "day-first" and whole:  # '24-01-02' would be read as a day of the year 24
        return days, findings.no_findings()
    values = _parsed(text, column.declared or _format_of(text, column))
    return values, _unread(text, values, column, findings.NOT_A_DATE)


def of_calendar(days: pl.Series, column: Column) -> Read:
    """Keep typed days that lie in years of four digits at most."""
    values = days.set(~days.is_between(date.min, date.max).fill_null(value=True), None)
    return values, _unread(days, values, column, findings.NOT_A_DATE)


def _format_of(text: pl.Series, column: Column) -> DateFormat:
    fits = {name: text.str.contains(pattern).fill_null(value=False) for name, pattern in _PATTERNS.items()}
    if fits["iso"].any() and fits["day-first"].any():
        raise MixedDatesError(_mixed(column, fits))
    return "day-first" if fits["day-first"].any() else "iso"


def _mixed(column: Column, fits: dict[DateFormat, pl.Series]) -> str:
    said = []
    for name, rows in fits.items():
        numbers = (column.rows["source"].filter(rows) % SOURCE_ROWS).to_list()
        more = f" and {len(numbers) - _SHOWN:,} more" if len(numbers) > _SHOWN else ""
        said.append(f"{_WORDS[name]} in row {', '.join(str(row) for row in numbers[:_SHOWN])}{more}")
    return (
        f"the dates in '{column.heading}' are mixed: {'; '.join(said)}. 3/4 may be March or April, so nothing is "
        f"guessed. Export the column in one format, or declare it in extract.yaml: "
        f"dates: {{{column.table}.{column.heading}: day-first}}"
    )


def _parsed(text: pl.Series, how: DateFormat) -> pl.Series:
    year, month, day = (1, 2, 3) if how == "iso" else (3, 2, 1)
    groups = pl.DataFrame({"text": text}).select(
        pl.col("text").str.extract(_PATTERNS[how], group).cast(pl.Int32).alias(name)
        for name, group in (("year", year), ("month", month), ("day", day))
    )
    whole = pl.concat_str(
        pl.col("year").cast(pl.String).str.zfill(4),
        pl.col("month").cast(pl.String).str.zfill(2),
        pl.col("day").cast(pl.String).str.zfill(2),
        separator="-",
    )
    return groups.select(whole.str.to_date("%Y-%m-%d", strict=False)).to_series()


def times_within(text: pl.Series, column: Column) -> Read:
    """The time of day that stands behind a date in the same cell; midnight, as exports write it, is no time."""
    values, wrong = as_time(text.str.extract(f"[ T]{_CLOCK}$", 1), column)
    return values.set((values == time(0)).fill_null(value=False), None), wrong


def _unread(given: pl.Series, values: pl.Series, column: Column, what: str) -> pl.DataFrame:
    """A finding for each value that could not be read. The value itself is never repeated: it may name a child."""
    unread = given.is_not_null() & values.is_null()
    if not unread.any():
        return findings.no_findings()
    return findings.found(what, column.table, column.rows.filter(unread), column.heading)


READERS: dict[type[pl.DataType], Callable[[pl.Series, Column], Read]] = {
    pl.String: as_text,
    pl.Int64: as_integer,
    pl.Boolean: as_boolean,
    pl.Date: as_date,
    pl.Time: as_time,
}
