"""Repeating rules: each meeting in a spell closes one clock and starts the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

import polars as pl

from timeliness.engine.afterwards import met_after
from timeliness.engine.columns import nothing, said
from timeliness.engine.dates import Dates
from timeliness.engine.ends import REBOOKED, is_faulty
from timeliness.engine.meetings import of_place, together
from timeliness.engine.moments import Moments
from timeliness.engine.order import Order, next_day, taken
from timeliness.engine.spells import FAR

CLOSING = {
    "met": pl.Date,
    "met_time": pl.Time,
    "met_fact": pl.UInt32,
    "superseded": pl.Date,
    "superseded_fact": pl.UInt32,
    "after_fact": pl.UInt32,
}
_NO_MEETINGS = {
    "child": pl.Int32,
    "date": pl.Date,
    "time": pl.Time,
    "fact": pl.UInt32,
    "place": pl.UInt8,
    "is_end": pl.Boolean,
}


class Piece(NamedTuple):
    """Some clocks of a rule, and how many they are at most."""

    clocks: pl.LazyFrame
    most: int


_A_PIECE = 1 << 19
"""About so many clocks are laid out together: what is worked out on the way to judging them uses the same memory."""


def laid_out(segments: pl.DataFrame, found: Moments, in_force: date) -> list[Piece]:
    """Clocks of a repeating rule: one row for each interval between a start, the meetings, and the end.

    Each segment holds its slice of the child's meetings in order of day; the slice is laid out as one clock for
    each meeting and one that is still open (unless the duty ended on the day of the last meeting, or a further
    start takes over that day). A segment without a slice is a start that cannot be placed: one clock. `in_force` is
    the first day of the rule's first version.
    """
    sliced, alone = segments.filter(pl.col("low").is_not_null()), segments.filter(pl.col("low").is_null())
    trailing = sliced.with_columns(after_fact=met_after(sliced, found, in_force))
    pieces = [Piece(_intervals(*_cut_out(each, found.rows)), count) for each, count in _pieces(_counted(trailing))]
    early = sliced.height - sliced["early_date"].null_count()
    if early:
        pieces.append(Piece(_met_early(sliced.lazy().with_columns(nothing(CLOSING))), early))
    if alone.height:
        pieces.append(Piece(alone.lazy().with_columns(nothing(CLOSING)), alone.height))
    matched_by = pl.when(pl.col("met").is_not_null()).then(said("date"))
    return [Piece(each.drop(_WORK).with_columns(matched_by=matched_by), most) for each, most in pieces]


def in_one(pieces: Sequence[Piece]) -> Piece:
    """All clocks of a rule as one piece."""
    clocks = pl.concat([each.clocks for each in pieces], how="diagonal")
    return Piece(clocks, sum(each.most for each in pieces))


def _pieces(counted: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, int]]:
    """Segments in slices that have about as many clocks, with how many each has."""
    upto = counted.select((pl.col("beyond") - pl.col("low")).cast(pl.Int64).cum_sum()).to_series()
    first, before = 0, 0
    while first < counted.height:
        last = min(int(upto.search_sorted(before + _A_PIECE)) + 1, counted.height)
        yield counted.slice(first, last - first).with_row_index("segment"), upto[last - 1] - before
        first, before = last, upto[last - 1]


def one_a_day(found: Moments | None) -> Moments:
    """All meetings of one day are one: the first in order."""
    if found is None:
        rows = pl.DataFrame(schema=_NO_MEETINGS)
        return Moments(rows, (), 0)
    if any(found.early):
        rows = together(found.rows.lazy(), ["child", "date"], found).collect(engine="in-memory")
        return Moments(rows, found.early, found.children)
    same = (pl.col("child") == pl.col("child").shift()) & (pl.col("date") == pl.col("date").shift())
    repeated = found.rows.select(same.fill_null(value=False)).to_series()
    return Moments(found.rows.filter(~repeated), found.early, found.children) if repeated.any() else found


def segments(starts: pl.LazyFrame, found: Moments, dates: Dates) -> pl.LazyFrame:
    """Each start with the slice [low, high) of the meetings that follow it, and where its numbering begins.

    A start that cannot be placed has no slice.
    """
    usable = pl.col("spell").is_not_null() & ~is_faulty()
    return pl.concat([_sliced(starts.filter(usable), found, dates), starts.filter(~usable)], how="diagonal")


def _sliced(starts: pl.LazyFrame, found: Moments, dates: Dates) -> pl.LazyFrame:
    ordered = starts.sort("spell", "start")
    same_spell = (pl.col("spell") == pl.col("spell").shift()).fill_null(value=False)
    open_before = same_spell & (pl.col("ends").shift().is_null() | (pl.col("ends").shift() >= pl.col("start")))
    child, day = pl.col("child"), pl.col("start")
    last = pl.min_horizontal("ends", "next_start").fill_null(pl.lit(FAR).cast(pl.Int32).cast(pl.Date))
    begin = pl.when(open_before).then(next_day(day)).otherwise(day)
    follows = pl.col("spell").shift(-1) == pl.col("spell")
    ordered = ordered.with_columns(next_fact=pl.when(follows).then(pl.col("fact").shift(-1)))
    ordered = _with_early(ordered.with_columns(first=~same_spell), found, dates)
    after_early = next_day(pl.col("early_date"))
    begin = pl.max_horizontal(pl.coalesce(after_early, begin), "spell_start")
    sliced = ordered.with_columns(low=found.order.since(child, begin), high=found.order.until(child, last))
    sliced = sliced.with_columns(high=pl.max_horizontal("low", "high"))
    final = taken(found.rows["date"], pl.when(pl.col("high") > pl.col("low")).then(pl.col("high") - 1))
    sliced = sliced.with_columns(final=final)
    over = (pl.col("final") == pl.col("ends")) | (pl.col("final") == pl.col("next_start"))
    sliced = sliced.with_columns(trails=~over.fill_null(value=False)).drop("final")
    count = (
        pl.col("high")
        - pl.col("low")
        + pl.col("trails").cast(pl.Int64)
        + pl.col("early_date").is_not_null().cast(pl.Int64)
    )
    total = count.cum_sum() - count
    first = pl.when(~same_spell).then(total).forward_fill()
    return sliced.with_columns(before=total - first)


def _with_early(sliced: pl.LazyFrame, found: Moments, dates: Dates) -> pl.LazyFrame:
    """The first meeting that lies before the first start of a spell, by no more than `early`."""
    columns = {"date": pl.Date, "time": pl.Time, "fact": pl.UInt32, "is_end": pl.Boolean}
    best = {name: pl.lit(None, dtype=kind) for name, kind in columns.items()}
    for place, length in enumerate(found.early):
        if length is None:
            continue
        rows = found.rows.filter(of_place(place))
        index = Order.of(rows, "child", "date", found.children).first(
            pl.col("child"), dates.less(length, pl.col("start"))
        )
        day = taken(rows["date"], index)
        still = pl.col("ends").is_null() | (day <= pl.col("ends"))
        reached = pl.col("first") & (day < pl.col("start")) & still
        better = (reached & (best["date"].is_null() | (day < best["date"]))).fill_null(value=False)
        best = {name: pl.when(better).then(taken(rows[name], index)).otherwise(best[name]) for name in columns}
    return sliced.with_columns(**{f"early_{name}": value for name, value in best.items()})


def _met_early(segments: pl.LazyFrame) -> pl.LazyFrame:
    """The first clocks of spells that an early meeting had met before they began."""
    met = segments.filter(pl.col("early_date").is_not_null())
    return met.with_columns(
        met="early_date",
        met_time="early_time",
        met_fact="early_fact",
        next_start=pl.col("start"),
        occurrence=(pl.col("before") + 1).cast(pl.UInt32),
    )


_WORK = ["low", "high", "first", "trails", "before", "next_fact"]
_WORK += ["early_date", "early_time", "early_fact", "early_is_end"]


_RESTARTED = {"start": "date", "time": "time", "fact": "fact", "is_end": "is_end"}
"""What a clock begins with, and where the meeting that restarts it has it."""


def _cut_out(counted: pl.DataFrame, meetings: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Some segments with the meetings of their slices alone, which stand near each other."""
    first, last = counted.select(pl.col("low").min(), last=pl.col("high").max()).row(0)
    return counted.with_columns(pl.col("low", "high", "beyond") - first), meetings.slice(first, last - first)


