"""Evaluate a rule over an extract by the engine and by the plain evaluator, and tell where they differ."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any

import polars as pl
from tests.property.books import ALL, BOOK, Sides
from tests.property.made import Case, Row
from tests.reference.evaluator import evaluate

from timeliness.engine.clocks import clocks
from timeliness.engine.coverage import covered
from timeliness.engine.known import Known, know
from timeliness.extracts.extract import Extract
from timeliness.extracts.findings import no_findings
from timeliness.facts import SOURCE_ROWS, UNALLOCATED, Kind

SOURCES = ("start_source", "met_source", "ended_source", "reason_source", "moved_source")
UNSHARED = {"verified", "force", "severity", "authority", "clock_key", "state"}
"""The columns of the engine that the evaluator does not have."""


def as_it_is(table: pl.DataFrame) -> pl.DataFrame:
    """A table with its rows in the order of the file."""
    return table


def known_of(case: Case, arranged: Callable[[pl.DataFrame], pl.DataFrame] = as_it_is) -> Known:
    """What the engine knows of an extract on its day, however the rows of its events and spells are arranged."""
    kinds = [kind for kind in case.facts if kind in BOOK.vocabulary.kinds]
    tables = {kind: _table(BOOK.vocabulary[kind], case.facts[kind], place) for place, kind in enumerate(kinds)}
    tables |= {kind: arranged(table) for kind, table in tables.items() if kind != "child"}
    history = {"complete_from": case.complete_from, "latest_only": case.latest_only}
    extract = Extract(tables, no_findings(), tuple(kinds), **history)
    facts, _ = extract.facts(BOOK.vocabulary)
    return know(facts, BOOK.vocabulary, case.as_at, known_at=case.known_at)


def by_engine(names: Sequence[str], case: Case, sides: Sides = ALL) -> pl.DataFrame:
    """The clocks of those rules that can run over the extract, in the columns of the result."""
    return clocks_of(names, known_of(case), sides)


def clocks_of(names: Sequence[str], known: Known, sides: Sides = ALL) -> pl.DataFrame:
    """The clocks of those rules that can run over what is known, in the columns of the result."""
    asked = [sides.book.rules[name] for name in names]
    runs = {each.rule for each in covered(asked, known, {}) if each.state != "could not run"}
    return clocks([rule for rule in asked if rule.id in runs], known, sides.dates).table()


def can_run(name: str, case: Case, sides: Sides = ALL) -> bool:
    """Whether the extract has what the rule cannot do without."""
    return covered([sides.book.rules[name]], known_of(case), {})[0].state != "could not run"


def told_by_engine(name: str, case: Case, sides: Sides = ALL) -> list[Row]:
    """The engine's clocks in plain values, evidence by table and row; none where the rule could not run."""
    rows = by_engine([name], case, sides).to_dicts()
    return [_of_engine({key: row[key] for key in row if key not in UNSHARED}, list(case.facts)) for row in rows]


def told_by_evaluator(name: str, case: Case, sides: Sides = ALL) -> list[Row]:
    """The plain evaluator's clocks in the same values."""
    options = {name: getattr(case, name) for name in ("complete_from", "known_at", "latest_only")}
    facts = {kind: list(rows) for kind, rows in case.facts.items()}
    rows = evaluate(sides.written[name], facts, case.as_at, sides.world, **options)
    return [{key: _plain_value(key, value) for key, value in row.items()} for row in rows]


def differences(name: str, case: Case, sides: Sides = ALL) -> list[str]:
    """Say of each child whose clocks differ what was given and what each side made of it; nothing, if none does."""
    if not can_run(name, case, sides):
        return []
    ours = Counter(map(_line, told_by_engine(name, case, sides)))
    theirs = Counter(map(_line, told_by_evaluator(name, case, sides)))
    different = sorted({json.loads(line)["child_id"] or "" for line in (ours - theirs) + (theirs - ours)})
    return [_told(name, case, child or None, ours - theirs, theirs - ours) for child in different]


def _told(name: str, case: Case, child: str | None, ours: Counter[str], theirs: Counter[str]) -> str:
    said = [f"{name} as at {case.as_at}, known at {case.known_at}, complete from {_text(dict(case.complete_from))}"]
    said[0] += f", only the last of {', '.join(sorted(case.latest_only))}" if case.latest_only else ""
    for kind, rows in case.of_child(child).items():
        said += [f"  {kind} {_text({key: value for key, value in row.items() if value is not None})}" for row in rows]
    for side, lines in (("engine", ours), ("evaluator", theirs)):
        own = [json.loads(line) for line in lines.elements()]
        said += [f"  {side}: {_text(row)}" for row in own if row["child_id"] == child]
    return "\n".join(said)


def _text(row: Row) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in row.items() if value is not None) + "}"


def _line(row: Row) -> str:
    return json.dumps(row, sort_keys=True)


def _of_engine(row: Row, tables: Sequence[str]) -> Row:
    rows = {name: f"{tables[row[name] // SOURCE_ROWS]} {row[name] % SOURCE_ROWS}" for name in SOURCES if row[name]}
    return {name: rows.get(name, _plain(value)) for name, value in row.items()}


def _plain_value(name: str, value: Any) -> Any:
    if name in ("team", "team_then") and value is None:
        return UNALLOCATED
    if name in SOURCES and value is not None:
        return f"{value[0]} {value[1] + 1}"
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _table(kind: Kind, rows: Sequence[Row], place: int) -> pl.DataFrame:
    schema = kind.columns()
    timed = [name for name, dtype in schema.items() if dtype == pl.Time()]
    whole = [{**row, **{name: time.fromisoformat(row[name]) for name in timed if row.get(name)}} for row in rows]
    source = pl.int_range(1, pl.len() + 1, dtype=pl.Int64) + place * SOURCE_ROWS
    return pl.DataFrame(whole, schema=schema, orient="row").with_columns(source=source)
