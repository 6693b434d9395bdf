"""How the data lie, as rows of tables and bars: months, days of the week, and rows without a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

import polars as pl

from timeliness.engine.patterns import OF, Patterns
from timeliness.reports.check.sentences import month, named, percent
from timeliness.reports.wording import short_day

_MONTHS = 36
"""How many months are drawn; earlier ones are counted."""

_FULL = 100


class Bar(NamedTuple):
    """A bar: its height in percent, what it is of in words, and whether it stands out."""

    height: int
    said: str
    mark: bool


class Strip(NamedTuple):
    """A table's rows by month, with its first and last day and how late its rows were recorded."""

    name: str
    rows: str
    first: str
    last: str
    said: str
    bars: tuple[Bar, ...]
    half: str
    ninth: str


class Week(NamedTuple):
    """A table's rows by day of the week, and their share on days that are not working days."""

    name: str
    dated: str
    days: tuple[Bar, ...]
    off: str
    spike: bool


class Undated(NamedTuple):
    """The rows without a day of a table, of one team or month."""

    table: str
    of: str
    missing: str
    rows: str
    share: str


def strips(patterns: Patterns, gaps: pl.DataFrame) -> Iterator[Strip]:
    """Draw the months of every table that has any dated row, those with gaps first."""
    months, holes = _by_table(patterns.months), _by_table(gaps)
    dated = patterns.kinds.filter(pl.col("dated") > 0).to_dicts()
    for row in sorted(dated, key=lambda row: (row["table"], row["moment"]) not in holes):
        of = (row["table"], row["moment"])
        bars = tuple(_bars(months[of], holes.get(of, [])))
        yield Strip(
            name=named(row),
            rows=f"{row['rows']:,}",
            first=short_day(row["first"]),
            last=short_day(row["last"]),
            said=f"{named(row)} by month: {bars[0].said} to {bars[-1].said}",
            bars=bars,
            half=_days(row["median"]),
            ninth=_days(row["ninth"]),
        )


def _by_table(frame: pl.DataFrame) -> dict[tuple[str, str], list[dict[str, Any]]]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in frame.iter_rows(named=True):
        found.setdefault((row["table"], row["moment"]), []).append(row)
    return found


def _bars(months: list[dict[str, Any]], gaps: list[dict[str, Any]]) -> Iterator[Bar]:
    """The last months, those without any row too, and the months of a gap at the end."""
    rows = {row["month"]: row["rows"] for row in months}
    last = max(months[-1]["month"], *(gap["last"] for gap in gaps), months[-1]["month"])
    shown = [_month_before(last, back) for back in range(_MONTHS - 1, -1, -1)]
    drawn = [each for each in shown if each >= months[0]["month"]]
    most = max((rows.get(each, 0) for each in drawn), default=0) or 1
    for each in drawn:
        number = rows.get(each, 0)
        is_gap = any(gap["first"] <= each <= gap["last"] for gap in gaps)
        yield Bar(round(_FULL * number / most), f"{number:,} in {month(each)}", is_gap)


def _month_before(last: date, back: int) -> date:
    whole = last.year * 12 + last.month - 1 - back
    return date(whole // 12, whole % 12 + 1, 1)


def _days(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


def weeks(patterns: Patterns) -> Iterator[Week]:
    """Draw the week of every table that has any dated row, those that stand out first."""
    days = _by_table(patterns.weekdays)
    marked = patterns.weekdays.group_by(OF).agg(marked=pl.col("spike").any())
    kinds = patterns.kinds.filter(pl.col("dated") > 0).join(marked, on=OF, how="left", maintain_order="left")
    first = kinds.sort(~(pl.col("spike") | pl.col("marked")), maintain_order=True)
    for row in first.iter_rows(named=True):
        of = days[row["table"], row["moment"]]
        bars = tuple(_day(each, row["dated"]) for each in of)
        yield Week(named(row), f"{row['dated']:,}", bars, percent(row["off"], row["dated"]), row["spike"])


def _day(row: Mapping[str, Any], dated: int) -> Bar:
    share = round(_FULL * row["rows"] / dated)
    return Bar(share, f"{share}%", row["spike"])


def undated(patterns: Patterns, by: Literal["team", "month"]) -> list[Undated]:
    """The rows without a day by team or by month, where there are any; most first, or in order of month."""
    of = patterns.undated.group_by("table", by).agg(pl.col("rows", "missing").sum()).filter(pl.col("missing") > 0)
    order = {"team": [-pl.col("missing").cast(pl.Int64), pl.col("team")], "month": [pl.col("month")]}[by]
    return [
        _undated(*row)
        for row in of.sort("table", *order, nulls_last=True).select("table", by, "rows", "missing").rows()
    ]


def _undated(table: str, of: str | date | None, rows: int, missing: int) -> Undated:
    name = month(of) if isinstance(of, date) else of or "not known"
    return Undated(table, name, f"{missing:,}", f"{rows:,}", percent(missing, rows))
