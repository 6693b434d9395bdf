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
from timeliness.extracts.mappings.codes import holds, listed, meanings, written
from timeliness.extracts.mappings.history import complete_from
from timeliness.extracts.mappings.once import once
from timeliness.extracts.mappings.purged import purge
from timeliness.extracts.mappings.tables import File, Source, Tables, tables_of, taken_days
from timeliness.extracts.mappings.written import ColumnMap, FactMap, Mapping
from timeliness.extracts.readers.headings import plain
from timeliness.extracts.readers.listing import unused
from timeliness.extracts.readers.opened import READERS
from timeliness.extracts.readers.sheet import ROW
from timeliness.extracts.typed import Place, needed, typed
from timeliness.facts import Kind, Vocabulary
from timeliness.rulebook.load import Rulebook


def read_mapped(
    extract: Path, files: Sequence[File], mapping: Mapping, rulebook: Rulebook, about: About | None
) -> Extract:
    """Read the files of an extract by a mapping. Raises ExtractRefusedError with every problem."""
    said = about or About()
    tables = tables_of(files, mapping, extract)
    purge(tables, mapping)
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

    def facts(self) -> dict[str, pl.DataFrame]:
        """The facts of each kind, those of several entries together."""
        made: dict[str, list[pl.DataFrame]] = {}
        for wanted in self.mapping.facts:
            if wanted.table in self.tables.found:
                made.setdefault(wanted.fact, []).append(self._fact(wanted, self.vocabulary[wanted.fact]))
        return {name: pl.concat(frames, how="diagonal") for name, frames in made.items()}

    def _fact(self, wanted: FactMap, kind: Kind) -> pl.DataFrame:
        """The facts of one entry, from all tables of its name."""
        frames = [self._of(source, wanted, kind) for source in self.tables.found[wanted.table]]
        facts = pl.concat(frames, how="diagonal")
        before = self.rows.get(kind.name)
        self.rows[kind.name] = facts if before is None else pl.concat([before, facts], how="diagonal")
        if self.tables.problems:
            return facts
        if wanted.one_per:
            facts = once(facts, wanted.one_per)
        if not wanted.continues:
            return facts.drop("continues", strict=False)
        joined, loose = carried_on(facts)
        self.findings.append(findings.found(findings.CONTINUES_NOTHING, kind.name, loose))
        return joined

    def _of(self, source: Source, wanted: FactMap, kind: Kind) -> pl.DataFrame:
        """The facts of one table; what is lacking is a problem."""
        lacking = [*_lacking(wanted, kind, source)]
        self.tables.problems += lacking
        if lacking:
            return pl.DataFrame(schema={**kind.columns(), "source": pl.Int64})
        rows = source.rows.filter(_holds(wanted.where)) if wanted.where else source.rows
        columns = {name: each for name, each in wanted.columns.items() if not each.column or _there(each, source)}
        table = rows.select(ROW, *(self._value(each, source).alias(name) for name, each in columns.items()))
        formats = dict.fromkeys(kind.columns(), self.mapping.dates) | self.about.formats(kind.name)
        place = Place(source.shown, source.number, formats, dict(self._placed(columns, source, kind)))
        facts, found = typed(table, kind, place, self.tables.problems)
        self.findings += [found, *self._uncoded(columns, rows, facts, source, kind)]
        return facts.with_columns(rows.select(continues=_holds(wanted.continues))) if wanted.continues else facts

    def _value(self, column: ColumnMap, source: Source) -> pl.Expr:
        value = self._plain_value(column, source)
        return value if column.where is None else pl.when(_holds(column.where)).then(value)

    def _plain_value(self, column: ColumnMap, source: Source) -> pl.Expr:
        if column.value is not None:
            said = str(column.value)
            return pl.lit(said.lower() if isinstance(column.value, bool) else said)
        codes = self.mapping.codes_of(column)
        if codes is not None:
            return pl.coalesce(meanings(name, codes) for name in _there(column, source))
        first, *others = _there(column, source)
        return pl.coalesce(written(name) for name in (first, *others)) if others else pl.col(first)

    def _placed(self, columns: Keyed[str, ColumnMap], source: Source, kind: Kind) -> Iterator[tuple[str, str]]:
        """What each column of the fact is called in the file; its letter is noted."""
        for name, each in columns.items():
            for first in _there(each, source)[:1]:
                said = source.headings[first]
                self.headings.append(Heading(source.number, kind.name, name, said, source.letters.get(first, "")))
                yield name, said

    def _uncoded(
        self, columns: Keyed[str, ColumnMap], rows: pl.DataFrame, facts: pl.DataFrame, source: Source, kind: Kind
    ) -> Iterator[pl.DataFrame]:
        """A finding for each code whose meaning the mapping does not say."""
        for name, each in columns.items():
            codes = self.mapping.codes_of(each)
            for column in _there(each, source) if codes is not None else ():
                strange = rows.select(strange=written(column).is_not_null() & ~listed(column, codes or {}))["strange"]
                if strange.any():
                    yield findings.found(findings.NOT_A_CODE, kind.name, facts.filter(strange), name)


def _there(column: ColumnMap, source: Source) -> list[str]:
    """The columns of a table, in plain form, that a column of a fact may come from."""
    return [plain(name) for name in column.column if plain(name) in source.rows.columns]


def _holds(where: Keyed[str, tuple[str, ...]]) -> pl.Expr:
    return holds(dict(where), {name: plain(name) for name in where})


def _lacking(wanted: FactMap, kind: Kind, source: Source) -> Iterator[Problem]:
    """The headings that a fact cannot do without and that its table does not have."""
    vital = {wanted.columns[name].column: f"{kind.name}.{name}" for name in needed(kind)}
    vital |= {(name,): f"which rows are a {kind.name}" for name in (*(wanted.where or ()), *(wanted.continues or ()))}
    for names, purpose in vital.items():
        if names and not any(plain(name) in source.rows.columns for name in names):
            said = " or ".join(f"'{name}'" for name in names)
            yield Problem(source.shown, 1, 0, f"There is no column {said}, which says {purpose}. Put it there.")
