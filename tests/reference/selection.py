"""Selection: the happenings that event refs name, after `where`, `first_in` and `last_in`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tests.reference.children import Child
from tests.reference.conditions import matching
from tests.reference.facts import AT_ODDS, LINKED
from tests.reference.happenings import Happening, in_order
from tests.reference.rules import Ref
from tests.reference.spells import Spell


def selected(refs: Iterable[Ref], child: Child) -> list[Happening]:
    """List the happenings that the refs name and keep, by day, ref and row (decisions 3 and 15)."""
    found = matching(refs, child)
    places = {happening.place for happening in found}
    return in_order(
        kept
        for place in places
        for kept in _kept([happening for happening in found if happening.place == place], child)
    )


def _kept(found: list[Happening], child: Child) -> list[Happening]:
    ref = found[0].ref
    kind = ref.first_in or ref.last_in
    if kind is None:
        return found
    spells = child.spells.get(kind, [])
    chosen = {spell: _chosen(found, spell, last=ref.first_in is None) for spell in spells}
    homeless = [one for one in found if not any(_belongs(one, spell) for spell in spells)]
    return homeless + [
        replace(one, kept=_begun_last(spell for spell in spells if chosen[spell] is one))
        for one in found
        if one in chosen.values()
    ]


def _chosen(found: list[Happening], spell: Spell, *, last: bool) -> Happening | None:
    belonging = [one for one in in_order(found) if _belongs(one, spell)]
    if not belonging:
        return None
    return belonging[-1] if last else belonging[0]


def _belongs(happening: Happening, spell: Spell) -> bool:
    if happening.day is None:
        return False
    standing = happening.links.standing(spell.links_by(happening.day))
    return standing == LINKED or (standing != AT_ODDS and spell.runs_on(happening.day))


def _begun_last(spells: Iterable[Spell]) -> Spell:
    return max(spells, key=lambda spell: spell.parts[0].order)
