"""Dates as text: year-month-day or day/month/year, one way in each column unless either is meant, and never a guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NoReturn

import polars as pl

from timeliness.facts import SOURCE_ROWS

_One = Literal["iso", "day-first"]
DateFormat = Literal["iso", "day-first", "either"]
"""How dates are written; `either`: each value in one of the two ways, which cannot be taken for each other."""

CLOCK = r"(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)"
"""How a time of day is written."""

_PATTERNS: Mapping[_One, str] = {
    "iso": rf"^(\d{{4}})-(\d{{1,2}})-(\d{{1,2}})(?:[ T]{CLOCK})?$",
    "day-first": rf"^(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}})(?: {CLOCK})?$",
}
_PLAIN: Mapping[DateFormat, str] = {"iso": "%Y-%m-%d", "day-first": "%d/%m/%Y"}
_MONTH_FIRST = r"^(?:0?[1-9]|1[0-2])[/.-](?:1[3-9]|2\d|3[01])[/.-]\d{4}\b"
_WORDS: Mapping[str, str] = {"iso": "year-month-day", "day-first": "day/month/year"}
_EITHER = " or ".join(_WORDS.values())
_MIDNIGHT = r"^00?:00(?::00(?:\.0+)?)?$"
_SHORT = len("2016-05-19")
_SHOWN = 5


class DatesError(Exception):
    """How the dates of a column are written cannot be told without guessing."""


@dataclass(frozen=True)
class Dated:
    """A column of dates: its name as `TABLE.COLUMN`, its heading in the file, its rows' `source`, and its format.

    A `vital` one says when the facts were: without it they would all be wrong. `settled`: the council itself has
    declared the format, so that values which do not have it are findings.
    """

    name: str
    heading: str
    source: pl.Series = field(repr=False)
    declared: DateFormat | None = None
    vital: bool = True
    settled: bool = False


def as_days(text: pl.Series, column: Dated) -> pl.Series:
    """Read dates in the declared format, or else in the one that the whole column has; what is no date is null.

    Raises DatesError where no format is declared and the column has several; where it has month/day/year and one format
    is not declared; and where none of the values of a vital column has a format that is known.
    """
    days = all_days(text, column.declared)
    if days is not None:
        return days
    fits = {how: _fits(text, pattern) for how, pattern in _PATTERNS.items()}
    if column.vital and not any(fits[how].any() for how in _PATTERNS if column.declared in (None, "either", how)):
        _refuse_others(text, column)
    if column.declared == "either":
        american = _fits(text, _MONTH_FIRST)
        if american.any() and not column.settled:
            _refuse_mixed(column, fits, american)
        return _parsed(text, "iso").zip_with(fits["iso"], _parsed(text, "day-first"))
    return _parsed(text, column.declared or _format_of(text, fits, column))


def all_days(text: pl.Series, declared: DateFormat | None = None) -> pl.Series | None:
    """Read dates that are all written in the declared format, or else all in one; None where any is not."""
    for how, pattern in _PLAIN.items():
        if declared in (None, "either", how):
            days = text.str.to_date(pattern, strict=False)
            if days.null_count() == text.null_count() and days.is_between(date(1000, 1, 1), date.max).all():
                return days  # '24-01-02' would have been read as a day of the year 24
    return None


def in_calendar(name: str) -> pl.Expr:
    """Days that came with a type, if they lie in years of four digits at most."""
    return pl.when(pl.col(name).is_between(date.min, date.max)).then(name).alias(name)


def times_behind(text: pl.Series) -> pl.Series | None:
    """The times of day that stand behind the dates in a column, as text; None where there is none.

    Midnight, as exports write it behind every date, is no time.
    """
    longest = text.str.len_bytes().max()
    if not isinstance(longest, int) or longest <= _SHORT:
        return None
    times = text.str.extract(f"[ T]{CLOCK}$", 1)
    times = times.set(_fits(times, _MIDNIGHT), None)
    return times if times.null_count() < len(times) else None


def _fits(text: pl.Series, pattern: str) -> pl.Series:
    return text.str.contains(pattern).fill_null(value=False)


def _refuse_others(text: pl.Series, column: Dated) -> None:
    """Refuse dates of another format, as '9 May 2016'. Words without a digit are no dates, and each is a finding."""
    others = _fits(text, r"\d")
    if others.any():
        one = _WORDS.get(column.declared or "")
        wanted = f"{one}, as is declared" if one else _EITHER
        raise DatesError(
            f"None of the dates in '{column.heading}' can be read ({_rows(column, others)}). They must be written "
            f"{wanted}. Export the file again."
        )


def _format_of(text: pl.Series, fits: Mapping[_One, pl.Series], column: Dated) -> _One:
    american = _fits(text, _MONTH_FIRST)
    if american.any() or all(each.any() for each in fits.values()):
        _refuse_mixed(column, fits, american)
    return "day-first" if fits["day-first"].any() else "iso"


def _refuse_mixed(column: Dated, fits: Mapping[_One, pl.Series], american: pl.Series) -> NoReturn:
    ways = {_WORDS[how]: each & ~american for how, each in fits.items()} | {"month/day/year": american}
    said = "; ".join(f"{way} in {_rows(column, each)}" for way, each in ways.items() if each.any())
    raise DatesError(
        f"How the dates in '{column.heading}' are written cannot be told: {said}. 3/4 may be March or April, so "
        "nothing is guessed. Export the column in one format; or declare one in extract.yaml, and the others are "
        f"findings: dates: {{{column.name}: {column.declared or 'day-first'}}}"
    )


def _rows(column: Dated, chosen: pl.Series) -> str:
    numbers = (column.source.filter(chosen) % SOURCE_ROWS).to_list()
    more = f" and {len(numbers) - _SHOWN:,} more" if len(numbers) > _SHOWN else ""
    return f"row{'s' * (len(numbers) > 1)} {', '.join(str(row) for row in numbers[:_SHOWN])}{more}"


def _parsed(text: pl.Series, how: _One) -> pl.Series:
    groups = (1, 2, 3) if how == "iso" else (3, 2, 1)
    year, month, day = (pl.col("text").str.extract(_PATTERNS[how], group) for group in groups)
    whole = pl.concat_str(year, month.str.zfill(2), day.str.zfill(2), separator="-")
    return pl.DataFrame({"text": text}).select(whole.str.to_date("%Y-%m-%d", strict=False)).to_series()
