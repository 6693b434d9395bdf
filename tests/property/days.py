"""The days on which something may happen around a day, for a rule: where its limits lead, and their neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from tests.property.books import ALL, BOOK
from tests.reference.durations import Duration, less, plus

from timeliness.rulebook.durations import Duration as WrittenDuration
from timeliness.rulebook.rules import Length, Rule

ONE_DAY = timedelta(days=1)
COMMON = [
    date(2016, 2, 29),
    date(2016, 1, 31),
    date(2015, 12, 24),
    date(2016, 3, 23),
    date(2016, 3, 26),
    date(2015, 10, 24),
    date(2016, 2, 15),
    date(2023, 11, 30),
    date(2024, 2, 28),
    date(2024, 2, 29),
]
"""A leap day and the days about it, ends of months, Christmas, Easter, and the nights on which the clocks change."""
EDGES = [date(1994, 12, 28), date(2030, 12, 20), date(1900, 1, 3), date(2100, 12, 28)]
"""Days about the ends of the calendars."""
MOST = 240


def parts_of(said: Any, wanted: type) -> Iterable[Any]:
    """Everything of a type inside a rule, wherever it stands."""
    if isinstance(said, wanted):
        yield said
    if is_dataclass(said):
        said = [getattr(said, field.name) for field in fields(said) if field.name != "examples"]
    if isinstance(said, list | tuple):
        for each in said:
            yield from parts_of(each, wanted)


@cache
def anchors(name: str) -> list[date]:
    """The days about which facts are made for a rule: of every year, and those on which its law changed."""
    rule = BOOK.rules[name]
    changed = [day for version in rule.versions for day in (version.first, version.last) if day and day.year >= 1900]
    outside = EDGES if any(version.first.year < 1900 for version in rule.versions) else []
    return [*COMMON, *changed, *outside]


@cache
def days_about(name: str, anchor: date) -> list[date]:
    """The days worth trying, the anchor first: where limits lead from it, once and twice, and back."""
    found = [anchor, anchor + ONE_DAY, anchor - ONE_DAY]
    lengths = _lengths(BOOK.rules[name])
    once = [day for each in lengths for day in _reached(anchor, each)]
    twice = [day for each in lengths for first in once[:12] for day in _reached(first, each)[:1]]
    for day in [*once, *twice]:
        found += [day, day + ONE_DAY, day - ONE_DAY]
    found += [anchor + timedelta(days=each) for each in range(2, 40, 3)]
    return list(dict.fromkeys(day for day in found if date(1890, 1, 1) <= day <= date(2110, 1, 1)))[:MOST]


def _lengths(rule: Rule) -> list[tuple[int, Duration]]:
    written = [*parts_of(rule, Length), *parts_of(rule, WrittenDuration)]
    numbers = {each: each.amount if isinstance(each.amount, int) else 7 for each in written}
    plain = [(number, Duration(number, each.calendar or None, each.unit, None)) for each, number in numbers.items()]
    return list(dict.fromkeys(plain))


def _reached(day: date, length: tuple[int, Duration]) -> list[date]:
    number, duration = length
    return [each for each in (plus(day, number, duration, ALL.world), less(day, number, duration, ALL.world)) if each]
