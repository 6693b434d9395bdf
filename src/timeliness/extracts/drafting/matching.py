"""Find which table of an extract is which of a mapping, and which heading is which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from timeliness.extracts.drafting.likeness import Likeness
from timeliness.extracts.drafting.seen import Column, Seen
from timeliness.extracts.readers.headings import plain

Confidence = Literal["sure", "likely", "guess"]

LIKELY, GUESS = 0.7, 0.45
_ALIKE = 0.5
_OTHER_SHAPE, _EMPTY = 0.6, 0.9
_NAME = 0.1


@dataclass(frozen=True)
class Expected:
    """A heading that a mapping reads, and whether it is of dates; None, where that is not said."""

    heading: str
    is_date: bool | None = None


@dataclass(frozen=True)
class Match:
    """What a heading of a mapping is called here, and how sure that is."""

    column: Column
    confidence: Confidence


@dataclass(frozen=True)
class Matched:
    """A table of a mapping, found in an extract: which heading is which, by the heading of the mapping in plain form.

    `others` are further tables with the same headings, as those of several years are. `left` are columns that nothing
    was found for.
    """

    table: Seen
    matches: Mapping[str, Match]
    left: tuple[Column, ...]
    others: tuple[Seen, ...] = field(default=())

    def of(self, heading: str) -> Match | None:
        """What a heading of the mapping is called here."""
        return self.matches.get(plain(heading))


def assigned(wanted: Mapping[str, Sequence[Expected]], tables: Sequence[Seen]) -> dict[str, Matched]:
    """Give each wanted table the one that is most like it, if any is: which has most of its very headings, first."""
    alike = likenesses(wanted, tables)
    chosen: dict[str, int] = {}
    for _, _, name, number in sorted(_scores(wanted, tables, alike)):
        if name not in chosen and number not in chosen.values():
            chosen[name] = number
    return {name: _matched(wanted[name], tables, chosen[name], alike[name]) for name in wanted if name in chosen}


def likenesses(wanted: Mapping[str, Sequence[Expected]], tables: Sequence[Seen]) -> dict[str, Likeness]:
    """How alike headings are, for each wanted table."""
    ours = [each.heading for of in wanted.values() for each in of]
    every = [*ours, *(each for table in tables for each in table.headings)]
    return {name: Likeness(every, [each.heading for each in of]) for name, of in wanted.items()}


def _scores(
    wanted: Mapping[str, Sequence[Expected]], tables: Sequence[Seen], alike: Mapping[str, Likeness]
) -> Iterator[tuple[int, float, str, int]]:
    """What each table lacks, the best least: of the very headings that are wanted, and by words.

    Tables that have too little are left out.
    """
    for name, headings in wanted.items():
        for number, table in enumerate(tables):
            score = share(headings, table, alike[name])
            if score >= _ALIKE:
                plainly = {plain(each) for each in table.headings}
                same = sum(plain(each.heading) in plainly for each in headings)
                yield -same, -score - _NAME * alike[name].by_words(name, table.shown), name, number


def share(headings: Sequence[Expected], table: Seen, likeness: Likeness) -> float:
    """How much of some headings a table has, by words alone."""
    plainly = {plain(each) for each in table.headings}
    found = 0.0
    for each in headings:
        is_there = plain(each.heading) in plainly
        best = 1.0 if is_there else max((likeness.by_words(each.heading, other) for other in table.headings), default=0)
        found += best if best >= _ALIKE else 0.0
    return found / len(headings) if headings else 0.0


def _matched(headings: Sequence[Expected], tables: Sequence[Seen], number: int, likeness: Likeness) -> Matched:
    table = tables[number]
    found = matches(headings, table, likeness)
    used = {match.column.heading for match in found.values()}
    left = tuple(column for column in table.columns if column.heading not in used)
    plainly = {plain(each) for each in table.headings}
    others = (other for other in tables if other is not table and {plain(each) for each in other.headings} == plainly)
    return Matched(table, found, left, tuple(others))


def matches(headings: Sequence[Expected], table: Seen, likeness: Likeness) -> dict[str, Match]:
    """Which column each heading is: the most alike first, each column once."""
    scored = [
        (_score(each, column, likeness), place, at)
        for place, each in enumerate(headings)
        for at, column in enumerate(table.columns)
    ]
    found: dict[str, Match] = {}
    used: set[int] = set()
    for score, place, at in sorted(scored, key=lambda each: (-each[0], each[1], each[2])):
        heading = plain(headings[place].heading)
        if score >= GUESS and heading not in found and at not in used:
            found[heading] = Match(table.columns[at], _confidence(score))
            used.add(at)
    return found


def _score(expected: Expected, column: Column, likeness: Likeness) -> float:
    """How like a heading a column is; less, where its values are not of the right shape, or are none."""
    score = likeness.of(expected.heading, column.heading)
    if score == 1 or expected.is_date is None:
        return score
    if column.shape == "empty":
        return score * _EMPTY
    return score if expected.is_date == (column.shape == "dates") else score * _OTHER_SHAPE


def _confidence(score: float) -> Confidence:
    return "sure" if score == 1 else "likely" if score >= LIKELY else "guess"


def expected_of(columns: Mapping[str, set[pl.DataType] | None]) -> list[Expected]:
    """The headings that are read, with whether they are of dates, where all facts that read them agree."""
    return [Expected(name, None if not types else _all_dates(types)) for name, types in columns.items()]


def _all_dates(types: set[pl.DataType]) -> bool | None:
    dates = {each == pl.Date for each in types}
    return dates.pop() if len(dates) == 1 else None
