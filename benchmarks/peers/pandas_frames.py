"""The measured rules in pandas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl

from benchmarks.law import Interval, Law, Span
from benchmarks.sizes import AS_AT
from benchmarks.work import ROWS, Ground, Work

Frames = Mapping[str, pd.DataFrame]
Days = npt.NDArray[np.datetime64]

_TODAY = pd.Timestamp(AS_AT)
_STATUSES = ("met_on_time", "met_late", "ended_before_due", "never_met", "overdue", "due_soon", "running")
_WHOLE_MONTHS = {"month": "months", "year": "years"}


def interval(ground: Ground) -> Work:
    """The interval rules one by one: each start with the first meeting after it, by merge_asof."""
    holidays = _holidays(ground.law)

    def run() -> pd.DataFrame:
        frames = _read(ground, "interval")
        over = _over(frames["child"])
        starts = {kind: _starts(frames[kind], over) for kind in {pair.start for pair in ground.law.intervals}}
        meetings = {kind: _meetings(frames[kind], over) for kind in {pair.met for pair in ground.law.intervals}}
        found = [_answered(pair, starts, meetings, holidays) for pair in ground.law.intervals]
        clocks = pd.concat(found, ignore_index=True)
        clocks["rule"] = np.repeat(np.arange(len(found), dtype=np.uint16), [len(each) for each in found])
        return _judged(clocks)

    return Work(run, _rows)


def recurring(ground: Ground) -> Work:
    """The repeating rule: visits merged with the spells in which they lie, each with the one before it."""

    def run() -> pd.DataFrame:
        frames = _read(ground, "recurring")
        spells = _spells(frames["cp_plan"], _over(frames["child"]))
        visits = frames["cp_visit"]
        seen = visits.loc[visits["child_seen"], ["child", "date"]].drop_duplicates()
        held = seen.merge(spells, on="child")
        held = held[(held["date"] >= held["first"]) & ~(held["date"] > held["ends"])].sort_values(["spell", "date"])
        previous = held.groupby("spell")["date"].shift()
        met = held.assign(start=previous.fillna(held["first"]), met=held["date"], ended=pd.NaT)
        last = held.groupby("spell")["date"].last()
        trailing = spells.assign(last=spells["spell"].map(last), met=pd.NaT)
        trailing = trailing[~(trailing["last"] >= trailing["ends"])]
        trailing = trailing.assign(
            start=trailing["last"].fillna(trailing["first"]),
            ended=trailing["ends"].where(trailing["ends"] <= _TODAY),
        )
        columns = ["child", "start", "every", "met", "ended"]
        clocks = pd.concat([met[columns], trailing[columns]], ignore_index=True)
        clocks["due"] = clocks["start"] + clocks["every"]
        clocks["amber"] = clocks["due"] - pd.Timedelta(days=ground.law.soon.amount)
        return _judged(clocks.assign(rule=np.uint16(0)))

    return Work(run, _rows)


def _read(ground: Ground, kind: str) -> Frames:
    """The facts as frames. pandas reads no Parquet by itself: Polars does, and hands over its arrays."""
    tables = {name: pl.read_parquet(ground.file(name)).drop("source", strict=False) for name in ground.tables(kind)}
    tables["child"] = pl.read_parquet(ground.file("child"), columns=["child", "born", "died"])
    return {name: pd.DataFrame({each.name: _array(each) for each in table}) for name, table in tables.items()}


def _array(column: pl.Series) -> npt.NDArray[Any]:
    values = column.to_numpy()
    return values.astype("datetime64[s]") if column.dtype == pl.Date else values


def _holidays(law: Law) -> Days:
    """The weekdays that do not count."""
    working = np.array(law.working, dtype="datetime64[D]")
    every = np.arange(working[0], working[-1] + 1)
    return every[np.is_busday(every) & ~np.isin(every, working)]


def _over(children: pd.DataFrame) -> pd.Series:
    """The day on which each child, by number, turned 18 or died."""
    born = children["born"]
    turned = born + pd.DateOffset(years=18)
    turned = turned.where(turned.dt.day == born.dt.day, turned + pd.Timedelta(days=1))
    return pd.concat([turned, children["died"]], axis=1).min(axis=1).set_axis(children["child"])


def _starts(events: pd.DataFrame, over: pd.Series) -> pd.DataFrame:
    """One start a day, with the child's next one, in order of day."""
    ends = over.reindex(events["child"]).to_numpy()
    days = events.assign(ends=ends)[["child", "date", "ends"]]
    days = days[~(days["date"] >= days["ends"])].drop_duplicates(["child", "date"]).sort_values(["child", "date"])
    following = days["date"].shift(-1).where(days["child"].shift(-1) == days["child"])
    return days.assign(following=following).rename(columns={"date": "start"}).sort_values("start")


