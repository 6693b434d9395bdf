"""What was read to find a limit, in words."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import polars.selectors as cs

from timeliness.engine.base import Base
from timeliness.engine.law import Law
from timeliness.engine.limits import limit_subjects
from timeliness.engine.states import column
from timeliness.rulebook.rules import Subject


def with_state(clocks: pl.DataFrame, law: Law, base: Base) -> pl.LazyFrame:
    """Add `state`: what was read of each clock to find its limit. It is read again, of the clocks that are shown."""

    def worded(number: int, rows: pl.LazyFrame) -> pl.LazyFrame:
        subjects = limit_subjects(law.rules[number])
        read = base.states(law.rules[number]).read(rows, subjects, "start").with_columns(state=_words(subjects))
        return read.drop(cs.matches("^state:.*$"))

    return law.each(
        clocks,
        lambda rule: bool(limit_subjects(rule)),
        worded,
        lambda rows: rows.with_columns(state=pl.lit(None, dtype=pl.String)),
    )


def _words(subjects: Sequence[Subject]) -> pl.Expr:
    """Say what was read to choose the limit, as 'name value' in the order of the rule; null where nothing was."""
    said = [_said(subject) for subject in subjects]
    if not said:
        return pl.lit(None, dtype=pl.String)
    together = pl.concat_str(said, separator="; ", ignore_nulls=True)
    return pl.when(together != "").then(together)


def _said(subject: Subject) -> pl.Expr:
    name = str(subject)
    if subject.place == "derived" and subject.name in ("occurrence", "start"):
        return _pair(name, pl.col(subject.name))
    if subject.name == "spell_length":
        return _pair(name, (pl.col("start") - pl.col("spell_start")).dt.total_days(), " days")
    value = pl.col(column(subject))
    if subject.place == "event":
        return pl.when(value).then(pl.lit(f"{name} has happened")).when(~value).then(pl.lit(f"{name} not yet"))
    if not subject.name:
        return pl.when(value.is_not_null()).then(pl.lit(f"{name} running"))
    return _pair(name, value)


def _pair(name: str, value: pl.Expr, unit: str = "") -> pl.Expr:
    return pl.concat_str(pl.lit(f"{name} "), value.cast(pl.String), pl.lit(unit))
