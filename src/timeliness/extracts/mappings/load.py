"""Load mappings, a council's own before the shipped, and refuse what cannot be meant."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from timeliness.errors import Problem, RulesInvalidError
from timeliness.extracts.mappings.checks import moved
from timeliness.extracts.mappings.history import before, year_start
from timeliness.extracts.mappings.nesting import misplaced
from timeliness.extracts.mappings.written import CheckMap, ColumnMap, FactMap, HistoryMap, Mapping
from timeliness.extracts.readers.decoded import UnreadableError, decoded
from timeliness.extracts.typed import needed
from timeliness.facts import Kind, Vocabulary
from timeliness.rulebook.documents import Document, read_documents
from timeliness.rulebook.documents import Path as Where
from timeliness.rulebook.load import Rulebook, shown
from timeliness.rulebook.names import unknown
from timeliness.rulebook.wording import validate


def load_mappings(folders: Sequence[Path], rulebook: Rulebook) -> dict[str, Mapping]:
    """Load the mappings of folders, a council's own before the shipped. Raises RulesInvalidError."""
    return {id_: mapping for id_, (mapping, _) in documented_mappings(folders, rulebook).items()}


def documented_mappings(folders: Sequence[Path], rulebook: Rulebook) -> dict[str, tuple[Mapping, Document]]:
    """Load the mappings of folders, each with the document that it is written in. Raises RulesInvalidError."""
    problems: list[Problem] = []
    found: dict[str, tuple[Mapping, Document]] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("*.yaml"))):
        for document in _documents(path, problems):
            mapping = validate(Mapping, document, problems)
            if mapping is not None:
                problems += _Checking(mapping, document, rulebook).problems()
                found.setdefault(mapping.id, (mapping, document))
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


@dataclass(frozen=True)
class _Checking:
    """Looks for what a mapping cannot mean."""

    mapping: Mapping
    document: Document
    rulebook: Rulebook

    @property
    def vocabulary(self) -> Vocabulary:
        return self.rulebook.vocabulary

    def problems(self) -> list[Problem]:
        found = [each for number, fact in enumerate(self.mapping.facts) for each in self._fact(fact, number)]
        for number, history in enumerate(self.mapping.complete_from):
            found += self._history(history, ("complete_from", number))
        if self.mapping.taken_on is not None:
            found += self._name("a table of this mapping", self.mapping.taken_on.table, self.mapping.tables, "taken_on")
        for number, check in enumerate(self.mapping.checks):
            found += self._check(check, ("checks", number))
        return found or misplaced(self.mapping, self.document)

    def _fact(self, fact: FactMap, number: int) -> Iterator[Problem]:
        where = ("facts", number)
        for table in fact.table:
            yield from self._name("a table of this mapping", table, self.mapping.tables, *where, "table")
        if fact.fact not in self.vocabulary:
            yield from self._name("a kind of fact", fact.fact, sorted(self.vocabulary.kinds), *where, "fact")
            return
        kind = self.vocabulary[fact.fact]
        columns = kind.columns()
        for name, each in fact.columns.items():
            yield from self._name(f"a column of {kind.name}", name, columns, *where, "columns", name)
            yield from self._codes(each, (*where, "columns", name))
        for name in needed(kind):
            if name not in fact.columns:
                said = f"The columns do not say '{name}'. A {kind.name} must have it."
                yield self.document.problem((*where, "columns"), said)
        for name in fact.one_per or ():
            yield from self._name("a column of this fact", name, fact.columns, *where, "one_per")
        yield from self._latest(fact, kind, where)
        if fact.continues and kind.shape != "spell":
            said = f"A {kind.name} has no end: only a spell carries another on. Leave 'continues' out."
            yield self.document.problem((*where, "continues"), said)

    def _latest(self, fact: FactMap, kind: Kind, where: Where) -> Iterator[Problem]:
        """What cannot be meant by `latest`; entries of one kind say the same."""
        if fact.latest and kind.shape != "event":
            said = f"A {kind.name} is no event. Leave 'latest' out: a spell has its own start."
            yield self.document.problem((*where, "latest"), said)
        whole = [table for history in self.mapping.complete_from for table in history.tables]
        if fact.latest and fact.fact in whole:
            said = f"{fact.fact} is in complete_from too. A table with the last of each child alone is not complete."
            yield self.document.problem((*where, "latest"), said)
        if fact.latest and any(each.fact == fact.fact and not each.latest for each in self.mapping.facts):
            said = f"Another entry of {fact.fact} is not 'latest'. Say it of both, or of neither."
            yield self.document.problem((*where, "latest"), said)

    def _codes(self, column: ColumnMap, where: Where) -> Iterator[Problem]:
        for way in column.ways():
            if isinstance(way.codes, str):
                known = self.mapping.codes
                yield from self._name("a list of codes of this mapping", way.codes, known, *where, "codes")
            if way.through is not None:
                tables = self.mapping.tables
                yield from self._name("a table of this mapping", way.through.table, tables, *where, "through", "table")

    def _check(self, check: CheckMap, where: Where) -> Iterator[Problem]:
        tables = list(dict.fromkeys(name for each in self.mapping.facts for name in each.table))
        yield from self._name("a table of which a fact is made here", check.table, tables, *where, "table")
        if check.counts_in is not None:
            calendars = sorted(self.rulebook.calendars)
            yield from self._name("a calendar", check.counts_in, calendars, *where, "counts_in")
        try:
            moved(pl.Series([date(2000, 1, 1)]), check.plus, self.rulebook.calendars)
        except ValueError as error:
            yield self.document.problem((*where, "plus"), str(error))

    def _history(self, history: HistoryMap, where: Where) -> Iterator[Problem]:
        facts = [each.fact for each in self.mapping.facts]
        for name in history.tables:
            yield from self._name("a fact of this mapping", name, facts, *where, "tables")
        if history.before_taken is not None:
            try:
                before(date(2000, 1, 1), history.before_taken)
            except ValueError as error:
                yield self.document.problem((*where, "before_taken"), str(error))
        if history.year_begins is None or history.first_year is None:
            return
        dates = [f"{each.fact}.{column}" for each in self.mapping.facts for column in each.columns]
        yield from self._name("a column of a fact here", history.first_year, dates, *where, "first_year")
        try:
            year_start(history.year_begins, date(2001, 1, 1))
        except ValueError:
            said = f"'{history.year_begins}' is not a day of every year. Write month-day, such as '04-01'."
            yield self.document.problem((*where, "year_begins"), said)

    def _name(self, what: str, name: str, known: Iterable[str], *where: Hashable) -> Iterator[Problem]:
        if name not in known:
            yield self.document.problem(where, unknown(what, name, list(dict.fromkeys(known))))
