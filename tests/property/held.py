"""Evaluate a rule over an extract by the engine and by the plain evaluator, and tell where they differ."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, time
from typing import Any

import polars as pl

from tests.property.books import BOOK, DATES, WORLD, WRITTEN
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


def known_of(case: Case) -> Known:
    """What the engine knows of an extract on its day."""
    kinds = [kind for kind in case.facts if kind in BOOK.vocabulary.kinds]
    tables = {kind: _table(BOOK.vocabulary[kind], case.facts[kind], place) for place, kind in enumerate(kinds)}
    extract = Extract(tables, no_findings(), tuple(kinds), complete_from=case.complete_from)
    facts, _ = extract.facts(BOOK.vocabulary)
    return know(facts, BOOK.vocabulary, case.as_at, known_at=case.known_at)


def by_engine(names: Sequence[str], case: Case) -> pl.DataFrame:
    """The clocks of those rules that can run over the extract, in the columns of the result."""
    known = known_of(case)
    asked = [BOOK.rules[name] for name in names]
    runs = {each.rule for each in covered(asked, known) if each.state != "could not run"}
    return clocks([rule for rule in asked if rule.id in runs], known, DATES).table()


def can_run(name: str, case: Case) -> bool:
    """Whether the extract has what the rule cannot do without."""
    return covered([BOOK.rules[name]], known_of(case))[0].state != "could not run"


def told_by_engine(name: str, case: Case) -> list[Row] | None:
    """The engine's clocks in plain values, evidence by table and row; None where the rule could not run."""
    known = known_of(case)
    if covered([BOOK.rules[name]], known)[0].state == "could not run":
        return None
    tables = list(case.facts)
    rows = clocks([BOOK.rules[name]], known, DATES).table().to_dicts()
    return [{key: _engine_value(key, value, tables) for key, value in row.items() if key not in UNSHARED} for row in rows]


def told_by_evaluator(name: str, case: Case) -> list[Row]:
    """The plain evaluator's clocks in the same values."""
    options = {"complete_from": case.complete_from, "known_at": case.known_at}
    facts = {kind: list(rows) for kind, rows in case.facts.items()}
    rows = evaluate(WRITTEN[name], facts, case.as_at, WORLD, **options)
    return [{key: _plain_value(key, value) for key, value in row.items()} for row in rows]


def differences(name: str, case: Case) -> list[str]:
    """Say of each child whose clocks differ what was given and what each side made of it; nothing, if none does."""
    engine = told_by_engine(name, case)
    if engine is None:
        return []
    plain = told_by_evaluator(name, case)
    ours, theirs = Counter(map(_line, engine)), Counter(map(_line, plain))
    different = sorted({json.loads(line)["child_id"] or "" for line in (ours - theirs) + (theirs - ours)})
    return [_told(name, case, child or None, ours - theirs, theirs - ours) for child in different]


def _told(name: str, case: Case, child: str | None, ours: Counter[str], theirs: Counter[str]) -> str:
    said = [f"{name} as at {case.as_at}, known at {case.known_at}, complete from {_text(dict(case.complete_from))}"]
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


def _engine_value(name: str, value: Any, tables: Sequence[str]) -> Any:
    if name in SOURCES and value is not None:
        return f"{tables[value // SOURCE_ROWS]} {value % SOURCE_ROWS}"
    return _plain(value)


def _plain_value(name: str, value: Any) -> Any:
    if name in ("team", "team_then") and value is None:
        return UNALLOCATED
    if name in SOURCES and value is not None:
        return f"{value[0]} {value[1] + 1}"
    return _plain(value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _table(kind: Kind, rows: Sequence[Row], place: int) -> pl.DataFrame:
    schema = kind.columns()
    timed = [name for name, dtype in schema.items() if dtype == pl.Time()]
    whole = [{**row, **{name: time.fromisoformat(row[name]) for name in timed if row.get(name)}} for row in rows]
    source = pl.int_range(1, pl.len() + 1, dtype=pl.Int64) + place * SOURCE_ROWS
    return pl.DataFrame(whole, schema=schema, orient="row").with_columns(source=source)
