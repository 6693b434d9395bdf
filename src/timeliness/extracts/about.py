"""What stands beside an extract: when it was taken, and from when its tables are whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field

from timeliness.errors import ExtractRefusedError, Problem
from timeliness.extracts.values import DateFormat
from timeliness.facts import Vocabulary
from timeliness.rulebook.documents import Document, read_documents
from timeliness.rulebook.names import unknown
from timeliness.rulebook.wording import validate
from timeliness.rulebook.written import Day, Written

FILE = "extract.yaml"


class About(Written):
    """The keys of `extract.yaml`."""

    taken_on: Day | None = Field(None, description="The day on which the extract was taken.")
    complete_from: dict[str, Annotated[date | None, Field(strict=True)]] = Field(
        default_factory=dict, description="From when each table is complete; null for its whole history."
    )
    dates: dict[str, DateFormat] = Field(
        default_factory=dict, description="How dates are written: `TABLE.COLUMN: iso` or `day-first`."
    )
    mapping: str | None = Field(None, description="The mapping that turns these files into facts.")

    def formats(self, table: str) -> dict[str, DateFormat]:
        """The declared date formats of a table, by column."""
        named = ((*name.partition("."), how) for name, how in self.dates.items())
        return {column: how for owner, _, column, how in named if owner == table}


def read_about(folder: Path, vocabulary: Vocabulary, shown: str) -> tuple[About, bool]:
    """Read `extract.yaml` of a folder, and say whether it was there. Raises ExtractRefusedError."""
    path = folder / FILE
    if not path.is_file():
        return About(), False
    problems: list[Problem] = []
    documents, found = read_documents(shown, path.read_text(encoding="utf-8-sig"))
    problems += found
    about = validate(About, documents[0], problems) if documents else None
    if about is not None:
        _check(about, documents[0], vocabulary, problems)
    if problems:
        raise ExtractRefusedError(f"{FILE} is not valid. Nothing was read.", problems)
    return about or About(), True


def _check(about: About, document: Document, vocabulary: Vocabulary, problems: list[Problem]) -> None:
    for name in sorted(set(about.complete_from) - set(vocabulary.kinds)):
        where = ("complete_from", name)
        problems.append(document.problem(where, unknown("a table", name, sorted(vocabulary.kinds))))
