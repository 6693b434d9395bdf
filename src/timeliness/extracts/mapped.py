"""Read an extract by a mapping: recognise its files by their headings, and make facts of their rows."""

from __future__ import annotations

from collections.abc import Mapping as Keyed
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from timeliness.errors import ExtractRefusedError, Problem
from timeliness.extracts import findings
from timeliness.extracts.about import FILE, read_about
from timeliness.extracts.extract import Extract
from timeliness.extracts.files import UnreadableError, headings, read_table
from timeliness.extracts.folder import data_files
from timeliness.extracts.mappings import FactMap, Mapping, Where, year_start
from timeliness.extracts.typed import Place, typed
from timeliness.facts import SOURCE_ROWS, Kind, Vocabulary


def recognised(folder: Path, mappings: Keyed[str, Mapping]) -> list[str]:
    """The mappings whose required files are all in a folder, known by their headings."""
    seen = [frozenset(_plain(name) for name in headings(path)) for path in data_files(folder)]
    return [name for name, mapping in mappings.items() if _fits(mapping, seen)]


def _fits(mapping: Mapping, seen: Sequence[frozenset[str]]) -> bool:
    wanted = [{_plain(name) for name in each.headings} for each in mapping.files.values() if each.required]
    return all(any(names <= file for file in seen) for names in wanted)


def _plain(heading: str) -> str:
    return " ".join(heading.split()).casefold()


def read_mapped(folder: Path, mapping: Mapping, vocabulary: Vocabulary) -> Extract:
    """Read the files of a folder by a mapping. Raises ExtractRefusedError with every problem."""
    about, is_declared = read_about(folder, vocabulary, FILE)
    reader = _Reader(mapping, vocabulary)
    for path in data_files(folder):
        reader.open(path)
    tables = {each.fact: reader.fact(each) for each in mapping.facts if each.file in reader.files}
    if reader.problems:
        raise ExtractRefusedError("The extract was refused. Nothing was run.", reader.problems)
    declared = {table: day for table, day in about.complete_from.items() if day is not None}
    return Extract(
        tables,
        findings.together(reader.findings),
        tuple(reader.sources),
        about.taken_on,
        _complete_from(mapping, reader) | declared,
        mapping.limits,
        mapping.id,
        declares_history=is_declared or mapping.complete_from is not None,
    )


@dataclass
class _File:
    """A recognised file: its table of text, with headings in plain form, and its number among the sources."""

    table: pl.DataFrame
    shown: str
    number: int


@dataclass
class _Reader:
    """Opens files and makes facts of them, gathering findings and problems."""

    mapping: Mapping
    vocabulary: Vocabulary
    files: dict[str, _File] = field(default_factory=dict)
    findings: list[pl.DataFrame] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def open(self, path: Path) -> None:
        number = len(self.sources)
        self.sources.append(path.name)
        there = {_plain(name) for name in headings(path)}
        fits = [name for name, each in self.mapping.files.items() if {_plain(head) for head in each.headings} <= there]
        if not fits:
            self.findings.append(findings.noted(findings.UNUSED_FILE, path.name, source=number * SOURCE_ROWS))
            return
        name = max(fits, key=lambda each: len(self.mapping.files[each].headings))
        if name in self.files:
            message = f"{self.files[name].shown} has the headings of '{name}' too. Give one year's files, one of each."
            self.problems.append(Problem(path.name, 1, 0, message))
            return
        try:
            table = read_table(path, path.name)
        except UnreadableError as error:
            self.problems.append(error.problem)
            return
        self.files[name] = _File(table.rename({column: _plain(column) for column in table.columns}), path.name, number)

    def fact(self, wanted: FactMap) -> pl.DataFrame:
        """Make the facts of one kind; problems and findings are gathered."""
        file, kind = self.files[wanted.file], self.vocabulary[wanted.fact]
        chosen = _where(file.table, wanted.where)
        columns = {name: each for name, each in wanted.columns.items() if _plain(each.column) in chosen.columns}
        values = [_coded(_plain(each.column), each.codes).alias(name) for name, each in columns.items()]
        extra = [_holds(wanted.continues).alias("continues")] if wanted.continues else []
        table = chosen.select("row", *values, *extra)
        formats = dict.fromkeys((name for name in kind.columns()), self.mapping.dates)
        facts, found = typed(table, kind, Place(file.shown, file.number, formats), self.problems)
        self.findings.append(found)
        if not extra or self.problems:
            return facts
        return self._joined(facts.with_columns(table["continues"]), kind)

    def _joined(self, facts: pl.DataFrame, kind: Kind) -> pl.DataFrame:
        """Join the rows that carry a spell on to the one they carry on."""
        joined, loose = carried_on(facts)
        self.findings.append(findings.found(findings.CONTINUES_NOTHING, kind.name, loose))
        return joined


def carried_on(facts: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join rows that carry on the child's spell before them; give the spells, and the rows that carry on nothing.

    A row carries on what reaches to the day before it. A child's first row that carries one on began before the
    extract: its start is not known. A later one that reaches nothing begins a spell of its own. A spell of which any
    row has no end still runs: a child is not hidden by a later row that contradicts it.
    """
    ordered = facts.sort("child_id", "start", "source", nulls_last=True)
    first = (pl.col("child_id") != pl.col("child_id").shift()).fill_null(value=True)
    end = pl.col("end").fill_null(pl.date(9999, 1, 1))
    reach = end.cum_max().over("child_id").shift().dt.offset_by("1d")
    carries = pl.col("continues").fill_null(value=False)
    reaches = (pl.col("start") <= reach).fill_null(value=False) & ~first
    marked = ordered.with_columns(
        start=pl.when(first & carries).then(None).otherwise("start"),
        begins=~(carries & reaches),
        loose=carries & ~reaches & ~first,
    ).with_columns(group=pl.col("begins").cast(pl.Int64).cum_sum())
    rest = [name for name in facts.columns if name not in ("end", "continues")]
    spells = marked.group_by("group", maintain_order=True).agg(pl.col(rest).first(), _latest_end())
    return spells.drop("group"), marked.filter("loose")


def _latest_end() -> pl.Expr:
    return pl.when(pl.col("end").is_null().any()).then(None).otherwise(pl.col("end").max()).alias("end")


def _where(table: pl.DataFrame, where: Where | None) -> pl.DataFrame:
    return table.filter(_holds(where)) if where else table


def _holds(where: Where) -> pl.Expr:
    tests = (pl.col(_plain(name)).str.strip_chars().str.to_uppercase().is_in([v.upper() for v in values]) for name, values in where.items())
    return pl.all_horizontal(tests)


def _coded(column: str, codes: Keyed[str, object] | None) -> pl.Expr:
    if codes is None:
        return pl.col(column)
    meanings = {code: str(meaning).lower() if isinstance(meaning, bool) else str(meaning) for code, meaning in codes.items()}
    return pl.col(column).str.strip_chars().replace_strict(meanings, default=None)


def _complete_from(mapping: Mapping, reader: _Reader) -> dict[str, date]:
    """The first day of the year in which the earliest of the named dates lies, for the named tables."""
    whole = mapping.complete_from
    if whole is None:
        return {}
    file, _, heading = whole.before_first.partition(".")
    if file not in reader.files or _plain(heading) not in reader.files[file].table.columns:
        return {}
    how = "%d/%m/%Y" if mapping.dates == "day-first" else "%Y-%m-%d"
    dates = reader.files[file].table[_plain(heading)].str.to_date(how, strict=False).drop_nulls()
    earliest = dates.min()
    return dict.fromkeys(whole.tables, year_start(whole.begins, earliest)) if isinstance(earliest, date) else {}
