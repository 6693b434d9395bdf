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
_REASONS = ("turned 18", "died", "cp_plan ended", "superseded", "met after the duty ended")
_TURNED, _DIED, _PLAN_ENDED, _SUPERSEDED, _AFTER = range(1, len(_REASONS) + 1)
"""Reasons by number, from 1; 0 is none."""

_CHAINED = ["child", "occurrence", "spell_start", "start", "start_source", "amount", "met", "met_source"]
_CHAINED += ["ended", "ended_source", "reason", "reason_source"]
_WHOLE_MONTHS = {"month": "months", "year": "years"}


def interval(ground: Ground) -> Work:
    """The interval rules one by one: each start with the first meeting after it, by merge_asof."""
    holidays = _holidays(ground.law)

    def run() -> pd.DataFrame:
        frames = _read(ground, "interval")
        life = _life(frames["child"])
        starts = {kind: _starts(frames[kind], life) for kind in {pair.start for pair in ground.law.intervals}}
        meetings = {kind: _meetings(frames[kind]) for kind in {pair.met for pair in ground.law.intervals}}
        found = [_answered(pair, starts, meetings, holidays) for pair in ground.law.intervals]
        clocks = pd.concat(found, ignore_index=True)
        clocks["rule"] = np.repeat(np.arange(len(found), dtype=np.uint16), [len(each) for each in found])
        return _judged(clocks)

    return Work(run, _rows)


def recurring(ground: Ground) -> Work:
    """The repeating rule: visits merged with the spells in which they lie, each with the one before it."""

    def run() -> pd.DataFrame:
        frames = _read(ground, "recurring")
        spells = _spells(frames["cp_plan"], _life(frames["child"]))
        visits = frames["cp_visit"]
        seen = _one_a_day(visits.loc[visits["child_seen"], ["child", "date", "source"]])
        held = seen.rename(columns={"date": "met", "source": "met_source"}).merge(spells, on="child")
        held = held[(held["met"] >= held["spell_start"]) & ~(held["met"] > held["ends"])].sort_values(["spell", "met"])
        previous = held.groupby("spell")[["met", "met_source"]].shift()
        met = held.assign(
            start=previous["met"].fillna(held["spell_start"]),
            start_source=previous["met_source"].fillna(held["source"]),
            occurrence=held.groupby("spell").cumcount() + 1,
            ended=pd.NaT,
            ended_source=np.nan,
            reason=0,
            reason_source=np.nan,
        )
        clocks = pd.concat([met[_CHAINED], _unmet(spells, met, seen)[_CHAINED]], ignore_index=True)
        every = pd.to_timedelta(clocks["amount"], unit="D")
        clocks["due"] = clocks["start"] + every
        clocks["amber"] = clocks["due"] - pd.Timedelta(days=ground.law.soon.amount)
        return _judged(clocks.assign(rule=np.uint16(0)))

    return Work(run, _rows)


def _unmet(spells: pd.DataFrame, met: pd.DataFrame, seen: pd.DataFrame) -> pd.DataFrame:
    """The last clock of each spell, unless its duty ended on the day of a visit; and what came after it ended."""
    last = met.groupby("spell")[["met", "met_source", "occurrence"]].last()
    last.columns = pd.Index(["last", "last_source", "visits"])
    left = spells.join(last, on="spell")
    left = left[~(left["last"] >= left["ends"])]
    over = left["ends"] <= _TODAY
    left = left.assign(
        start=left["last"].fillna(left["spell_start"]),
        start_source=left["last_source"].fillna(left["source"]),
        occurrence=left["visits"].fillna(0) + 1,
        met=pd.NaT,
        met_source=np.nan,
        ended=left["ends"].where(over),
        ended_source=left["end_source"].where(over),
        reason=left["words"].where(over, 0),
        reason_source=np.nan,
    )
    ended = left[over].sort_values("ended")
    later = pd.merge_asof(
        ended[["spell", "child", "ended", "following"]],
        seen.sort_values("date"),
        left_on="ended",
        right_on="date",
        by="child",
        direction="forward",
        allow_exact_matches=False,
    )
    after = later[(later["date"] < later["following"]) | (later["following"].isna() & later["date"].notna())]
    sources = left["spell"].map(after.set_index("spell")["source"])
    return left.assign(reason=left["reason"].where(sources.isna(), _AFTER), reason_source=sources)


def _read(ground: Ground, kind: str) -> Frames:
    """The facts as frames. pandas reads no Parquet by itself: Polars does, and hands over its arrays."""
    tables = {name: pl.read_parquet(ground.file(name)) for name in ground.tables(kind)}
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


