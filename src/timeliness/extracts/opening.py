"""Open an extract, whatever kind it is."""

from __future__ import annotations

from collections.abc import Mapping as Keyed
from pathlib import Path

from timeliness.errors import ExtractRefusedError, UsageError
from timeliness.extracts.about import read_about
from timeliness.extracts.extract import Extract
from timeliness.extracts.folder import is_facts_folder, not_understood, read_folder
from timeliness.extracts.mapped import read_mapped, recognised
from timeliness.extracts.mappings import Mapping
from timeliness.facts import Vocabulary
from timeliness.rulebook.names import unknown


def open_extract(
    path: Path, vocabulary: Vocabulary, mappings: Keyed[str, Mapping], mapping: str | None = None
) -> Extract:
    """Read an extract: by the mapping named (here, else in `extract.yaml`), else as a facts folder, else as fits.

    Raises UsageError and ExtractRefusedError.
    """
    if path.is_file():
        raise ExtractRefusedError(f"{path} is a file. An extract is a folder of CSV or Parquet files: name the folder.")
    if not path.is_dir():
        raise ExtractRefusedError(f"There is no folder {path}. An extract is a folder of CSV or Parquet files.")
    about = read_about(path, vocabulary)
    named = mapping or (about.mapping if about else None)
    if named is not None:
        if named not in mappings:
            raise UsageError(unknown("a mapping", named, sorted(mappings)))
        return read_mapped(path, mappings[named], vocabulary, about)
    if is_facts_folder(path, vocabulary):
        return read_folder(path, vocabulary, about)
    fits = recognised(path, mappings)
    if len(fits) > 1:
        raise UsageError(f"These files fit {' and '.join(fits)}. Say which with --mapping.")
    if not fits:
        raise not_understood(path, vocabulary)
    return read_mapped(path, mappings[fits[0]], vocabulary, about)
