"""What bears on a clock between its start and its close: changes that are reread, moves and reasons."""

from __future__ import annotations

import polars as pl

from timeliness.engine.dates import Dates
from timeliness.engine.known import Known
from timeliness.engine.limits import all_subjects, per_branch, reached, with_branch
from timeliness.engine.moves import with_moves
from timeliness.engine.order import Order, taken
from timeliness.engine.reasons import dated_reasons, with_reasons
from timeliness.engine.states import States
from timeliness.rulebook.rules import Rule


def weighed(clocks: pl.LazyFrame, rule: Rule, known: Known, states: States, dates: Dates) -> pl.LazyFrame:
    """Add `due`, `moved_fact` and what the reasons come to, by facts dated up to `close` (null: while it is open).

    Clocks have `due_first` and `close`. See `with_moves` and `with_reasons` for the columns.
    """
    reread = _with_reread(clocks, rule, known, states, dates)
    reasons = dated_reasons(reread, rule, known, states)
    moved, stood = with_moves(reread, reasons, rule, known, states, dates)
    return with_reasons(moved, stood, rule, known, states)


def _with_reread(clocks: pl.LazyFrame, rule: Rule, known: Known, states: States, dates: Dates) -> pl.LazyFrame:
    """Bring the due date forward where a spell's change, read as at that day, gives an earlier one."""
    plain = clocks.with_columns(due=pl.col("due_first"), moved_fact=pl.lit(None, dtype=pl.UInt32))
    changes = _changes(rule, known)  # of every version; which ones a clock notices is asked below
    if not changes.height:
        return plain
    noticed = _noticed(clocks, changes, known)
    read = states.read(noticed.drop(pl.col("^state:.*$")), all_subjects(rule), "change")
    branched = with_branch(read, rule, states, "change", "branch")
    new = per_branch(rule, "branch", lambda branch: reached(dates, branch.limit, "change"))
    rereads = rule.versions
    applies = pl.any_horizontal(
        (pl.col("version") == number) & pl.col("kind").is_in(list(version.reread)) for number, version in enumerate(rereads)
    )
    earliest = (
        branched.filter(applies)
        .select("clock", "change", "change_place", "change_fact", new=new)
        .drop_nulls("new")
        .sort("clock", "new", "change", "change_place", "change_fact")
        .unique("clock", keep="first", maintain_order=True)
    )
    joined = clocks.join(earliest.drop("change", "change_place"), on="clock", how="left", maintain_order="left")
    forward = pl.col("new") < pl.col("due_first")
    return joined.with_columns(
        due=pl.when(forward).then("new").otherwise("due_first"),
        moved_fact=pl.when(forward).then("change_fact"),
    ).drop("new", "change_fact")


def _changes(rule: Rule, known: Known) -> pl.DataFrame:
    """The first days, and the days after the last, of the spells that any version rereads."""
    named = dict.fromkeys(name for version in rule.versions for name in version.reread if known.has(name))
    frames = [_changes_of(kind, known).with_columns(pl.lit(place, dtype=pl.UInt8).alias("change_place")) for place, kind in enumerate(named)]
    schema = {"child": pl.Int32, "change": pl.Date, "change_fact": pl.UInt32, "kind": pl.String, "change_place": pl.UInt8}
    return pl.concat([pl.DataFrame(schema=schema), *frames]).sort("child", "change", "change_place", "change_fact")


def _changes_of(kind: str, known: Known) -> pl.DataFrame:
    parts = known.spells[kind].sound
    begins = parts.select("child", pl.col("start").alias("change"), "fact")
    after = parts.select("child", pl.col("end").dt.offset_by("1d").alias("change"), "fact").drop_nulls()
    both = pl.concat([begins, after]).rename({"fact": "change_fact"})
    return both.filter(pl.col("change") <= known.as_at).with_columns(pl.lit(kind).alias("kind"))


def _noticed(clocks: pl.LazyFrame, changes: pl.DataFrame, known: Known) -> pl.LazyFrame:
    """Each clock with the changes strictly between its start and its close (on the as-at date while open)."""
    changing = known.children.select(pl.col("child").is_in(changes["child"].unique().implode())).to_series()
    order = Order.of(changes, "child", "change", known.children.height)
    child = pl.col("child")
    low = order.since(child, pl.col("start").dt.offset_by("1d"))
    high = order.since(child, pl.col("close").fill_null(known.today.dt.offset_by("1d")))
    some = clocks.filter(taken(changing, child)).with_columns(low=low, high=high)
    rows = some.filter(pl.col("high") > pl.col("low")).with_columns(k=pl.int_ranges("low", "high")).explode("k")
    return rows.with_columns(taken(changes[name], pl.col("k")).alias(name) for name in ("change", "change_fact", "kind", "change_place"))
