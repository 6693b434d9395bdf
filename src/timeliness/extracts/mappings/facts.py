"""Make facts of the tables of an extract, as a mapping says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Keyed
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from timeliness.errors import ExtractRefusedError, Problem
from timeliness.extracts import findings
from timeliness.extracts.about import About
from timeliness.extracts.extract import Extract, Heading
from timeliness.extracts.mappings.carried import carried_on
from timeliness.extracts.mappings.checks import checked
from timeliness.extracts.mappings.columns import rows_where, says, there, uncoded, value
from timeliness.extracts.mappings.dated import read_days
from timeliness.extracts.mappings.history import complete_from
from timeliness.extracts.mappings.lacking import lacks
from timeliness.extracts.mappings.later import said_later
from timeliness.extracts.mappings.once import once
from timeliness.extracts.mappings.purged import purge
from timeliness.extracts.mappings.tables import File, Source, Tables, tables_of, taken_days
from timeliness.extracts.mappings.written import ColumnMap, FactMap, Mapping
from timeliness.extracts.readers.headings import plain
from timeliness.extracts.readers.listing import unused
from timeliness.extracts.readers.opened import READERS
from timeliness.extracts.readers.sheet import ROW
from timeliness.extracts.typed import Place, needed, typed
from timeliness.facts import SOURCE_ROWS, Kind, Vocabulary
from timeliness.rulebook.load import Rulebook


def read_mapped(
    extract: Path, files: Sequence[File], mapping: Mapping, rulebook: Rulebook, about: About | None
) -> Extract:
    """Read the files of an extract by a mapping. Raises ExtractRefusedError with every problem."""
    said = about or About()
    tables = tables_of(files, mapping, extract)
    purge(tables, mapping)
    read_days(tables, mapping, rulebook.vocabulary)
    made = _Making(mapping, rulebook.vocabulary, said, tables)
    facts = made.facts()
    if tables.problems:
        raise ExtractRefusedError("The extract was refused. Nothing was run.", tables.problems)
    checks = [each for name, source in tables.each() for each in checked(source, name, mapping, rulebook.calendars)]
    taken = taken_days(tables, mapping) or list(filter(None, [said.taken_on]))
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
        declares_history=about is not None or bool(mapping.complete_from),
        headings=made.headings,
    )


@dataclass
class _Making:
    """Makes facts of tables, gathering findings and problems.

    `rows` are the facts of each kind before any are joined; `headings` say where each column stood.
    """

    mapping: Mapping
    vocabulary: Vocabulary
    about: About
    tables: Tables
    rows: dict[str, pl.DataFrame] = field(default_factory=dict)
    findings: list[pl.DataFrame] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    _later: dict[str, pl.Series | None] = field(default_factory=dict)

    def facts(self) -> dict[str, pl.DataFrame]:
        """The facts of each kind, those of several entries together."""
        made: dict[str, list[pl.DataFrame]] = {}
        for wanted in self.mapping.facts:
            sources = self._sources(wanted, self.vocabulary[wanted.fact])
            if sources:
                made.setdefault(wanted.fact, []).append(self._fact(wanted, sources))
        return {name: pl.concat(frames, how="diagonal") for name, frames in made.items()}

    def _sources(self, wanted: FactMap, kind: Kind) -> list[Source]:
        """The tables that have the facts of one entry; what one lacks that need not be there is a finding."""
        sources = self.tables.found.get(wanted.table, [])
        if self.mapping.tables[wanted.table].required:
            return sources
        lacking = [[*lacks(wanted, kind, source, self.tables)] for source in sources]
        if not wanted.optional:
            self.findings += [
                findings.noted(findings.NO_COLUMN, kind.name, each.what, source.number * SOURCE_ROWS)
                for source, found in zip(sources, lacking, strict=True)
                for each in found
            ]
        return [source for source, found in zip(sources, lacking, strict=True) if not found]

    def _fact(self, wanted: FactMap, sources: Sequence[Source]) -> pl.DataFrame:
        """The facts of one entry, from all its tables."""
        kind = self.vocabulary[wanted.fact]
        facts = pl.concat([self._of(source, wanted, kind) for source in sources], how="diagonal")
        before = self.rows.get(kind.name)
        self.rows[kind.name] = facts if before is None else pl.concat([before, facts], how="diagonal")
        if self.tables.problems:
            return facts
        facts = self._as_said_last(facts, wanted.table)
        if wanted.one_per:
            facts = once(facts, wanted.one_per)
        if not wanted.continues:
            return facts
        joined, loose = carried_on(facts, self._others(wanted, sources) if facts.height else None)
        self.findings.append(findings.found(findings.CONTINUES_NOTHING, kind.name, loose))
        return joined

    def _as_said_last(self, facts: pl.DataFrame, table: str) -> pl.DataFrame:
        """Leave out what a later return says again."""
        if table not in self._later:
            sources = self.tables.found[table]
            self._later[table] = said_later(sources, table, self.mapping, self.vocabulary)
        later = self._later[table]
        return facts if later is None else facts.filter(~pl.col("source").is_in(later.implode()))

    def _others(self, wanted: FactMap, sources: Sequence[Source]) -> pl.DataFrame | None:
        """The days of the rows that are no such facts, which one that is may carry on."""
        if not (wanted.where or wanted.unless):
            return None
        kind = self.vocabulary[wanted.fact]
        columns = {name: wanted.columns[name] for name in needed(kind)}
        frames = []
        for source in sources:
            table = self._table(source.rows.filter(~_are_facts(wanted, source)), columns, source)
            place = Place(source.shown, source.number, dict.fromkeys(columns, self.mapping.dates))
            frames.append(typed(table, kind, place, [])[0])
        return self._as_said_last(pl.concat(frames), wanted.table)

    def _table(self, rows: pl.DataFrame, columns: Keyed[str, ColumnMap], source: Source) -> pl.DataFrame:
        """Rows of a table under the names of the columns of a fact."""
        values = (value(each, source, self.tables, self.mapping).alias(name) for name, each in columns.items())
        return rows.select(ROW, *values)

    def _of(self, source: Source, wanted: FactMap, kind: Kind) -> pl.DataFrame:
        """The facts of one table; what is lacking is a problem."""
        lacking = [*lacks(wanted, kind, source, self.tables)]
        self.tables.problems += [Problem(source.shown, 1, 0, each.said) for each in lacking]
        if lacking:
            return pl.DataFrame(schema={**kind.columns(), "source": pl.Int64})
        rows = source.rows.filter(_are_facts(wanted, source)) if wanted.where or wanted.unless else source.rows
        columns = {name: each for name, each in wanted.columns.items() if says(each, source)}
        table = self._table(rows, columns, source)
        formats = dict.fromkeys(kind.columns(), self.mapping.dates) | self.about.formats(kind.name)
        place = Place(source.shown, source.number, formats, dict(self._placed(columns, source, kind)))
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


def _are_facts(wanted: FactMap, source: Source) -> pl.Expr:
    """Which rows of a table are the facts of an entry; of its `unless`, only columns that are there are asked."""
    unless = {name: each for name, each in (wanted.unless or {}).items() if plain(name) in source.rows.columns}
    asked = [rows_where(wanted.where)] if wanted.where else []
    return pl.all_horizontal(
        [*asked, *(~rows_where({name: each}) for name, each in unless.items()), pl.lit(value=True)]
    )
