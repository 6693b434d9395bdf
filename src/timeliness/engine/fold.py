"""Take moments in order of date, and say how each clock's due date stood on any of them."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from timeliness.engine.dates import Dates
from timeliness.engine.spells import FAR
from timeliness.rulebook.rules import Extension

PAUSE, EXTENSION, REASON, CLOSE = range(4)
"""Kinds of moment, in their order on one day."""

_NEVER = pl.lit(FAR).cast(pl.Int32).cast(pl.Date)
_STEP = ("day", "kind", "until", "number", "late", "which", "by")


@dataclass(frozen=True)
class Folding:
    """What the moments of a rule need: its extensions, the calendars of its limits, and dates."""

    extensions: tuple[Extension, ...]
    calendars: tuple[str, ...]
    dates: Dates


def folded(base: pl.DataFrame, steps: pl.DataFrame, folding: Folding) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Fold each clock's moments.

    `base`: `clock, due, moved_fact, calendar, counts_from`. `steps`: `clock` and the columns of a step: `day`,
    `kind`, `until` (a pause's end, an extension's date), `number` (of `by`), `late`, `which` extension, `by` which
    fact; the last of each clock is its close. Gives the clocks with `due, moved_fact`, the pause that runs on the
    close (`pause_fact`), the first extension that came too late (`late_day, late_fact`), that was cut to the most it
    may add (`cut_fact`), and that was one too many (`spent_fact`); and the due date as it `stood` for each reason:
    `clock, day, by, stood`. Both are marked (`folded`, `asked`).
    """
    ordered = steps.sort("clock", "day", "kind", "by")
    lists = ordered.group_by("clock", maintain_order=True).agg(*_STEP)
    frame = base.rename({"due": "due_before", "moved_fact": "moved_before"}).join(lists, on="clock")
    facts = dict.fromkeys(_FIRST, pl.lit(None, dtype=pl.UInt32))
    frame = frame.with_columns(late_day=pl.lit(None, dtype=pl.Date), **facts)
    most = int(ordered.group_by("clock").len()["len"].max() or 0)  # type: ignore[arg-type]
    asked, closed = [], []
    for position in range(most):
        now = frame.with_columns(pl.col(name).list.get(position, null_on_oob=True).alias(f"{name}_") for name in _STEP)
        stood = _as_it_stood(now, position, folding)
        asked.append(stood.filter(pl.col("kind_") == REASON).select("clock", day="day_", by="by_", stood="due"))
        closed.append(stood.filter(pl.col("kind_") == CLOSE).select(*_CLOSED))
        frame = _decided(stood, position, folding)
    if not closed:
        return pl.DataFrame(schema=_FOLDED), pl.DataFrame(schema=_STOOD)
    marked = pl.concat(closed).with_columns(folded=pl.lit(value=True))
    return marked, pl.concat(asked).with_columns(asked=pl.lit(value=True)).unique(
        ["clock", "day", "by"], maintain_order=True
    )


_FOLDED = {
    "clock": pl.UInt32,
    "due": pl.Date,
    "moved_fact": pl.UInt32,
    "pause_fact": pl.UInt32,
    "late_day": pl.Date,
    "late_fact": pl.UInt32,
    "cut_fact": pl.UInt32,
    "spent_fact": pl.UInt32,
    "folded": pl.Boolean,
}
_STOOD = {"clock": pl.UInt32, "day": pl.Date, "by": pl.UInt32, "stood": pl.Date, "asked": pl.Boolean}
_FIRST = ("late_fact", "cut_fact", "spent_fact")
_CLOSED = ("clock", "due", "moved_fact", "pause_fact", "late_day", *_FIRST)


def _as_it_stood(now: pl.DataFrame, position: int, folding: Folding) -> pl.DataFrame:
    """Take all earlier moments again, pauses with their days up to the day of this one."""
    taken = now.with_columns(
        due="due_before",
        moved_fact="moved_before",
        counted_to=pl.col("counts_from").dt.offset_by("-1d"),
        pause_fact=pl.lit(None, dtype=pl.UInt32),
    )
    for earlier in range(position):
        taken = _paused(taken, earlier, folding)
        taken = _extended(taken, earlier)
    return taken


def _at(name: str, position: int) -> pl.Expr:
    return pl.col(name).list.get(position, null_on_oob=True)


