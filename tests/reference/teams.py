"""Teams: whose list a clock is on."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.reference.children import Child
from tests.reference.facts import Fact


def held_by(child: Child, day: date) -> tuple[str | None, str | None]:
    """Return the team and worker to whom the child is allocated on a day (the rule language 4)."""
    running = [part for part in child.parts.get("allocation", []) if part.runs_on(day)]
    if not running:
        return None, None
    latest = max(part.day for part in running)
    first = min((part for part in running if part.day == latest), key=_by_name)
    return first.values.get("team"), first.values.get("worker")


def _by_name(part: Fact) -> tuple[Any, ...]:
    team, worker = part.values.get("team"), part.values.get("worker")
    return team is None, team or "", worker is None, worker or ""
