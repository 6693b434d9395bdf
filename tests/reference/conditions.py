"""Conditions: `when` and `where`, read on one day of one child."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.reference.children import Child
from tests.reference.durations import parse, plus, whole_years
from tests.reference.facts import Fact
from tests.reference.happenings import Happening, happenings
from tests.reference.rules import When, refs
from tests.reference.spells import Spell

STATES = ("running", "not running")


@dataclass(frozen=True)
class View:
    """What a condition may see of a child on a day; only a clock's view has what is derived."""

    child: Child
    day: date | None
    happening: Happening
    spell: Spell | None = None
    derived: Mapping[str, Any] | None = None


def holds(when: When, view: View) -> bool:
    """Say whether every test holds; the unknown holds only `unknown` (the rule language 2)."""
    return all(_test(name, expected, view) for name, expected in when.items())


def matching(said: Iterable[Any], child: Child) -> list[Happening]:
    """List the happenings that the refs name and whose `where` holds, in the order of the refs."""
    return [
        happening
        for place, ref in enumerate(said)
        for happening in happenings(ref, place, child)
        if where_holds(happening, child)
    ]


def where_holds(happening: Happening, child: Child) -> bool:
    """Say whether a ref's `where` holds for a happening, on its own day."""
    where = happening.ref.where
    if happening.day is None or child.child_id is None:
        where = {name: said for name, said in where.items() if _is_own(name, happening, child)}
    return holds(where, View(child, happening.day, happening, happening.spell))


def _is_own(name: str, happening: Happening, child: Child) -> bool:
    """Say whether a name is an attribute of the happening itself (decision 13)."""
    kind, _, attribute = name.rpartition(".")
    known = child.world.kinds[happening.fact.kind].attributes
    return attribute in known and kind in ("", happening.fact.kind)


def value_of(name: str, view: View) -> Any:
    """Return what a name says on the day, nothing where it is not known."""
    if name in ("age", "before_birth"):
        return _of_birth(name, view)
    if name in ("occurrence", "start", "due"):
        return None if view.derived is None else view.derived.get(name)
    kind, _, attribute = name.rpartition(".")
    if kind == "child":
        return getattr(view.child, attribute)
    part = part_read(name, view)
    if part is None or (part.end is None and _known_at_end(part, attribute, view)):
        return None
    return part.values.get(attribute)


def ends_read(when: When, view: View) -> list[Fact]:
    """List the ended spells on whose `known_at: end` attributes a condition rests (decision 35)."""
    names = [name for name in when if name not in ("until", "since")]
    parts = [(part_read(name, view), name.rpartition(".")[2]) for name in names]
    return [part for part, name in parts if part and part.end and _known_at_end(part, name, view)]


def part_read(name: str, view: View) -> Fact | None:
    """Return the fact that a name reads: the spell, the start fact, the kept spell or a state."""
    kind, _, attribute = name.rpartition(".")
    if not kind:
        return _bare(attribute, view)
    if view.spell is not None and view.spell.kind == kind:
        return _part(view.spell, view)
    kept_in = (view.happening.ref.first_in, view.happening.ref.last_in)
    if view.derived is not None and kind in kept_in:
        return _part(view.happening.kept, view)
    if kind == view.happening.fact.kind and view.happening.spell is None:
        return view.happening.fact
    return view.child.state(kind, view.day)


def _bare(attribute: str, view: View) -> Fact | None:
    if view.spell and attribute in view.child.world.kinds[view.spell.kind].attributes:
        return _part(view.spell, view)
    return view.happening.part


def _part(spell: Spell | None, view: View) -> Fact | None:
    return None if spell is None else spell.part_on(view.day or date.min)


def _known_at_end(part: Fact, attribute: str, view: View) -> bool:
    return view.child.world.kinds[part.kind].known_at_end(attribute)


def _of_birth(name: str, view: View) -> int | bool | None:
    born = view.child.born
    if born is None or view.day is None:
        return None
    return view.day < born if name == "before_birth" else whole_years(born, view.day)


def _test(name: str, expected: Any, view: View) -> bool:
    if name in ("until", "since"):
        return _happened(expected, view) is (name == "since")
    if name == "spell_length":
        return _length(expected, view)
    kind = view.child.world.kinds.get(name)
    if kind is not None and kind.shape == "spell" and expected in STATES:
        return name in view.child.tables and _running(name, view) is (expected == "running")
    return _compare(value_of(name, view), expected)


def _compare(value: Any, expected: Any) -> bool:
    if expected in ("known", "unknown"):
        return (value is not None) is (expected == "known")
    if value is None:
        return False
    if isinstance(expected, Mapping):
        return all(_in_bounds(value, word, bound) for word, bound in expected.items())
    return bool(value in expected if isinstance(expected, list) else value == expected)


def _in_bounds(value: Any, word: str, bound: Any) -> bool:
    return bool(value < bound if word in ("under", "before") else value >= bound)


def _running(kind: str, view: View) -> bool | None:
    return None if view.day is None else view.child.state(kind, view.day) is not None


def _length(expected: Any, view: View) -> bool:
    known = view.spell is not None and view.spell.start is not None and view.day is not None
    if expected in ("known", "unknown"):
        return known is (expected == "known")
    return known and all(_reached(view, text) is (word == "at_least") for word, text in expected.items())


def _reached(view: View, text: str) -> bool | None:
    duration = parse(text)
    day = plus(view.spell.start, duration.number, duration, view.child.world)
    return None if day is None else view.day >= day


def _happened(said: Any, view: View) -> bool | None:
    asked = refs(said)
    if view.day is None or any(ref.kind not in view.child.tables for ref in asked):
        return None
    found = [happening.day for happening in matching(asked, view.child) if happening.day]
    return any(day <= view.day and (not view.spell or view.spell.runs_on(day)) for day in found)
