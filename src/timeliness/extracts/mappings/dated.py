"""Columns of days are read once, however many facts are made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from timeliness.extracts.days import all_days
from timeliness.extracts.mappings.tables import Source, Tables
from timeliness.extracts.mappings.written import Mapping
from timeliness.extracts.readers.headings import plain
from timeliness.facts import Vocabulary


def read_days(tables: Tables, mapping: Mapping, vocabulary: Vocabulary) -> None:
    """Give columns of which every value is a day, written one way, that type; the others stay as they are."""
    for name, sources in tables.found.items():
        days = [*day_headings(name, mapping, vocabulary)]
        tables.found[name] = [_read(source, days, mapping) for source in sources]


def day_headings(table: str, mapping: Mapping, vocabulary: Vocabulary) -> Iterator[str]:
    """The headings of a table, in plain form, that facts have as days and as nothing else."""
    kinds: dict[str, set[pl.DataType]] = {}
    for fact in (each for each in mapping.facts if table in each.table):
        types = vocabulary[fact.fact].columns()
        for name, column in fact.columns.items():
            for way in column.ways():
                for heading in way.column:
                    looked_up = pl.String() if way.through or way.codes else types[name]
                    kinds.setdefault(plain(heading), set()).add(looked_up)
    yield from (heading for heading, found in kinds.items() if found == {pl.Date()})


def _read(source: Source, headings: list[str], mapping: Mapping) -> Source:
    rows = source.rows
    text = [name for name in headings if rows.schema.get(name) == pl.String]
    read = {name: all_days(rows[name], mapping.dates) for name in text}
    found = [days.alias(name) for name, days in read.items() if days is not None]
    return replace(source, rows=rows.with_columns(found)) if found else source
