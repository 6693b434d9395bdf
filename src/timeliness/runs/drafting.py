"""Draft a mapping for an extract whose headings no mapping knows, and write it whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping as Keyed
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from timeliness.errors import ExtractRefusedError, Problem, UsageError
from timeliness.extracts.drafting.based import Documented, best_base, from_base
from timeliness.extracts.drafting.draft import Draft
from timeliness.extracts.drafting.fresh import from_vocabulary
from timeliness.extracts.drafting.seen import Seen, seen
from timeliness.extracts.drafting.writing import text_of
from timeliness.extracts.mappings.load import documented_mappings
from timeliness.extracts.mappings.tables import files_of, wanted_of
from timeliness.extracts.readers.decoded import called
from timeliness.extracts.readers.listing import data_files
from timeliness.extracts.readers.opened import READERS
from timeliness.rulebook.names import unknown
from timeliness.runs.council import Council


@dataclass(frozen=True)
class Drafted:
    """A draft, and its text."""

    draft: Draft
    text: str

    @property
    def id(self) -> str:
        """The name of the mapping."""
        return str(self.draft.data["id"])


def draft(extract: Path, council: Council, base: str | None) -> Drafted:
    """Draft a mapping: from the one named, else from the one of which most is here, else from the vocabulary.

    Raises UsageError, ExtractRefusedError and RulesInvalidError.
    """
    rulebook = council.rulebook()
    vocabulary = rulebook.vocabulary
    mappings = documented_mappings(council.folders.mappings, rulebook)
    if base is not None and base not in mappings:
        raise UsageError(unknown("a mapping", base, sorted(mappings)))
    if not extract.exists():
        raise ExtractRefusedError(f"There is no folder or file {extract}.")
    paths = data_files(extract, READERS)
    if base is None and paths and all(path.stem in vocabulary for path in paths):
        raise UsageError(f"The files of {called(extract)} are named as facts are: a facts folder needs no mapping.")
    problems: list[Problem] = []
    tables = _tables(extract, paths, mappings, problems)
    chosen = base or best_base(mappings, tables, vocabulary)
    if chosen is not None:
        made = from_base(mappings[chosen], tables, vocabulary)
    else:
        made = from_vocabulary(called(extract), tables, (mapping for mapping, _ in mappings.values()), vocabulary)
    if not any(made.counts()[name] for name in ("sure", "likely", "guess")):
        raise UsageError(
            f"No heading of {called(extract)} is like one that is known, so that there is nothing to draft. "
            "docs/mappings.md says how a mapping is written by hand."
        )
    return Drafted(made, text_of(made, called(extract), problems))


def _tables(
    extract: Path, paths: Sequence[Path], mappings: Keyed[str, Documented], problems: list[Problem]
) -> list[Seen]:
    """Every table that can be looked at; others are problems. Raises ExtractRefusedError where there is none."""
    every = ((f"{id_} {name}", one) for id_, (of, _) in mappings.items() for name, one in wanted_of(of).items())
    found = seen(files_of(paths), dict(every), problems)
    if not found and problems:
        raise ExtractRefusedError("The extract was refused. Nothing was drafted.", problems)
    if not found:
        kinds = ", ".join(sorted(READERS))
        raise ExtractRefusedError(
            f"{called(extract)} has no table with headings. Files that are read end in {kinds}. What nested records "
            "are called is set by a standard: copy its mapping by hand, as docs/mappings.md says."
        )
    return found


def write_draft(drafted: Drafted, out: Path) -> None:
    """Write a draft into a file that is not there yet. Raises UsageError."""
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        with out.open("x", encoding="utf-8", newline="\n") as file:
            file.write(drafted.text)
    except FileExistsError:
        raise UsageError(f"{out} is there already. Nothing was changed. Choose another name for --out.") from None
