"""Start a rule of a council's own: a file with every key that it needs, and two examples that hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from timeliness.errors import Problem, RulesInvalidError, UsageError
from timeliness.rulebook.load import Rulebook
from timeliness.rulebook.rules import Ref, Rule
from timeliness.rulebook.written import WrittenExample
from timeliness.runs.council import read_council
from timeliness.runs.examples import clocks_of_examples

START = date(2024, 5, 1)
"""The day on which the clocks of the examples start."""

_SPELL_BEGAN = date(2024, 4, 1)
_WIDE = 10_000
_READ = date(2030, 1, 1)
_ONE = timedelta(days=1)

_TEXT = """\
# A standard of this council's own. `timeliness rules test {id}` runs its examples; docs/local-rules.md says more.
id: {id}
title: {title}
about: >-
  Say what is counted and what is not, and who decided it.
force: local
severity: normal
starts: {starts}
{more}met_by: {met_by}
within: {within}
versions:
  - {{from: {first}, cite: "Our practice standards", verified: false}}
"""
_EXAMPLE = """\
  - name: {name}
    as_at: {as_at}
    given: [{given}]
    expect: [{expect}]
"""
_SHOWN = ("start", "due", "met", "status", "days_late")


@dataclass(frozen=True)
class Wanted:
    """What a rule is to say: the keys of a rule, as they are written. `repeats` needs a spell, `during`."""

    id: str
    title: str
    starts: str
    met_by: str
    within: str
    first: date
    during: str | None = None
    repeats: bool = False


def start_rule(folder: Path, wanted: Wanted) -> Path:
    """Write the rule into the council's folder and give its file. Raises UsageError and RulesInvalidError."""
    council = read_council(folder)
    path = folder / "rules" / "local" / f"{wanted.id}.yaml"
    if path.exists():
        raise UsageError(f"{path} is there already. Nothing was changed. Choose another id.")
    more = "".join([f"during: {wanted.during}\n" if wanted.during else "", "repeats: true\n" if wanted.repeats else ""])
    text = _TEXT.format(**(vars(wanted) | {"title": json.dumps(wanted.title, ensure_ascii=False)}), more=more)
    path.parent.mkdir(parents=True, exist_ok=True)
    is_whole = False
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
        book = council.rulebook()
        path.write_text(f"{text}examples:\n{''.join(_examples(book, wanted.id))}", encoding="utf-8", newline="\n")
        is_whole = True
    finally:
        if not is_whole:
            path.unlink()
    return path


def _examples(book: Rulebook, id_: str) -> Iterator[str]:
    """Two examples, on both sides of the last day; the engine itself finds what comes of them."""
    rule = book.rules[id_]
    begun = tuple(_begun(rule))
    first = _clocks(book, rule, _told(_READ, begun))
    due = next((row["due"] for row in first if row["due"]), None)
    if due is None:
        message = "No date comes of this limit without more facts. Give one in days, weeks or months first."
        raise RulesInvalidError("The rule was not written.", [Problem(rule.path, rule.line, 0, message)])
    for name, met in (("Met on the last day", due), ("Met a day later", due + _ONE)):
        told = _told(due + _ONE, (*begun, _fact(rule.versions[-1].met_by[0], met)))
        clocks = [{key: row[key] for key in _SHOWN if row[key]} for row in _clocks(book, rule, told)]
        yield _EXAMPLE.format(
            name=name,
            as_at=told.as_at,
            given=", ".join(_written(each) for each in told.given),
            expect=", ".join(_written(each) for each in clocks),
        )


def _told(as_at: date, given: tuple[dict[str, Any], ...]) -> WrittenExample:
    return WrittenExample.model_construct(name="", as_at=as_at, given=given, expect=(), complete_from={})


def _clocks(book: Rulebook, rule: Rule, told: WrittenExample) -> list[dict[str, Any]]:
    alone = replace(book, rules={rule.id: replace(rule, examples=(told,))})
    return clocks_of_examples(alone)[rule.id, 0]


def _begun(rule: Rule) -> Iterator[dict[str, Any]]:
    start = rule.starts[0]
    if rule.during and (rule.during, "start") != (start.kind, start.moment):
        yield {rule.during: {"start": _SPELL_BEGAN}}
    yield _fact(start, START)


def _fact(ref: Ref, day: date) -> dict[str, Any]:
    """A fact as the ref names it, with what its conditions ask for."""
    asked = {test.subject.name: test.value for test in ref.where if test.operator == "is" and test.subject.name}
    if ref.moment == "date":
        return {ref.kind: day, **asked}
    days = {"start": day} if ref.moment == "start" else {"start": _SPELL_BEGAN, "end": day}
    return {ref.kind: days, **asked}


def _written(fact: dict[str, Any]) -> str:
    return yaml.safe_dump(fact, default_flow_style=True, sort_keys=False, allow_unicode=True, width=_WIDE).strip()
