"""The contract between extracts and engine: kinds of fact, and the facts themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import polars as pl

Shape = Literal["child", "event", "spell"]

TYPES: Mapping[str, pl.DataType] = {
    "text": pl.String(),
    "integer": pl.Int64(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
}

ALLOCATION = "allocation"
"""The kind of spell that says whose list a child is on."""

UNALLOCATED = "Unallocated"
"""The team of a child whom no team holds. It is a team of its own, never dropped."""


@dataclass(frozen=True)
class Attribute:
    """Something known of a fact, from its start or (`known_at: end`) only from its end."""

    name: str
    type: Literal["text", "integer", "boolean", "date"]
    meaning: str
    known_at: Literal["start", "end"] = "start"


@dataclass(frozen=True)
class Kind:
    """A kind of event or spell, or the child: what the vocabulary says of it.

    `found_in` says in which item of which return or dataset it is found: `ssd`, `annex_a`, `cin_census`, `ssda903`.
    """

    name: str
    shape: Shape
    meaning: str
    link: str = ""
    identifiers: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    joins: Literal["never", "always", "unless_ids_differ"] = "never"
    rebooks: bool = False
    found_in: tuple[tuple[str, str], ...] = ()

    @property
    def day(self) -> str:
        """The column that places the fact in time: `start` of a spell, `date` of an event."""
        return "start" if self.shape == "spell" else "date"

    def attribute(self, name: str) -> Attribute | None:
        """Find an attribute by name."""
        return next((each for each in self.attributes if each.name == name), None)

    def columns(self) -> dict[str, pl.DataType]:
        """Columns of the kind's table, in order, with their types.

        `child_id`, its days (with times where known), identifiers, attributes, and the days of record.
        """
        text, day = pl.String(), pl.Date()
        own: dict[str, pl.DataType] = dict.fromkeys(self.identifiers, text)
        own |= {each.name: TYPES[each.type] for each in self.attributes}
        match self.shape:
            case "child":
                return {"child_id": text, **own, "complete_from": day}
            case "event":
                days = {"date": day, "time": pl.Time()}
                return {"child_id": text, **days, **own, "recorded_on": day}
            case "spell":
                days = {"start": day, "end": day, "start_time": pl.Time(), "end_time": pl.Time()}
                records = {"recorded_on": day, "end_recorded_on": day}
                return {"child_id": text, **days, **own, **records}


@dataclass(frozen=True)
class Vocabulary:
    """The names that rules may use, and the columns that an extract may have."""

    kinds: Mapping[str, Kind]

    def __getitem__(self, name: str) -> Kind:
        return self.kinds[name]

    def __contains__(self, name: object) -> bool:
        return name in self.kinds


@dataclass(frozen=True)
class Facts:
    """What is known of the children of an extract, numbered and sorted.

    `children` has one row for each child named anywhere, in order of `child`:
    `child` (Int32, from 0, in order of authority and id), `child_id`, `born`, `died`, `complete_from`, and
    `listed`: whether the child table has the child. Pooled data carry `authority` too.

    `tables` maps a kind's name to its rows, sorted by `child`, day and `source`, without exact duplicates:
    `child` instead of `child_id`, the columns of `Kind.columns` that the extract has, and `source` (Int64), which
    is `file * SOURCE_ROWS + row` with the file's position in `sources`. A table that is not there is absent from
    the extract; one without rows is a fact. A column that is null in every row is not there either.

    `complete_from` maps a table to the day from which its history is whole; other tables are whole, but for those of
    `latest_only`: of each child they hold the last event alone.
    """

    children: pl.LazyFrame
    tables: Mapping[str, pl.LazyFrame]
    taken_on: date | None = None
    complete_from: Mapping[str, date] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    latest_only: frozenset[str] = frozenset()


FINDINGS = {
    "finding": pl.String(),
    "table": pl.String(),
    "column": pl.String(),
    "rule": pl.String(),
    "child_id": pl.String(),
    "source": pl.Int64(),
}
"""The columns of findings: what is wrong (one row each), in which table and column, for which rule, child and row."""

SOURCE_ROWS = 1 << 40
"""How many rows one file may have: `source // SOURCE_ROWS` is the file, `source % SOURCE_ROWS` the row."""