def _paused(taken: pl.DataFrame, position: int, folding: Folding) -> pl.DataFrame:
    """Take out a pause's days so far that no earlier pause has taken."""
    bears = pl.col(f"bears:{position}") & (_at("kind", position) == PAUSE)
    ends = _at("until", position).fill_null(_NEVER)
    upto = pl.min_horizontal(ends, "day_")
    after = pl.max_horizontal(pl.col("counted_to"), _at("day", position).dt.offset_by("-1d"))
    counts = bears & (upto > after)
    due = pl.col("due")
    for calendar in folding.calendars:
        days = folding.dates.between(calendar, after, upto)
        moved = folding.dates.moved(calendar, pl.col("due"), days)
        due = pl.when(counts & (pl.col("calendar") == calendar)).then(moved).otherwise(due)
    runs = bears & (ends >= pl.col("day_")) & pl.col("pause_fact").is_null()
    return taken.with_columns(
        due=due,
        moved_fact=pl.when(counts & due.ne_missing(pl.col("due"))).then(_at("by", position)).otherwise("moved_fact"),
        counted_to=pl.when(counts).then(upto).otherwise("counted_to"),
        pause_fact=pl.when(runs).then(_at("by", position)).otherwise("pause_fact"),
    )


def _extended(taken: pl.DataFrame, position: int) -> pl.DataFrame:
    """Move the due date to the later of it and the date that was decided."""
    own = pl.col(f"own:{position}")
    later = (own > pl.col("due")).fill_null(value=False)
    return taken.with_columns(
        due=pl.when(later).then(own).otherwise("due"),
        moved_fact=pl.when(later).then(_at("by", position)).otherwise("moved_fact"),
    )


def _decided(stood: pl.DataFrame, position: int, folding: Folding) -> pl.DataFrame:
    """Decide on this moment by the due date as it stood: whether it bears, and an extension's own date."""
    in_time = ((pl.col("day_") <= pl.col("due")) | pl.col("late_")).fill_null(value=False)
    extends = pl.col("kind_") == EXTENSION
    own, counts, cut, spent = pl.lit(None, dtype=pl.Date), pl.lit(value=False), pl.lit(value=False), pl.lit(value=False)
    used = pl.sum_horizontal(
        pl.lit(0),
        *(
            (pl.col(f"bears:{k}") & (_at("kind", k) == EXTENSION) & (_at("which", k) == pl.col("which_"))).cast(
                pl.Int64
            )
            for k in range(position)
        ),
    )
    for number, extension in enumerate(folding.extensions):
        chosen = extends & (pl.col("which_") == number)
        left = pl.lit(value=True) if extension.times is None else used < extension.times
        decided = _own_date(extension, folding.dates)
        most = _most(extension, folding.dates)
        bounded = pl.when(most.is_not_null() | pl.lit(extension.at_most is None)).then(pl.min_horizontal(decided, most))
        own = pl.when(chosen & left).then(bounded).otherwise(own)
        cut, spent = cut | (chosen & left & (most < decided)), spent | (chosen & ~left)
        counts = counts | chosen
    bears = in_time & (counts | (pl.col("kind_") == PAUSE))
    late = extends & ~in_time & pl.col("late_day").is_null() & pl.col("due").is_not_null()
    return stood.with_columns(
        bears.fill_null(value=False).alias(f"bears:{position}"),
        pl.when(in_time).then(own).alias(f"own:{position}"),
        late_day=pl.when(late).then("day_").otherwise("late_day"),
        **{
            name: _or_this(name, holds)
            for name, holds in zip(_FIRST, (late, in_time & cut, in_time & spent), strict=True)
        },
    )


def _or_this(name: str, holds: pl.Expr) -> pl.Expr:
    """The first fact of its sort: the one so far, else this moment's."""
    return pl.coalesce(name, pl.when(holds).then("by_"))


def _own_date(extension: Extension, dates: Dates) -> pl.Expr:
    """An extension's own date: as decided, or so much after due as it stood. Null where it is not known."""
    return pl.col("until_") if extension.by is None else dates.reach(extension.by, pl.col("due"), pl.col("number_"))


def _most(extension: Extension, dates: Dates) -> pl.Expr:
    """The latest date to which an extension may move due as it stood; null where there is none."""
    if extension.at_most is None:
        return pl.lit(None, dtype=pl.Date)
    return pl.when(_own_date(extension, dates).is_not_null()).then(dates.reach(extension.at_most, pl.col("due")))
