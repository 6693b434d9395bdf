"""Find the tables that a mapping looks for in the files of an extract, and read them."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from collections.abc import Mapping as Keyed
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import polars as pl

from timeliness.errors import Problem
from timeliness.extracts import findings
from timeliness.extracts.days import Dated, as_days
from timeliness.extracts.mappings.codes import written
from timeliness.extracts.mappings.written import Mapping, ReadAsMap
from timeliness.extracts.readers.decoded import UnreadableError, called
from timeliness.extracts.readers.headings import plain
from timeliness.extracts.readers.opened import opened
from timeliness.extracts.readers.records import namable
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
    """A recognised table: its rows with headings in plain form, where it is, and its number among the sources.

    `nested`: its rows are records of XML or JSON, of which there may be none because they were left out.
    """

    rows: pl.DataFrame = field(repr=False)
    shown: str
    number: int
    headings: Keyed[str, str] = field(repr=False)
    letters: Keyed[str, str] = field(repr=False)
    nested: bool = False


@dataclass
class Tables:
    """The tables of an extract by their names in the mapping, and what was wrong with its files."""

    found: dict[str, list[Source]] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    findings: list[pl.DataFrame] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def each(self) -> Iterator[tuple[str, Source]]:
        """Each table with the name that the mapping gives it."""
        yield from ((name, source) for name, found in self.found.items() for source in found)

    def add(self, sight: Sight, mapping: Mapping, used: Container[str]) -> None:
        """Read a table that was sighted, as another if it is one; one of which nothing is made is a finding."""
        number = len(self.sources)
        self.sources.append(sight.shown)
        if sight.name is None or sight.name not in used:
            self.findings.append(findings.noted(findings.UNUSED_FILE, sight.shown, source=number * SOURCE_ROWS))
            return
        try:
            source = replace(_source(sight.read(), number), nested=bool(mapping.tables[sight.name].records))
        except UnreadableError as error:
            self.problems.append(error.problem)
        else:
            also = mapping.tables[sight.name].read_as
            name, source = (also.table, _renamed(source, also)) if also else (sight.name, source)
            self.found.setdefault(name, []).append(source)


def files_of(paths: Sequence[Path]) -> list[File]:
    """Open files; nothing is read yet."""
    return [File(called(path), opened(path)) for path in paths]


def recognised(files: Sequence[File], mappings: Keyed[str, Mapping]) -> list[str]:
    """The mappings whose required tables are all in the files."""
    return [name for name, mapping in mappings.items() if _fits(files, mapping)]


def _fits(files: Sequence[File], mapping: Mapping) -> bool:
    wanted = wanted_of(mapping)
    sighted = {sight.name for file in files for sight in _sights(file, wanted, [])}
    seen = {mapping.called(name) if name else None for name in sighted}
    required = {name for name, each in mapping.tables.items() if each.required and not each.read_as}
    return bool(seen - {None}) and required <= seen


def not_recognised(files: Sequence[File], mappings: Keyed[str, Mapping]) -> list[Problem]:
    """Why files are none that any mapping knows."""
    each = ((f"{id_} {name}", one) for id_, mapping in mappings.items() for name, one in wanted_of(mapping).items())
    wanted, problems = dict(each), list[Problem]()
    for file in files:
        problems += _unknown(file, _sights(file, wanted, problems))
    return problems


def _unknown(file: File, sights: Sequence[Sight]) -> Iterator[Problem]:
    """Say what tables a file has, where none of several is known."""
    if sights and not any(sight.name for sight in sights):
        there = ", ".join(sight.shown.removeprefix(f"{file.shown}, ") for sight in sights)
        yield Problem(file.shown, 0, 0, f"No table in it has the headings of a return. There is: {there}.")


def wanted_of(mapping: Mapping) -> dict[str, Wanted]:
    """What a mapping looks for."""
    return {
        name: Wanted(each.headings, each.records, tuple(dict.fromkeys(_columns(mapping, name))))
        for name, each in mapping.tables.items()
    }


def _columns(mapping: Mapping, table: str) -> Iterator[str]:
    """The headings that a mapping reads of a table, those by which records are purged among them."""
    yield from _named(mapping, table)
    if mapping.purged:
        yield from (f"{way}/{mapping.purged}" for way in objects_of(mapping, table))
        yield from (column for above in mapping.above(table) for column in mapping.tables[above].key)


def objects_of(mapping: Mapping, table: str) -> list[str]:
    """The records and objects in which the values of a table of nested records lie, each as columns name it."""
    if not mapping.tables[table].records:
        return []
    records = namable(mapping.tables[table].records, filter(None, (each.records for each in mapping.tables.values())))
    parts = [name.split("/") for name in _named(mapping, table)]
    inner = ["/".join(each[:end]) for each in parts for end in range(2, len(each))]
    return list(dict.fromkeys([*records, *inner]))


def _named(mapping: Mapping, table: str) -> Iterator[str]:
    """The headings that a mapping names of a table."""
    read_as = mapping.tables[table].read_as
    yield from (*mapping.tables[table].one_per, *(read_as.columns.values() if read_as else ()))
    for fact in mapping.facts:
        ways = [way for column in fact.columns.values() for way in column.ways()]
        for through in (way.through for way in ways if way.through and way.through.table == table):
            yield from (through.key, through.column)
        if table in fact.table:
            yield from (name for way in ways for name in (*way.column, *(way.where or ())))
            yield from (*(fact.where or ()), *(fact.unless or ()), *(fact.continues or ()))
    for check in (each for each in mapping.checks if each.table == table):
        yield from (check.column, *filter(None, [check.other]), *(check.where or ()))
    if mapping.taken_on is not None and mapping.taken_on.table == table:
        yield mapping.taken_on.column


def tables_of(files: Sequence[File], mapping: Mapping, extract: Path) -> Tables:
    """Read the tables that a mapping looks for; every problem of every file is noted."""
    wanted, tables = wanted_of(mapping), Tables()
    used = {name for name, each in wanted.items() if each.columns}
    for file in files:
        sights = _sights(file, wanted, tables.problems)
        for sight in sights:
            tables.add(sight, mapping, used)
        if not sights:
            tables.sources.append(file.shown)
    tables.problems += _lacking(mapping, tables, extract)
    tables.findings += _without_rows(tables)
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


def _renamed(source: Source, read_as: ReadAsMap) -> Source:
    """A table with the headings of the one that it is read as; what else it has is left out."""
    names = {plain(name): plain(said) for name, said in read_as.columns.items() if plain(said) in source.rows.columns}
    rows = source.rows.select(ROW, *(pl.col(said).alias(name) for name, said in names.items()))
    headings = {name: source.headings[said] for name, said in names.items()}
    letters = {name: source.letters[said] for name, said in names.items() if said in source.letters}
    return replace(source, rows=rows, headings=headings, letters=letters)


def taken_days(tables: Tables, mapping: Mapping) -> list[date]:
    """The days on which the returns of an extract say that they were taken, the latest in each file, in order."""
    if mapping.taken_on is None:
        return []
    column = plain(mapping.taken_on.column)
    sources = tables.found.get(mapping.taken_on.table, ())
    latest = [days_of(each, column, mapping).max() for each in sources if column in each.rows.columns]
    return sorted({day for day in latest if isinstance(day, date)})


def days_of(source: Source, column: str, mapping: Mapping) -> pl.Series:
    """A column of dates that is not one of a fact; what is no date is null."""
    if source.rows.schema[column] == pl.Date:
        return source.rows[column]
    text = source.rows.select(written(column)).to_series()
    return as_days(text, Dated("", column, source.rows[ROW].cast(pl.Int64), mapping.dates, vital=False))


def _lacking(mapping: Mapping, tables: Tables, extract: Path) -> Iterator[Problem]:
    """The required tables that are not there; nothing, where a file cannot be read and may be one of them."""
    for name, each in mapping.tables.items():
        empty = all(source.nested and not source.rows.height for source in tables.found.get(name, ()))
        if each.required and not each.read_as and empty and not tables.problems:
            known = f"one with the headings {', '.join(each.headings)}" if each.headings else f"records {each.records}"
            here = ", ".join(dict.fromkeys(tables.sources)) or "none"
            yield Problem(called(extract), 0, 0, f"There is no table of {name}: {known}. Tables here: {here}.")


def _without_rows(tables: Tables) -> Iterator[pl.DataFrame]:
    """A finding for each table or kind of record of which there is no row in any file: it may have been left out."""
    for name, sources in tables.found.items():
        if not any(source.rows.height for source in sources):
            nested = all(source.nested for source in sources)
            what, where = (findings.NO_RECORDS, None) if nested else (findings.NO_ROWS, sources[0].number * SOURCE_ROWS)
            yield findings.noted(what, name, source=where)
