"""Resolve a written rule: every name against the vocabulary, every version whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from timeliness.rulebook.documents import Path
from timeliness.rulebook.refs import Refs
from timeliness.rulebook.rules import (
    Branch,
    Extension,
    Pause,
    Reason,
    Rule,
    Summary,
    Verified,
    Version,
)
from timeliness.rulebook.scope import Names, Scope
from timeliness.rulebook.written import (
    Versioned,
    WrittenBranch,
    WrittenExtension,
    WrittenPause,
    WrittenReason,
    WrittenRef,
    WrittenRule,
    WrittenSummary,
    WrittenVersion,
)

Resolved = TypeVar("Resolved")

_OF_AGE = 18
_AT_START = ("age", "before_birth", "occurrence", "spell_length", "start")


def resolve(written: WrittenRule, names: Names) -> Rule | None:
    """Resolve a rule. Problems are noted in `names`; with any, there is no rule."""
    before = len(names.problems)
    found = _Resolver(written, names).rule()
    return found if len(names.problems) == before else None


class _Resolver:
    """Resolves the parts of one rule. Every method notes problems and carries on."""

    def __init__(self, written: WrittenRule, names: Names) -> None:
        self.written = written
        self.names = names
        self.refs = Refs(names, of_reading=written.reading_of is not None)
        self.starts = self.refs.refs(("starts",), written.starts, of="starts")
        self.during = self._during()
        kinds = tuple(ref.kind for ref in self.starts)
        kept = tuple(kind for ref in self.starts for kind in (ref.first_in, ref.last_in) if kind)
        self.scope = Scope(names, kinds, self.during, kept, _AT_START)
        self.reasons = Scope(names, kinds, self.during, kept, (*_AT_START, "due"))

    def rule(self) -> Rule:
        written = self.written
        return Rule(
            id=written.id,
            title=written.title,
            duty=written.duty,
            about=written.about or "",
            force=written.force,
            severity=written.severity,
            binds=written.binds,
            service=written.service,
            pack=written.pack,
            misread=written.misread,
            reading_of=written.reading_of,
            starts=self.starts,
            during=self.during,
            repeats=written.repeats,
            ends_when=self.refs.refs(("ends_when",), written.ends_when or ()),
            summary=self._summary(written.summary),
            after=written.after,
            versions=tuple(self._version(i, version) for i, version in enumerate(written.versions)),
            examples=written.examples,
            path=self.names.document.path,
            line=self.names.document.line,
        )

    def _during(self) -> str | None:
        if self.written.during is not None:
            kind = self.names.kind(("during",), self.written.during, "spell")
            return kind.name if kind else None
        spells = {ref.kind for ref in self.starts if ref.moment == "start"}
        plain = [ref for ref in self.starts if ref.moment != "start"]
        if spells and (plain or len(spells) > 1):
            self.names.refuse(("starts",), "These starts do not share one spell. Say which with 'during'.")
        return next(iter(spells)) if len(spells) == 1 and not plain else None

    # Versions

    def _version(self, position: int, version: WrittenVersion) -> Version:
        where = ("versions", position)
        self._order(where, position)
        self.amber = self._either(where, version, "due_soon", self.names.length)
        within = self._either(where, version, "within", self._within)
        met_by = self._either(where, version, "met_by", lambda place, refs: self.refs.refs(place, refs, of="met_by"))
        for key, found in (("within", within), ("met_by", met_by)):
            if found is None:
                self.names.refuse((), f"'{key}' is missing. Give it in the body, or in every version.")
        verified = version.verified
        return Version(
            first=version.starts_on,
            last=version.to,
            cite=version.cite,
            url=version.url,
            verified=Verified(verified.on, verified.by) if verified else None,
            note=version.note,
            met_by=met_by or (),
            within=within or (),
            reread=self._either(where, version, "reread", self._reread) or (),
            no_later_than=self._either(where, version, "no_later_than", self.refs.refs) or (),
            paused_by=self._either(where, version, "paused_by", self._pause),
            extended_by=self._either(where, version, "extended_by", self._extension),
            excluded=self._either(where, version, "excluded", self._reasons) or (),
            excepted=self._either(where, version, "excepted", self._reasons) or (),
            to_age=version.to_age or self.written.to_age or _OF_AGE,
        )

    def _either(
        self, where: Path, version: Versioned, key: str, resolve: Callable[[Path, Any], Resolved]
    ) -> Resolved | None:
        """Resolve a key of the version, or else of the body."""
        if getattr(version, key) is not None:
            return resolve((*where, key), getattr(version, key))
        body = getattr(self.written, key)
        return None if body is None else resolve((key,), body)

    def _order(self, where: Path, position: int) -> None:
        version = self.written.versions[position]
        if version.to is not None and version.to < version.starts_on:
            self.names.refuse((*where, "to"), f"The version ends on {version.to}, before it begins.")
        if position + 1 == len(self.written.versions):
            return
        following = self.written.versions[position + 1]
        if following.starts_on <= version.starts_on:
            message = f"Versions stand in order of 'from'; {following.starts_on} is not after {version.starts_on}."
            self.names.refuse(("versions", position + 1, "from"), message)
        elif version.to is not None and version.to != following.starts_on - timedelta(days=1):
            what = "a gap" if version.to < following.starts_on else "an overlap"
            message = (
                f"There is {what} between {version.to} and {following.starts_on}. "
                "A version runs to the day before the next: remove 'to'."
            )
            self.names.refuse((*where, "to"), message)

    def _within(self, where: Path, written: tuple[WrittenBranch, ...]) -> tuple[Branch, ...]:
        found = []
        for position, branch in enumerate(written):
            place = self.refs.item(where, position)
            last = position == len(written) - 1
            if (branch.when is None) != last:
                what = (
                    "must not have a 'when': it is for all others"
                    if last
                    else "needs a 'when': no branch after it can hold"
                )
                self.names.refuse(place, f"Branch {position + 1} of {len(written)} {what}.")
            limit = self.names.length((*place, "limit"), branch.limit, self.scope)
            amber = self.names.length((*place, "due_soon"), branch.due_soon) if branch.due_soon else self.amber
            if limit is not None:
                found.append(Branch(self.scope.condition((*place, "when"), branch.when), limit, amber))
        if len({branch.limit.counted == "before" for branch in found}) > 1:
            self.names.refuse(where, "Either every limit is counted 'before the start', or none.")
        return tuple(found)

    def _reread(self, where: Path, written: tuple[str, ...]) -> tuple[str, ...]:
        found = (self.names.kind(where, name, "spell") for name in written)
        return tuple(kind.name for kind in found if kind)

    def _pause(self, where: Path, written: WrittenPause) -> Pause | None:
        kind = self.names.kind(where, written.spell, "spell")
        if kind is None:
            return None
        condition = Scope(self.names, (kind.name,)).condition((*where, "where"), written.where)
        return Pause(kind.name, condition, written.late)

    def _extension(self, where: Path, written: WrittenExtension) -> Extension | None:
        ref = self.refs.ref(where, WrittenRef.model_construct(event=written.event, where=written.where))
        if ref is None:
            return None
        if (written.until is None) == (written.by is None):
            self.names.refuse(where, "An extension says either 'until' (a date) or 'by' (a duration).")
        if written.until is not None:
            self.refs.at((*where, "until"), ref.kind, written.until)
        by = self.names.length((*where, "by"), written.by, Scope(self.names, (ref.kind,)))
        at_most = self.names.length((*where, "at_most"), written.at_most)
        return Extension(ref, written.until, by, at_most, written.times, written.late)

    def _reasons(self, where: Path, written: tuple[WrittenReason, ...]) -> tuple[Reason, ...]:
        return tuple(self._reason(self.refs.item(where, i), entry) for i, entry in enumerate(written))

    def _reason(self, where: Path, written: WrittenReason) -> Reason:
        if written.where is not None and written.event is None:
            self.names.refuse((*where, "where"), "'where' says which events; there is no 'event' here. Use 'when'.")
        ref = None
        if written.event:
            ref = self.refs.ref(where, WrittenRef.model_construct(event=written.event, where=written.where))
        condition = self.reasons.condition((*where, "when"), written.when)
        return Reason(written.reason, condition, ref, written.late)

    def _summary(self, written: WrittenSummary | None) -> Summary | None:
        if written is None:
            return None
        over = self.names.length(("summary", "over"), written.over)
        if written.of is not None:
            self.names.kind(("summary", "of"), written.of, "event")
        return Summary(over, written.of) if over else None
