"""The facts folder: one CSV or Parquet file for each kind of event or spell, named as in the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from timeliness.errors import ExtractRefusedError, Problem
from timeliness.extracts import findings
from timeliness.extracts.about import About
from timeliness.extracts.extract import Extract, Heading
from timeliness.extracts.readers.decoded import UnreadableError, called
from timeliness.extracts.readers.files import SUFFIXES, headings, table_of
from timeliness.extracts.readers.listing import data_files, other_files, unused
from timeliness.extracts.readers.sheet import ROW
from timeliness.extracts.typed import POOLED, Place, needed, typed
from timeliness.facts import SOURCE_ROWS, Kind, Vocabulary


def is_facts_folder(folder: Path, vocabulary: Vocabulary) -> bool:
    """Whether any file of the folder is named as a kind of the vocabulary."""
    return any(path.stem in vocabulary for path in data_files(folder, SUFFIXES))


def read_folder(folder: Path, vocabulary: Vocabulary, about: About | None) -> Extract:
    """Read a facts folder. Raises ExtractRefusedError with every problem of every file."""
    said = about or About()
    reader = _Reader(vocabulary, said)
    for path in data_files(folder, SUFFIXES):
        reader.read(path)
    if reader.problems:
        raise ExtractRefusedError("The extract was refused. Nothing was run.", reader.problems)
    complete_from = {table: day for table, day in said.complete_from.items() if day is not None}
    return Extract(
        reader.tables,
        findings.together([*reader.findings, *unused(folder, SUFFIXES)]),
        tuple(reader.sources),
        said.taken_on,
        complete_from,
        declares_history=about is not None,
        headings=reader.headings,
        latest_only=frozenset(said.latest_only),
    )


@dataclass
class _Reader:
    """Reads the files of a folder one by one, and gathers tables, findings and problems."""

    vocabulary: Vocabulary
    about: About
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    findings: list[pl.DataFrame] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)

    def read(self, path: Path) -> None:
        number, name, shown = len(self.sources), path.stem, called(path)
        self.sources.append(shown)
        if name not in self.vocabulary:
            self.findings.append(findings.noted(findings.UNUSED_FILE, shown, source=number * SOURCE_ROWS))
            return
        if name in self.tables:
            self.problems.append(Problem(shown, 0, 0, f"There is another file of {name}. Keep one of them."))
            return
        try:
            found = table_of(path)
        except UnreadableError as error:
            self.problems.append(error.problem)
            return
        table, kind = found.rows, self.vocabulary[name]
        self.headings += (
            Heading(number, name, each, each, found.letters.get(each, "")) for each in table.columns if each != ROW
        )
        self.problems += _missing(table, kind, shown)
        self.findings += _unused(table, kind, number)
        formats = self.about.formats(name)
        place = Place(shown, number, formats, settled=formats.keys())
        self.tables[name], unread = typed(table, kind, place, self.problems)
        self.findings.append(unread)
        if not table.height:
            self.findings.append(findings.noted(findings.NO_ROWS, name, source=number * SOURCE_ROWS))


def _missing(table: pl.DataFrame, kind: Kind, shown: str) -> Iterator[Problem]:
    """Say which columns the table must have and has not; headings that may be data are not repeated."""
    there = {name.casefold(): name for name in table.columns if name != ROW}
    if there.keys().isdisjoint(kind.columns()):
        first = "The first row has no heading of" if len(there) > 1 else "The first row is one cell, and no heading of"
        wanted = (
            f"Put the headings there, with a comma between them: {', '.join(needed(kind))}, and what else there is."
        )
        yield Problem(shown, 1, 0, f"{first} {kind.name}: it may be data. {wanted}")
        return
    for name in needed(kind):
        if name not in table.columns:
            near = get_close_matches(name, there, n=1)
            meant = f" Is it '{there[near[0]]}'? Then rename it." if near else ""
            here = f"Columns here: {', '.join(there.values())}."
            yield Problem(shown, 1, 0, f"There is no column '{name}'. A file of {kind.name} needs it.{meant} {here}")


def _unused(table: pl.DataFrame, kind: Kind, number: int) -> Iterator[pl.DataFrame]:
    known = {ROW, POOLED, *kind.columns()}
    for name in table.columns:
        if name not in known:
            yield findings.noted(findings.UNUSED_COLUMN, kind.name, name, source=number * SOURCE_ROWS)


def not_understood(folder: Path, vocabulary: Vocabulary) -> ExtractRefusedError:
    """Say that nothing in a folder is known, and what would be."""
    files, others = data_files(folder, SUFFIXES), other_files(folder, SUFFIXES)
    known = "Name the files as in the vocabulary (`timeliness rules vocabulary` lists them), or say --mapping NAME."
    if files:
        said = f"has no file that is known by its name or its headings. {known}"
    else:
        there = f", but {', '.join(others[:_SHOWN])}. Save each table as CSV" if others else ""
        said = f"has no CSV or Parquet file{there}. {known}"
    return ExtractRefusedError(f"The folder {called(folder)} {said}", [_not_known(path, vocabulary) for path in files])


_SHOWN = 5


def _not_known(path: Path, vocabulary: Vocabulary) -> Problem:
    try:
        headings(path)
    except UnreadableError as error:
        return error.problem
    near = get_close_matches(path.stem.casefold(), vocabulary.kinds, n=1, cutoff=0.7)
    meant = f" Is it '{near[0]}{path.suffix.lower()}'? Then rename it." if near else ""
    return Problem(
        called(path), 0, 0, f"This is not the name of a kind of fact, nor are its headings those of a return.{meant}"
    )
