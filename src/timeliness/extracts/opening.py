"""Open an extract, whatever kind it is."""

from __future__ import annotations

from collections.abc import Mapping as Keyed
from pathlib import Path

from timeliness.errors import ExtractRefusedError, Problem, UsageError
from timeliness.extracts.about import read_about
from timeliness.extracts.extract import Extract
from timeliness.extracts.folder import is_facts_folder, not_understood, read_folder
from timeliness.extracts.mappings.facts import read_mapped
from timeliness.extracts.mappings.tables import File, files_of, not_recognised, recognised
from timeliness.extracts.mappings.written import Mapping
from timeliness.extracts.readers.files import SUFFIXES
from timeliness.extracts.readers.listing import data_files
from timeliness.extracts.readers.opened import READERS
from timeliness.extracts.readers.steady import steady
from timeliness.facts import Vocabulary
from timeliness.rulebook.load import Rulebook
from timeliness.rulebook.names import unknown

WHOLE = frozenset(READERS) - frozenset(SUFFIXES)
"""The ends of the names of files that are an extract by themselves."""

KINDS = "a folder of CSV or Parquet files, or XML or JSON"
"""What an extract may be, in words."""


def open_extract(path: Path, rulebook: Rulebook, mappings: Keyed[str, Mapping], mapping: str | None = None) -> Extract:
    """Read an extract: by the mapping named (here, else in `extract.yaml`), else as a facts folder, else as fits.

    Raises UsageError and ExtractRefusedError.
    """
    _check(path)
    vocabulary = rulebook.vocabulary
    about = read_about(path, vocabulary) if path.is_dir() else None
    named = mapping or (about.mapping if about else None)
    paths = data_files(path, READERS)
    with steady(paths):
        if named is None and _is_facts_folder(path, rulebook, mappings):
            return read_folder(path, vocabulary, about)
        files = files_of(paths)
        chosen = _mapping(path, files, mappings, named, vocabulary)
        return read_mapped(path, files, chosen, rulebook, about)


def _is_facts_folder(path: Path, rulebook: Rulebook, mappings: Keyed[str, Mapping]) -> bool:
    """Whether it has files that are named as facts: beside a file that is an extract by itself they are part of that."""
    if not path.is_dir() or not is_facts_folder(path, rulebook.vocabulary):
        return False
    return not recognised(files_of(data_files(path, WHOLE)), mappings)


def _check(path: Path) -> None:
    if path.is_file() and path.suffix.lower() not in WHOLE:
        raise ExtractRefusedError(f"{path} is a file. An extract is {KINDS}: name the folder.")
    if not path.exists():
        raise ExtractRefusedError(f"There is no folder {path}. An extract is {KINDS}.")


def _refused(problems: list[Problem]) -> ExtractRefusedError:
    return ExtractRefusedError("The extract was refused. Nothing was run.", problems)


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
        strange = not_recognised(files_of(data_files(path, WHOLE)), mappings)
        raise _refused(strange) if strange else not_understood(path, vocabulary)
    return mappings[fits[0]]
