"""Text as extracts have it becomes values: yes and no, whole numbers, times of day; nothing is null."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from timeliness.extracts import findings
from timeliness.extracts.days import CLOCK

_NOTHING = ("null", "nan", "nat", "none", "n/a", "#n/a")
BLANK = ("", "NaN", "NaT", *(way for word in _NOTHING for way in (word, word.upper(), word.capitalize())))
"""What stands for nothing."""
_YES, _NO = ("true", "yes", "y", "t", "1", "1.0"), ("false", "no", "n", "f", "0", "0.0")

CHANGED = r"^[+-]?\d+(?:\.0+|(?:\.\d+)?[eE]\+\d+)$"
"""Identifiers that a spreadsheet or a program has made numbers of: 12.0, 1.23E+07."""


def trimmed(table: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Trim columns of text; what stands for nothing is null."""
    text = table.with_columns(pl.col(name).str.strip_chars() for name in names)
    return text.with_columns(pl.when(~pl.col(name).is_in(BLANK)).then(name).alias(name) for name in names)


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


def as_integer(text: pl.Expr) -> pl.Expr:
    """Read whole numbers; '10.0' is 10."""
    return text.str.replace(r"^([+-]?\d+)\.0+$", "${1}").cast(pl.Int64, strict=False)


def as_boolean(text: pl.Expr) -> pl.Expr:
    """Read true and false, yes and no, y and n, 1 and 0, whatever the case."""
    said = text.str.to_lowercase()
    return pl.when(said.is_in(_YES)).then(pl.lit(value=True)).when(said.is_in(_NO)).then(pl.lit(value=False))


def as_time(text: pl.Expr) -> pl.Expr:
    """Read times of day to the minute: 9:30, 09:30, 09:30:00."""
    padded = text.str.extract(f"^{CLOCK}$", 1).str.replace(r"^(\d):", "0${1}:").str.slice(0, 5)
    return padded.str.to_time("%H:%M", strict=False)


READERS: Mapping[type[pl.DataType], Callable[[pl.Expr], pl.Expr]] = {
    pl.Int64: as_integer,
    pl.Boolean: as_boolean,
    pl.Time: as_time,
}
"""How text becomes a value of a type. Text stays text; dates are read by whole columns, in `days`."""

UNREAD: Mapping[type[pl.DataType], str] = {
    pl.Date: findings.NOT_A_DATE,
    pl.Int64: findings.NOT_A_NUMBER,
    pl.Boolean: findings.NOT_YES_OR_NO,
    pl.Time: findings.NOT_A_TIME,
}
"""The finding for a value that cannot be read. The value itself is never repeated: it may name a child."""
