"""Draft a mapping from the vocabulary, for tables that are like those of no mapping."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Keyed
from typing import Any, NamedTuple

import polars as pl

from timeliness.extracts.drafting.draft import Draft, heading, remarks_on
from timeliness.extracts.drafting.likeness import Likeness
from timeliness.extracts.drafting.marked import Marked
from timeliness.extracts.drafting.matching import LIKELY, Expected, Match, matches
from timeliness.extracts.drafting.seen import Seen
from timeliness.extracts.mappings.written import Mapping
from timeliness.extracts.readers.headings import plain
from timeliness.extracts.typed import needed
from timeliness.facts import Kind, Vocabulary

_DAYS = {"date": "{} date", "start": "{} start date", "end": "{} end date"}
_ALIKE = 0.4
_TRIED = 12
_MORE = 0.05

Names = Keyed[str, Sequence[str]]
"""What each column of a kind may be called."""


class _Reading(NamedTuple):
    """A table read as a kind of fact: how well that fits, and which column is which."""

    score: float
    kind: Kind
    columns: Keyed[str, Match]
    expected: Keyed[str, str]

    @property
    def vital(self) -> tuple[str, ...]:
        """The columns without which it would say nothing."""
        return _vital(self.kind)


def _vital(kind: Kind) -> tuple[str, ...]:
    return ("child_id", "born") if kind.shape == "child" else needed(kind)


def from_vocabulary(name: str, tables: Sequence[Seen], mappings: Iterable[Mapping], vocabulary: Vocabulary) -> Draft:
    """Read each table as the kind of fact that it is most like, by its name and its headings."""
    known = list(mappings)
    names = _names(known, vocabulary)
    ours = [each for of in names.values() for said in of.values() for each in said]
    likeness = Likeness([*ours, *(each for table in tables for each in table.headings)])
    data: dict[str, Any] = {
        "id": _new(slug(name), [mapping.id for mapping in known]),
        "title": f"{name}, as it was drafted",
        "dates": _dates(tables),
        "tables": {},
        "facts": [],
    }
    left = []
    for table in tables:
        readings = _apart(_readings(table, names, vocabulary, likeness))
        if readings:
            _add(data, table, readings)
        else:
            left.append(table)
    return Draft("", data, tuple(left))


def _names(mappings: Iterable[Mapping], vocabulary: Vocabulary) -> dict[str, dict[str, list[str]]]:
    """What the columns of each kind are called in all mappings, and by the names of the kind itself."""
    found = {name: dict(_own(kind)) for name, kind in vocabulary.kinds.items()}
    for fact in (fact for mapping in mappings for fact in mapping.facts):
        for column, each in fact.columns.items():
            said = (name for way in each.ways() if way.through is None for name in way.column)
            found[fact.fact].setdefault(column, []).extend(said)
    return found


def _own(kind: Kind) -> Iterator[tuple[str, list[str]]]:
    called = kind.name.replace("_", " ")
    yield "child_id", ["Child ID"]
    for column in kind.columns():
        if column in _DAYS:
            yield column, [_DAYS[column].format(called), _DAYS[column].format("").strip()]
        elif kind.attribute(column):
            yield column, [column.replace("_", " ")]
    if kind.shape == "child":
        yield "born", ["Date of Birth"]


def _readings(table: Seen, names: Keyed[str, Names], vocabulary: Vocabulary, likeness: Likeness) -> list[_Reading]:
    """The kinds that a table may be read as, the best first; only those that are most like it by words are tried."""
    close = sorted(names, key=lambda name: (-_closeness(table, names[name], name, likeness), name))[:_TRIED]
    readings = [_reading(table, vocabulary[name], names[name], likeness) for name in close]
    return sorted((each for each in readings if each), key=lambda each: (-each.score, each.kind.name))


def _closeness(table: Seen, names: Names, kind: str, likeness: Likeness) -> float:
    """How like a kind a table is by words: its name, and its headings other than that of the child."""
    said = [each for column, of in names.items() if column != "child_id" for each in of]
    best = max((likeness.by_words(each, other) for each in said for other in table.headings), default=0)
    return likeness.by_words(kind, _called(table)) + best


def _called(table: Seen) -> str:
    """What a table is called: the name of its file without the end, or with its sheet."""
    return table.shown.rpartition(".")[0] or table.shown


def _reading(table: Seen, kind: Kind, names: Names, likeness: Likeness) -> _Reading | None:
    """Read a table as a kind, if it has what the kind needs and is named like it, or its headings are."""
    types = kind.columns()
    known = {plain(said): (column, said) for column, of in names.items() for said in of}
    wanted = [Expected(said, types[column] == pl.Date) for column, said in known.values()]
    columns: dict[str, Match] = {}
    expected: dict[str, str] = {}
    for name, match in matches(wanted, table, likeness).items():
        column, said = known[name]
        if column not in columns:
            columns[column], expected[column] = match, said
    vital = _vital(kind)
    if any(column not in columns for column in vital):
        return None
    named = likeness.by_words(kind.name, _called(table))
    days = [likeness.of(expected[column], columns[column].column.heading) for column in vital if column != "child_id"]
    best = sum(days) / len(days)
    if named < _ALIKE and best < LIKELY:
        return None
    return _Reading(named + best + _MORE * len(columns), kind, columns, expected)


def _apart(readings: Sequence[_Reading]) -> list[_Reading]:
    """The readings that rest on days of their own: of several on one day, the best."""
    used: set[str] = set()
    kept = []
    for each in readings:
        days = {each.columns[column].column.heading for column in each.vital if column != "child_id"}
        if not days & used:
            used |= days
            kept.append(each)
    return kept


def _add(data: dict[str, Any], table: Seen, readings: Sequence[_Reading]) -> None:
    """Add a table and its facts to a draft. Where there are several, a row is an event only if it has its day."""
    name = slug(_called(table))
    said: dict[str, Marked] = {}
    for each in readings:
        ordered = [column for column in each.kind.columns() if column in each.columns]
        columns = {column: heading(each.columns[column], each.expected[column]) for column in ordered}
        said |= {str(of): of for of in columns.values() if str(of) not in said}
        kind = Marked(each.kind.name, " ".join(each.kind.meaning.split()))
        fact: dict[str, Any] = {"fact": kind, "table": name, "columns": columns}
        if each.kind.shape == "child":
            fact["one_per"] = ["child_id"]
        if len(readings) > 1 and each.kind.shape == "event":
            fact["where"] = {str(columns["date"]): "known"}
        data["facts"].append(fact)
    left = [column for column in table.columns if column.heading not in said]
    data["tables"][name] = {"headings": [*said.values(), *remarks_on(left)], "required": False}


def _dates(tables: Sequence[Seen]) -> str:
    """How most columns of dates are written."""
    ways = [column.dates for table in tables for column in table.columns]
    return "iso" if ways.count("iso") > ways.count("day-first") else "day-first"


def _new(name: str, taken: Sequence[str]) -> str:
    """A name that no mapping has, so that the draft goes before none."""
    return _new(f"our-{name}", taken) if name in taken else name


def slug(name: str) -> str:
    """A name of small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "draft"