def _meetings(events: pd.DataFrame, over: pd.Series) -> pd.DataFrame:
    days = events[["child", "date"]]
    return days[~(days["date"] > over.reindex(days["child"]).to_numpy())].sort_values("date")


def _answered(pair: Interval, starts: Frames, meetings: Frames, holidays: Days) -> pd.DataFrame:
    clocks = pd.merge_asof(
        starts[pair.start],
        meetings[pair.met],
        left_on="start",
        right_on="date",
        by="child",
        direction="forward",
    )
    own = ~(clocks["date"] >= clocks["following"])
    over = clocks["ends"].where(clocks["ends"] <= _TODAY)
    due = _reached(clocks["start"], pair.limit, holidays)
    return pd.DataFrame(
        {
            "child": clocks["child"],
            "start": clocks["start"],
            "due": due,
            "amber": _before(due, pair.soon, holidays) if pair.soon else pd.NaT,
            "met": clocks["date"].where(own),
            "ended": clocks["date"].where(~own).fillna(over.where(clocks["date"].isna())),
        }
    )


def _reached(days: pd.Series, span: Span, holidays: Days) -> pd.Series:
    if span.working:
        return _working(days, span.amount, "backward", holidays)
    return days + _offset(span) - pd.Timedelta(days=int(span.beginning))


def _before(days: pd.Series, span: Span, holidays: Days) -> pd.Series:
    return _working(days, -span.amount, "forward", holidays) if span.working else days - _offset(span)


def _working(days: pd.Series, amount: int, roll: Literal["forward", "backward"], holidays: Days) -> pd.Series:
    moved = np.busday_offset(days.to_numpy().astype("datetime64[D]"), amount, roll=roll, holidays=holidays)
    return pd.Series(moved.astype("datetime64[s]"), index=days.index)


def _offset(span: Span) -> pd.DateOffset | pd.Timedelta:
    whole = _WHOLE_MONTHS.get(span.unit)
    return pd.DateOffset(**{whole: span.amount}) if whole else pd.Timedelta(span.amount, unit=span.unit[0].upper())


def _spells(plans: pd.DataFrame, over: pd.Series) -> pd.DataFrame:
    life = over.reindex(plans["child"]).to_numpy()
    spells = pd.DataFrame(
        {
            "child": plans["child"],
            "spell": np.arange(len(plans)),
            "first": plans["start"],
            "ends": pd.concat([plans["end"], pd.Series(life, index=plans.index)], axis=1).min(axis=1),
            "every": pd.to_timedelta(plans["visit_every"], unit="D"),
        }
    )
    return spells[~(spells["first"] >= life)]


def _judged(clocks: pd.DataFrame) -> pd.DataFrame:
    """The status of each clock: the first that holds."""
    due, met, ended = clocks["due"], clocks["met"], clocks["ended"]
    holds = (met <= due, met.notna(), ended <= due, ended.notna(), due < _TODAY, clocks["amber"] <= _TODAY)
    status = np.select([each.to_numpy() for each in holds], range(len(holds)), default=len(holds))
    clocks["status"] = pd.Categorical.from_codes(status, _STATUSES)
    return clocks[["rule", "child", "start", "due", "met", "status"]]


def _rows(clocks: pd.DataFrame) -> pl.DataFrame:
    arrays = {name: clocks[name].to_numpy() for name in ROWS if name != "status"}
    days = {name: values.astype("datetime64[D]") for name, values in arrays.items() if values.dtype.kind == "M"}
    status = pl.Series(_STATUSES).gather(clocks["status"].cat.codes.to_numpy())
    return pl.DataFrame({**arrays, **days, "status": status}).select(
        pl.col(name).cast(kind) for name, kind in ROWS.items()
    )
