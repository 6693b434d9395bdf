"""Read an extract by a mapping: recognise its files by their headings, and make facts of their rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Keyed
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from timeliness.errors import ExtractRefusedError, Problem
from timeliness.extracts import findings
from timeliness.extracts.about import About
from timeliness.extracts.carried import carried_on
from timeliness.extracts.decoded import UnreadableError, called
from timeliness.extracts.extract import Extract
from timeliness.extracts.files import headings, read_table
from timeliness.extracts.folder import data_files, other_files
from timeliness.extracts.mappings import ColumnMap, FactMap, Mapping, Where, year_start
from timeliness.extracts.sheet import ROW, named
from timeliness.extracts.typed import Place, needed, typed
from timeliness.facts import SOURCE_ROWS, Kind, Vocabulary


def recognised(folder: Path, mappings: Keyed[str, Mapping]) -> list[str]:
    """The mappings whose required files are all in a folder, known by their headings."""
    seen = [frozenset(_plain(name) for name in _headings(path)) for path in data_files(folder)]
    return [name for name, mapping in mappings.items() if _fits(mapping, seen)]


def _headings(path: Path) -> list[str]:
    try:
        return headings(path)
    except UnreadableError:
        return []


def _fits(mapping: Mapping, seen: Sequence[frozenset[str]]) -> bool:
    wanted = [{_plain(name) for name in each.headings} for each in mapping.files.values() if each.required]
    return all(any(names <= file for file in seen) for names in wanted)


def _plain(heading: str) -> str:
    return " ".join(heading.split()).casefold()


def read_mapped(folder: Path, mapping: Mapping, vocabulary: Vocabulary, about: About | None) -> Extract:
    """Read the files of a folder by a mapping. Raises ExtractRefusedError with every problem."""
    said = about or About()
    reader = _Reader(mapping, vocabulary, said)
    for path in data_files(folder):
        reader.open(path)
    reader.problems += _lacking(mapping, reader, folder)
    tables = {each.fact: reader.fact(each) for each in mapping.facts if each.file in reader.files}
    if reader.problems:
        raise ExtractRefusedError("The extract was refused. Nothing was run.", reader.problems)
    declared = {table: day for table, day in said.complete_from.items() if day is not None}
    return Extract(
        tables,
        findings.together([*reader.findings, *other_files(folder)]),
        tuple(reader.sources),
        said.taken_on,
        _complete_from(mapping, reader) | declared,
        mapping.limits,
        mapping.id,
        declares_history=about is not None or mapping.complete_from is not None,
    )


def _lacking(mapping: Mapping, reader: _Reader, folder: Path) -> Iterator[Problem]:
    """The required files that are not there; nothing, where a file cannot be read and may be one of them."""
    for name, each in mapping.files.items():
        if each.required and name not in reader.files and not reader.problems:
            message = f"There is no file of {name}: one with the headings {', '.join(each.headings)}."
            yield Problem(called(folder), 0, 0, f"{message} Files here: {', '.join(reader.sources) or 'none'}.")


@dataclass
class _File:
    """A recognised file: its table, with headings in plain form, and its number among the sources."""

    table: pl.DataFrame
    shown: str
    number: int


@dataclass
class _Reader:
    """Opens files and makes facts of them, gathering findings and problems.

    `rows` are the facts of each kind before they are joined.
    """

    mapping: Mapping
    vocabulary: Vocabulary
    about: About
    files: dict[str, _File] = field(default_factory=dict)
    rows: dict[str, pl.DataFrame] = field(default_factory=dict)
    findings: list[pl.DataFrame] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def open(self, path: Path) -> None:
        number, shown = len(self.sources), called(path)
        self.sources.append(shown)
        try:
            there = {_plain(name) for name in headings(path)}
            name = self._file(there)
            if not name:
                self.findings.append(findings.noted(findings.UNUSED_FILE, shown, source=number * SOURCE_ROWS))
            elif name in self.files:
                message = (
                    f"{self.files[name].shown} has the headings of {name} too. Give one year's files, one of each."
                )
                self.problems.append(Problem(shown, 1, 0, message))
            else:
                self.files[name] = _File(_renamed(read_table(path), shown), shown, number)
        except UnreadableError as error:
            self.problems.append(error.problem)

    def _file(self, there: set[str]) -> str | None:
        """Which file of the mapping has these headings; of several, the one known by most."""
        fits = [name for name, each in self.mapping.files.items() if {_plain(head) for head in each.headings} <= there]
        return max(fits, key=lambda each: len(self.mapping.files[each].headings), default=None)

    def fact(self, wanted: FactMap) -> pl.DataFrame:
        """Make the facts of one kind; problems and findings are gathered."""
        file, kind = self.files[wanted.file], self.vocabulary[wanted.fact]
        lacking = [*_missing(wanted, kind, file)]
        self.problems += lacking
        if lacking:
            return file.table
        chosen = file.table.filter(_holds(wanted.where)) if wanted.where else file.table
        columns = {name: each for name, each in wanted.columns.items() if _plain(each.column) in chosen.columns}
        values = [_coded(_plain(each.column), each.codes).alias(name) for name, each in columns.items()]
        table = chosen.select(ROW, *values)
        formats = dict.fromkeys(kind.columns(), self.mapping.dates) | self.about.formats(kind.name)
        headings_of = {name: each.column for name, each in columns.items()}
        facts, found = typed(table, kind, Place(file.shown, file.number, formats, headings_of), self.problems)
        self.findings += [found, *_uncoded(columns, chosen, facts, kind)]
        self.rows[kind.name] = facts
        if not wanted.continues or self.problems:
            return facts
        joined, loose = carried_on(facts.with_columns(chosen.select(continues=_holds(wanted.continues))["continues"]))
        self.findings.append(findings.found(findings.CONTINUES_NOTHING, kind.name, loose))
        return joined


def _renamed(table: pl.DataFrame, shown: str) -> pl.DataFrame:
    """A table with its headings in plain form. Raises UnreadableError where two have one plain form."""
    plain = {column: _plain(column) for column in table.columns if column != ROW}
    named(list(plain.values()), shown, 1)
    return table.rename(plain)


def _missing(wanted: FactMap, kind: Kind, file: _File) -> Iterator[Problem]:
    """The headings that a fact cannot do without and that its file does not have."""
    vital = {wanted.columns[name].column: f"{kind.name}.{name}" for name in needed(kind)}
    vital |= dict.fromkeys([*(wanted.where or ()), *(wanted.continues or ())], f"which rows are a {kind.name}")
    for heading, purpose in vital.items():
        if _plain(heading) not in file.table.columns:
            yield Problem(file.shown, 1, 0, f"There is no column '{heading}', which says {purpose}. Put it there.")


def _holds(where: Where) -> pl.Expr:
    tests = (
        _code(_plain(name)).str.to_uppercase().is_in([v.upper() for v in values]) for name, values in where.items()
    )
    return pl.all_horizontal(tests)


def _code(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).str.strip_chars()


def _uncoded(
    columns: Keyed[str, ColumnMap], rows: pl.DataFrame, facts: pl.DataFrame, kind: Kind
) -> Iterator[pl.DataFrame]:
    """A finding for each code whose meaning the mapping does not say."""
    for name, each in columns.items():
        if each.codes is not None:
            there = rows.select(code=_code(_plain(each.column)))["code"]
            strange = there.is_not_null() & (there != "") & ~there.is_in(list(each.codes))
            yield findings.found(findings.NOT_A_CODE, kind.name, facts.filter(strange), name)


def _coded(column: str, codes: Keyed[str, object] | None) -> pl.Expr:
    if codes is None:
        return pl.col(column)
    meanings = {
        code: str(meaning).lower() if isinstance(meaning, bool) else str(meaning) for code, meaning in codes.items()
    }
    return _code(column).replace_strict(meanings, default=None)


def _complete_from(mapping: Mapping, reader: _Reader) -> dict[str, date]:
    """The first day of the year in which the earliest of the named dates lies, for the named tables."""
    whole = mapping.complete_from
    if whole is None:
        return {}
    fact, _, column = whole.before_first.partition(".")
    rows = reader.rows.get(fact)
    if rows is None or column not in rows.columns:
        return {}
    possible = rows.filter(pl.col("start") <= pl.col(column)) if "start" in rows.columns else rows
    earliest = possible[column].min()
    return dict.fromkeys(whole.tables, year_start(whole.begins, earliest)) if isinstance(earliest, date) else {}
