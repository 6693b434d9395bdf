"""Worked examples: one child's facts, and the clocks that a rule makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import polars as pl

from timeliness.facts import Kind, Vocabulary
from timeliness.rulebook.documents import Path
from timeliness.rulebook.names import unknown
from timeliness.rulebook.rules import Rule
from timeliness.rulebook.scope import Names
from timeliness.rulebook.written import WrittenExample

CHILD = "example"
"""The id of the child of every example."""

EXPECTABLE = (
    *("version", "occurrence", "spell_start", "start", "limit", "branch", "due_first", "due", "due_at", "met", "ended"),
    *("status", "reason", "since", "days_late", "working_days_late", "days_left", "precision", "matched_by"),
    *("team", "team_then", "worker"),
)
"""The columns of a result that an example may expect."""

Row = dict[str, Any]


def example_facts(example: WrittenExample, vocabulary: Vocabulary) -> dict[str, list[Row]]:
    """Lay out an example's facts as rows by table. Every table of the vocabulary is there, if empty."""
    tables: dict[str, list[Row]] = {name: [] for name in vocabulary.kinds}
    for item in example.given:
        name = next(iter(item))
        tables[name].append({"child_id": CHILD, **_row(vocabulary[name], item)})
    tables["child"] = tables["child"] or [{"child_id": CHILD}]
    return tables


def _row(kind: Kind, item: Mapping[str, Any]) -> Row:
    """Lay out one fact: `{cp_visit: 2024-01-09, child_seen: true}` or `{cp_plan: {start: 2024-01-01}, ...}`."""
    head = item[kind.name]
    rest = {key: value for key, value in item.items() if key != kind.name}
    if isinstance(head, dict):
        return _moments(head) | rest
    return _moments({kind.day: head}) | rest


def _moments(days: Mapping[str, Any]) -> Row:
    found: Row = {}
    for name, value in days.items():
        moment = datetime.fromisoformat(value) if isinstance(value, str) and " " in value else None
        if moment is None:
            found[name] = value
        else:
            found[name] = moment.date()
            found["time" if name == "date" else f"{name}_time"] = moment.strftime("%H:%M")
    return found


def check_examples(rule: Rule, names: Names) -> None:
    """Note what is wrong with the examples of a rule: names, days, and keys of `expect`."""
    for position, example in enumerate(rule.examples):
        where: Path = ("examples", position)
        for number, item in enumerate(example.given):
            _check_given((*where, "given", number), item, names)
        for number, clock in enumerate(example.expect):
            for key in sorted(set(clock) - set(EXPECTABLE)):
                names.refuse((*where, "expect", number, key), unknown("a column of the result", key, EXPECTABLE))


def _check_given(where: Path, item: Mapping[str, Any], names: Names) -> None:
    name = next(iter(item), "")
    kind = names.kind(where, name, "event", "spell", "child")
    if kind is None:
        return
    declared = kind.columns()
    columns = set(declared) - {"child_id"}
    head = item[name] if isinstance(item[name], dict) else {}
    for key in sorted({*item, *head} - columns - {name}):
        names.refuse((*where, key), unknown(f"a column of {name}", key, sorted(columns)))
    if kind.shape == "spell" and not isinstance(item[name], dict):
        names.refuse(where, f"'{name}' is a spell: {{{name}: {{start: 2024-01-01, end: 2024-02-01}}}}.")
    for key in ("date", "start", "end"):
        value = head.get(key, item[name] if kind.day == key and not head else None)
        if not _is_moment(value):
            names.refuse(where, f"'{value}' is not a day. Write 2024-01-31, or '2024-01-31 14:30'.")
    for key, value in ({key: item[key] for key in item if key != name} | head).items():
        wanted = declared.get(key)
        if wanted is not None and key not in _MOMENTS and not _suits(value, wanted):
            names.refuse((*where, key), f"'{value}' does not suit '{key}'. Write {_SAMPLES[type(wanted)]}.")


_MOMENTS = ("date", "start", "end", "time", "start_time", "end_time")
_SAMPLES: dict[type[pl.DataType], str] = {
    pl.String: "text",
    pl.Int64: "a whole number",
    pl.Boolean: "true or false",
    pl.Date: "a date, year-month-day",
}


def _suits(value: object, wanted: pl.DataType) -> bool:
    """Whether a value of an example is of its column's type; null is of any."""
    types = {pl.String: str, pl.Int64: int, pl.Boolean: bool, pl.Date: date}
    is_number = wanted == pl.Int64 and isinstance(value, bool)
    return value is None or (isinstance(value, types[type(wanted)]) and not is_number)


def _is_moment(value: object) -> bool:
    if value is None or isinstance(value, date):
        return True
    try:
        datetime.strptime(str(value), "%Y-%m-%d %H:%M")  # noqa: DTZ007 (a wall-clock time, as extracts have it)
    except ValueError:
        return False
    return True
