"""Pauses and extensions: the facts that move due dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from timeliness.engine.base import Base
from timeliness.engine.ends import is_faulty
from timeliness.engine.fold import EXTENSION, PAUSE
from timeliness.engine.law import Law
from timeliness.engine.refs import agreement, identifiers, links
from timeliness.engine.spells import last_day
from timeliness.engine.states import States, column, subjects_of
from timeliness.rulebook.rules import Extension, Pause

STEP = {
    "clock": pl.UInt32,
    "day": pl.Date,
    "kind": pl.UInt8,
    "until": pl.Date,
    "number": pl.Int64,
    "late": pl.Boolean,
    "which": pl.UInt16,
    "by": pl.UInt32,
}
"""A pause (`until` its end) or an extension (`until` its date or `number` of its `by`) that may bear on a clock."""


def extensions(law: Law) -> list[Extension]:
    """Every different extension of the rules, in order: what `which` refers to."""
    return list(dict.fromkeys(version.extended_by for version in law.versions if version.extended_by))


def moves(clocks: pl.LazyFrame, number: int, law: Law, base: Base) -> Iterator[pl.LazyFrame]:
    """The pauses and extensions that may bear on the clocks of a rule, one row each: the columns of `STEP`."""
    numbered = {extension: place for place, extension in enumerate(extensions(law))}
    for mover, versions in _movers(number, law):
        concerned = clocks.filter(pl.col("version").is_in(versions) & pl.col("due_first").is_not_null() & ~is_faulty())
        kind = mover.kind if isinstance(mover, Pause) else mover.event.kind
        if not base.known.has(kind):
            continue
        if isinstance(mover, Pause):
            found = _pauses(concerned, mover, base)
            yield _step(found, PAUSE, late=mover.late, which=0)
        else:
            found = _extensions(concerned, mover, base)
            yield _step(found, EXTENSION, late=mover.late, which=numbered[mover])


def _movers(number: int, law: Law) -> Iterator[tuple[Pause | Extension, list[int]]]:
    seen: dict[Pause | Extension, list[int]] = {}
    for position, version in enumerate(law.rules[number].versions):
        for mover in (version.paused_by, version.extended_by):
            if mover is not None:
                seen.setdefault(mover, []).append(law.first_version[number] + position)
    yield from seen.items()


def _pauses(clocks: pl.LazyFrame, pause: Pause, base: Base) -> pl.LazyFrame:
    """The spells that may pause each clock: they run on or after its start, and begin before the next."""
    spells, states = base.known.spells[pause.kind], base.states()
    own = links(base.known.vocabulary[pause.kind], spells.parts.columns)
    sound = spells.parts.lazy().filter("sound").with_columns(date="start", state_fact="fact")
    read = states.read(sound, subjects_of([pause.where]), "date").filter(states.holds(pause.where, "date"))
    rows = read.select("child", day="start", until="end", by="fact", number=pl.lit(None, dtype=pl.Int64), **own)
    return _paired(clocks, rows, list(own)).filter(last_day("until") >= pl.col("start").to_physical())


def _extensions(clocks: pl.LazyFrame, extension: Extension, base: Base) -> pl.LazyFrame:
    """The decisions that may extend each clock: dated from its start until the next."""
    events = base.found(extension.event)
    read = _with_own_date(events.rows.lazy(), extension, base, base.states())
    theirs = identifiers(events.rows.columns)
    rows = read.select("child", "until", "number", *theirs, day="date", by="fact")
    return _paired(clocks, rows, theirs).filter(pl.col("day") >= pl.col("start"))


def _with_own_date(events: pl.LazyFrame, extension: Extension, base: Base, states: States) -> pl.LazyFrame:
    """Add the date that was decided, or the number of the duration; leave out those without either."""
    nothing = {"until": pl.lit(None, dtype=pl.Date), "number": pl.lit(None, dtype=pl.Int64)}
    if extension.until is not None:
        until = base.known.attribute(extension.event.kind, extension.until, pl.col("fact"))
        return events.with_columns(**nothing | {"until": until}).filter(pl.col("until").is_not_null())
    by = extension.by
    if by is None or isinstance(by.amount, int):
        return events.with_columns(**nothing)
    number = pl.col(column(by.amount)).cast(pl.Int64)
    read = states.read(events, by.subjects, "date").with_columns(**nothing | {"number": number})
    return read.filter(pl.col("number").is_not_null())


def _paired(clocks: pl.LazyFrame, rows: pl.LazyFrame, theirs: Sequence[str]) -> pl.LazyFrame:
    """Clocks with the child's facts that are not at odds and lie before the next start (or are linked)."""
    mine = identifiers(clocks.collect_schema().names())
    linked, at_odds = agreement(mine, theirs)
    pairs = clocks.select("clock", "child", "start", "next_start", *mine).join(rows, on="child")
    before = (pl.col("day") < pl.col("next_start")).fill_null(value=True)
    return pairs.filter(~at_odds & (before | linked))


def _step(pairs: pl.LazyFrame, kind: int, *, late: bool, which: int) -> pl.LazyFrame:
    said = {"kind": kind, "late": late, "which": which}
    return pairs.with_columns(pl.lit(value, dtype=STEP[name]).alias(name) for name, value in said.items()).select(
        STEP.keys()
    )
