"""Make facts of the tables of an extract, as a mapping says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Keyed
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import polars as pl

from timeliness.errors import ExtractRefusedError, Problem
from timeliness.extracts import findings
from timeliness.extracts.about import About, Beside
from timeliness.extracts.extract import Extract, Heading
from timeliness.extracts.mappings.carried import carried_on
from timeliness.extracts.mappings.checks import checked
from timeliness.extracts.mappings.columns import rows_where, says, there, uncoded
from timeliness.extracts.mappings.dated import read_days
from timeliness.extracts.mappings.history import complete_from
from timeliness.extracts.mappings.lacking import lacks
from timeliness.extracts.mappings.later import Later
from timeliness.extracts.mappings.once import of_several, once
from timeliness.extracts.mappings.purged import purge
from timeliness.extracts.mappings.rows import are_facts, other_days, read_as_fact
from timeliness.extracts.mappings.tables import File, Source, Tables, tables_of, taken_days
from timeliness.extracts.mappings.written import ColumnMap, FactMap, Mapping
from timeliness.extracts.readers.listing import unused
from timeliness.extracts.readers.opened import READERS
from timeliness.extracts.typed import Place, typed
from timeliness.facts import SOURCE_ROWS, Kind, Vocabulary
from timeliness.rulebook.load import Rulebook


def read_mapped(extract: Path, files: Sequence[File], mapping: Mapping, rulebook: Rulebook, beside: Beside) -> Extract:
    """Read the files of an extract by a mapping. Raises ExtractRefusedError with every problem."""
    said = beside.about or About()
    tables = tables_of(files, mapping, extract)
    purge(tables, mapping)
    read_days(tables, mapping, rulebook.vocabulary)
    made = _Making(mapping, rulebook.vocabulary, said, tables)
    facts = made.facts()
    if tables.problems:
        raise ExtractRefusedError("The extract was refused. Nothing was run.", tables.problems)
    checks = [each for name, source in tables.each() for each in checked(source, name, mapping, rulebook.calendars)]
    taken = taken_days(tables, mapping) or list(filter(None, [said.taken_on or beside.taken_on]))
    declared = {table: day for table, day in said.complete_from.items() if day is not None}
    return Extract(
        facts,
        findings.together([*tables.findings, *made.findings, *checks, *unused(extract, READERS)]),
        tuple(tables.sources),
        said.taken_on or max(taken, default=None),
        complete_from(mapping, made.rows, taken) | declared,
        mapping.limits,
        mapping.id,
        cannot=mapping.cannot,
        latest_only=frozenset(made.latest | set(said.latest_only)),
        declares_history=beside.about is not None or bool(mapping.complete_from),
        headings=made.headings,
    )


@dataclass
class _Making:
    """Makes facts of tables, gathering findings and problems.

    `rows` are the facts of each kind before any are joined; `headings` say where each column stood. `latest` are the
    kinds of which only the latest of each child is here.
    """

    mapping: Mapping
    vocabulary: Vocabulary
    about: About
    tables: Tables
    rows: dict[str, pl.DataFrame] = field(default_factory=dict)
    findings: list[pl.DataFrame] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    latest: set[str] = field(default_factory=set)

    @cached_property
    def _later(self) -> Later:
        return Later(self.tables, self.mapping, self.vocabulary)

    def facts(self) -> dict[str, pl.DataFrame]:
        """The facts of each kind, those of several entries together."""
        made: dict[str, list[pl.DataFrame]] = {}
        for wanted in self.mapping.facts:
            kind = self.vocabulary[wanted.fact]
            sources = [self._sources(name, wanted, kind) for name in wanted.table]
            if any(sources):
                made.setdefault(wanted.fact, []).append(self._fact(wanted, [each for each in sources if each]))
        together = {name: pl.concat(frames, how="diagonal") for name, frames in made.items()}
        return together if self.tables.problems else dict(self._dated(together))

    def _dated(self, made: Keyed[str, pl.DataFrame]) -> Iterator[tuple[str, pl.DataFrame]]:
        """Leave out rows without a date of which only the latest is here, and tables of which no row has one."""
        latest = {wanted.fact for wanted in self.mapping.facts if wanted.latest}
        for name, facts in made.items():
            if name not in latest:
                yield name, facts
            elif facts["date"].null_count() < facts.height or not facts.height:
                yield name, facts.filter(pl.col("date").is_not_null())
                self.latest.add(name)
            else:
                of_table = facts.head(1).drop("child_id")
                self.findings.append(findings.found(findings.NEVER_FILLED, name, of_table, "date"))

    def _sources(self, table: str, wanted: FactMap, kind: Kind) -> list[Source]:
        """The tables of a name that have the facts of one entry; what one lacks that need not be there is a finding."""
        sources = self.tables.found.get(table, [])
        if self.mapping.tables[table].required and not wanted.optional:
            return sources
        lacking = [[*lacks(wanted, kind, source, self.tables)] for source in sources]
        if not wanted.optional:
            self.findings += [
                findings.noted(findings.NO_COLUMN, kind.name, each.what, source.number * SOURCE_ROWS)
                for source, found in zip(sources, lacking, strict=True)
                for each in found
            ]
        return [source for source, found in zip(sources, lacking, strict=True) if not found]

    def _fact(self, wanted: FactMap, sources: Sequence[Sequence[Source]]) -> pl.DataFrame:
        """The facts of one entry, from all its tables, those of one name together."""
        kind = self.vocabulary[wanted.fact]
        of_names = [pl.concat([self._of(each, wanted, kind) for each in named], how="diagonal") for named in sources]
        facts = pl.concat(of_names, how="diagonal")
        before = self.rows.get(kind.name)
        self.rows[kind.name] = facts if before is None else pl.concat([before, facts], how="diagonal")
        if self.tables.problems:
            return facts
        of_names = [self._later.without(each, wanted.table) for each in of_names]
        if wanted.one_per:
            facts = of_several([once(each, wanted.one_per) for each in of_names], wanted.one_per)
        else:
            facts = pl.concat(of_names, how="diagonal")
        if not wanted.continues:
            return facts
        joined, loose = carried_on(facts, self._others(wanted, kind, sources) if facts.height else None)
        self.findings.append(findings.found(findings.CONTINUES_NOTHING, kind.name, loose))
        return joined

    def _others(self, wanted: FactMap, kind: Kind, sources: Sequence[Sequence[Source]]) -> pl.DataFrame:
        """The days of the rows that are no such facts, which one that is may carry on."""
        every = [each for named in sources for each in named]
        return self._later.without(other_days(wanted, kind, every, self.tables, self.mapping), wanted.table)

    def _of(self, source: Source, wanted: FactMap, kind: Kind) -> pl.DataFrame:
        """The facts of one table; what is lacking is a problem."""
        lacking = [*lacks(wanted, kind, source, self.tables)]
        self.tables.problems += [Problem(source.shown, 1, 0, each.said) for each in lacking]
        if lacking:
            return pl.DataFrame(schema={**kind.columns(), "source": pl.Int64})
        rows = source.rows.filter(are_facts(wanted, source)) if wanted.where or wanted.unless else source.rows
        columns = {name: each for name, each in wanted.columns.items() if says(each, source)}
        table = read_as_fact(rows, columns, source, self.tables, self.mapping)
        declared = self.about.formats(kind.name)
        formats = dict.fromkeys(kind.columns(), self.mapping.dates) | declared
        headings = dict(self._placed(columns, source, kind))
        place = Place(source.shown, source.number, formats, headings, declared.keys())
        facts, found = typed(table, kind, place, self.tables.problems)
        self.findings += [found, *self._uncoded(columns, rows, facts, source, kind)]
        return facts.with_columns(rows.select(continues=rows_where(wanted.continues))) if wanted.continues else facts

    def _placed(self, columns: Keyed[str, ColumnMap], source: Source, kind: Kind) -> Iterator[tuple[str, str]]:
        """What each column of the fact is called in the file; its letter is noted."""
        for name, each in columns.items():
            for first in there(each, source)[:1]:
                said = source.headings[first]
                self.headings.append(Heading(source.number, kind.name, name, said, source.letters.get(first, "")))
                yield name, said

    def _uncoded(
        self, columns: Keyed[str, ColumnMap], rows: pl.DataFrame, facts: pl.DataFrame, source: Source, kind: Kind
    ) -> Iterator[pl.DataFrame]:
        """A finding for each code whose meaning the mapping does not say."""
        for name, each in columns.items():
            strange = uncoded(each, rows, source, self.mapping)
            if strange is not None:
                yield findings.found(findings.NOT_A_CODE, kind.name, facts.filter(strange), name)