def _life(children: pd.DataFrame) -> pd.DataFrame:
    """The day on which each child, by number, turned 18 or died, and which of them it was."""
    born, died = children["born"], children["died"]
    turned = born + pd.DateOffset(years=18)
    turned = turned.where(turned.dt.day == born.dt.day, turned + pd.Timedelta(days=1))
    words = np.where((died < turned) | turned.isna(), _DIED, _TURNED)
    over = pd.concat([turned, died], axis=1).min(axis=1)
    return pd.DataFrame({"over": over, "words": words}).set_index(children["child"])


def _one_a_day(events: pd.DataFrame) -> pd.DataFrame:
    """The first event of each child and day: the files are in order of child, day and row."""
    return events.drop_duplicates(["child", "date"])


def _starts(events: pd.DataFrame, life: pd.DataFrame) -> pd.DataFrame:
    """One start a day, numbered, with the child's next one, in order of day."""
    days = _one_a_day(events).join(life, on="child")
    days = days[~(days["date"] >= days["over"])]
    following = days["date"].shift(-1).where(days["child"].shift(-1) == days["child"])
    numbered = days.assign(following=following, occurrence=days.groupby("child").cumcount() + 1)
    return numbered.rename(columns={"date": "start", "source": "start_source"}).sort_values("start")


def _meetings(events: pd.DataFrame) -> pd.DataFrame:
    return _one_a_day(events).sort_values("date")


def _answered(pair: Interval, starts: Frames, meetings: Frames, holidays: Days) -> pd.DataFrame:
    clocks = pd.merge_asof(
        starts[pair.start],
        meetings[pair.met],
        left_on="start",
        right_on="date",
        by="child",
        direction="forward",
    )
    answer, over, following = clocks["date"], clocks["over"], clocks["following"]
    after = answer > over
    later = answer >= following
    passed = later & ~(answer >= over)
    met = answer.where(~after & ~later)
    ended = answer.where(passed, over.where(met.isna() & (over <= _TODAY)))
    is_after = after & following.isna() & ended.notna()
    words = clocks["words"].where(~is_after, _AFTER).where(~passed, _SUPERSEDED).where(ended.notna(), 0)
    due = _reached(clocks["start"], pair.limit, holidays)
    return pd.DataFrame(
        {
            "child": clocks["child"],
            "occurrence": clocks["occurrence"],
            "spell_start": pd.NaT,
            "start": clocks["start"],
            "start_source": clocks["start_source"],
            "amount": pair.limit.amount,
            "due": due,
            "amber": _before(due, pair.soon, holidays) if pair.soon else pd.NaT,
            "met": met,
            "met_source": clocks["source"].where(met.notna()),
            "ended": ended,
            "ended_source": clocks["source"].where(passed),
            "reason": words,
            "reason_source": clocks["source"].where(is_after),
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


def _spells(plans: pd.DataFrame, life: pd.DataFrame) -> pd.DataFrame:
    """The plans by number: when and why their duty ends, and when the child's next one begins."""
    plans = plans.join(life, on="child")
    plans = plans[~(plans["start"] >= plans["over"])].sort_values(["child", "start"])
    end, over = plans["end"], plans["over"]
    with_life = (over < end) | end.isna()
    return pd.DataFrame(
        {
            "child": plans["child"],
            "spell": np.arange(len(plans)),
            "spell_start": plans["start"],
            "source": plans["source"],
            "ends": pd.concat([end, over], axis=1).min(axis=1),
            "end_source": plans["source"].where(~with_life),
            "words": plans["words"].where(with_life, _PLAN_ENDED),
            "following": plans["start"].shift(-1).where(plans["child"].shift(-1) == plans["child"]),
            "amount": plans["visit_every"],
        }
    )


def _judged(clocks: pd.DataFrame) -> pd.DataFrame:
    """The status of each clock: the first that holds."""
    due, met, ended = clocks["due"], clocks["met"], clocks["ended"]
    holds = (met <= due, met.notna(), ended <= due, ended.notna(), due < _TODAY, clocks["amber"] <= _TODAY)
    status = np.select([each.to_numpy() for each in holds], range(len(holds)), default=len(holds))
    clocks["status"] = pd.Categorical.from_codes(status, _STATUSES)
    clocks["reason"] = pd.Categorical.from_codes(clocks["reason"] - 1, _REASONS)
    return clocks[list(ROWS)]


def _rows(clocks: pd.DataFrame) -> pl.DataFrame:
    words = {
        name: pl.Series(clocks[name].astype(object).where(clocks[name].notna(), None).tolist(), dtype=pl.String)
        for name in ("status", "reason")
    }
    arrays = {name: clocks[name].to_numpy() for name in ROWS if name not in words}
    days = {name: values.astype("datetime64[D]") for name, values in arrays.items() if values.dtype.kind == "M"}
    frame = pl.DataFrame({**arrays, **days}, nan_to_null=True).with_columns(**words)
    return frame.select(pl.col(name).cast(kind) for name, kind in ROWS.items())
