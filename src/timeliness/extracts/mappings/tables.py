"""Find the tables that a mapping looks for in the files of an extract, and read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Keyed
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from timeliness.errors import Problem
from timeliness.extracts import findings
from timeliness.extracts.mappings.written import Mapping
from timeliness.extracts.readers.decoded import UnreadableError, called
from timeliness.extracts.readers.headings import plain
from timeliness.extracts.readers.opened import opened
from timeliness.extracts.readers.sheet import ROW, named
from timeliness.extracts.readers.tables import Reader, Sight, Table, Wanted
from timeliness.facts import SOURCE_ROWS


@dataclass(frozen=True)
class File:
    """A file of an extract, open."""

    shown: str
    reader: Reader = field(repr=False)


@dataclass(frozen=True)
class Source:
    """A recognised table: its rows with headings in plain form, where it is, and its number among the sources."""

    rows: pl.DataFrame = field(repr=False)
    shown: str
    number: int
    headings: Keyed[str, str] = field(repr=False)
    letters: Keyed[str, str] = field(repr=False)


@dataclass
class Tables:
    """The tables of an extract by their names in the mapping, and what was wrong with its files."""

    found: dict[str, list[Source]] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    findings: list[pl.DataFrame] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, sight: Sight) -> None:
        """Read a table that was sighted; one that the mapping does not know is a finding."""
        number = len(self.sources)
        self.sources.append(sight.shown)
        if sight.name is None:
            self.findings.append(findings.noted(findings.UNUSED_FILE, sight.shown, source=number * SOURCE_ROWS))
            return
        try:
            source = _source(sight.read(), number)
        except UnreadableError as error:
            self.problems.append(error.problem)
        else:
            self.found.setdefault(sight.name, []).append(source)


def files_of(paths: Sequence[Path]) -> list[File]:
    """Open files; nothing is read yet."""
    return [File(called(path), opened(path)) for path in paths]


def recognised(files: Sequence[File], mappings: Keyed[str, Mapping]) -> list[str]:
    """The mappings whose required tables are all in the files."""
    return [name for name, mapping in mappings.items() if _fits(files, mapping)]


def _fits(files: Sequence[File], mapping: Mapping) -> bool:
    wanted = wanted_of(mapping)
    seen = {sight.name for file in files for sight in _sights(file, wanted, [])}
    required = {name for name, each in mapping.tables.items() if each.required}
    return bool(seen - {None}) and required <= seen


def wanted_of(mapping: Mapping) -> dict[str, Wanted]:
    """What a mapping looks for."""
    return {
        name: Wanted(each.headings, each.records, tuple(_columns(mapping, name)))
        for name, each in mapping.tables.items()
    }


def _columns(mapping: Mapping, table: str) -> Iterator[str]:
    """The headings that a mapping reads of a table, once each."""
    seen: dict[str, None] = {}
    for fact in mapping.facts:
        ways = [way for column in fact.columns.values() for way in column.ways()]
        for through in (way.through for way in ways if way.through and way.through.table == table):
            seen.update(dict.fromkeys([through.key, through.column]))
        if fact.table == table:
            seen.update(dict.fromkeys(name for way in ways for name in way.column))
            seen.update(dict.fromkeys([*(fact.where or ()), *(fact.unless or ()), *(fact.continues or ())]))
    if mapping.taken_on is not None and mapping.taken_on.table == table:
        seen[mapping.taken_on.column] = None
    yield from seen


def tables_of(files: Sequence[File], mapping: Mapping, extract: Path) -> Tables:
    """Read the tables that a mapping looks for; every problem of every file is noted."""
    wanted, tables = wanted_of(mapping), Tables()
    for file in files:
        sights = _sights(file, wanted, tables.problems)
        for sight in sights:
            tables.add(sight)
        if not sights:
            tables.sources.append(file.shown)
    tables.problems += _lacking(mapping, tables, extract)
    return tables


def _sights(file: File, wanted: Keyed[str, Wanted], problems: list[Problem]) -> list[Sight]:
    try:
        return file.reader.sights(wanted)
    except UnreadableError as error:
        problems.append(error.problem)
        return []


def _source(table: Table, number: int) -> Source:
    """A table with its headings in plain form. Raises UnreadableError where two have one plain form."""
    headings = {name: plain(name) for name in table.rows.columns if name != ROW}
    named(list(headings.values()), table.shown, 1)
    letters = {headings[name]: letter for name, letter in table.letters.items() if name in headings}
    as_written = {key: name for name, key in headings.items()}
    return Source(table.rows.rename(headings), table.shown, number, as_written, letters)


def _lacking(mapping: Mapping, tables: Tables, extract: Path) -> Iterator[Problem]:
    """The required tables that are not there; nothing, where a file cannot be read and may be one of them."""
    for name, each in mapping.tables.items():
        if each.required and name not in tables.found and not tables.problems:
            known = f"one with the headings {', '.join(each.headings)}" if each.headings else f"records {each.records}"
            here = ", ".join(tables.sources) or "none"
            yield Problem(called(extract), 0, 0, f"There is no table of {name}: {known}. Tables here: {here}.")
