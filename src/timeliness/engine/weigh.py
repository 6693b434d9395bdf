"""What bears on clocks between their start and their close: changes that are reread, moves and reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import polars as pl

from timeliness.engine.base import Base
from timeliness.engine.collect import collect_all, shared
from timeliness.engine.columns import WORDS, Schema
from timeliness.engine.fold import CLOSE, REASON, Folding, folded
from timeliness.engine.law import Law
from timeliness.engine.moves import STEP, extensions, moves
from timeliness.engine.reasons import DATED, ROLES, dated_reasons, with_reasons
from timeliness.engine.refs import with_identifiers
from timeliness.engine.rereads import REREAD, rereads, with_due
from timeliness.rulebook.rules import Rule

_MOVED: Schema = {
    "pause_fact": pl.UInt32,
    "late_day": pl.Date,
    "late_fact": pl.UInt32,
    "cut_fact": pl.UInt32,
    "spent_fact": pl.UInt32,
}
_LATE: Schema = {"day": pl.Date, "reason": WORDS, "fact": pl.UInt32}


@dataclass(frozen=True)
class Weights:
    """Everything dated that may bear on clocks, by `clock`, whatever their close: see `REREAD`, `STEP`, `DATED`."""

    rereads: pl.DataFrame
    steps: pl.DataFrame
    reasons: pl.DataFrame

    def excluding(self) -> Weights:
        """What bears on the clocks that anything dated may exclude: all that answering has to know beforehand."""
        concerned = self.reasons.filter(pl.col("role") == ROLES.index("excluded"))["clock"].unique().implode()
        frames = (each.filter(pl.col("clock").is_in(concerned)) for each in (self.rereads, self.steps, self.reasons))
        return Weights(*frames)


def compares(rule: Rule) -> bool:
    """Whether any reason, pause or extension has to be compared with the start."""
    return any(
        version.paused_by or version.extended_by or any(entry.event for entry in (*version.excluded, *version.excepted))
        for version in rule.versions
    )


def weights(clocks: Sequence[pl.DataFrame], law: Law, base: Base, started: Sequence[pl.DataFrame]) -> Weights:
    """Find everything dated that may bear on the clocks of each rule."""
    changed, moved, reasoned = [], [], []
    for number, rows in chain.from_iterable(map(law.apart, clocks)):
        rule, of_rule = law.rules[number], rows.lazy()
        if compares(rule):
            of_rule = with_identifiers(of_rule, started[number])
        if any(version.reread or version.no_later_than for version in rule.versions):
            found = rereads(of_rule, number, law, base)
            changed += [found] if found is not None else []
        moved += list(moves(of_rule, number, law, base))
        reasoned += list(dated_reasons(of_rule, number, law, base))
    frames = iter(collect_all([*changed, *moved, *reasoned]))
    return Weights(
        pl.concat([pl.DataFrame(schema=REREAD), *(next(frames) for _ in changed)]),
        pl.concat([pl.DataFrame(schema=STEP), *(next(frames) for _ in moved)]),
        pl.concat([pl.DataFrame(schema=DATED), *(next(frames) for _ in reasoned)]),
    )


def weighed(clocks: pl.LazyFrame, found: Weights, law: Law, base: Base) -> pl.LazyFrame:
    """Add `due`, `moved_fact` and what the reasons come to, by facts dated up to `close` (null: while it is open).

    See `with_reasons` for its columns; `pause_fact` is the pause that runs on the close, `late_fact` an extension
    that came too late (on `late_day`). Most clocks have nothing dated that bears on them, and are left as they are.
    """
    named = pl.concat([found.rereads["clock"], found.steps["clock"], found.reasons["clock"]]).unique()
    if not len(named):
        return untouched(clocks)
    clocks = shared(clocks)
    touched = shared(clocks.filter(pl.col("clock").is_in(named.implode())))
    due = with_due(touched, found.rereads)
    due = due.with_columns(pl.lit(None, dtype=kind).alias(name) for name, kind in _MOVED.items())
    closes = due.select("clock", last=pl.col("close").fill_null(base.known.today), stood="due")
    reasons = found.reasons.lazy().join(closes, on="clock").filter(pl.col("day") <= pl.col("last")).drop("last")
    if found.steps.height:
        due, reasons = _moved(shared(due), reasons, found.steps, law, base)
    rest = clocks.filter(~pl.col("clock").is_in(named.implode()))
    return pl.concat([with_reasons(due, reasons), untouched(rest)], how="diagonal")


def untouched(clocks: pl.LazyFrame) -> pl.LazyFrame:
    """Clocks on which nothing dated bears: due when they first were, and excused by state alone."""
    nothing = {name: pl.lit(None, dtype=kind) for name, kind in _MOVED.items()}
    for role in ROLES:
        state = pl.when(pl.col(f"{role}_entry").is_not_null()).then("start")
        nothing |= {f"{role}_day": state, f"{role}_fact": pl.lit(None, dtype=pl.UInt32)}
        nothing |= {f"{role}_late_{name}": pl.lit(None, dtype=kind) for name, kind in _LATE.items()}
    return clocks.with_columns(due="due_first", moved_fact=pl.lit(None, dtype=pl.UInt32), **nothing)


def _moved(
    clocks: pl.LazyFrame, reasons: pl.LazyFrame, steps: pl.DataFrame, law: Law, base: Base
) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Fold the moves of the clocks that have any; the reasons of those learn how their due date stood."""
    moving = steps.lazy().select("clock").unique()
    clocks = clocks.drop(*_MOVED)
    base_rows = clocks.join(moving, on="clock", how="semi").filter(pl.col("due").is_not_null())
    close = pl.col("close").fill_null(base.known.today)
    closes = base_rows.select("clock", day=close, kind=pl.lit(CLOSE, dtype=pl.UInt8))
    due = steps.lazy().join(base_rows.select("clock", last=close), on="clock").filter(pl.col("day") <= pl.col("last"))
    asked = reasons.join(base_rows, on="clock", how="semi")
    asking = asked.select("clock", "day", "by", kind=pl.lit(REASON, dtype=pl.UInt8))
    rows = pl.concat([due.drop("last"), closes, asking], how="diagonal")
    counted, ordered, told = collect_all([_counted(base_rows, law), rows, reasons])
    calendars = tuple(sorted({branch.limit.calendar for branch in law.branches}))
    moved, stood = folded(counted, ordered, Folding(tuple(extensions(law)), calendars, base.dates))
    joined = clocks.join(moved.lazy(), on="clock", how="left", maintain_order="left", suffix="_moved", coalesce=True)
    folds = pl.col("folded").fill_null(value=False)
    kept = [pl.when(folds).then(f"{name}_moved").otherwise(name).alias(name) for name in ("due", "moved_fact")]
    answered = told.join(stood, on=["clock", "day", "by"], how="left", nulls_equal=True, suffix="_then")
    known = pl.when(pl.col("asked").fill_null(value=False)).then("stood_then").otherwise("stood")
    return (
        joined.with_columns(kept).drop("due_moved", "moved_fact_moved", "folded"),
        answered.lazy().with_columns(stood=known).drop("stood_then", "asked"),
    )


def _counted(clocks: pl.LazyFrame, law: Law) -> pl.LazyFrame:
    """What is counted for each clock: the calendar of its limit, and the first day that a pause can take out."""
    calendar = law.of_branch(lambda branch: branch.limit.calendar, pl.String)
    offset = law.of_branch(lambda branch: 0 if branch.limit.counted == "beginning" else 1, pl.Int32)
    counts_from = (pl.col("start").to_physical() + offset).cast(pl.Int32).cast(pl.Date)
    return clocks.select("clock", "due", "moved_fact", calendar=calendar, counts_from=counts_from)
