"""How the data lie in time, in sentences: gaps, spikes, missing days and late recording."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import polars as pl

from timeliness.engine.patterns import Patterns
from timeliness.reports.wording import counted, day
from timeliness.rulebook.calendars import WEEKDAYS

GAP = (
    "Either nothing happened in these months, or the rows are not in the extract: then children look as if nobody had "
    "seen them, and duties that began in them are counted by nobody."
)
SPIKE = (
    "What happens mostly on such a day may have been dated by a person or a system at the end of the week, or at a "
    "change of systems: the true day is another."
)
LATE = "As at a day, only what had been recorded by then could be known: --known-at shows it."
UNRECORDED = "The extract does not say when its facts were recorded, so that late recording cannot be seen."
_LATE = 7
_ON_TIME = {"date": "", "start": " (starts)", "end": " (ends)"}


def named(row: Mapping[str, Any]) -> str:
    """What a statistic is of: 'cp_visit', 'cp_plan (starts)'."""
    return f"{row['table']}{_ON_TIME[row['moment']]}"


def month(first: date) -> str:
    """Write a month: 'June 2015'."""
    return day(first).split(" ", 1)[1]


def percent(part: int, of: int) -> str:
    """Write a share: '28.0%'; a dash where there is nothing to divide by."""
    return f"{100 * part / of:.1f}%" if of else "-"


def gap_sentences(gaps: pl.DataFrame) -> Iterator[str]:
    """Say where months have nothing, or next to nothing."""
    for row in gaps.iter_rows(named=True):
        first, last = month(row["first"]), month(row["last"])
        when = f"in {first}" if first == last else f"from {first} to {last}"
        rows = counted(row["rows"], "row") if row["rows"] else "no row"
        yield f"{named(row)}: {rows} {when}, where a month usually has {row['usual']:,}."


def spike_sentences(patterns: Patterns) -> Iterator[str]:
    """Say what lies on days that are not working days, or on one day of the week, more than is usual."""
    for row in patterns.kinds.filter("spike").iter_rows(named=True):
        yield _spike(row, row["off"], row["dated"], "days that are not working days")
    dated = patterns.kinds.select("table", "moment", "dated")
    for row in patterns.weekdays.filter("spike").join(dated, on=["table", "moment"]).iter_rows(named=True):
        yield _spike(row, row["rows"], row["dated"], f"{WEEKDAYS[row['weekday'] - 1]}s")


def _spike(row: Mapping[str, Any], part: int, of: int, days: str) -> str:
    share, usual = percent(part, of), f"{100 * row['others']:.1f}%"
    return f"{named(row)}: {share} ({part:,} of {of:,}) on {days}; three quarters of tables have at most {usual}."


def undated_sentences(patterns: Patterns) -> Iterator[str]:
    """Say how many rows have no day, and of which teams most are."""
    for (table,), of in patterns.undated.group_by("table", maintain_order=True):
        missing, rows = int(of["missing"].sum()), int(of["rows"].sum())
        teams = of.group_by("team").agg(pl.col("missing").sum())
        team, most = teams.sort("missing", "team", descending=[True, False], nulls_last=True).row(0)
        held = f", {most:,} of them with {team}" if team else ""
        yield f"{table}: {missing:,} of {counted(rows, 'row')} ({percent(missing, rows)}) have no date{held}."


def late_sentences(patterns: Patterns) -> Iterator[str]:
    """Say what is recorded late: where one in ten is recorded more than a week after it happened."""
    late = patterns.kinds.filter(pl.col("ninth") > _LATE).sort(
        "ninth", "table", "moment", descending=[True, False, False]
    )
    for row in late.iter_rows(named=True):
        half = f"half within {counted(row['median'], 'day')}"
        yield f"{named(row)}: one in ten is recorded {counted(row['ninth'], 'day')} or more after it happened, {half}."
