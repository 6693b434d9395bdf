"""What every evaluation shares and none changes: the vocabulary and the calendars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from tests.reference.calendars import Calendar, load_calendars


@dataclass(frozen=True)
class Kind:
    """One kind of fact of the vocabulary (the rule language 1)."""

    name: str
    shape: str
    own: str
    identifiers: tuple[str, ...]
    attributes: Mapping[str, str]
    joins: str | None
    rebooks: bool

    @property
    def links(self) -> frozenset[str]:
        """Name the links that a fact of this kind can carry (decision 9)."""
        return frozenset(self.own if name == "id" else name for name in self.identifiers)

    @property
    def begins(self) -> str:
        """Name the column of a fact's own day."""
        return "start" if self.shape == "spell" else "date"

    def known_at_end(self, attribute: str) -> bool:
        """Say whether the attribute is known only when its spell has ended (decision 2)."""
        return self.attributes.get(attribute) == "end"


@dataclass(frozen=True)
class World:
    """The kinds of fact and the calendars, by name."""

    kinds: Mapping[str, Kind]
    calendars: Mapping[str, Calendar]


def load_world(rules: Path) -> World:
    """Read the vocabulary and the calendars of a folder of rules, once."""
    stated = [
        yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((rules / "vocabulary").glob("*.yaml"))
    ]
    kinds = {name: _kind(name, said) for each in stated for name, said in each.items()}
    return World(kinds, load_calendars(rules / "calendar"))


def _kind(name: str, said: Mapping[str, Any]) -> Kind:
    attributes = said.get("attributes", {})
    return Kind(
        name=name,
        shape=said["shape"],
        own=said.get("link", name),
        identifiers=tuple(said.get("identifiers", ())),
        attributes={key: value.get("known_at", "start") for key, value in attributes.items()},
        joins=said.get("joins"),
        rebooks=said.get("rebooks", False),
    )
