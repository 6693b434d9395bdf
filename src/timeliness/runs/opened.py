"""Open what a run is asked to read: one extract, or several that become one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from timeliness.audit.manifest import FileDigest
from timeliness.errors import UsageError
from timeliness.extracts.extract import Extract
from timeliness.extracts.mappings.load import load_mappings
from timeliness.extracts.opening import Mappings, open_extract
from timeliness.extracts.prepared.folder import is_prepared, prepared_files
from timeliness.extracts.readers.decoded import called
from timeliness.extracts.readers.listing import data_files
from timeliness.extracts.readers.opened import READERS
from timeliness.extracts.several.together import Named, together
from timeliness.rulebook.load import Rulebook
from timeliness.runs.asked import Asked


def read(asked: Asked, rulebook: Rulebook) -> Extract:
    """Open the extract, or several as one. Raises UsageError, ExtractRefusedError and RulesInvalidError."""
    if not asked.more:
        return open_extract(asked.extract, rulebook, _mappings(asked, rulebook), asked.mapping, asked.taken_on)
    _check(asked)
    named = [*_each(asked, rulebook)]
    if asked.taken_on and all(each.taken_on != asked.taken_on for _, each in named):
        raise UsageError(f"{asked.shown} say themselves when they were taken. Leave --taken-on out.")
    return together(named, rulebook.vocabulary)


def files_read(asked: Asked) -> list[dict[str, Any]]:
    """The files of the extracts (`name`, `bytes`, `sha256`); of prepared facts those of which they were made."""
    return [{**each, "name": _shown(path, each["name"], asked)} for path in asked.extracts for each in _files(path)]


def _files(path: Path) -> Sequence[dict[str, Any]]:
    if is_prepared(path):
        return prepared_files(path)
    return [vars(FileDigest.of(each, called(each))) for each in data_files(path, READERS)]


def _shown(path: Path, file: str, asked: Asked) -> str:
    """The name of a file, behind that of its source where there are several."""
    return f"{called(path)}/{file}" if asked.more and file != called(path) else file


def _mappings(asked: Asked, rulebook: Rulebook) -> Mappings:
    """The mappings of a council, loaded once, when they are asked for."""
    return cache(partial(load_mappings, asked.council.folders.mappings, rulebook))


def _each(asked: Asked, rulebook: Rulebook) -> Iterator[Named]:
    mappings = _mappings(asked, rulebook)
    for path in asked.extracts:
        extract = open_extract(path, rulebook, mappings, taken_on=asked.taken_on)
        yield called(path), replace(extract, taken_on=extract.taken_on or asked.taken_on)


def _check(asked: Asked) -> None:
    """Refuse what can be said of one extract alone, and names that tell no sources apart. Raises UsageError."""
    if asked.mapping:
        raise UsageError(
            "--mapping is of one extract, and here are several: each is recognised, or says 'mapping: NAME' in its "
            "extract.yaml."
        )
    again = [name for name, number in Counter(map(called, asked.extracts)).items() if number > 1]
    if again:
        raise UsageError(
            f"Several extracts are called {again[0]}: which fact came from which could not be told. Rename one of them."
        )
