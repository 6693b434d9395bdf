"""A draft of a mapping: what it says, how sure it is of each heading, and what nothing was found for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from timeliness.extracts.drafting.marked import Marked, Remark
from timeliness.extracts.drafting.matching import Match
from timeliness.extracts.drafting.seen import Column, Seen

NOT_HERE = "not here"


@dataclass(frozen=True)
class Draft:
    """The keys of a mapping, with remarks on the headings to be looked at. `left` are tables of which nothing is read.

    `base` is the mapping that it was made from; nothing, where it was made from the vocabulary alone.
    """

    base: str
    data: dict[str, Any] = field(repr=False)
    left: tuple[Seen, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many headings are `sure`, `likely`, `guess` and `not here`, each counted once in each table."""
        remarks = {
            (name, str(heading)): heading.remark.partition(":")[0]
            for name, table in self.data["tables"].items()
            for heading in _marked(
                [table, *(_columns(each) for each in self.data["facts"] if name in listed(each["table"]))]
            )
        }
        found = Counter(remarks.values())
        return {name: found[name] for name in ("sure", "likely", "guess", NOT_HERE)}


def _columns(fact: dict[str, Any]) -> dict[str, Any]:
    """What a fact says besides its kind."""
    return {key: value for key, value in fact.items() if key != "fact"}


def _marked(value: object) -> Iterator[Marked]:
    """The headings in a value."""
    if isinstance(value, Marked):
        yield value
    elif isinstance(value, dict):
        for pair in value.items():
            yield from _marked(pair)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _marked(each)


def remarks_in(value: object) -> set[str]:
    """How sure the headings in a value are."""
    return {each.remark.partition(":")[0] for each in _marked(value)}


def listed(value: Any) -> list[Any]:
    """One or several, as a list."""
    return list(value) if isinstance(value, list | tuple) else [value]


def heading(match: Match | None, expected: str) -> Marked:
    """A heading of the extract with how sure it is, or the one that was expected and is not here."""
    if match is None:
        return Marked(expected, NOT_HERE)
    more = "" if match.confidence == "sure" else f": {expected}"
    return Marked(match.column.heading, f"{match.confidence}{more}")


def remarks_on(columns: Iterable[Column]) -> list[Remark]:
    """Remarks on columns that nothing was found for."""
    return [Remark(f"nothing is read from {column_text(each)}") for each in columns]


def column_text(column: Column) -> str:
    """A column in words: its heading, letter and shape."""
    letter = f"column {column.letter}, " if column.letter else ""
    return f"'{' '.join(column.heading.split())}' ({letter}{column.shape})"


def in_order(matches: Mapping[str, Match], table: Seen, expected: Mapping[str, str]) -> list[Marked]:
    """The headings that were found, in the order of the table; `expected` says how the mapping writes each."""
    place = {name: number for number, name in enumerate(table.headings)}
    pairs = sorted(matches.items(), key=lambda each: place[each[1].column.heading])
    return [heading(match, expected[name]) for name, match in pairs]
