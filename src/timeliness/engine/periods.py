"""Law over time and history over time: which version a clock has, and what an extract's beginning does to it."""

from __future__ import annotations

from datetime import date

import polars as pl

from timeliness.engine.ends import is_faulty
from timeliness.engine.known import Known
from timeliness.engine.latest import last_in, met_by, unnumbered
from timeliness.engine.law import Law
from timeliness.rulebook.rules import Rule


def with_periods(clocks: pl.LazyFrame, law: Law, known: Known, *, repeats: bool) -> pl.LazyFrame:
    """Add `version` (its number), `history` (the start was moved to it) and `uncertain` (judged only if in time).

    Clocks outside every version are left out. A repeating clock that was open when the first version came into
    force, or when the history of its meetings begins, starts then. One of which only the last meeting is known is
    `unseen`; the one that follows starts with the history.
    """
    last = last_in(law, known, met_by)
    complete = _complete(law, known, last)
    clocks = clocks.with_columns(occurrence=pl.when(~unnumbered(law, known)).then("occurrence"))
    moved = _moved(_with_unseen(clocks, last), law, complete, known) if repeats else _unmoved(clocks, complete)
    placed = pl.col("placed").fill_null(value=False) & pl.col("sound")
    first = placed & (pl.col("start") == pl.col("spell_start")) & (pl.col("occurrence") == 1)
    return (
        moved.with_columns(version=law.in_force(pl.col("start")), history=pl.col("history") | first)
        .with_columns(occurrence=pl.when(~placed).then("occurrence"))
        .filter(pl.col("version").is_not_null() | pl.col("start").is_null())
    )


def before_it_ceased(starts: pl.LazyFrame, law: Law) -> pl.LazyFrame:
    """Leave out starts after the last version ceased: they start no clock and end none."""
    last = law.of_rule(lambda rule: rule.versions[-1].last, pl.Date)
    return starts.filter((pl.col("start") > last).fill_null(value=False).not_())


def _complete(law: Law, known: Known, last: pl.Expr | None) -> pl.Expr:
    """The day from which the history of each clock's meetings is whole; null: always."""
    whole = [_latest(rule, known) for rule in law.rules]
    own = known.children["complete_from"]
    days = [] if last is None else [last]
    if any(whole):
        days.append(law.of_rule(lambda rule: _latest(rule, known), pl.Date))
    if own.null_count() < len(own):
        days.append(known.of_child("complete_from"))
    return pl.max_horizontal(days) if days else pl.lit(None, dtype=pl.Date)


def _latest(rule: Rule, known: Known) -> date | None:
    tables = met_by(rule) - known.latest_only
    return max((known.complete_from[name] for name in tables if name in known.complete_from), default=None)


def _with_unseen(clocks: pl.LazyFrame, last: pl.Expr | None) -> pl.LazyFrame:
    """Say which clocks are `unseen`, met by what may not have been the first meeting in them, and which `follows`."""
    if last is None:
        return clocks.with_columns(unseen=pl.lit(value=False), follows=pl.lit(value=False))
    start = pl.col("start")
    unseen, follows = (start < last) & (pl.col("met") <= last), (start == last) & (pl.col("spell_start") < last)
    return clocks.with_columns(unseen=unseen.fill_null(value=False), follows=follows.fill_null(value=False))


def _unmoved(clocks: pl.LazyFrame, complete: pl.Expr) -> pl.LazyFrame:
    uncertain = (pl.col("start") < complete).fill_null(value=False)
    no = pl.lit(value=False)
    return clocks.with_columns(history=no, uncertain=uncertain, unseen=no)


def _moved(clocks: pl.LazyFrame, law: Law, complete: pl.Expr, known: Known) -> pl.LazyFrame:
    before = complete.dt.offset_by("-1d")
    begun = (pl.col("spell_start") < before).fill_null(value=False) & (complete <= known.today).fill_null(value=False)
    into_history = begun & _open_across(before, complete) & ~pl.col("unseen")
    first = law.of_rule(lambda rule: rule.versions[0].first, pl.Date)
    into_force = _open_across(first, first) & (first <= known.today)
    start = pl.max_horizontal("start", pl.when(into_history).then(before), pl.when(into_force).then(first))
    numbered = ~(begun & (into_history | (pl.col("start") >= before)))
    return clocks.with_columns(
        start=start,
        time=pl.when(start == pl.col("start")).then("time"),
        history=(into_history & (start == before)) | pl.col("follows"),
        uncertain=~into_history & (start < before).fill_null(value=False),
        occurrence=pl.when(numbered).then("occurrence"),
    )


def _open_across(day: pl.Expr, opening: pl.Expr) -> pl.Expr:
    """Whether a clock that began before a day was open at the beginning of another."""
    close = pl.min_horizontal("met", "superseded", "ends")
    spans = ~is_faulty() & (pl.col("start") < day) & (close.is_null() | (close >= opening))
    return spans.fill_null(value=False)
