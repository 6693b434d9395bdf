"""Draft a mapping from another one: the same facts, with the headings that the extract has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Keyed
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import polars as pl

from timeliness.extracts.drafting.draft import NOT_HERE, Draft, heading, in_order, listed, remarks_in, remarks_on
from timeliness.extracts.drafting.marked import Marked
from timeliness.extracts.drafting.matching import Expected, Matched, assigned, expected_of
from timeliness.extracts.drafting.seen import Seen
from timeliness.extracts.mappings.tables import wanted_of
from timeliness.extracts.mappings.written import Mapping
from timeliness.extracts.readers.headings import plain
from timeliness.facts import Vocabulary
from timeliness.rulebook.documents import Document

Documented = tuple[Mapping, Document]
"""A mapping, and the document that it is written in."""

_PART = 0.25
"""Of a mapping so much must be there for it to be the base, unless most of what is there has its very headings."""

_WORTH = {"sure": 2.0, "likely": 1.0, "guess": 0.5}
_NAMES_NO_HEADING = ("fact", "table", "codes", "value", "one_per", "json_key", "finding", "plus", "counts_in")
_OWN_HEADINGS = ("one_per", "key")
_KEYS_ONLY = ("where", "unless", "continues")


def best_base(mappings: Keyed[str, Documented], tables: Sequence[Seen], vocabulary: Vocabulary) -> str | None:
    """The mapping of which most is in some tables; None where too little of any is."""
    scores = {name: _score(mapping, tables, vocabulary) for name, (mapping, _) in mappings.items()}
    best = max(scores, key=lambda name: (scores[name], name), default=None)
    return best if best is not None and scores[best] > 0 else None


def _score(mapping: Mapping, tables: Sequence[Seen], vocabulary: Vocabulary) -> float:
    """How many headings of a mapping the tables have, by how sure that is.

    None, where a required table is not there; or where that is a small part of it, and mostly under other names.
    """
    wanted = headings_of(mapping, vocabulary)
    found = assigned(wanted, tables)
    if any(each.required and name in wanted and name not in found for name, each in mapping.tables.items()):
        return 0
    matches = Counter(match.confidence for each in found.values() for match in each.matches.values())
    is_small = matches.total() < _PART * sum(len(of) for of in wanted.values())
    if is_small and 2 * matches["sure"] < matches.total():
        return 0
    return sum(_WORTH[name] * number for name, number in matches.items())


def headings_of(mapping: Mapping, vocabulary: Vocabulary) -> dict[str, list[Expected]]:
    """The headings that a mapping reads or knows a table by, of tables that have headings."""
    found = {}
    for name, wanted in wanted_of(mapping).items():
        if wanted.headings and not wanted.records:
            once = {plain(each): each for each in reversed((*wanted.headings, *wanted.columns))}
            types: dict[str, set[pl.DataType] | None] = dict.fromkeys(reversed(once.values()))
            for fact in (each for each in mapping.facts if name in listed(each.table)):
                for column, each in fact.columns.items():
                    for said in (name for way in each.ways() if way.through is None for name in way.column):
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
    renaming = _Renaming(found, wanted)
    data["tables"] = {name: each for name, each in data["tables"].items() if not mapping.tables[name].read_as}
    for name in wanted:
        data["tables"][name] = _table(name, data["tables"][name], renaming)
    for key in ("facts", "checks", "taken_on"):
        if key in data:
            made = [renaming.of(each) for each in listed(data[key])]
            data[key] = made[0] if key == "taken_on" else made
    data["facts"] = [_if_it_is_there(each, found) for each in data["facts"]]
    used = [table for each in found.values() for table in (each.table, *each.others)]
    return Draft(mapping.id, data, tuple(table for table in tables if table not in used))


def _dates(said: str, found: Keyed[str, Matched]) -> str:
    """How the dates are written here, where the mapping says that it is in one way, and it is in another."""
    ways = Counter(
        match.column.dates for each in found.values() for match in each.matches.values() if match.column.dates
    )
    here = max(ways, key=lambda way: (ways[way], way), default=None)
    if here is None or here == said or said not in ("iso", "day-first"):
        return said
    return Marked(here, f"likely: here dates are written so, not {said}")


def _table(name: str, table: dict[str, Any], renaming: _Renaming) -> dict[str, Any]:
    """What a table is known by here: every heading that was found; one that is not here need not be."""
    found, wanted = renaming.found.get(name), renaming.wanted[name]
    if found is None:
        return {**table, "headings": [heading(None, each) for each in listed(table["headings"])], "required": False}
    expected = {plain(each.heading): each.heading for each in wanted}
    own = {key: renaming.headings(name, listed(table[key])) for key in _OWN_HEADINGS if key in table}
    return {**table, "headings": [*in_order(found.matches, found.table, expected), *remarks_on(found.left)], **own}


def _if_it_is_there(fact: dict[str, Any], found: Keyed[str, Matched]) -> dict[str, Any]:
    """A fact of which a heading is not here need not be in the extract."""
    is_here = any(name in found for name in listed(fact["table"]))
    return {**fact, "optional": True} if is_here and NOT_HERE in remarks_in(fact) else fact


@dataclass(frozen=True)
class _Renaming:
    """Puts the headings that are here in the place of those of the mapping."""

    found: Keyed[str, Matched]
    wanted: Keyed[str, Sequence[Expected]]

    def of(self, part: dict[str, Any]) -> dict[str, Any]:
        """Rename in a part of a mapping that says of which `table` it is, and in such parts of it."""
        here = self._here(listed(part["table"]))

        def deep(value: Any) -> Any:
            if isinstance(value, list):
                return [one for each in value for one in (here(each) if isinstance(each, str) else [deep(each)])]
            if isinstance(value, dict):
                return self.of(value) if "table" in value else {key: inside(key, each) for key, each in value.items()}
            headings = here(value)
            return headings if len(headings) > 1 else headings[0]

        def inside(key: str, value: Any) -> Any:
            if key in _NAMES_NO_HEADING:
                return value
            return {here(name)[0]: each for name, each in value.items()} if key in _KEYS_ONLY else deep(value)

        return {key: inside(key, value) for key, value in part.items()}

    def headings(self, table: str, of: Sequence[str]) -> list[Any]:
        """Rename headings of a table."""
        here = self._here([table])
        return [one for each in of for one in here(each)]

    def _here(self, tables: Sequence[str]) -> Callable[[Any], list[Any]]:
        """What a text is here: the headings in the place of one of the mapping, else itself."""
        known = {plain(each.heading) for name in tables for each in self.wanted.get(name, ())}
        matched = [self.found[name] for name in tables if name in self.found]

        def here(text: Any) -> list[Any]:
            if not isinstance(text, str) or plain(text) not in known:
                return [text]
            matches = {match.column.heading: match for each in matched if (match := each.of(text))}
            return [heading(match, text) for match in matches.values()] or [heading(None, text)]

        return here
