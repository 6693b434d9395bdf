"""Mappings: how the files of one kind of extract become facts, as data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from timeliness.errors import Problem, RulesInvalidError
from timeliness.extracts.days import DateFormat
from timeliness.extracts.decoded import UnreadableError, decoded
from timeliness.extracts.typed import needed
from timeliness.facts import Vocabulary
from timeliness.rulebook.documents import Document, read_documents
from timeliness.rulebook.load import shown
from timeliness.rulebook.names import unknown
from timeliness.rulebook.wording import validate
from timeliness.rulebook.written import Written


def _listed(found: object) -> object:
    return tuple(found) if isinstance(found, list) else (found,)


def _columned(found: object) -> object:
    return {"column": found} if isinstance(found, str) else found


Values = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Where = dict[str, Values]


class ColumnMap(Written):
    """Where a column of a fact comes from."""

    column: str = Field(description="The heading.")
    codes: dict[str, Any] | None = Field(None, description="What each code means; a code that is not here is null.")


class FileMap(Written):
    """A file of the extract, known by its headings."""

    headings: Values = Field(description="Headings that the file has, and by which it is recognised.")
    required: bool = Field(default=True, description="Without this file the extract is not of this kind.")


class FactMap(Written):
    """One kind of fact, from the rows of one file."""

    fact: str = Field(description="A kind of the vocabulary.")
    file: str = Field(description="The file that the rows come from.")
    columns: dict[str, Annotated[ColumnMap, BeforeValidator(_columned)]] = Field(
        description="Columns of the fact, each from a heading, or `{column, codes}`."
    )
    where: Where | None = Field(None, description="Only rows whose columns have one of these values.")
    continues: Where | None = Field(
        None,
        description="Rows that carry on the child's spell before them, where that reaches to the day before. "
        "A first row that carries one on began before the extract: its start is not known.",
    )


class YearMap(Written):
    """A history that is whole from the first day of the extract's first year."""

    begins: Annotated[str, Field(pattern=r"^\d\d-\d\d$")] = Field(description="The first day of a year: month-day.")
    before_first: str = Field(description="`FACT.COLUMN`: the year in which the earliest of these dates lies.")
    tables: Values = Field(description="The kinds of fact that are whole from then.")


class Mapping(Written):
    """How one kind of extract becomes facts."""

    id: str = Field(description="The name of the mapping.")
    title: str = Field(description="The kind of extract, in words.")
    dates: DateFormat = Field(description="How dates are written.")
    files: dict[str, FileMap]
    facts: Annotated[tuple[FactMap, ...], BeforeValidator(_listed)]
    complete_from: YearMap | None = Field(None, description="From when the tables are whole.")
    limits: dict[str, str] = Field(default_factory=dict, description="What rules cannot be judged by, in plain words.")


def load_mappings(folders: Sequence[Path], vocabulary: Vocabulary) -> dict[str, Mapping]:
    """Load the mappings of folders, a council's own before the shipped. Raises RulesInvalidError."""
    problems: list[Problem] = []
    found: dict[str, Mapping] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("*.yaml"))):
        documents = _documents(path, problems)
        for document in documents:
            mapping = validate(Mapping, document, problems)
            if mapping is not None:
                _check(mapping, document, vocabulary, problems)
                found.setdefault(mapping.id, mapping)
    if problems:
        raise RulesInvalidError(f"{len(problems)} problem(s) in mappings. Nothing was read.", problems)
    return found


def _documents(path: Path, problems: list[Problem]) -> list[Document]:
    try:
        documents, wrong = read_documents(shown(path), decoded(path, shown(path)))
    except UnreadableError as error:
        documents, wrong = [], [error.problem]
    problems += wrong
    return documents


def _check(mapping: Mapping, document: Document, vocabulary: Vocabulary, problems: list[Problem]) -> None:
    for number, each in enumerate(mapping.facts):
        where = ("facts", number)
        if each.fact not in vocabulary:
            said = unknown("a kind of fact", each.fact, sorted(vocabulary.kinds))
            problems.append(document.problem((*where, "fact"), said))
            continue
        columns = vocabulary[each.fact].columns()
        for name in sorted(set(each.columns) - set(columns)):
            said = unknown(f"a column of {each.fact}", name, columns)
            problems.append(document.problem((*where, "columns", name), said))
        for name in needed(vocabulary[each.fact]):
            if name not in each.columns:
                said = f"The columns do not say '{name}'. A {each.fact} must have it."
                problems.append(document.problem((*where, "columns"), said))
        if each.continues and vocabulary[each.fact].shape != "spell":
            said = f"A {each.fact} has no end: only a spell carries another on. Leave 'continues' out."
            problems.append(document.problem((*where, "continues"), said))
        if each.file not in mapping.files:
            said = unknown("a file of this mapping", each.file, mapping.files)
            problems.append(document.problem((*where, "file"), said))
    if mapping.complete_from is not None:
        _check_year(mapping.complete_from, mapping, document, problems)


def _check_year(year: YearMap, mapping: Mapping, document: Document, problems: list[Problem]) -> None:
    dates = [f"{each.fact}.{column}" for each in mapping.facts for column in each.columns]
    if year.before_first not in dates:
        said = unknown("a column of a fact here", year.before_first, dates)
        problems.append(document.problem(("complete_from", "before_first"), said))
    facts = [each.fact for each in mapping.facts]
    said_of = [unknown("a fact of this mapping", name, facts) for name in year.tables if name not in facts]
    problems.extend(document.problem(("complete_from", "tables"), said) for said in said_of)
    try:
        year_start(year.begins, date(2001, 1, 1))
    except ValueError:
        said = f"'{year.begins}' is not a day of every year. Write month-day, such as '04-01'."
        problems.append(document.problem(("complete_from", "begins"), said))


def year_start(begins: str, earliest: date) -> date:
    """The first day of the year, beginning on month-day, in which a date lies."""
    month, day = (int(part) for part in begins.split("-"))
    this = date(earliest.year, month, day)
    return this if this <= earliest else date(earliest.year - 1, month, day)
