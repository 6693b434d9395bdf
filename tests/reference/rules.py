"""A rule as the evaluator reads it: its shorthand written out and its versions resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.reference.durations import BEFORE, Duration, parse

When = Mapping[str, Any]


@dataclass(frozen=True)
class Ref:
    """An event ref: a kind of event, or the start or end of a spell (the rule language 2)."""

    text: str
    kind: str
    boundary: str
    where: When
    first_in: str | None
    last_in: str | None
    at: str | None
    early: Duration | None


@dataclass(frozen=True)
class Branch:
    """One line of `within`: a condition, a limit and an amber window."""

    when: When
    limit: Duration
    due_soon: Duration | None


@dataclass(frozen=True)
class Reason:
    """One line of `excluded` or `excepted`, a pause or an extension."""

    when: When
    ref: Ref | None
    reason: str
    late: bool
    said: Mapping[str, Any]


@dataclass(frozen=True)
class Version:
    """The text of a rule over a period of law (the rule language 3, Versions)."""

    first: date
    last: date | None
    met_by: tuple[Ref, ...]
    within: tuple[Branch, ...]
    reread: tuple[str, ...]
    no_later_than: tuple[Ref, ...]
    paused_by: tuple[Reason, ...]
    extended_by: tuple[Reason, ...]
    excluded: tuple[Reason, ...]
    excepted: tuple[Reason, ...]
    to_age: int


@dataclass(frozen=True)
class Rule:
    """A duty: what no version may change, and the versions in order."""

    rule: str
    starts: tuple[Ref, ...]
    during: str | None
    repeats: bool
    ends_when: tuple[Ref, ...]
    versions: tuple[Version, ...]

    @property
    def own_kind(self) -> str | None:
        """Name the kind of spell whose start starts the clock, without `during` (decision 19)."""
        kinds = {(ref.kind, ref.boundary) for ref in self.starts}
        if self.during or len(kinds) > 1:
            return None
        kind, boundary = next(iter(kinds))
        return kind if boundary == "start" else None

    @property
    def backwards(self) -> bool:
        """Say whether the clock is counted backwards from its start (decision 33)."""
        branches = [branch for version in self.versions for branch in version.within]
        return any(branch.limit.mode == BEFORE for branch in branches)

    @property
    def meeting_kinds(self) -> frozenset[str]:
        """Name the kinds of fact that meet the clock in any version."""
        return frozenset(ref.kind for version in self.versions for ref in version.met_by)

    def version_on(self, day: date) -> Version | None:
        """Return the version in force on a day (decision 20)."""
        version = self.version_near(day)
        ceased = version.last is not None and day > version.last
        return None if day < version.first or ceased else version

    def version_near(self, day: date) -> Version:
        """Return the last version begun by the day, else the first (decision 21)."""
        begun = [version for version in self.versions if version.first <= day]
        return begun[-1] if begun else self.versions[0]


def read_rule(said: Mapping[str, Any]) -> Rule:
    """Write out a rule document and resolve its versions (the rule language 3)."""
    versions = sorted(said["versions"], key=lambda version: version["from"])
    return Rule(
        rule=said["id"],
        starts=refs(said["starts"]),
        during=said.get("during"),
        repeats=said.get("repeats", False),
        ends_when=refs(said.get("ends_when", [])),
        versions=tuple(_version({**said, **version}) for version in versions),
    )


def refs(said: Any) -> tuple[Ref, ...]:
    """Read one event ref or a list of them."""
    return tuple(_ref(one) for one in _listed(said))


def _ref(said: Any) -> Ref:
    said = {"event": said} if isinstance(said, str) else said
    kind, _, boundary = said["event"].partition(".")
    early = said.get("early")
    return Ref(
        text=said["event"],
        kind=kind,
        boundary=boundary or "date",
        where=said.get("where", {}),
        first_in=said.get("first_in"),
        last_in=said.get("last_in"),
        at=said.get("at"),
        early=parse(early) if early else None,
    )


def _version(said: Mapping[str, Any]) -> Version:
    return Version(
        first=said["from"],
        last=said.get("to"),
        met_by=refs(said["met_by"]),
        within=_branches(said),
        reread=tuple(_listed(said.get("reread", []))),
        no_later_than=refs(said.get("no_later_than", [])),
        paused_by=tuple(_pause(one) for one in _listed(said.get("paused_by", []))),
        extended_by=tuple(_reason(one) for one in _listed(said.get("extended_by", []))),
        excluded=tuple(_reason(one) for one in said.get("excluded", [])),
        excepted=tuple(_reason(one) for one in said.get("excepted", [])),
        to_age=said.get("to_age", 18),
    )


def _branches(said: Mapping[str, Any]) -> tuple[Branch, ...]:
    within = said["within"]
    listed = within if isinstance(within, list) else [{"limit": within}]
    return tuple(_branch(one, said.get("due_soon")) for one in listed)


def _branch(said: Mapping[str, Any], usual: str | None) -> Branch:
    due_soon = said.get("due_soon", usual)
    window = parse(due_soon) if due_soon else None
    return Branch(said.get("when", {}), parse(said["limit"]), window)


def _reason(said: Mapping[str, Any]) -> Reason:
    ref = _ref(said) if "event" in said else None
    return Reason(said.get("when", {}), ref, said.get("reason", ""), said.get("late", False), said)


def _pause(said: Any) -> Reason:
    said = {"spell": said} if isinstance(said, str) else said
    rest = {key: value for key, value in said.items() if key != "spell"}
    return _reason({**rest, "event": f"{said['spell']}.start"})


def _listed(said: Any) -> list[Any]:
    return list(said) if isinstance(said, list | tuple) else [said]
