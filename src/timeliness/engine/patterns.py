"""How the facts of each table lie in time: by weekday and by month, how many have no day, and how late they came.

A silent gap hides children, and a slip of the system that dates facts moves what is due. Neither is wrong in any row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from timeliness.engine.collect import collect_all
from timeliness.engine.dates import Counted
from timeliness.engine.known import Known
from timeliness.engine.order import gathered, taken
from timeliness.facts import ALLOCATION, UNALLOCATED

OF = ("table", "moment")
"""What statistics are of: a table, and its `date`, its `start` or its `end`."""

_ROWS = {
    "table": pl.String,
    "moment": pl.String,
    "child": pl.Int32,
    "day": pl.Date,
    "else": pl.Date,
    "recorded": pl.Date,
    "undated": pl.Boolean,
}
_LEAST, _TIMES, _DEVIATIONS = 10, 2, 4
"""A share is a spike that has so many rows, is so many times that of the others, and so many deviations from it."""


@dataclass(frozen=True)
class Patterns:
    """Statistics by table and moment, each sorted by its first columns.

    `kinds`: `table, moment, rows, dated, off` (on non-working days), `others` (the share of these in the upper
    quarter of all tables), `spike, first, last, recorded` (rows of which the day of record is known), `before`
    (recorded before it), `median, ninth` (days from event to record). `weekdays`: `table, moment, weekday` (1 is
    Monday), `rows, others, spike`. `months`: `table, moment, month, rows`. `undated`: `table, team, month, rows,
    missing`, of tables with any row without its day; `team` is the one that holds the child now, or did last;
    `month` by another day of the row, null where there is none.
    """

    kinds: pl.DataFrame = field(repr=False)
    weekdays: pl.DataFrame = field(repr=False)
    months: pl.DataFrame = field(repr=False)
    undated: pl.DataFrame = field(repr=False)


def patterns(known: Known, working: Counted) -> Patterns:
    """See how the known facts lie in time. A day outside the calendar is a working day to nobody."""
    every = pl.concat([pl.DataFrame(schema=_ROWS), *_moments(known)]).lazy()
    off = ~gathered(working.every.is_in(working.days.implode()), working.position(pl.col("day")))
    late = (pl.col("recorded") - pl.col("day")).dt.total_days()
    read = every.with_columns(off=off, late=late)
    kinds, weekdays, months, undated = collect_all(
        [_kinds(read), _weekdays(read), _months(read), _undated(every, teams(known))]
    )
    return Patterns(kinds, weekdays, months, undated)


def teams(known: Known) -> pl.Series:
    """The team that holds each child now, or did last, by the child's number; null where nobody's team is known."""
    count = known.children.height
    if not known.has(ALLOCATION, "team"):
        return pl.Series([None] * count, dtype=pl.String)
    held = known.spells[ALLOCATION].sound.sort("child", "start", "fact").group_by("child", maintain_order=True)
    last = held.agg(pl.col("team").last())
    every = pl.DataFrame({"child": range(count)}, schema={"child": pl.Int32}).join(last, on="child", how="left")
    return every.sort("child")["team"].fill_null(UNALLOCATED)


def _moments(known: Known) -> Iterator[pl.DataFrame]:
    """Every day of every fact: `else` is another day of the same row.

    A spell that began before its history has no day here, and is not undated either.
    """
    for name in (*known.events, *known.spells):
        rows, kind = known.rows(name), known.vocabulary[name]
        recorded = _or_nothing(rows, "recorded_on")
        undated = pl.col(kind.day).is_null()
        if kind.shape == "event":
            days = {"day": pl.col("date"), "else": recorded, "recorded": recorded, "undated": undated}
            yield _moment(rows, name, "date", days)
            continue
        start, other = pl.when(~pl.col("placed")).then("start"), pl.coalesce("end", recorded)
        yield _moment(rows, name, "start", {"day": start, "else": other, "recorded": recorded, "undated": undated})
        late = _or_nothing(rows, "end_recorded_on")
        ends = {"day": pl.col("end"), "else": pl.lit(None, pl.Date), "recorded": late, "undated": pl.lit(value=False)}
        yield _moment(rows.filter(pl.col("end").is_not_null()), name, "end", ends)


def _or_nothing(rows: pl.DataFrame, day: str) -> pl.Expr:
    return pl.col(day) if day in rows.columns else pl.lit(None, dtype=pl.Date)


def _moment(rows: pl.DataFrame, table: str, moment: str, days: Mapping[str, pl.Expr]) -> pl.DataFrame:
    child = pl.col("child").cast(pl.Int32)
    return rows.select(pl.lit(table).alias("table"), pl.lit(moment).alias("moment"), child, **days)


def _kinds(read: pl.LazyFrame) -> pl.LazyFrame:
    of = read.group_by(OF).agg(
        rows=pl.len(),
        dated=pl.col("day").count(),
        off=pl.col("off").sum(),
        known=pl.col("off").count(),
        first=pl.col("day").min(),
        last=pl.col("day").max(),
        recorded=pl.col("late").count(),
        before=(pl.col("late") < 0).sum(),
        median=pl.col("late").quantile(0.5, "nearest").cast(pl.Int64),
        ninth=pl.col("late").quantile(0.9, "nearest").cast(pl.Int64),
    )
    columns = ("rows", "dated", "off", "others", "spike", "first", "last", "recorded", "before", "median", "ninth")
    return _against(of, "off").select(*OF, *columns).sort(OF)


def _weekdays(read: pl.LazyFrame) -> pl.LazyFrame:
    """The rows of every day of the week, of tables with any dated row."""
    weekday = pl.col("day").dt.weekday().cast(pl.Int64).alias("weekday")
    of = read.filter(pl.col("day").is_not_null()).group_by(*OF, weekday).agg(rows=pl.len())
    every = of.select(OF).unique().join(pl.LazyFrame({"weekday": range(1, 8)}, {"weekday": pl.Int64}), how="cross")
    filled = every.join(of, on=[*OF, "weekday"], how="left").with_columns(pl.col("rows").fill_null(0))
    counted = filled.with_columns(known=pl.col("rows").sum().over(OF))
    return _against(counted, "rows", "weekday").select(*OF, "weekday", "rows", "others", "spike").sort(*OF, "weekday")


def _against(of: pl.LazyFrame, part: str, *by: str) -> pl.LazyFrame:
    """Compare a share of what is known with the same of the other tables: with the upper quarter of them.

    Some tables are about what happens on any day, so that a mean over all would call half of them spikes. `spike` says
    whether there are more than chance makes of that share.
    """
    share = pl.when(pl.col("known") >= _LEAST).then(pl.col(part) / pl.col("known"))
    quarter = share.quantile(0.75, "lower")
    others = (quarter.over(by) if by else quarter).round(4)
    expected = pl.col("known") * pl.col("others")
    deviation = (expected * (1 - pl.col("others"))).sqrt()
    number = pl.col(part).cast(pl.Int64)
    often = (number >= _LEAST) & (number >= _TIMES * expected) & (number - expected >= _DEVIATIONS * deviation)
    return of.with_columns(others=others).with_columns(spike=often.fill_null(value=False))


def _months(read: pl.LazyFrame) -> pl.LazyFrame:
    month = pl.col("day").dt.truncate("1mo").alias("month")
    return read.filter(pl.col("day").is_not_null()).group_by(*OF, month).agg(rows=pl.len()).sort(*OF, "month")


def _undated(every: pl.LazyFrame, held: pl.Series) -> pl.LazyFrame:
    """Of tables with undated rows: how many there are, by team and month."""
    month = pl.coalesce("day", "else").dt.truncate("1mo").alias("month")
    begun = every.filter(pl.col("moment") != "end")
    some = begun.filter(pl.col("undated").any().over("table"))
    by = ["table", "team", "month"]
    counted = some.with_columns(month, team=taken(held, pl.col("child"))).group_by(by)
    return counted.agg(rows=pl.len(), missing=pl.col("undated").sum()).sort(by, nulls_last=True)
