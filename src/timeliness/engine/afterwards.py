"""What came after a repeating duty had ended unmet: the first meeting that nothing else was waiting for."""

from __future__ import annotations

from datetime import date

import polars as pl

from timeliness.engine.moments import Moments
from timeliness.engine.order import Order, gathered, key, next_day, taken
from timeliness.engine.spells import FAR

_NEVER = pl.lit(FAR).cast(pl.Int32).cast(pl.Date)


def met_after(segments: pl.DataFrame, found: Moments, in_force: date) -> pl.Series:
    """For each segment the first meeting after its last clock ended, if no clock of the child began since.

    It lies in no spell in which a duty still runs: there it would have met a clock itself.
    """
    numbered = segments.with_row_index("segment")
    over = pl.col("trails") & ~(pl.col("next_start") <= pl.col("ends")).fill_null(value=False)
    ended = numbered.filter(over, pl.col("ends").is_not_null())
    rows = _with_running(_following(ended, _starts(segments, found, in_force), found), segments, found.children)
    is_early = pl.col("fact").is_in(segments["early_fact"].drop_nulls().implode())
    free = ~pl.col("runs") & ~is_early & (pl.col("date") > pl.col("ends"))
    restarts = pl.col("goes_on") & (pl.col("following") >= in_force).fill_null(value=True)
    first = rows.filter(free | restarts).unique("segment", keep="first", maintain_order=True).filter(free)
    answers = first.select("segment", after_fact="fact")
    return numbered.select("segment").join(answers, on="segment", how="left", maintain_order="left")["after_fact"]


def _following(ended: pl.DataFrame, starts: pl.DataFrame, found: Moments) -> pl.DataFrame:
    """The meetings after the last one of each segment, up to the day before the child's next clock starts."""
    child, k = pl.col("child"), pl.col("k")
    last = taken(found.rows["date"], pl.when(pl.col("high") > pl.col("low")).then(pl.col("high") - 1))
    begun = Order.of(starts, "child", "on", found.children)
    own = pl.coalesce(last, "early_date", "start")
    again = taken(starts["on"], begun.first(child, next_day(own)))
    bounded = ended.select(
        "segment",
        "child",
        "ends",
        low=found.order.until(child, own),
        high=found.order.since(child, again.fill_null(_NEVER)),
    )
    rows = bounded.filter(pl.col("low") < pl.col("high")).with_columns(k=pl.int_ranges("low", "high")).explode("k")
    same = gathered(found.rows["child"], k + 1) == child
    return rows.with_columns(
        date=taken(found.rows["date"], k),
        fact=taken(found.rows["fact"], k),
        following=pl.when(same).then(gathered(found.rows["date"], k + 1)),
    )


def _with_running(rows: pl.DataFrame, segments: pl.DataFrame, children: int) -> pl.DataFrame:
    """Say of meetings whether a duty `runs` on their day, in its spell, and whether it `goes_on` after it."""
    begun = segments.with_columns(begins=pl.max_horizontal("start", "spell_start"))
    ordered = begun.sort("child", "begins")
    latest = ordered.select(key(pl.col("child"), pl.col("ends").fill_null(_NEVER)).cum_max()).to_series()
    until = Order.of(ordered, "child", "begins", children).last(pl.col("child"), pl.col("date"), of=latest)
    day = key(pl.col("child"), pl.col("date"))
    running = {"runs": until >= day, "goes_on": until > day}
    return rows.with_columns(value.fill_null(value=False).alias(name) for name, value in running.items())


def _starts(segments: pl.DataFrame, found: Moments, in_force: date) -> pl.DataFrame:
    """The days on which the first clocks of segments begin, also after an early meeting; those that exist, in order."""
    first = taken(found.rows["date"], pl.when(pl.col("high") > pl.col("low")).then("low"))
    closes = pl.coalesce("early_date", pl.min_horizontal(first, "ends", "next_start"))
    there = segments.filter((pl.col("start") >= in_force) | closes.is_null() | (closes >= in_force))
    restarts = pl.col("ends").is_null() | (pl.col("early_date") < pl.col("ends"))
    early = there.filter(restarts & pl.col("early_date").is_not_null())
    return pl.concat([there.select("child", on="start"), early.select("child", on="early_date")]).sort("child", "on")
