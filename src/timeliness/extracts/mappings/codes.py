"""Codes, as people write them: '1', '1 - Yes' and 'Yes' may be one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from timeliness.extracts.mappings.written import PRESENCE, Codes, Where
from timeliness.extracts.values import BLANK

_PREFIX = r"^([a-z0-9]+)\s*[):\-]"
_BEHIND = r"^[a-z0-9]+\s*[):\-]+\s*(.+)$"


def meanings(column: pl.Expr, codes: Codes) -> pl.Expr:
    """What each code of a column means, as text; null where it is not in the list.

    A code is looked for as it stands, then as what stands before ')', ':' or '-', then as what stands behind; case
    and spaces make no difference.
    """
    known = {_folded(str(code)): _written(meaning) for code, meaning in codes.items()}
    return _of_each_value(
        column,
        pl.String,
        lambda text: pl.coalesce(
            each.replace_strict(known, default=None, return_dtype=pl.String) for each in _ways(text)
        ),
    )


def listed(column: pl.Expr, codes: Codes) -> pl.Expr:
    """Whether a code of a column is in the list, whatever it means."""
    known = [_folded(str(code)) for code in codes]
    return _of_each_value(column, pl.Boolean, lambda text: _is_one(_ways(text), known))


def holds(where: Where, columns: Mapping[str, str]) -> pl.Expr:
    """Which rows a `where` holds of; `columns` gives for a heading the name of its column."""
    return pl.all_horizontal(_test(columns[name], values) for name, values in where.items())


def written(column: str) -> pl.Expr:
    """A column as text without space around it; null where nothing is written."""
    text = pl.col(column).cast(pl.String).str.strip_chars()
    return pl.when(~text.is_in(BLANK)).then(text)


def _test(column: str, values: tuple[str, ...]) -> pl.Expr:
    asked = [value for value in values if value in PRESENCE]
    codes = [_folded(value) for value in values if value not in PRESENCE]
    there = written(column).is_not_null()
    tests = [there if value == "known" else ~there for value in asked]
    if codes:
        tests.append(_of_each_value(pl.col(column), pl.Boolean, lambda text: _is_one(_ways(text)[:2], codes)))
    return pl.any_horizontal(tests)


def _of_each_value(column: pl.Expr, kind: type[pl.DataType], said: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    """What is said of each value of a column, worked out once for each: columns of codes have few."""

    def of_all(values: pl.Series) -> pl.Series:
        each = values.unique()
        found = each.to_frame("value").select(said(pl.col("value"))).to_series()
        return values.replace_strict(each, found, return_dtype=kind) if len(values) else found

    return column.cast(pl.String).map_batches(of_all, return_dtype=kind, is_elementwise=True)


def _is_one(ways: Sequence[pl.Expr], codes: Sequence[str]) -> pl.Expr:
    return pl.any_horizontal(each.is_in(codes).fill_null(value=False) for each in ways)


def _ways(column: pl.Expr) -> list[pl.Expr]:
    text = _fold(column)
    return [text, text.str.extract(_PREFIX, 1), text.str.extract(_BEHIND, 1)]


def _fold(column: pl.Expr) -> pl.Expr:
    one_space = column.cast(pl.String).str.replace_all(r"\s+", " ").str.strip_chars().str.to_lowercase()
    return one_space.str.replace(r"^(\d+)\.0+$", "${1}")


def _folded(code: str) -> str:
    return " ".join(code.split()).lower()


def _written(meaning: object) -> str | None:
    if meaning is None:
        return None
    return str(meaning).lower() if isinstance(meaning, bool) else str(meaning)
