"""Law over time and history over time: which version a clock has, and what an extract's beginning does to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from timeliness.engine.ends import is_faulty
from timeliness.engine.known import Known
from timeliness.engine.latest import last_in, met_by, unnumbered
from timeliness.engine.law import Law
from timeliness.rulebook.rules import Rule


def with_periods(clocks: pl.LazyFrame, law: Law, known: Known) -> pl.LazyFrame:
    """Add `version` (its number), `history` (the start was moved to it) and `uncertain` (judged only if in time).

    Clocks of rules that do not repeat, outside every version are left out.
    """
    clocks = unnumbered(clocks, law.rules, law, known)
    complete = _complete(law.rules, law, known)
    uncertain = pl.lit(value=False) if complete is None else (pl.col("start") < complete).fill_null(value=False)
    stated = clocks.with_columns(history=_first_of_placed(), uncertain=uncertain, version=law.in_force(pl.col("start")))
    return _numbered_if_known(stated).filter(pl.col("version").is_not_null() | pl.col("start").is_null())


def with_periods_of(clocks: pl.LazyFrame, number: int, law: Law, known: Known, earliest: date | None) -> pl.LazyFrame:
    """The same for a rule that repeats, whose clocks start on or after the `earliest` day.

    A clock that was open when the first version came into force, or when the history of its meetings begins, starts
    then. One of which only the last meeting is known is `unseen`; the one that follows it starts with the history.
    """
    rule = law.rules[number]
    clocks = unnumbered(clocks, [rule], law, known)
    complete, first = _complete([rule], law, known), rule.versions[0].first
    within = earliest is None or earliest >= first
    clocks = clocks.with_columns(from_history=_first_of_placed())
    if within and complete is None:
        moved = clocks.with_columns(history=pl.lit(value=False), uncertain=pl.lit(value=False))
    else:
        clocks = _with_unseen(clocks, last_in([rule], law, known, met_by))
        moved = _moved(clocks, pl.lit(first), pl.lit(None, dtype=pl.Date) if complete is None else complete, known)
    stated = _numbered_if_known(
        moved.with_columns(
            version=law.in_force_of(number, pl.col("start")), history=pl.col("history") | pl.col("from_history")
        )
    ).drop("from_history")
    if within and rule.versions[-1].last is None:
        return stated
    return stated.filter(pl.col("version").is_not_null() | pl.col("start").is_null())


def _first_of_placed() -> pl.Expr:
    """Whether a clock is the first of a spell whose beginning is not known."""
    return _placed() & (pl.col("start") == pl.col("spell_start")) & (pl.col("occurrence") == 1)


def _placed() -> pl.Expr:
    return pl.col("placed").fill_null(value=False) & pl.col("sound")


def _numbered_if_known(clocks: pl.LazyFrame) -> pl.LazyFrame:
    """The clocks of a spell whose beginning is not known have no number."""
    return clocks.with_columns(occurrence=pl.when(~_placed()).then("occurrence"))


def before_it_ceased(starts: pl.LazyFrame, law: Law) -> pl.LazyFrame:
    """Leave out starts after the last version ceased: they start no clock and end none."""
    last = law.of_rule(lambda rule: rule.versions[-1].last, pl.Date)
    return starts.filter((pl.col("start") > last).fill_null(value=False).not_())


def _complete(rules: Sequence[Rule], law: Law, known: Known) -> pl.Expr | None:
    """The day from which the history of each clock's meetings is whole; None: always."""
    own = known.children["complete_from"]
    last = last_in(rules, law, known, met_by)
    if last is None and not any(_latest(rule, known) for rule in rules) and own.null_count() == len(own):
        return None
    whole = law.of_rule(lambda rule: _latest(rule, known), pl.Date)
    return pl.max_horizontal(whole, known.of_child("complete_from"), *([] if last is None else [last]))


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


def _moved(clocks: pl.LazyFrame, first: pl.Expr, complete: pl.Expr, known: Known) -> pl.LazyFrame:
    before = complete.dt.offset_by("-1d")
    begun = (pl.col("spell_start") < before).fill_null(value=False) & (complete <= known.today).fill_null(value=False)
    into_history = begun & _open_across(before, complete) & ~pl.col("unseen")
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
