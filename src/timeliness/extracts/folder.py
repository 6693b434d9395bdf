"""The facts folder: one CSV or Parquet file for each kind of event or spell, named as in the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from timeliness.errors import ExtractRefusedError, Problem
from timeliness.extracts import findings
from timeliness.extracts.about import FILE, About, read_about
from timeliness.extracts.extract import Extract
from timeliness.extracts.files import SUFFIXES, UnreadableError, read_table
from timeliness.extracts.typed import POOLED, Place, typed
from timeliness.facts import SOURCE_ROWS, Kind, Vocabulary
from timeliness.rulebook.names import unknown


def data_files(folder: Path) -> list[Path]:
    """The data files of a folder, in order of name."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())


def is_facts_folder(folder: Path, vocabulary: Vocabulary) -> bool:
    """Whether any file of the folder is named as a kind of the vocabulary."""
    return any(path.stem in vocabulary for path in data_files(folder))


def read_folder(folder: Path, vocabulary: Vocabulary) -> Extract:
    """Read a facts folder. Raises ExtractRefusedError with every problem of every file."""
    about, is_declared = read_about(folder, vocabulary, FILE)
    reader = _Reader(vocabulary, about)
    for path in data_files(folder):
        reader.read(path)
    if reader.problems:
        raise ExtractRefusedError("The extract was refused. Nothing was run.", reader.problems)
    complete_from = {table: day for table, day in about.complete_from.items() if day is not None}
    return Extract(
        reader.tables,
        findings.together(reader.findings),
        tuple(reader.sources),
        about.taken_on,
        complete_from,
        declares_history=is_declared,
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

    def read(self, path: Path) -> None:
        number, name = len(self.sources), path.stem
        self.sources.append(path.name)
        if name not in self.vocabulary:
            self.findings.append(findings.noted(findings.UNUSED_FILE, path.name, source=number * SOURCE_ROWS))
            return
        if name in self.tables:
            self.problems.append(Problem(path.name, 0, 0, f"There are two files for '{name}'. Keep one."))
            return
        try:
            table = read_table(path, path.name)
        except UnreadableError as error:
            self.problems.append(error.problem)
            return
        kind = self.vocabulary[name]
        self.problems += _missing(table, kind, path.name)
        self.findings += _unused(table, kind)
        place = Place(path.name, number, self.about.formats(name))
        self.tables[name], found = typed(table, kind, place, self.problems)
        self.findings.append(found)


def _missing(table: pl.DataFrame, kind: Kind, shown: str) -> Iterator[Problem]:
    needed = {"child": ["child_id"], "event": ["child_id", "date"], "spell": ["child_id", "start", "end"]}[kind.shape]
    for name in needed:
        if name not in table.columns:
            there = [column for column in table.columns if column != "row"]
            message = f"There is no column '{name}'. A file of {kind.name} needs it. Columns here: {', '.join(there)}."
            yield Problem(shown, 1, 0, message)


def _unused(table: pl.DataFrame, kind: Kind) -> Iterator[pl.DataFrame]:
    known = {"row", POOLED, *kind.columns()}
    for name in table.columns:
        if name not in known:
            yield findings.noted(findings.UNUSED_COLUMN, kind.name, name)


def not_understood(folder: Path, vocabulary: Vocabulary) -> ExtractRefusedError:
    """Say that nothing in a folder is known, and what is."""
    files = data_files(folder)
    problems = [
        Problem(path.name, 0, 0, unknown("a kind of fact", path.stem, sorted(vocabulary.kinds))) for path in files[:5]
    ]
    what = "has no CSV or Parquet file" if not files else "has no file that is known by its name or its headings"
    advice = "Name the files as in the vocabulary (`timeliness rules vocabulary` lists them), or say --mapping NAME."
    return ExtractRefusedError(f"The folder {folder.name} {what}. {advice}", problems)