def _intervals(counted: pl.DataFrame, meetings: pl.DataFrame) -> pl.LazyFrame:
    """One row for each meeting `k` of a segment's slice, and one beyond where a clock trails.

    The first begins as its segment does, each other one with the meeting before it. A restarted clock keeps the
    identifiers and attributes of the fact named in `starts`: only its start changes.
    """
    k = pl.col("k")
    closes, opens = k < pl.col("high"), k == pl.col("low")
    met = {f"met_{name}": taken(meetings[name], pl.when(closes).then(k)) for name in ("time", "fact")}
    beginning = pl.when(opens).then(pl.col("segment") + meetings.height).otherwise(k - 1)
    begun = {name: taken(pl.concat([meetings[by], counted[name]]), beginning) for name, by in _RESTARTED.items()}
    is_last = closes & (k + 1 == pl.col("beyond"))
    superseded = {
        "superseded": pl.when(~closes).then("further"),
        "superseded_fact": pl.when(~closes).then("further_fact"),
    }
    return (
        _laid(counted.drop(_RESTARTED))
        .with_columns(met=taken(meetings["date"], pl.when(closes).then(k)), **met, **begun)
        .with_columns(
            occurrence=pl.col("number") + (k - pl.col("low")),
            next_start=pl.when(is_last).then("next_start").otherwise(pl.coalesce("met", superseded["superseded"])),
            after_fact=pl.when(~closes).then("after_fact"),
            **superseded,
        )
        .drop("k", "segment", "number", "beyond", "further", "further_fact")
    )


