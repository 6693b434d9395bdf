"""Facts that cannot be so: spells that end before they start, events long before birth, days that have not come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from timeliness.extracts import findings
from timeliness.facts import Facts, Kind, Vocabulary


def impossible(
    tables: Mapping[str, pl.DataFrame], facts: Facts, vocabulary: Vocabulary, as_at: date | None
) -> list[pl.LazyFrame]:
    """Plan the findings of facts that cannot be so as at a day. They are judged all the same, and never lost.

    `tables` are the rows as they were read, repeated ones among them; `facts` what was made of them. An event may lie
    up to nine months before birth: rules follow unborn children. Each plan has the columns of FINDINGS.
    """
    found = []
    for name, table in tables.items():
        if vocabulary[name].shape != "child":
            found += [_plan(what, name, column, table.lazy().filter(holds)) for what, column, holds in _tests(vocabulary[name], as_at)]
    return [*found, *_by_birth(facts, vocabulary)]


def _tests(kind: Kind, as_at: date | None) -> Iterator[tuple[str, str, pl.Expr]]:
    """What is wrong, by which column, and when it is."""
    day = pl.col(kind.day)
    spell = kind.shape == "spell"
    if spell:
        yield findings.END_BEFORE_START, "end", pl.col("end") < day
    if as_at is not None:
        yield findings.AFTER_AS_AT, kind.day, day > as_at
    if spell and as_at is not None:
        yield findings.AFTER_AS_AT, "end", (pl.col("end") > as_at) & (day.is_null() | (day <= as_at))


def _by_birth(facts: Facts, vocabulary: Vocabulary) -> Iterator[pl.LazyFrame]:
    children = facts.children.select("child", "child_id", "born", "died")
    wrong = children.filter(pl.col("died") < pl.col("born")).with_columns(source=pl.lit(None, dtype=pl.Int64))
    yield _plan(findings.DEAD_BEFORE_BIRTH, "child", "died", wrong)
    for name, table in facts.tables.items():
        day = vocabulary[name].day
        early = table.join(children, on="child").filter(pl.col(day) < pl.col("born").dt.offset_by("-9mo"))
        yield _plan(findings.BEFORE_BIRTH, name, day, early)


def _plan(what: str, table: str, column: str, rows: pl.LazyFrame) -> pl.LazyFrame:
    return findings.found(what, table, rows, column)
