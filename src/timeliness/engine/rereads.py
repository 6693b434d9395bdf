"""Due dates brought forward while a clock runs: limits read again at a spell's change, events that come first."""

from __future__ import annotations

import polars as pl

from timeliness.engine.base import Base
from timeliness.engine.ends import is_faulty
from timeliness.engine.known import Known
from timeliness.engine.law import Law
from timeliness.engine.limits import branch_on, limit_subjects, per_branch, reached
from timeliness.engine.order import Order, taken
from timeliness.rulebook.rules import Ref, Rule

REREAD = {
    "clock": pl.UInt32,
    "change": pl.Date,
    "change_place": pl.UInt8,
    "change_row": pl.Int64,
    "change_fact": pl.UInt32,
    "new": pl.Date,
}
"""A change or event after a clock's start, and the due date to which it brings the clock (null: unknown)."""


def rereads(clocks: pl.LazyFrame, number: int, law: Law, base: Base) -> pl.LazyFrame | None:
    """The changes that the clocks of a rule may notice, one row each: the columns of `REREAD`.

    The close of a repeating clock is known already; of others the changes after it are left out later.
    """
    rule, first = law.rules[number], law.first_version[number]
    changes = _changes(rule, base)
    if not changes.height:
        return None
    states = base.states(rule)
    ends = pl.when(pl.col("ends") <= base.known.today).then("ends")
    close = pl.coalesce("met", pl.min_horizontal(ends, "superseded")) if rule.repeats else pl.lit(None, dtype=pl.Date)
    closing = clocks.with_columns(close=close, version=pl.col("version") - first)
    local = _noticed(closing, changes, base.known)
    read = states.read(local, limit_subjects(rule), "change").with_columns(branch=branch_on(rule, states, "change"))
    new = per_branch(rule, lambda branch: reached(base.dates, branch.limit, "change"))
    named = _named(rule)
    heeds = [
        (pl.col("version") == position)
        & pl.col("change_place").is_in(
            [place for place, each in enumerate(named) if each in version.reread or each in version.no_later_than]
        )
        for position, version in enumerate(rule.versions)
    ]
    is_spell = pl.col("change_place").is_in([place for place, each in enumerate(named) if isinstance(each, str)])
    brought = pl.when(is_spell).then(new).otherwise("change")
    return read.filter(pl.any_horizontal(heeds)).with_columns(new=brought).select(REREAD.keys())


def _named(rule: Rule) -> list[str | Ref]:
    """The spells that any version rereads, and then the events no later than which it must be met."""
    spells = dict.fromkeys(name for version in rule.versions for name in version.reread)
    return [*spells, *dict.fromkeys(ref for version in rule.versions for ref in version.no_later_than)]


def _changes(rule: Rule, base: Base) -> pl.DataFrame:
    """The first days, and the days after the last, of those spells; and the days of those events."""
    known = base.known
    frames = [
        (_changes_of(each, known) if isinstance(each, str) else _events_of(each, base)).with_columns(
            change_place=pl.lit(place, dtype=pl.UInt8)
        )
        for place, each in enumerate(_named(rule))
        if known.has(each if isinstance(each, str) else each.kind)
    ]
    schema = {
        "child": pl.Int32,
        "change": pl.Date,
        "change_row": pl.Int64,
        "change_fact": pl.UInt32,
        "change_place": pl.UInt8,
    }
    return pl.concat([pl.DataFrame(schema=schema), *frames]).sort("child", "change", "change_place", "change_fact")


def _changes_of(kind: str, known: Known) -> pl.DataFrame:
    parts = known.spells[kind].sound
    begins = parts.select("child", pl.col("start").alias("change"), "source", "fact")
    after = parts.select("child", pl.col("end").dt.offset_by("1d").alias("change"), "source", "fact").drop_nulls(
        "change"
    )
    both = pl.concat([begins, after]).rename({"source": "change_row", "fact": "change_fact"})
    return both.filter(pl.col("change") <= known.as_at)


def _events_of(ref: Ref, base: Base) -> pl.DataFrame:
    source = taken(base.known.sources, pl.col("fact"))
    return base.found(ref).rows.select("child", change="date", change_row=source, change_fact="fact")


def _noticed(clocks: pl.LazyFrame, changes: pl.DataFrame, known: Known) -> pl.LazyFrame:
    """Each clock with the changes strictly between its start and its close (on the as-at date while open)."""
    changing = known.children.select(pl.col("child").is_in(changes["child"].unique().implode())).to_series()
    order = Order.of(changes, "child", "change", known.children.height)
    child = pl.col("child")
    some = clocks.filter(taken(changing, child) & ~is_faulty())
    sliced = some.with_columns(
        low=order.since(child, pl.col("start").dt.offset_by("1d")),
        high=order.since(child, pl.col("close").fill_null(known.today.dt.offset_by("1d"))),
    )
    rows = sliced.filter(pl.col("high") > pl.col("low")).with_columns(k=pl.int_ranges("low", "high")).explode("k")
    brought = ("change", "change_row", "change_fact", "change_place")
    return rows.with_columns(taken(changes[name], pl.col("k")).alias(name) for name in brought)


def with_due(clocks: pl.LazyFrame, found: pl.DataFrame) -> pl.LazyFrame:
    """Add `due` and `moved_fact`: the earlier of `due_first` and what the changes before the close give."""
    if not found.height:
        return clocks.with_columns(due=pl.col("due_first"), moved_fact=pl.lit(None, dtype=pl.UInt32))
    closes = clocks.select("clock", "close")
    heeded = (
        found.lazy()
        .drop_nulls("new")
        .join(closes, on="clock")
        .filter((pl.col("change") < pl.col("close")).fill_null(value=True))
    )
    ordered = heeded.sort("clock", "new", "change", "change_place", "change_row")
    earliest = ordered.unique("clock", keep="first", maintain_order=True).select("clock", "new", "change_fact")
    forward = pl.col("new") < pl.col("due_first")
    joined = clocks.join(earliest, on="clock", how="left", maintain_order="left")
    return joined.with_columns(
        due=pl.when(forward).then("new").otherwise("due_first"),
        moved_fact=pl.when(forward).then("change_fact"),
    ).drop("new", "change_fact")
