"""Run paragraphs on both evaluators, and load the rules of paragraphs and of refusals, all at once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any

import polars as pl
import yaml
from tests.reference.calendars import Calendar
from tests.reference.evaluator import evaluate, load_world
from tests.spec.paragraphs import Paragraph, Refusal, Row, rows_of

from timeliness.engine.clocks import clocks
from timeliness.engine.dates import Dates
from timeliness.engine.known import know
from timeliness.engine.odd_clocks import odd_clocks
from timeliness.engine.odd_facts import odd_facts
from timeliness.errors import RulesInvalidError
from timeliness.extracts.extract import Extract
from timeliness.extracts.findings import no_findings
from timeliness.facts import SOURCE_ROWS, UNALLOCATED, Kind
from timeliness.rulebook.load import Rulebook, load_rulebook

RULES = Path(__file__).parents[2] / "rules"
SCHOOL_DAYS = [date(2024, 9, day) for day in (3, 4, 5, 6, 9, 10, 11, 12, 13)]
LEFT_OUT = {"title": "A duty.", "force": "statute", "severity": "high"}
VERSIONS = "versions: [{from: 2000-01-01, cite: an Act, verified: false}]"

Name = tuple[str, int]
"""A section and the number of a paragraph in it."""


def written(name: Name, rule: str) -> str:
    """A rule with what the page leaves out, put behind it so that lines keep their numbers."""
    return "\n---\n".join(_whole(name, text) for text in dedent(rule).strip("\n").split("\n---\n"))


def _whole(name: Name, text: str) -> str:
    keys = {line.partition(":")[0] for line in text.splitlines()}
    identity = {"id": f"{name[0].replace('_', '-')}-{name[1]}"}
    added = [f"{key}: {value}" for key, value in (identity | LEFT_OUT).items() if key not in keys]
    return "\n".join([text, *added, *([] if "versions" in keys else [VERSIONS])])


def load(rules: Mapping[Name, str]) -> tuple[Rulebook, dict[Name, list[str]]]:
    """Load many small rules together; give the rulebook, and the problems of each rule as `line:column  message`."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {_place(Path(folder), name, text): name for name, text in rules.items()}
        try:
            return load_rulebook(RULES, [Path(folder)]), {}
        except RulesInvalidError as error:
            problems: dict[Name, list[str]] = {}
            for each in error.problems:
                problems.setdefault(paths[Path(each.path).name], []).append(str(replace(each, path="")))
            return load_rulebook(RULES), problems


def _place(folder: Path, name: Name, text: str) -> str:
    (folder / "calendar").mkdir(exist_ok=True)
    (folder / "calendar" / "school.csv").write_text("\n".join(["date", *map(str, SCHOOL_DAYS)]), encoding="utf-8")
    path = folder / f"{name[0]}-{name[1]}.yaml"
    path.write_text(written(name, text), encoding="utf-8")
    return path.name


@cache
def world() -> Any:
    """What the reference evaluator shares over all paragraphs."""
    found = load_world(RULES)
    school = Calendar("school", SCHOOL_DAYS[0], SCHOOL_DAYS[-1], frozenset(SCHOOL_DAYS))
    return replace(found, calendars={**found.calendars, "school": school})


def refused(refusals: Mapping[Name, Refusal]) -> dict[Name, list[str]]:
    """What is said about each rule that is refused."""
    return load({name: refusal.rule for name, refusal in refusals.items()})[1]


def on_engine(paragraph: Paragraph, name: Name, as_at: str, book: Rulebook) -> tuple[list[dict[str, str]], list[str]]:
    """The clocks of a paragraph by the engine, in order and as text; and what it found odd."""
    vocabulary, given = book.vocabulary, rows_of(paragraph, book.vocabulary)
    tables = {kind: _table(vocabulary[kind], rows, place) for place, (kind, rows) in enumerate(given.items())}
    history = {"complete_from": _days(paragraph.complete_from), "latest_only": frozenset(paragraph.latest_only)}
    extract = Extract(tables, no_findings(), tuple(given), **history)
    facts, findings = extract.facts(vocabulary)
    known = know(facts, vocabulary, date.fromisoformat(as_at), known_at=_day(paragraph.known_at))
    rule = book.rules[_id(name)]
    found = clocks([rule], known, Dates(book.calendars))
    odd = [each for frame in (findings, odd_facts(known), odd_clocks(found)) for each in frame["finding"]]
    return _in_order(found.table().to_dicts(), list(given)), sorted(odd)


def on_reference(paragraph: Paragraph, name: Name, as_at: str, book: Rulebook) -> list[dict[str, str]]:
    """The clocks of a paragraph by the reference evaluator, in order and as text."""
    given = rows_of(paragraph, book.vocabulary)
    rule = yaml.safe_load(written(name, paragraph.rule))
    options = {"complete_from": _days(paragraph.complete_from), "known_at": _day(paragraph.known_at)}
    options["latest_only"] = paragraph.latest_only
    return _in_order(evaluate(rule, given, date.fromisoformat(as_at), world(), **options), list(given))


def _id(name: Name) -> str:
    return f"{name[0].replace('_', '-')}-{name[1]}"


def _table(kind: Kind, rows: Sequence[Row], place: int) -> pl.DataFrame:
    schema = kind.columns()
    times = [name for name, dtype in schema.items() if dtype == pl.Time()]
    whole = [{**row, **{name: time.fromisoformat(row[name]) for name in times if row.get(name)}} for row in rows]
    source = pl.int_range(1, pl.len() + 1, dtype=pl.Int64) + place * SOURCE_ROWS
    return pl.DataFrame(whole, schema=schema, orient="row").with_columns(source=source)


def _days(said: Mapping[str, str]) -> dict[str, date]:
    return {name: date.fromisoformat(day) for name, day in said.items()}


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def _in_order(rows: Iterable[Row], tables: list[str]) -> list[dict[str, str]]:
    """By child, start, occurrence and due date, what is not known last; every value as the page writes it."""
    told = [{name: _text(value, name, tables) for name, value in row.items()} for row in rows]
    keys = ("child_id", "start", "occurrence", "due", "start_source")
    return sorted(told, key=lambda row: [(row[key] == "", row[key]) for key in keys])


def _text(value: object, name: str, tables: list[str]) -> str:
    if value is None:
        return UNALLOCATED if name in ("team", "team_then") else ""
    if name.endswith("_source"):
        kind, row = value if isinstance(value, tuple) else (tables[value // SOURCE_ROWS], value % SOURCE_ROWS - 1)
        return f"{kind} {row + 1}"
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)
