"""Rows made ready to be read: cut, without duplicates, placed, without loose references."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.reference.calendars import ONE_DAY
from tests.reference.facts import Fact, Links
from tests.reference.world import Kind

Row = dict[str, Any]


@dataclass(frozen=True)
class Cut:
    """The days that bound what is read."""

    as_at: date
    known_at: date | None = None
    complete_from: Mapping[str, date] = field(default_factory=dict)
    latest_only: frozenset[str] = frozenset()


def recorded(rows: list[Row], cut: Cut) -> list[Row]:
    """Keep what had been recorded by the day known at, each row with its number (decision 4)."""
    numbered = [{"row": number, **row} for number, row in enumerate(rows)]
    return [_end_as_known(row, cut) for row in numbered if not _after(row, "recorded_on", cut)]


def without_duplicates(rows: list[Row], kind: Kind) -> list[Row]:
    """Keep one row of each fact (decision 4)."""
    kept: dict[Any, Row] = {}
    for row in _distinct(sorted(rows, key=lambda row: row["row"])):
        same = ("row", row["row"]) if row.get("id") is None else (row.get(kind.begins), row["id"])
        if same not in kept or _recorded_on(row) >= _recorded_on(kept[same]):
            kept[same] = row
    return list(kept.values())


def placed(row: Row, kind: Kind, complete_from: date | None, day: date) -> Row:
    """Start a spell without a start on the day before the history begins (decision 7)."""
    if kind.shape != "spell" or row.get("start") is not None or complete_from is None:
        return row
    if complete_from - ONE_DAY > day:
        return row
    return {**row, "start": complete_from - ONE_DAY, "placed": True}


def as_at(row: Row, kind: Kind, day: date) -> Row | None:
    """Read a row as at a day, or not at all (decision 1)."""
    begun = row.get(kind.begins)
    if begun is not None and begun > day:
        return None
    if row.get("end") is not None and row["end"] > day:
        return {**row, "end": None, "end_time": None}
    return row


def to_fact(row: Row, kind: Kind) -> Fact:
    """Make a fact of a row."""
    values = {
        kind.own if name == "id" else name: frozenset([row[name]])
        for name in kind.identifiers
        if row.get(name) is not None
    }
    links = Links(values, kind.own)
    begun, was_placed = row.get(kind.begins), row.get("placed", False)
    return Fact(kind.name, row["row"], begun, row.get("end"), row, links, placed=was_placed)


def without_loose_references(rows: dict[str, list[Row]], kinds: Mapping[str, Kind]) -> None:
    """Blank the references that no other fact of the child carries (decision 10)."""
    carried = Counter(
        (kinds[kind].own if name == "id" else name, row[name])
        for kind, listed in rows.items()
        for row in listed
        for name in kinds[kind].identifiers
        if row.get(name) is not None
    )
    for kind, listed in rows.items():
        loose = [name for name in kinds[kind].identifiers if name != "id"]
        for row in listed:
            row.update({name: None for name in loose if carried[name, row.get(name)] == 1})


def _distinct(rows: list[Row]) -> list[Row]:
    seen: dict[frozenset[Any], Row] = {}
    for row in rows:
        said = {(key, value) for key, value in row.items() if value is not None and key != "row"}
        seen.setdefault(frozenset(said), row)
    return list(seen.values())


def _end_as_known(row: Row, cut: Cut) -> Row:
    if _after(row, "end_recorded_on", cut):
        return {**row, "end": None, "end_time": None, "end_recorded_on": None}
    return row


def _after(row: Row, column: str, cut: Cut) -> bool:
    when = row.get(column)
    return cut.known_at is not None and when is not None and when > cut.known_at


def _recorded_on(row: Row) -> date:
    return row.get("recorded_on") or date.min
