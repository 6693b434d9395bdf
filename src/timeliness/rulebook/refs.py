"""Resolve event refs: an event, or a moment of a spell, and which of them."""

from __future__ import annotations

from dataclasses import dataclass

from timeliness.rulebook.documents import Path
from timeliness.rulebook.names import unknown
from timeliness.rulebook.rules import Moment, Ref, Subject
from timeliness.rulebook.scope import Names, Scope
from timeliness.rulebook.written import WrittenRef


@dataclass(frozen=True)
class Refs:
    """Resolves the refs of one rule. Every method notes problems and carries on."""

    names: Names
    of_reading: bool

    def refs(self, where: Path, written: tuple[WrittenRef, ...], of: str = "") -> tuple[Ref, ...]:
        """Resolve a list of refs. `of` is the key that they stand in, where that key may say more of them."""
        found = [self.ref(self.item(where, position), ref, of) for position, ref in enumerate(written)]
        return tuple(ref for ref in found if ref is not None)

    def item(self, where: Path, position: int) -> Path:
        """The place of an item, or of the key itself where one item stands without a list."""
        place = (*where, position)
        return place if place in self.names.document else where

    def ref(self, where: Path, written: WrittenRef, of: str = "") -> Ref | None:
        """Resolve one ref."""
        moment = self._moment((*where, "event"), written.event)
        if moment is None:
            return None
        kind, when = moment
        for key in ("first_in", "last_in", "at"):
            if getattr(written, key) is not None and of != "starts":
                self.names.refuse((*where, key), f"'{key}' belongs to 'starts' only.")
        if written.early is not None and of not in ("starts", "met_by"):
            self.names.refuse((*where, "early"), "'early' belongs to 'starts' and 'met_by' only.")
        if written.last_in and not self.of_reading:
            self.names.refuse((*where, "last_in"), "'last_in' is for readings only: it changes as facts arrive.")
        return Ref(
            kind,
            when,
            Scope(self.names, (kind,)).condition((*where, "where"), written.where),
            self.spell((*where, "first_in"), written.first_in),
            self.spell((*where, "last_in"), written.last_in),
            self.at((*where, "at"), kind, written.at),
            self.names.length((*where, "early"), written.early),
        )

    def _moment(self, where: Path, text: str) -> tuple[str, Moment] | None:
        name, _, moment = text.partition(".")
        if not moment:
            kind = self.names.kind(where, name, "event")
            return (kind.name, "date") if kind else None
        kind = self.names.kind(where, name, "spell")
        if moment not in ("start", "end"):
            self.names.refuse(where, unknown("a moment of a spell", moment, ("start", "end")))
            return None
        return (kind.name, "start" if moment == "start" else "end") if kind else None

    def spell(self, where: Path, name: str | None) -> str | None:
        """Resolve the name of a kind of spell."""
        kind = self.names.kind(where, name, "spell") if name is not None else None
        return kind.name if kind else None

    def at(self, where: Path, kind: str, text: str | None) -> Subject | None:
        """Resolve the date on which a clock is started instead."""
        if text is None:
            return None
        spell, _, moment = text.partition(".")
        if moment:
            if moment != "start":
                self.names.refuse(where, "A clock can be started on a spell's '.start' or on a date attribute.")
            found = self.names.kind(where, spell, "spell")
            return Subject("kind", found.name, "start") if found else None
        attribute = self.names.attribute(where, self.names.vocabulary[kind], text)
        if attribute is not None and attribute.type != "date":
            self.names.refuse(where, f"'{text}' is not a date.")
        return Subject("fact", kind, text)
