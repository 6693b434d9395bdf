"""Which rules an extract can answer: each ran, ran partly, or could not run, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from timeliness.engine.known import Known
from timeliness.rulebook.rules import Branch, Condition, Ref, Rule, Subject, Version

State = Literal["ran", "partly", "could not run"]
NONE: Mapping[str, str] = {}
RECORDED = "recorded_on"
SCHEMA = {"rule": pl.String, "state": pl.String, "why": pl.String}


@dataclass(frozen=True)
class Lack:
    """What a rule names and the extract does not have; `vital` ones keep it from running.

    It is a table, or a column of one; where neither is named, no other table would change it.
    """

    vital: bool
    what: str
    effect: str
    table: str = ""
    column: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.effect}" if self.effect else self.what


@dataclass(frozen=True)
class Coverage:
    """What became of one rule: what it lacks, what this kind of extract cannot show, and what else to know."""

    rule: str
    lacks: tuple[Lack, ...]
    limit: str = ""
    note: str = ""

    @property
    def state(self) -> State:
        """Whether the rule ran."""
        if any(lack.vital for lack in self.lacks):
            return "could not run"
        return "partly" if self.lacks or self.limit else "ran"

    @property
    def decides(self) -> tuple[Lack, ...]:
        """What must be there for the rule to run at all; or, where it runs, for it to run whole."""
        return tuple(lack for lack in self.lacks if lack.vital) or self.lacks

    @property
    def why(self) -> str:
        """What is not there, and what that does; with a note of what else to know."""
        more = () if self.state == "could not run" else filter(None, [self.limit, self.note])
        return "; ".join(dict.fromkeys([*map(str, self.decides), *more]))


def covered(
    rules: Iterable[Rule], known: Known, limits: Mapping[str, str], note: str = "", cannot: Mapping[str, str] = NONE
) -> list[Coverage]:
    """Say of each rule whether the facts allow it, in order of rule.

    `limits` says of rules what this kind of extract cannot show, `cannot` why some cannot run though what they name is
    there; `note` holds for all that ran.
    """
    return [
        Coverage(rule.id, tuple(_lacks(rule, known, cannot)), limits.get(rule.id, ""), note)
        for rule in sorted(rules, key=lambda rule: rule.id)
    ]


def _lacks(rule: Rule, known: Known, cannot: Mapping[str, str]) -> Iterable[Lack]:
    if rule.id in cannot:
        return [Lack(vital=True, what=cannot[rule.id], effect="")]
    return _once_each(_Looking(rule, known).lacks())


def as_frame(found: Iterable[Coverage]) -> pl.DataFrame:
    """Coverage as a table: `rule, state, why`."""
    return pl.DataFrame([{"rule": each.rule, "state": each.state, "why": each.why} for each in found], schema=SCHEMA)


def _once_each(lacks: Iterable[Lack]) -> Iterable[Lack]:
    """What is lacking, once each with its first effect; what keeps a rule from running goes before the rest."""
    found: dict[str, Lack] = {}
    for lack in sorted(lacks, key=lambda lack: not lack.vital):
        found.setdefault(lack.what, lack)
    return found.values()


@dataclass(frozen=True)
class _Looking:
    """Looks for what a rule names in the facts."""

    rule: Rule
    known: Known

    def lacks(self) -> Iterator[Lack]:
        for ref in self.rule.starts:
            yield from self._of_ref(ref, vital=True, effect="no clock can start")
            yield from self._last(ref.kind, "clocks that closed before it are not judged")
        if self.rule.during:
            yield from self._table(self.rule.during, vital=True, effect="the clock's spell is not known")
        for ref in self.rule.ends_when:
            yield from self._of_ref(ref, vital=False, effect="ends of the duty cannot be seen")
        for version in dict.fromkeys(self.rule.versions):
            yield from self._of_version(version)

    def _of_version(self, version: Version) -> Iterator[Lack]:
        for ref in version.met_by:
            yield from self._of_ref(ref, vital=True, effect="meetings cannot be seen")
            yield from self._last(ref.kind, "clocks that closed before it are not judged")
        yield from self._within(version.within)
        for kind in version.reread:
            yield from self._table(kind, vital=False, effect="changes that bring dates forward cannot be seen")
        for ref in version.no_later_than:
            yield from self._of_ref(ref, vital=False, effect="events that bring dates forward cannot be seen")
        for entry in (*version.excluded, *version.excepted):
            effect = f"the reason '{entry.reason}' cannot be seen"
            yield from self._condition(entry.when, vital=False, effect=effect)
            if entry.event is not None:
                yield from self._of_ref(entry.event, vital=False, effect=effect)
        yield from self._movers(version)

    def _movers(self, version: Version) -> Iterator[Lack]:
        if version.paused_by is not None:
            yield from self._table(version.paused_by.kind, vital=False, effect="pauses cannot be seen")
        extension = version.extended_by
        if extension is not None:
            effect = "extensions cannot be seen"
            yield from self._of_ref(extension.event, vital=False, effect=effect)
            if extension.until:
                yield from self._column(extension.event.kind, extension.until, vital=False, effect=effect)

    def _within(self, within: tuple[Branch, ...]) -> Iterator[Lack]:
        only = len(within) == 1
        for branch in within:
            effect = "a later branch of the limit is used" if branch is not within[-1] else "limit unknown"
            yield from self._condition(branch.when, vital=False, effect="a later branch of the limit is used")
            for subject in branch.limit.subjects:
                yield from self._subject(subject, vital=only, effect="the limit is not known" if only else effect)

    def _of_ref(self, ref: Ref, *, vital: bool, effect: str) -> Iterator[Lack]:
        yield from self._table(ref.kind, vital=vital, effect=effect)
        yield from self._condition(ref.where, vital=vital, effect=effect)
        for kind in (ref.first_in, ref.last_in):
            if kind is not None:
                yield from self._table(kind, vital=vital, effect="the first of each cannot be told")
        if ref.at is not None and ref.at.place == "fact":
            yield from self._column(ref.kind, ref.at.name, vital=vital, effect=effect)

    def _condition(self, condition: Condition, *, vital: bool, effect: str) -> Iterator[Lack]:
        for test in condition:
            if test.subject.place != "derived" and test.operator != "unknown":
                yield from self._subject(test.subject, vital=vital, effect=effect)

    def _subject(self, subject: Subject, *, vital: bool, effect: str) -> Iterator[Lack]:
        if subject.name:
            yield from self._column(subject.kind, subject.name, vital=vital, effect=effect)
        else:
            yield from self._table(subject.kind, vital=vital, effect=effect)
            yield from self._last(subject.kind, "whether there were others before it cannot be seen")

    def _table(self, kind: str, *, vital: bool, effect: str) -> Iterator[Lack]:
        if not self.known.has(kind):
            yield Lack(vital, f"no table {kind}", effect, kind)
        elif kind in self.known.unrecorded:
            what = f"{kind} is not known when recorded"
            yield Lack(False, what, "all its facts are taken as known", kind, RECORDED)

    def _last(self, kind: str, effect: str) -> Iterator[Lack]:
        if kind in self.known.latest_only:
            yield Lack(vital=False, what=f"{kind} has only the last of each child", effect=effect)

    def _column(self, kind: str, name: str, *, vital: bool, effect: str) -> Iterator[Lack]:
        if not self.known.has(kind):
            yield Lack(vital, f"no table {kind}", effect, kind)
        elif not self.known.has(kind, name) and self.known.rows(kind).height:
            yield Lack(vital, f"no {kind}.{name}", effect, kind, name)
