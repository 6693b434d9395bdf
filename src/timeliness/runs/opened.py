"""Open what a run is asked to read: one extract, or several that become one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from timeliness.errors import UsageError
from timeliness.extracts.extract import Extract
from timeliness.extracts.mappings.load import load_mappings
from timeliness.extracts.opening import open_extract
from timeliness.extracts.readers.decoded import called
from timeliness.extracts.several.together import Named, together
from timeliness.rulebook.load import Rulebook
from timeliness.runs.asked import Asked


def read(asked: Asked, rulebook: Rulebook) -> Extract:
    """Open the extract, or several as one. Raises UsageError, ExtractRefusedError and RulesInvalidError."""
    if not asked.more:
        mappings = load_mappings(asked.council.folders.mappings, rulebook)
        return open_extract(asked.extract, rulebook, mappings, asked.mapping)
    _check(asked)
    named = [*_each(asked, rulebook)]
    if asked.taken_on and all(each.taken_on for _, each in named):
        raise UsageError(f"{asked.shown} say themselves when they were taken. Leave --taken-on out.")
    dated = [(name, replace(each, taken_on=each.taken_on or asked.taken_on)) for name, each in named]
    return together(dated, rulebook.vocabulary)


def _each(asked: Asked, rulebook: Rulebook) -> Iterator[Named]:
    mappings = load_mappings(asked.council.folders.mappings, rulebook)
    for path in asked.extracts:
        yield called(path), open_extract(path, rulebook, mappings)


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
