"""A child: everything known of them as at a day, by kind of fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.reference import rows
from tests.reference.facts import Fact
from tests.reference.rows import Cut, Row
from tests.reference.spells import Spell, begun_last, join
from tests.reference.world import Kind, World

Tables = dict[str, list[Row]]


@dataclass(frozen=True, eq=False)
class Child:
    """One child's facts as at a day; an orphan is a fact without a child, alone."""

    child_id: str | None
    known: bool
    born: date | None
    died: date | None
    complete_from: date | None
    events: dict[str, list[Fact]]
    parts: dict[str, list[Fact]]
    spells: dict[str, list[Spell]]
    faulty: dict[str, list[Spell]]
    lasts: Mapping[str, date]
    tables: frozenset[str]
    cut: Cut
    world: World

    def state(self, kind: str, day: date | None) -> Fact | None:
        """Return the spell of a kind begun last among those running on the day (decision 8)."""
        if day is None:
            return None
        running = [part for part in self.parts.get(kind, []) if part.runs_on(day)]
        return begun_last(running) if running else None

    def history_from(self, *tables: str) -> date | None:
        """Return the day from which the tables and the child are whole (decisions 7 and 22)."""
        rest = set(tables) - self.cut.latest_only
        whole = [self.cut.complete_from.get(table) for table in rest]
        return max((day for day in [*whole, self.complete_from, self.last_in(*tables)] if day), default=None)

    def last_in(self, *tables: str) -> date | None:
        """Return the child's last day in those of the tables that hold only the last (decision 57)."""
        return max((self.lasts[table] for table in tables if table in self.lasts), default=None)


@dataclass(frozen=True)
class Extract:
    """All that is read in one evaluation, of every child."""

    tables: Tables
    cut: Cut
    world: World

    @property
    def people(self) -> dict[str, Row]:
        """Return the rows of the child table, by child."""
        return {row["child_id"]: row for row in self.tables.get("child", [])}


def children(facts: Tables, cut: Cut, world: World) -> list[Child]:
    """Gather every child's facts, and each fact without a child by itself (decision 51)."""
    extract = Extract(facts, cut, world)
    known = [name for name in facts if name in world.kinds and name != "child"]
    by_child: dict[str | None, Tables] = defaultdict(lambda: {name: [] for name in known})
    for name in known:
        for row in rows.recorded(facts[name], cut):
            by_child[row.get("child_id")][name].append(row)
    orphans = _one_by_one(by_child.pop(None, {}), world)
    people = extract.people
    found = [_child(child_id, own, people, extract) for child_id, own in by_child.items()]
    return found + [_child(None, alone, people, extract) for alone in orphans]


def _one_by_one(tables: Tables, world: World) -> list[Tables]:
    return [
        {name: [row]} for name, listed in tables.items() for row in rows.without_duplicates(listed, world.kinds[name])
    ]


def _child(child_id: str | None, own: Tables, people: dict[str, Row], extract: Extract) -> Child:
    person, cut, kinds = people.get(child_id, {}), extract.cut, extract.world.kinds
    listed = child_id in people or "child" not in extract.tables
    begins = {name: _begins(name, person, cut) for name in own if child_id is not None}
    ready = _ready(own, begins, cut.as_at, extract.world)
    if child_id is not None:
        rows.without_loose_references(ready, kinds)
    made = {name: [rows.to_fact(row, kinds[name]) for row in ready[name]] for name in ready}
    return Child(
        child_id=child_id,
        known=child_id is not None and listed,
        born=person.get("born"),
        died=_by(person.get("died"), cut.as_at),
        complete_from=person.get("complete_from"),
        lasts={} if child_id is None else _lasts(child_id, extract),
        tables=frozenset(extract.tables),
        cut=cut,
        world=extract.world,
        **_by_shape(made, kinds),
    )


def _lasts(child_id: str, extract: Extract) -> dict[str, date]:
    """Return the last day in each table that holds only the last, whenever the facts are read (decision 57)."""
    named = extract.cut.latest_only & extract.tables.keys()
    own = {name: [row.get("date") for row in extract.tables[name] if row.get("child_id") == child_id] for name in named}
    return {name: max(filter(None, days)) for name, days in own.items() if any(days)}


def _begins(table: str, person: Row, cut: Cut) -> date | None:
    """Return the day from which a table is whole for a child (decision 7)."""
    days = (cut.complete_from.get(table), person.get("complete_from"))
    return max((day for day in days if day), default=None)


def _ready(own: Tables, begins: dict[str, date | None], as_at: date, world: World) -> Tables:
    ready: Tables = {}
    for name, listed in own.items():
        kind = world.kinds[name]
        once = rows.without_duplicates(listed, kind)
        found = [rows.as_at(rows.placed(row, kind, begins.get(name), as_at), kind, as_at) for row in once]
        ready[name] = [dict(row) for row in found if row is not None]
    return ready


def _by_shape(made: dict[str, list[Fact]], kinds: Mapping[str, Kind]) -> dict[str, Any]:
    spells = {name: made[name] for name in made if kinds[name].shape == "spell"}
    parts = {name: [part for part in spells[name] if not part.faulty] for name in spells}
    faulty = {name: [part for part in spells[name] if part.faulty] for name in spells}
    return {
        "events": {name: made[name] for name in made if name not in spells},
        "parts": parts,
        "spells": {name: join(kinds[name], parts[name]) for name in parts},
        "faulty": {name: [Spell(name, (part,)) for part in faulty[name]] for name in faulty},
    }


def _by(day: date | None, as_at: date) -> date | None:
    return day if day is not None and day <= as_at else None