def _counted(segments: pl.DataFrame) -> pl.DataFrame:
    """The segments that have any clock, with what their clocks begin and end with."""
    early = pl.col("early_date").is_not_null()
    takes_over = pl.col("ends").is_null() | (pl.col("next_start") <= pl.col("ends"))
    further = pl.when(takes_over).then("next_start")
    after = further.is_null() & pl.col("end_reason").ne_missing(REBOOKED)
    counted = segments.with_columns(
        pl.col("low", "high").cast(pl.UInt32),
        beyond=(pl.col("high") + pl.col("trails").cast(pl.Int64)).cast(pl.UInt32),
        number=(pl.col("before") + early.cast(pl.Int64) + 1).cast(pl.UInt32),
        further=further,
        further_fact=pl.when(takes_over).then("next_fact"),
        after_fact=pl.when(after).then("after_fact"),
        start=pl.when(early).then("early_date").otherwise("start"),
        **{name: pl.when(early).then(f"early_{name}").otherwise(name) for name in ("time", "fact", "is_end")},
    )
    return counted.filter(pl.col("beyond") > pl.col("low"))


def _laid(counted: pl.DataFrame) -> pl.LazyFrame:
    """A row for each `k` from `low` up to `beyond`. What is the same in all segments is said once for all rows."""
    alike = counted.select(pl.all().eq_missing(pl.all().first()).all()).row(0, named=True) if counted.height else {}
    same = {name: pl.lit(counted[name][0], dtype=counted.schema[name]) for name, is_alike in alike.items() if is_alike}
    each = counted.lazy().with_columns(k=pl.int_ranges("low", "beyond", dtype=pl.UInt32)).drop(same)
    return each.explode("k").with_columns(**same)
