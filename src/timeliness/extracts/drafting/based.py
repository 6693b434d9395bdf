"""Draft a mapping from another one: the same facts, with the headings that the extract has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping as Keyed
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import polars as pl

from timeliness.extracts.drafting.draft import Draft, heading, in_order, remarks_on
from timeliness.extracts.drafting.marked import Marked
from timeliness.extracts.drafting.matching import Expected, Matched, assigned, expected_of, likenesses, share
from timeliness.extracts.drafting.seen import Seen
from timeliness.extracts.mappings.tables import wanted_of
from timeliness.extracts.mappings.written import Mapping
from timeliness.extracts.readers.headings import plain
from timeliness.facts import Vocabulary
from timeliness.rulebook.documents import Document

Documented = tuple[Mapping, Document]
"""A mapping, and the document that it is written in."""

_ENOUGH = 0.5
_NAMES_NO_HEADING = ("fact", "table", "codes", "value", "one_per", "finding", "plus", "counts_in")
_KEYS_ONLY = ("where", "continues")


def best_base(mappings: Keyed[str, Documented], tables: Sequence[Seen], vocabulary: Vocabulary) -> str | None:
    """The mapping of which most is in some tables; None where none of them has half of its own."""
    scores = {name: _score(mapping, tables, vocabulary) for name, (mapping, _) in mappings.items()}
    best = max(scores, key=lambda name: (scores[name], name), default=None)
    return best if best is not None and scores[best] > 0 else None


def _score(mapping: Mapping, tables: Sequence[Seen], vocabulary: Vocabulary) -> float:
    """How many headings of a mapping the tables have; none, where too little of a required table is there."""
    wanted = headings_of(mapping, vocabulary)
    alike = likenesses(wanted, tables)
    best = {name: max((share(of, each, alike[name]) for each in tables), default=0) for name, of in wanted.items()}
    if any(score < _ENOUGH for name, score in best.items() if mapping.tables[name].required):
        return 0
    return sum(score * len(wanted[name]) for name, score in best.items() if score >= _ENOUGH)


def headings_of(mapping: Mapping, vocabulary: Vocabulary) -> dict[str, list[Expected]]:
    """The headings that a mapping reads or knows a table by, of tables that have headings."""
    found = {}
    for name, wanted in wanted_of(mapping).items():
        if wanted.headings and not wanted.records:
            once = {plain(each): each for each in reversed((*wanted.headings, *wanted.columns))}
            types: dict[str, set[pl.DataType] | None] = dict.fromkeys(reversed(once.values()))
            for fact in (each for each in mapping.facts if each.table == name):
                for column, each in fact.columns.items():
                    for said in each.column:
                        kinds = types.setdefault(once[plain(said)], None) or set()
                        types[once[plain(said)]] = kinds | {vocabulary[fact.fact].columns()[column]}
            found[name] = expected_of(types)
    return found


def from_base(base: Documented, tables: Sequence[Seen], vocabulary: Vocabulary) -> Draft:
    """Write a mapping again with the headings that are here."""
    mapping, document = base
    wanted = headings_of(mapping, vocabulary)
    found = assigned(wanted, tables)
    data: dict[str, Any] = deepcopy(document.data)
    data["dates"] = _dates(data["dates"], found)
    for name in wanted:
        data["tables"][name] = _table(data["tables"][name], found.get(name), wanted[name])
    for key in ("facts", "checks", "taken_on"):
        if key in data:
            listed = data[key] if isinstance(data[key], list) else [data[key]]
            made = [_renamed(each, found.get(each["table"]), wanted.get(each["table"], [])) for each in listed]
            data[key] = made if key != "taken_on" else made[0]
    used = [table for each in found.values() for table in (each.table, *each.others)]
    return Draft(mapping.id, data, tuple(table for table in tables if table not in used))


def _dates(said: str, found: Keyed[str, Matched]) -> str:
    """How the dates are written here, where that is otherwise than in the mapping."""
    ways = Counter(
        match.column.dates for each in found.values() for match in each.matches.values() if match.column.dates
    )
    here = max(ways, key=lambda way: (ways[way], way), default=None)
    return said if here in (None, said) else Marked(str(here), f"likely: here dates are written so, not {said}")


def _table(table: dict[str, Any], found: Matched | None, wanted: Sequence[Expected]) -> dict[str, Any]:
    """What a table is known by here: every heading that was found; one that is not here need not be."""
    if found is None:
        first = wanted[0].heading
        return {**table, "headings": [heading(None, first)], "required": False}
    expected = {plain(each.heading): each.heading for each in wanted}
    return {**table, "headings": [*in_order(found.matches, found.table, expected), *remarks_on(found.left)]}


def _renamed(value: Any, found: Matched | None, wanted: Sequence[Expected]) -> Any:
    """Put the headings that are here in the place of those of the mapping."""
    known = {plain(each.heading) for each in wanted}

    def here(text: Any) -> Any:
        is_heading = isinstance(text, str) and plain(text) in known
        return heading(found.of(text) if found else None, text) if is_heading else text

    def deep(value: Any) -> Any:
        if isinstance(value, list):
            return [deep(each) for each in value]
        return {key: inside(key, each) for key, each in value.items()} if isinstance(value, dict) else here(value)

    def inside(key: str, value: Any) -> Any:
        if key in _NAMES_NO_HEADING:
            return value
        return {here(name): each for name, each in value.items()} if key in _KEYS_ONLY else deep(value)

    return deep(value)
