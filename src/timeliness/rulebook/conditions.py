"""Conditions as they are written: a mapping, all of whose tests must hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from timeliness.rulebook.durations import Duration, parse_duration
from timeliness.rulebook.names import unknown

Operator = Literal[
    "is",
    "in",
    "under",
    "at_least",
    "before",
    "on_or_after",
    "known",
    "unknown",
    "running",
    "not running",
    "until",
    "since",
]
Value = bool | int | str | date | Duration | tuple[bool | int | str | date, ...] | None

COMPARISONS = ("under", "at_least", "before", "on_or_after")
STATES = ("known", "unknown", "running", "not running")
HAPPENINGS = ("until", "since")

JSON_SCHEMA: dict[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": {
        "anyOf": [
            {"type": ["string", "integer", "boolean"]},
            {"type": "array", "items": {"type": ["string", "integer", "boolean"]}, "minItems": 1},
            {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": False,
                "properties": {name: {"type": ["string", "integer"]} for name in COMPARISONS},
            },
        ]
    },
}


@dataclass(frozen=True)
class WrittenTest:
    """One test of a condition: a name, an operator and a value, as written."""

    name: str
    operator: Operator
    value: Value = None


def parse_condition(found: object) -> tuple[WrittenTest, ...]:
    """Read a condition. Raises ValueError with a message for a rule author."""
    if not isinstance(found, dict) or not found:
        raise ValueError(f"A condition is a mapping, such as {{child_seen: true}}. Found {found!r}.")
    return tuple(test for name, value in found.items() for test in _tests(name, value))


def _tests(name: str, value: object) -> list[WrittenTest]:
    if name in HAPPENINGS:
        return [_happening(name, value)]
    if isinstance(value, dict):
        return [_comparison(name, *pair) for pair in value.items()]
    if isinstance(value, list):
        return [WrittenTest(name, "in", tuple(_scalar(name, item) for item in value))]
    if value in STATES and isinstance(value, str):
        operator: Operator = next(state for state in get_args(Operator) if state == value)
        return [WrittenTest(name, operator)]
    return [WrittenTest(name, "is", _scalar(name, value))]


def _happening(name: str, value: object) -> WrittenTest:
    if not isinstance(value, str):
        raise ValueError(f"'{name}' takes the name of an event. Found {value!r}.")
    return WrittenTest(name, "until" if name == "until" else "since", value)


def _scalar(name: str, value: object) -> bool | int | str | date:
    if not isinstance(value, bool | int | str | date):
        raise ValueError(f"'{name}' is compared with {value!r}. Give a value, a list, or one of {', '.join(STATES)}.")
    return value


def _comparison(name: str, operator: str, value: object) -> WrittenTest:
    match operator:
        case "under" | "at_least":
            amount = value if isinstance(value, int) and not isinstance(value, bool) else parse_duration(value)
            return WrittenTest(name, operator, amount)
        case "before" | "on_or_after":
            if not isinstance(value, date):
                raise ValueError(f"'{name}: {operator}' takes a date, year-month-day. Found {value!r}.")
            return WrittenTest(name, operator, value)
        case _:
            raise ValueError(unknown("a comparison", operator, COMPARISONS))
