"""Run the worked examples of a rulebook: does each rule make the clocks that its author expects?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

import polars as pl

from timeliness.engine.clocks import clocks
from timeliness.engine.dates import Dates
from timeliness.engine.known import know
from timeliness.extracts.extract import Extract
from timeliness.extracts.findings import no_findings
from timeliness.facts import Facts, Kind
from timeliness.rulebook.documents import Document
from timeliness.rulebook.examples import example_facts
from timeliness.rulebook.load import Rulebook
from timeliness.rulebook.places import places
from timeliness.rulebook.rules import Rule
from timeliness.rulebook.written import WrittenExample

Row = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """Where a clock is not as expected. `clock` counts from 1; the column `clocks` says how many there are."""

    clock: int
    column: str
    expected: str
    found: str


@dataclass(frozen=True)
class Outcome:
    """An example, where it stands, and what differed; nothing, where it passed."""

    rule: str
    name: str
    path: str
    line: int
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """Whether every clock is as expected."""
        return not self.differences


@dataclass(frozen=True)
class _Case:
    """An example of a rule, and the child that it is told of."""

    rule: Rule
    position: int
    child: str

    @property
    def example(self) -> WrittenExample:
        return self.rule.examples[self.position]

    @property
    def read_as(self) -> tuple[date, list[tuple[str, date]]]:
        """What examples must share to be run together: the day, and from when tables are whole."""
        return self.example.as_at, sorted(self.example.complete_from.items())


def run_examples(rulebook: Rulebook) -> list[Outcome]:
    """Run every example of every rule; the outcomes are in order of rule and example.

    Examples of one day are run together, each told of a child of its own.
    """
    found = list(_evaluated(rulebook))
    written = places(case.rule for case, _ in found)
    return [_outcome(case, rows, written) for case, rows in found]


def clocks_of_examples(rulebook: Rulebook) -> dict[tuple[str, int], list[Row]]:
    """The clocks that the engine makes of every example: by rule and position, in order of their start."""
    return {(case.rule.id, case.position): rows for case, rows in _evaluated(rulebook)}


def _evaluated(rulebook: Rulebook) -> Iterator[tuple[_Case, list[Row]]]:
    told = [(rule, position) for rule in rulebook.rules.values() for position in range(len(rule.examples))]
    cases = [_Case(*each, child=f"example-{number}") for number, each in enumerate(told, 1)]
    dates = Dates(rulebook.calendars)
    found: dict[tuple[str, str], list[Row]] = {}
    for _, alike in groupby(sorted(cases, key=lambda case: case.read_as), key=lambda case: case.read_as):
        found |= _found(list(alike), rulebook, dates)
    for case in cases:
        yield case, found.get((case.rule.id, case.child), [])


def _found(cases: Sequence[_Case], rulebook: Rulebook, dates: Dates) -> dict[tuple[str, str], list[Row]]:
    """The clocks of examples that share a day, by rule and child and in order of their start."""
    rules = {case.rule.id: case.rule for case in cases}
    known = know(_facts(cases, rulebook), rulebook.vocabulary, cases[0].example.as_at)
    rows = clocks(list(rules.values()), known, dates).table().to_dicts()
    found: dict[tuple[str, str], list[Row]] = {}
    for row in sorted(rows, key=_order):
        found.setdefault((row["rule"], row["child_id"]), []).append(row)
    return found


def _order(row: Row) -> list[tuple[bool, Any]]:
    """By start, then by occurrence; what is not known comes last."""
    return [(row[name] is None, row[name]) for name in ("start", "occurrence", "clock_key")]


def _facts(cases: Sequence[_Case], rulebook: Rulebook) -> Facts:
    """The facts of all these examples, each those of its own child."""
    vocabulary = rulebook.vocabulary
    rows: dict[str, list[Row]] = {name: [] for name in vocabulary.kinds}
    for case in cases:
        for name, given in example_facts(case.example, vocabulary).items():
            rows[name] += [{**row, "child_id": case.child} for row in given]
    tables = {name: _table(vocabulary[name], given) for name, given in rows.items()}
    history = cases[0].example.complete_from
    return Extract(tables, no_findings(), ("given",), complete_from=history).facts(vocabulary)[0]


def _table(kind: Kind, rows: Sequence[Row]) -> pl.DataFrame:
    schema = kind.columns()
    timed = [name for name, dtype in schema.items() if dtype == pl.Time()]
    whole = [{**row, **{name: time.fromisoformat(row[name]) for name in timed if row.get(name)}} for row in rows]
    return pl.DataFrame(whole, schema=schema, orient="row").with_row_index("source", 1).cast({"source": pl.Int64})


def _outcome(case: _Case, found: Sequence[Row], written: Mapping[tuple[str, int], Document]) -> Outcome:
    line = written[case.rule.path, case.rule.line].problem(("examples", case.position), "").line
    differences = tuple(_differences(case.example.expect, found))
    return Outcome(case.rule.id, case.example.name, case.rule.path, line, differences)


def _differences(expected: Sequence[Mapping[str, Any]], found: Sequence[Row]) -> Iterator[Difference]:
    if len(expected) != len(found):
        yield Difference(0, "clocks", str(len(expected)), str(len(found)))
    for number, (clock, row) in enumerate(zip(expected, found, strict=False), 1):
        for column, value in clock.items():
            if _text(value) != _text(row[column]):
                yield Difference(number, column, _text(value), _text(row[column]))


def _text(value: object) -> str:
    """A value as an example writes it."""
    return "null" if value is None else f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)
