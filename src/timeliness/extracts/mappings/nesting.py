"""What a mapping cannot mean about nested records: ways from several roots, and columns that no record has."""

from __future__ import annotations

from collections.abc import Iterator

from timeliness.errors import Problem
from timeliness.extracts.mappings.tables import wanted_of
from timeliness.extracts.mappings.written import Mapping
from timeliness.extracts.readers.records import namable, units
from timeliness.extracts.readers.tables import Wanted
from timeliness.rulebook.documents import Document
from timeliness.rulebook.names import unknown


def misplaced(mapping: Mapping, document: Document) -> list[Problem]:
    """The problems of the ways and columns of nested records."""
    ways = {name: each.records for name, each in mapping.tables.items() if each.records}
    roots = sorted({way.partition("/")[0] for way in ways.values()})
    if len(roots) > 1:
        said = f"The ways begin with {' and '.join(roots)}. A file has one outermost: begin all with its name."
        return [document.problem(("tables",), said)]
    outermost = units([tuple(way.split("/")) for way in ways.values()])
    if len({way[-1] for way in outermost}) < len(outermost):
        said = "Two kinds of outermost records have one name: they cannot be told apart as a file is read."
        return [document.problem(("tables",), said)]
    wanted = wanted_of(mapping)
    return [each for name in ways for each in _columns(mapping, document, name, wanted[name])]


def _columns(mapping: Mapping, document: Document, table: str, wanted: Wanted) -> Iterator[Problem]:
    """Columns whose first name is not that of a record on the way, or that are themselves records."""
    way = mapping.tables[table].records
    ways = [each.records for each in mapping.tables.values() if each.records]
    records = namable(way, ways)
    for column in wanted.columns:
        first, _, inner = column.partition("/")
        if first not in records:
            said = unknown(f"a record of this table by which '{column}' can begin", first, records)
            yield document.problem(("tables", table), said)
        elif inner and f"{way[: way.rindex(first)]}{column}" in ways:
            said = f"'{column}' is a table of this mapping: its records are many, and not a value of this one."
            yield document.problem(("tables", table), said)
