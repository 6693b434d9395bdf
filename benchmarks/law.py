"""The measured rules as plain values: what the data maker and the peers need to know of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from benchmarks.sizes import COUNCIL, INTERVALS, RECURRING
from timeliness.resources import Folders, shipped
from timeliness.rulebook.durations import Unit
from timeliness.rulebook.load import Rulebook, load_rulebook
from timeliness.rulebook.rules import Length, Rule

_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


@dataclass(frozen=True)
class Span:
    """A length of time, in working days or calendar units; `beginning` with the start, which is then day 1."""

    amount: int
    unit: Unit
    working: bool
    beginning: bool

    @property
    def days(self) -> int:
        """About how many days that is."""
        return self.amount * _DAYS[self.unit] * (7 if self.working else 5) // 5

    @property
    def months(self) -> int:
        """How many months, where it is counted in months or years."""
        return self.amount * {"month": 1, "year": 12}[self.unit]


@dataclass(frozen=True)
class Interval:
    """From every `start` event to the first `met` event, within `limit`; amber from `soon` before the date."""

    rule: str
    start: str
    met: str
    limit: Span
    soon: Span | None


@dataclass(frozen=True)
class Law:
    """The interval rules in order, the amber window of the repeating one, and the working days."""

    intervals: tuple[Interval, ...]
    soon: Span
    working: tuple[date, ...]


@cache
def rulebook() -> Rulebook:
    """Load the shipped rules, and the measured ones beside them as a council's own."""
    return load_rulebook(shipped("rules"), Folders(COUNCIL).local_rules)


def measured(book: Rulebook) -> dict[str, list[Rule]]:
    """The measured rules: those of `interval`, the one that is `recurring`, and the `whole`."""
    intervals, recurring = [book.rules[id_] for id_ in INTERVALS], [book.rules[RECURRING]]
    return {"interval": intervals, "recurring": recurring, "whole": [*intervals, *recurring]}


def law() -> Law:
    """Read the measured rules as plain values."""
    book = rulebook()
    rules = measured(book)
    soon = _span(rules["recurring"][0].versions[0].within[0].due_soon)
    if soon is None:
        raise LookupError(RECURRING)
    return Law(tuple(map(_interval, rules["interval"])), soon, book.calendars["working"].days)


def _interval(rule: Rule) -> Interval:
    version = rule.versions[0]
    limit = _span(version.within[0].limit)
    if limit is None:
        raise LookupError(rule.id)
    return Interval(rule.id, rule.starts[0].kind, version.met_by[0].kind, limit, _span(version.within[0].due_soon))


def _span(length: Length | None) -> Span | None:
    if length is None or not isinstance(length.amount, int):
        return None
    return Span(length.amount, length.unit, bool(length.calendar), length.counted == "beginning")
