"""Open an extract, whatever kind it is."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Keyed
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from timeliness.errors import ExtractRefusedError, Problem, UsageError
from timeliness.extracts.about import Beside, DatabaseAbout, read_about
from timeliness.extracts.extract import Extract
from timeliness.extracts.folder import is_facts_folder, not_understood, read_folder
from timeliness.extracts.mappings.facts import read_mapped
from timeliness.extracts.mappings.tables import File, files_of, not_recognised, recognised
from timeliness.extracts.mappings.written import Mapping
from timeliness.extracts.prepared.folder import is_prepared, read_prepared
from timeliness.extracts.readers.connecting import connected
from timeliness.extracts.readers.database import Database
from timeliness.extracts.readers.decoded import UnreadableError
from timeliness.extracts.readers.dialects import DIALECTS
from timeliness.extracts.readers.files import SUFFIXES
from timeliness.extracts.readers.listing import data_files
from timeliness.extracts.readers.opened import NOT_READ, READERS
from timeliness.extracts.readers.steady import steady
from timeliness.rulebook.load import Rulebook
from timeliness.rulebook.names import unknown

WHOLE = frozenset(READERS) - frozenset(SUFFIXES)
"""The ends of the names of files that are an extract by themselves."""

KINDS = "a folder of CSV or Parquet files, or a workbook (.xlsx), XML or JSON"
"""What an extract may be, in words."""

Mappings = Callable[[], Keyed[str, Mapping]]
"""Gives the mappings by their ids. It is asked only where an extract needs one: a facts folder does not."""


def open_extract(
    path: Path,
    rulebook: Rulebook,
    mappings: Mappings,
    mapping: str | None = None,
    taken_on: date | None = None,
) -> Extract:
    """Read an extract: as prepared, by the mapping named (here, else in `extract.yaml`), as a facts folder, or as fits.

    `taken_on` is the day on which it was taken, where it does not say so itself. Raises UsageError and
    ExtractRefusedError.
    """
    _check(path)
    if is_prepared(path):
        return read_prepared(path, rulebook, mappings(), mapping)
    vocabulary = rulebook.vocabulary
    about = read_about(path, vocabulary) if path.is_dir() else None
    named = mapping or (about.mapping if about else None)
    opening = _Opening(path, rulebook, mappings, named, Beside(about, taken_on))
    if about is not None and about.database is not None:
        return opening.database(about.database)
    paths = data_files(path, READERS)
    with steady(paths):
        if named is None and _is_facts_folder(path, rulebook, mappings):
            return read_folder(path, vocabulary, about)
        return opening.mapped(files_of(paths))


@dataclass(frozen=True)
class _Opening:
    """An extract that is not a facts folder, and what is known of it before it is read."""

    path: Path
    rulebook: Rulebook
    mappings: Mappings
    named: str | None
    beside: Beside

    def database(self, database: DatabaseAbout) -> Extract:
        """Read the tables of a database, all as at one moment."""
        try:
            with connected(database.kind) as ask:
                reader = Database(database.kind, database.schema_name, ask)
                names = list(reader.tables)
                if self.named is None and not recognised([File("", reader)], self.mappings()):
                    raise UsageError(_no_mapping(database, names, self.mappings()))
                return self.mapped([File(DIALECTS[database.kind].shown, reader)])
        except UnreadableError as error:
            raise _refused([error.problem]) from None

    def mapped(self, files: list[File]) -> Extract:
        """Read files by the mapping that is named, else by the one that fits."""
        return read_mapped(self.path, files, self._mapping(files), self.rulebook, self.beside)

    def _mapping(self, files: list[File]) -> Mapping:
        mappings = self.mappings()
        if self.named is not None:
            if self.named not in mappings:
                raise UsageError(unknown("a mapping", self.named, sorted(mappings)))
            return mappings[self.named]
        fits = recognised(files, mappings)
        if len(fits) > 1:
            raise UsageError(f"These files fit {' and '.join(fits)}. Say which with --mapping.")
        if not fits:
            strange = not_recognised(files_of(data_files(self.path, WHOLE)), mappings)
            raise _refused(strange) if strange else not_understood(self.path, self.rulebook.vocabulary)
        return mappings[fits[0]]


def _no_mapping(database: DatabaseAbout, tables: list[str], mappings: Keyed[str, Mapping]) -> str:
    """Say that no mapping fits the tables of a schema."""
    there = f"{', '.join(tables[:5])}{' ...' if len(tables) > 5 else ''}"  # noqa: PLR2004 - enough to know them by
    known = ", ".join(sorted(mappings))
    return f"No mapping fits the tables of the schema '{database.schema_name}' ({there}). Say --mapping: {known}."


def _is_facts_folder(path: Path, rulebook: Rulebook, mappings: Mappings) -> bool:
    """Whether its files are named as facts. Beside a file that is an extract by itself they are part of that one."""
    if not path.is_dir() or not is_facts_folder(path, rulebook.vocabulary):
        return False
    whole = files_of(data_files(path, WHOLE))
    return not (whole and recognised(whole, mappings()))


def _check(path: Path) -> None:
    if path.is_file() and path.suffix.lower() in NOT_READ:
        raise ExtractRefusedError(f"{path}: {NOT_READ[path.suffix.lower()]}")
    if path.is_file() and path.suffix.lower() not in WHOLE:
        raise ExtractRefusedError(f"{path} is a file. An extract is {KINDS}: name the folder.")
    if not path.exists():
        raise ExtractRefusedError(f"There is no folder {path}. An extract is {KINDS}.")


def _refused(problems: list[Problem]) -> ExtractRefusedError:
    return ExtractRefusedError("The extract was refused. Nothing was run.", problems)
