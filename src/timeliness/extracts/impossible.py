"""Facts that cannot be so: spells that end before they start, events long before birth, days that have not come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    found = [
        findings.found(what, name, table.lazy().filter(holds), column)
        for name, table in tables.items()
        for what, column, holds in _tests(vocabulary[name], table.columns, as_at)
    ]
    return [*found, *_by_birth(facts, vocabulary)]


def _tests(kind: Kind, columns: Sequence[str], as_at: date | None) -> Iterator[tuple[str, str, pl.Expr]]:
    """What is wrong, by which column, and when it is."""
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


def _by_birth(facts: Facts, vocabulary: Vocabulary) -> Iterator[pl.LazyFrame]:
    children = facts.children.select("child", "child_id", "born")
    for name, table in facts.tables.items():
        day = vocabulary[name].day
        early = table.join(children, on="child").filter(pl.col(day) < pl.col("born").dt.offset_by("-9mo"))
        yield findings.found(findings.BEFORE_BIRTH, name, early, day)
