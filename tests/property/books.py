"""The rules that are held: those shipped and those made for it, as the engine and as the evaluator read them."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tests.reference.calendars import Calendar
from tests.reference.evaluator import World, load_world
from timeliness.engine.dates import Dates
from timeliness.rulebook.load import load_rulebook

HERE = Path(__file__).parent
RULES = HERE.parents[1] / "rules"


def _written() -> dict[str, dict[str, Any]]:
    shipped = [path for path in sorted(RULES.rglob("*.yaml")) if path.parent.name not in ("rules", "calendar")]
    files = [*shipped, HERE / "rules.yaml"]
    rules = [rule for path in files for rule in yaml.safe_load_all(path.read_text(encoding="utf-8"))]
    return {rule["id"]: rule for rule in rules}


def _world() -> World:
    found = load_world(RULES)
    with (HERE / "calendar" / "school.csv").open(encoding="utf-8", newline="") as lines:
        days = sorted(date.fromisoformat(row["date"]) for row in csv.DictReader(lines))
    school = Calendar("school", days[0], days[-1], frozenset(days))
    return replace(found, calendars={**found.calendars, "school": school})


BOOK = load_rulebook(RULES, [HERE])
DATES = Dates(BOOK.calendars)
WORLD = _world()
WRITTEN = _written()
