"""What stands beside an extract: when it was taken, and from when its tables are whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import polars as pl
from pydantic import BeforeValidator, Field

from timeliness.errors import ExtractRefusedError, Problem
from timeliness.extracts.days import DateFormat
from timeliness.extracts.readers.decoded import UnreadableError, decoded
from timeliness.extracts.readers.dialects import DIALECTS, Kind
from timeliness.extracts.readers.listing import ABOUT as FILE
from timeliness.facts import Vocabulary
from timeliness.rulebook.documents import Document, read_documents
from timeliness.rulebook.names import unknown
from timeliness.rulebook.wording import validate
from timeliness.rulebook.written import Day, Listed, Written

OrNothing = BeforeValidator(lambda found: {} if found is None else found)
"""A key without a value says nothing."""


class DatabaseAbout(Written):
    """The database that an extract is read from; where it is, the environment says."""

    kind: Kind = Field(description="`postgresql` or `sqlserver`.")
    schema_: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_$]*$")] | None = Field(
        None, alias="schema", description="The schema that holds the tables: `public` or `dbo` unless said."
    )

    @property
    def schema_name(self) -> str:
        """The schema that holds the tables."""
        return self.schema_ or DIALECTS[self.kind].schema


class About(Written):
    """The keys of `extract.yaml`."""

    taken_on: Day | None = Field(None, description="The day on which the extract was taken.")
    complete_from: Annotated[dict[str, Annotated[date | None, Field(strict=True)]], OrNothing] = Field(
        default_factory=dict, description="From when each table is complete; null for its whole history."
    )
    latest_only: Annotated[tuple[str, ...], Listed()] = Field(
        (), description="Tables that hold only the last event of each child."
    )
    dates: Annotated[dict[str, DateFormat], OrNothing] = Field(
        default_factory=dict, description="How dates are written: `TABLE.COLUMN: iso`, `day-first` or `either`."
    )
    mapping: str | None = Field(None, description="The mapping that turns these files into facts.")
    database: DatabaseAbout | None = Field(None, description="The database that holds the tables, in place of files.")

    def formats(self, table: str) -> dict[str, DateFormat]:
        """The declared date formats of a table, by column."""
        named = ((*name.partition("."), how) for name, how in self.dates.items())
        return {column: how for owner, _, column, how in named if owner == table}


@dataclass(frozen=True)
class Beside:
    """What is said of an extract outside its files: in `extract.yaml`, and to whoever asked, of when it was taken."""

    about: About | None = None
    taken_on: date | None = None


def read_about(folder: Path, vocabulary: Vocabulary) -> About | None:
    """Read `extract.yaml` of a folder; None where there is none. Raises ExtractRefusedError."""
    path = folder / FILE
    if not path.exists():
        return None
    try:
        documents, problems = read_documents(FILE, decoded(path, FILE))
    except UnreadableError as error:
        documents, problems = [], [error.problem]
    about = _about(documents[0], vocabulary, problems) if documents else About()
    problems += [each.problem((), "A second document begins here, after '---'. Keep one.") for each in documents[1:]]
    if problems or about is None:
        raise ExtractRefusedError(f"{FILE} is not valid. Nothing was read.", problems)
    return about


def _about(document: Document, vocabulary: Vocabulary, problems: list[Problem]) -> About | None:
    if not isinstance(document.data, dict):
        message = "This file is keys with values, one a line, such as 'taken_on: 2016-05-19'."
        problems.append(document.problem((), message))
        return None
    about = validate(About, document, problems)
    if about is not None:
        problems += [*_too_late(about, document), *_not_the_last(about, document, vocabulary)]
    for key, wrong in (("complete_from", _not_a_table), ("dates", _not_a_date_column)):
        said = document.data.get(key)
        for name in said if isinstance(said, dict) else ():
            message = wrong(name, vocabulary)
            if message:
                problems.append(document.problem((key, name), message))
    return about


def _too_late(about: About, document: Document) -> Iterator[Problem]:
    """Tables that would begin only after the extract was taken."""
    for table, begun in about.complete_from.items():
        if begun and about.taken_on and begun > about.taken_on:
            message = f"{table} cannot be complete from {begun}: the extract was taken on {about.taken_on}."
            yield document.problem(("complete_from", table), message)


def _not_the_last(about: About, document: Document, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Tables of `latest_only` that cannot be so."""
    for table in about.latest_only:
        message = _not_a_table(table, vocabulary)
        if not message and vocabulary[table].shape != "event":
            message = f"{table} is no event. Only events may have the last of each child alone."
        if not message and table in about.complete_from:
            message = f"{table} is in complete_from too. A table with the last of each child alone is not complete."
        if message:
            yield document.problem(("latest_only",), message)


def _not_a_table(name: str, vocabulary: Vocabulary) -> str:
    return "" if name in vocabulary else unknown("a table", name, sorted(vocabulary.kinds))


def _not_a_date_column(name: str, vocabulary: Vocabulary) -> str:
    table, dot, column = name.partition(".")
    if not dot:
        return f"'{name}' is not TABLE.COLUMN. Write, for example, 'cp_visit.date: day-first'."
    if table not in vocabulary:
        return _not_a_table(table, vocabulary)
    days = [each for each, kind in vocabulary[table].columns().items() if kind == pl.Date]
    return "" if column in days else unknown(f"a column of {table} with dates", column, days)
