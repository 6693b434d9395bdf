"""Facts that cannot be so: spells that end before they start, events long before birth, days that have not come.

They are judged all the same, and never lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import polars as pl

from timeliness.extracts import findings
from timeliness.facts import Kind, Vocabulary

Tables = Mapping[str, pl.DataFrame]
Test = tuple[str, str, pl.Expr]
"""What is wrong, by which column, and when it is."""


def impossible(tables: Tables, vocabulary: Vocabulary, as_at: date | None) -> pl.DataFrame:
    """Find facts that cannot be so as at a day, in the rows as they were read, repeated ones among them."""
    found = (_found(name, table, [*_tests(vocabulary[name], table.columns, as_at)]) for name, table in tables.items())
    return findings.together([each for of_table in found for each in of_table])


def before_birth(tables: Tables, vocabulary: Vocabulary, born: pl.Series) -> pl.DataFrame:
    """Find facts that lie more than nine months before birth: rules follow unborn children.

    `born` has the birth date of each child, by its number in `child`.
    """
    soonest = pl.lit(born.dt.offset_by("-9mo")).gather("child")
    days = ((name, table, vocabulary[name].day) for name, table in tables.items())
    found = (_found(name, table, [(findings.BEFORE_BIRTH, day, pl.col(day) < soonest)]) for name, table, day in days)
    return findings.together([each for of_table in found for each in of_table])


def _found(name: str, table: pl.DataFrame, tests: Sequence[Test]) -> Iterator[pl.DataFrame]:
    """The findings of some tests: whatever fails any is looked at again by each."""
    odd = table.filter(pl.any_horizontal(holds for _, _, holds in tests)) if tests else table.clear()
    if odd.height:
        for what, column, holds in tests:
            yield findings.found(what, name, odd.filter(holds), column)


def _tests(kind: Kind, columns: Sequence[str], as_at: date | None) -> Iterator[Test]:
    if kind.shape == "child":
        if {"born", "died"} <= set(columns):
            yield findings.DEAD_BEFORE_BIRTH, "died", pl.col("died") < pl.col("born")
        return
    day = pl.col(kind.day)
    spell = kind.shape == "spell"
    yield findings.BEFORE_1900, kind.day, day < pl.date(1900, 1, 1)
    if spell:
        yield findings.END_BEFORE_START, "end", pl.col("end") < day
    if as_at is not None:
        yield findings.AFTER_AS_AT, kind.day, day > as_at
    if spell and as_at is not None:
        yield findings.AFTER_AS_AT, "end", (pl.col("end") > as_at) & (day.is_null() | (day <= as_at))
