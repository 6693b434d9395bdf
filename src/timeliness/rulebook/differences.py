"""What differs between two states of a rulebook: rules added and taken out, keys changed, and what means the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from timeliness.rulebook.describe import keys_of_law, keys_of_rule, keys_of_version
from timeliness.rulebook.documents import Document
from timeliness.rulebook.places import places
from timeliness.rulebook.rules import Rule

ADDED, GONE, CHANGED, REWORDED = "added", "taken out", "changed", "means the same, written differently"


@dataclass(frozen=True)
class Change:
    """How a rule differs: `what` of ADDED, GONE, CHANGED, REWORDED; of a change each key, before and after."""

    rule: str
    what: str
    version: str = ""
    key: str = ""
    before: str = ""
    after: str = ""


def differences(old: Mapping[str, Rule], new: Mapping[str, Rule]) -> Iterator[Change]:
    """Compare rule by rule, in order of id. Where a rule stands in its file, and its examples, make no difference."""
    written = places(old.values()), places(new.values())
    for id_ in sorted({*old, *new}):
        if id_ not in old or id_ not in new:
            yield Change(id_, ADDED if id_ in new else GONE)
            continue
        found = list(_keys(old[id_], new[id_]))
        yield from found
        if not found and _written(old[id_], written[0]) != _written(new[id_], written[1]):
            yield Change(id_, REWORDED)


def _keys(old: Rule, new: Rule) -> Iterator[Change]:
    before, after = _told(old), _told(new)
    for version, key in dict.fromkeys([*before, *after]):
        was, now = before.get((version, key), ""), after.get((version, key), "")
        if was != now:
            yield Change(old.id, CHANGED, version, key, was, now)


def _told(rule: Rule) -> dict[tuple[str, str], str]:
    """Each key of the rule and of each version, in words."""
    found: dict[tuple[str, str], list[str]] = {}
    for key, said in keys_of_rule(rule):
        found.setdefault(("", key), []).append(said)
    for version in rule.versions:
        for key, said in (*keys_of_version(version), *keys_of_law(version)):
            found.setdefault((version.name, key), []).append(said)
    return {place: "; ".join(said) for place, said in found.items()}


def _written(rule: Rule, documents: Mapping[tuple[str, int], Document]) -> dict[str, Any]:
    """The keys of a rule as its author wrote them, but for its examples."""
    return {key: said for key, said in documents[rule.path, rule.line].data.items() if key != "examples"}
