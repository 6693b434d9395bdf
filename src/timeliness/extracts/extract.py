"""An extract: the typed tables of one council, and what was wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from timeliness.extracts.findings import together
from timeliness.extracts.impossible import before_birth
from timeliness.extracts.prepare import prepare
from timeliness.facts import Facts, Vocabulary

AND = " and "
"""Between the names of several mappings, in an extract of several sources."""


@dataclass(frozen=True)
class Heading:
    """Where a column of a fact stood: in which source, under which heading, and at which letter of a sheet."""

    source: int
    table: str
    column: str
    heading: str
    letter: str


@dataclass(frozen=True)
class Extract:
    """What was read of an extract.

    `tables` maps a kind's name to its rows: the columns of the kind that the extract has, typed, and `source`.
    `sources` are the files that it numbers. `limits` says of rules what this kind of extract cannot show, `cannot`
    why some cannot run at all. `headings` say under which heading, and at which letter, each column stood in each
    source. `latest_only` are tables that hold the last event of each child. `name` is what an extract that was prepared
    was called where it was read.
    """

    tables: Mapping[str, pl.DataFrame] = field(repr=False)
    findings: pl.DataFrame = field(repr=False)
    sources: tuple[str, ...]
    taken_on: date | None = None
    complete_from: Mapping[str, date] = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)
    mapping: str = ""
    declares_history: bool = False
    headings: Sequence[Heading] = ()
    cannot: Mapping[str, str] = field(default_factory=dict)
    latest_only: frozenset[str] = frozenset()
    name: str = ""

    def facts(self, vocabulary: Vocabulary) -> tuple[Facts, pl.DataFrame]:
        """Number the children and sort the tables; give the findings, with those of doing so."""
        made = prepare(self.tables, vocabulary)
        tables = {name: table.lazy() for name, table in made.tables.items()}
        facts = Facts(
            made.children.lazy(), tables, self.taken_on, dict(self.complete_from), self.sources, self.latest_only
        )
        early = before_birth(made.tables, vocabulary, made.children["born"])
        return facts, together([self.findings, made.findings, early])
