"""Meetings: the facts named in `met_by`, those of a day gathered into one."""

from __future__ import annotations

from itertools import product
from typing import Any

from tests.reference.children import Child
from tests.reference.clocks import Meeting
from tests.reference.happenings import Happening
from tests.reference.rules import Rule, Version
from tests.reference.selection import selected


def meetings(child: Child, rule: Rule) -> list[Meeting]:
    """Gather the meetings of each day, one for each set of shared links (decision 28)."""
    groups: dict[Any, list[Happening]] = {}
    links = shared_links(child, rule)
    for happening in _answers(child, rule):
        carried = tuple(happening.links.values.get(link) for link in links)
        own = happening.spell if _is_own_end(happening, rule) else None
        groups.setdefault((happening.day, carried, own), []).append(happening)
    marked = {day for day, carried, own in groups if any(carried) and own is None}
    kept = [(key, group) for key, group in groups.items() if key[2] or any(key[1]) or key[0] not in marked]
    return [Meeting(tuple(group), of_spell=key[2]) for key, group in kept]


def _is_own_end(happening: Happening, rule: Rule) -> bool:
    """Say whether it is the end of a spell of the kind that the clocks belong to (decision 56)."""
    return happening.ref.boundary == "end" and happening.ref.kind == (rule.during or rule.own_kind)


def meetings_by_day(child: Child, rule: Rule) -> list[Meeting]:
    """Gather the meetings of each day into one, whatever they carry (decision 32)."""
    groups: dict[Any, list[Happening]] = {}
    for happening in _answers(child, rule):
        groups.setdefault(happening.day, []).append(happening)
    return [Meeting(tuple(group)) for group in groups.values()]


def shared_links(child: Child, rule: Rule) -> list[str]:
    """Name the links by which some start and some meeting can be compared (decisions 9 and 28)."""
    kinds = child.world.kinds
    starting = [kinds[ref.kind] for ref in rule.starts]
    answering = [kinds[kind] for kind in rule.meeting_kinds]
    return sorted(
        link
        for link in {link for kind in starting for link in kind.links}
        if any(
            link in start.links and link in answer.links and not link == start.own == answer.own
            for start, answer in product(starting, answering)
        )
    )


def _answers(child: Child, rule: Rule) -> list[Happening]:
    """List what counts as a meeting by the version in force on its own day (decision 21)."""
    found = [
        (_place(happening, version), happening)
        for version in rule.versions
        for happening in selected(version.met_by, child)
        if happening.day is not None and rule.version_near(happening.day) is version
    ]
    found.sort(key=lambda pair: (pair[1].day, pair[0], pair[1].fact.order))
    return [happening for _, happening in found]


def _place(happening: Happening, version: Version) -> int:
    """Name the place of the first ref of the happening's kind (decision 3)."""
    ref = happening.ref
    same = ((one.kind, one.boundary) for one in version.met_by)
    return list(same).index((ref.kind, ref.boundary))
