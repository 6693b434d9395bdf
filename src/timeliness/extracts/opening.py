"""Open an extract, whatever kind it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Keyed
from datetime import date
from pathlib import Path

from timeliness.errors import ExtractRefusedError, Problem, UsageError
from timeliness.extracts.about import Beside, read_about
from timeliness.extracts.extract import Extract
from timeliness.extracts.folder import is_facts_folder, not_understood, read_folder
from timeliness.extracts.mappings.facts import read_mapped
from timeliness.extracts.mappings.tables import File, files_of, recognised
from timeliness.extracts.mappings.written import Mapping
from timeliness.extracts.readers.decoded import UnreadableError
from timeliness.extracts.readers.files import SUFFIXES
from timeliness.extracts.readers.listing import data_files
from timeliness.extracts.readers.opened import NOT_READ, READERS
from timeliness.facts import Vocabulary
from timeliness.rulebook.names import unknown

WHOLE = frozenset(READERS) - frozenset(SUFFIXES)
"""The ends of the names of files that are an extract by themselves."""

KINDS = "a folder of CSV or Parquet files, or a workbook (.xlsx)"
"""What an extract may be, in words."""


def open_extract(
    path: Path,
    vocabulary: Vocabulary,
    mappings: Keyed[str, Mapping],
    mapping: str | None = None,
    taken_on: date | None = None,
) -> Extract:
    """Read an extract: by the mapping named (here, else in `extract.yaml`), else as a facts folder, else as fits.

    `taken_on` is the day on which it was taken, where it does not say so itself. Raises UsageError and
    ExtractRefusedError.
    """
    _check(path)
    about = read_about(path, vocabulary) if path.is_dir() else None
    named = mapping or (about.mapping if about else None)
    if named is None and path.is_dir() and is_facts_folder(path, vocabulary):
        return read_folder(path, vocabulary, about)
    files = files_of(data_files(path, READERS))
    chosen = _mapping(path, files, mappings, named, vocabulary)
    return read_mapped(path, files, chosen, vocabulary, Beside(about, taken_on))


def _check(path: Path) -> None:
    if path.is_file() and path.suffix.lower() in NOT_READ:
        raise ExtractRefusedError(f"{path}: {NOT_READ[path.suffix.lower()]}")
    if path.is_file() and path.suffix.lower() not in WHOLE:
        raise ExtractRefusedError(f"{path} is a file. An extract is {KINDS}: name the folder.")
    if not path.exists():
        raise ExtractRefusedError(f"There is no folder {path}. An extract is {KINDS}.")


def _mapping(
    path: Path, files: list[File], mappings: Keyed[str, Mapping], named: str | None, vocabulary: Vocabulary
) -> Mapping:
    """The mapping that is named, else the one that fits."""
    if named is not None:
        if named not in mappings:
            raise UsageError(unknown("a mapping", named, sorted(mappings)))
        return mappings[named]
    fits = recognised(files, mappings)
    if len(fits) > 1:
        raise UsageError(f"These files fit {' and '.join(fits)}. Say which with --mapping.")
    if not fits:
        raise _unknown(path, files, vocabulary)
    return mappings[fits[0]]


def _unknown(path: Path, files: Sequence[File], vocabulary: Vocabulary) -> ExtractRefusedError:
    """Say why nothing is known of the files."""
    problems = [each for file in files if Path(file.shown).suffix.lower() in WHOLE for each in _of_lists(file)]
    if not problems:
        return not_understood(path, vocabulary)
    return ExtractRefusedError("The extract was refused. Nothing was run.", problems)


def _of_lists(file: File) -> Iterator[Problem]:
    """Why nothing is known of a file that holds several tables."""
    try:
        there = ", ".join(sight.shown.removeprefix(f"{file.shown}, ") for sight in file.reader.sights({})) or "nothing"
    except UnreadableError as error:
        yield error.problem
    else:
        yield Problem(file.shown, 0, 0, f"No table in it has the headings of a return. There is: {there}.")
