"""What a fact cannot do without and its table does not have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from timeliness.extracts.mappings.columns import absent, says
from timeliness.extracts.mappings.tables import Source, Tables
from timeliness.extracts.mappings.written import FactMap
from timeliness.extracts.readers.headings import plain
from timeliness.extracts.typed import needed
from timeliness.facts import Kind


@dataclass(frozen=True)
class Lack:
    """A heading or a table that is not there: what it is called, and what that means."""

    what: str
    said: str


def lacks(wanted: FactMap, kind: Kind, source: Source, tables: Tables) -> Iterator[Lack]:
    """Say what a table lacks of which a fact is made, in order."""
    for name in needed(kind):
        column = wanted.columns[name]
        headings = list(dict.fromkeys(heading for way in column.ways() for heading in way.column))
        said = " or ".join(f"'{heading}'" for heading in headings)
        purpose = f"which says {kind.name}.{name}"
        if not says(column, source):
            yield Lack(" or ".join(headings), f"There is no column {said}, {purpose}. Put it there.")
        for table in absent(column, source, tables):
            yield Lack(table, f"There is no table of {table}, through which {said} is read, {purpose}.")
    for heading in (*(wanted.where or ()), *(wanted.continues or ())):
        if plain(heading) not in source.rows.columns:
            purpose = f"which says which rows are {kind.name}"
            yield Lack(heading, f"There is no column '{heading}', {purpose}. Put it there.")
