"""By what prepared facts were made: facts made by another version would not be those of the extract."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as Keyed

import polars as pl

from timeliness import __version__
from timeliness.extracts.extract import AND
from timeliness.extracts.mappings.written import Mapping
from timeliness.rulebook.load import Rulebook

Made = dict[str, str]
"""What made them, by its name in words: a version, or a digest."""


def made_by(mapping: str, mappings: Keyed[str, Mapping], rulebook: Rulebook) -> Made:
    """The versions of the programs, and the digests of the vocabulary and of each mapping that was used.

    `mapping` names the mappings as an extract does. One that is not there any more has no digest.
    """
    used = [name for name in mapping.split(AND) if name]
    of_mappings = {f"the mapping {name}": _mapping(mappings.get(name), rulebook) for name in used}
    kinds = sorted(rulebook.vocabulary.kinds.items())
    return {"timeliness": __version__, "polars": pl.__version__, "the vocabulary": _digest(kinds), **of_mappings}


def _mapping(mapping: Mapping | None, rulebook: Rulebook) -> str:
    """The digest of a mapping, and of the calendars by which it checks days."""
    if mapping is None:
        return ""
    checks = mapping.checks
    named = {each.counts_in for each in checks} | {each.plus.calendar for each in checks if each.plus}
    calendars = [rulebook.calendars[name] for name in sorted(filter(None, named)) if name in rulebook.calendars]
    return _digest((mapping, [(each.name, each.days) for each in calendars]))


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()
