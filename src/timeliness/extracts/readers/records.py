"""Nested records, as XML and JSON have them, flattened: one table for each kind of record.

The way to a kind of record is the names of what it lies in, the outermost first: `Message/Children/Child/CINdetails`. A
column of its table is a value of the record or of one that it lies in: the name of that record, then the way from there
to the value, as `CINdetails/CINreferralDate` or `Child/ChildIdentifiers/LAchildID`; the name alone is a record's own
text. Of two records of one name, one in the other, the nearer is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from timeliness.extracts.readers.decoded import UnreadableError
from timeliness.extracts.readers.sheet import ROW
from timeliness.extracts.readers.tables import Sight, Table, Wanted

_MANY = 20_000
"""So many records are kept as Python's own values; then they become part of a table, which is far smaller."""

_LONG = 60
_LINE, _ABOVE = " line", " above"

Values = list[str | None]


@dataclass(eq=False)
class Level:
    """The records of one way: their own values, the line on which each begins, and which record of `above` it lies in.

    `columns` has the values by the way to them from the record. What is read belongs to the record begun last.
    """

    above: Level | None
    columns: dict[tuple[str, ...], Values] = field(default_factory=dict)
    count: int = 0
    _lines: list[int] = field(default_factory=list)
    _places: list[int] = field(default_factory=list)
    _parts: list[pl.DataFrame] = field(default_factory=list)

    def begin(self, line: int) -> None:
        """Begin a record, which has no values yet."""
        if len(self._lines) >= _MANY:
            self._parts.append(self._part())
        self._lines.append(line)
        self._places.append(self.above.count - 1 if self.above else 0)
        self.count += 1
        for values in self.columns.values():
            values.append(None)

    @cached_property
    def table(self) -> pl.DataFrame:
        """The records: a column of text for each value, then ` line` and ` above`."""
        return pl.concat([*self._parts, self._part()], rechunk=True)

    def values(self, way: tuple[str, ...]) -> pl.Series:
        """A column of the table."""
        return self.table[_name(way)]

    def _part(self) -> pl.DataFrame:
        """Make a table of the records so far, and forget them."""
        texts = [pl.Series(_name(way), values, pl.String) for way, values in self.columns.items()]
        numbers = [pl.Series(_LINE, self._lines, pl.Int64), pl.Series(_ABOVE, self._places, pl.UInt32)]
        for values in self.columns.values():
            values.clear()
        self._lines, self._places = [], []
        return pl.DataFrame([*texts, *numbers])


def _name(way: tuple[str, ...]) -> str:
    return "/".join(("", *way, ""))


@dataclass
class Node:
    """A name in a file: what is kept of its text, which records begin there, and what is wanted in it."""

    values: Values | None = None
    level: Level | None = None
    inside: dict[str, Node] = field(default_factory=dict)

    def at(self, *names: str) -> Node:
        """The node of a name in this one, or of one in that."""
        return self.inside.setdefault(names[0], Node()).at(*names[1:]) if names else self


def units(ways: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The ways to the outermost kinds of records, in which all the others lie."""
    whole = set(ways)
    return sorted(way for way in whole if not any(way[:end] in whole for end in range(len(way))))


def namable(way: str, ways: Iterable[str]) -> list[str]:
    """The records by whose names a column of a kind of record may begin: those on the way from the outermost on."""
    parts = tuple(way.split("/"))
    (unit,) = (each for each in units(tuple(each.split("/")) for each in ways) if parts[: len(each)] == each)
    return list(parts[len(unit) - 1 :])


class Nested:
    """What is wanted of a file of nested records, to be filled by its reader.

    `root` is the name of the outermost; `units` are the ways to the outermost kinds of records, below which no record
    of another lies: a reader takes one of these at a time, and forgets it. `space` stands before each name in the file.
    """

    def __init__(self, wanted: Mapping[str, Wanted], space: str = "") -> None:
        self._space = space
        self.ways = {name: tuple(each.records.split("/")) for name, each in wanted.items()}
        self._columns = {name: each.columns for name, each in wanted.items()}
        roots = {way[0] for way in self.ways.values()}
        self.root = roots.pop()
        self.units = units(self.ways.values())
        self._top = Node()
        self._levels: dict[tuple[str, ...], Level] = {}
        for way in sorted(set(self.ways.values())):
            self._lay(way)
        for name, way in self.ways.items():
            for column in self._columns[name]:
                self._want(way, column)

    def node(self, *way: str) -> Node:
        """The node of a way."""
        return self._top.at(*(self._space + name for name in way))

    def tables(self) -> dict[str, pl.DataFrame]:
        """The table of each kind of record, with ROW and the columns that are wanted.

        ROW is the line on which the record begins; of several that begin on one line, each has the number after that of
        the one before it, so that no two have the same.
        """
        return {name: self._table(way, self._columns[name]) for name, way in self.ways.items()}

    def _lay(self, way: tuple[str, ...]) -> None:
        """Make the levels of a way, from its outermost records on."""
        (unit,) = (each for each in self.units if way[: len(each)] == each)
        above = None
        for end in range(len(unit), len(way) + 1):
            node = self.node(*way[:end])
            node.level = node.level or Level(above)
            above = self._levels[way[:end]] = node.level

    def _want(self, way: tuple[str, ...], column: str) -> None:
        """Keep the values of a column where they stand."""
        start, inner = self._stands(way, column)
        self.node(*start, *inner).values = self._levels[start].columns.setdefault(inner, [])

    def _stands(self, way: tuple[str, ...], column: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The way to the record that has a column, and the way from there to the value."""
        first, *inner = column.split("/")
        ends = [end for end in range(len(way), 0, -1) if way[end - 1] == first and way[:end] in self._levels]
        return way[: ends[0]], tuple(inner)

    def _table(self, way: tuple[str, ...], columns: tuple[str, ...]) -> pl.DataFrame:
        own = self._levels[way].table
        line = own[_LINE] - pl.int_range(own.height, eager=True)
        made = [(line.cum_max() + pl.int_range(own.height, eager=True)).alias(ROW)]
        for column in columns:
            start, inner = self._stands(way, column)
            values = self._levels[start].values(inner)
            made.append((values if start == way else values.gather(self._places(way, start))).alias(column))
        return pl.DataFrame(made)

    def _places(self, way: tuple[str, ...], start: tuple[str, ...]) -> pl.Series:
        """For each record of a way, the place of the one of `start` that it lies in."""
        places = self._levels[way].table[_ABOVE]
        for end in range(len(way) - 1, len(start), -1):
            places = self._levels[way[:end]].table[_ABOVE].gather(places)
        return places


@dataclass
class Reading:
    """A file that is read once, whichever of its tables are asked for, and whether or not it can be read."""

    shown: str
    fill: Callable[[], Nested]
    _tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    _refused: UnreadableError | None = None

    def sight(self, name: str) -> Sight:
        """The sight of a table of the file."""
        return Sight(name, self.shown, lambda: Table(self._table(name), self.shown))

    def _table(self, name: str) -> pl.DataFrame:
        if not self._tables and self._refused is None:
            try:
                self._tables = self.fill().tables()
            except UnreadableError as error:
                self._refused = error
        if self._refused is not None:
            raise self._refused
        return self._tables[name]


def short(name: str) -> str:
    """A name that stands in a file, as it can be repeated."""
    text = name.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= _LONG else f"{text[:_LONG]}..."
