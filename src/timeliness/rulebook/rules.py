"""A rule as the engine reads it: every name resolved, every version whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from timeliness.rulebook.conditions import Operator, Value
from timeliness.rulebook.durations import Counted, Duration, Unit
from timeliness.rulebook.written import Force, Severity, WrittenExample

Place = Literal["fact", "own", "kept", "kind", "event", "derived"]
Moment = Literal["date", "start", "end"]


@dataclass(frozen=True, order=True)
class Subject:
    """What a test or a limit reads.

    `fact`: an attribute of the event (for a clock, of the fact that started it). `own`: of the clock's spell.
    `kept`: of the spell by which `first_in` kept the start. `kind`: of the spell of that kind running on the
    day, or with no name whether one runs. `event`: whether such an event has happened. `derived`: age and so on.
    """

    place: Place
    kind: str
    name: str
    moment: Moment = "date"

    def __str__(self) -> str:
        """The subject in words, as a column of state names it."""
        return ".".join(part for part in (self.kind, self.name) if part)


@dataclass(frozen=True)
class Test:
    """One test of a condition."""

    subject: Subject
    operator: Operator
    value: Value


Condition = tuple[Test, ...]


@dataclass(frozen=True)
class Length:
    """A duration whose amount, if it is not a number, is a subject."""

    amount: int | Subject
    unit: Unit
    calendar: str
    counted: Counted
    words: str

    def worded(self, amount: int) -> str:
        """Write the length with an amount: '1 week', '15 working days'."""
        return Duration(0, self.unit, self.calendar, self.counted).worded(str(amount))

    @property
    def number(self) -> int | None:
        """The amount, if it is a number."""
        return self.amount if isinstance(self.amount, int) else None

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """What the amount reads, if it reads anything."""
        return (self.amount,) if isinstance(self.amount, Subject) else ()


@dataclass(frozen=True)
class Ref:
    """Events of a kind, or the starts or ends of its spells, and which of them."""

    kind: str
    moment: Moment
    where: Condition = ()
    first_in: str | None = None
    last_in: str | None = None
    at: Subject | None = None
    early: Length | None = None

    def __str__(self) -> str:
        return self.kind if self.moment == "date" else f"{self.kind}.{self.moment}"


@dataclass(frozen=True)
class Branch:
    """One branch of a limit."""

    when: Condition
    limit: Length
    due_soon: Length | None


@dataclass(frozen=True)
class Reason:
    """Why a duty does not apply, or why missing it is excused."""

    reason: str
    when: Condition
    event: Ref | None
    late: bool


@dataclass(frozen=True)
class Pause:
    """A spell whose days do not count."""

    kind: str
    where: Condition
    late: bool


@dataclass(frozen=True)
class Extension:
    """A decision that moves the due date."""

    event: Ref
    until: str | None
    by: Length | None
    at_most: Length | None
    times: int | None
    late: bool


@dataclass(frozen=True)
class Summary:
    """How results are stated beside the rates: the average of days taken over a window."""

    over: Length
    of: str | None


@dataclass(frozen=True)
class Verified:
    """Who read the instrument, and when."""

    on: date
    by: str


@dataclass(frozen=True)
class Version:
    """The whole text of a rule over a period of law; `last` is its last day where the duty ceased."""

    first: date
    last: date | None
    cite: str
    url: str | None
    verified: Verified | None
    note: str | None
    met_by: tuple[Ref, ...]
    within: tuple[Branch, ...]
    reread: tuple[str, ...]
    no_later_than: tuple[Ref, ...]
    paused_by: Pause | None
    extended_by: Extension | None
    excluded: tuple[Reason, ...]
    excepted: tuple[Reason, ...]
    to_age: int

    @property
    def name(self) -> str:
        """The version's name in results: its first day."""
        return self.first.isoformat()


@dataclass(frozen=True)
class Rule:
    """A duty, and its text over time."""

    id: str
    title: str
    duty: str | None
    about: str
    force: Force
    severity: Severity
    binds: str
    service: str | None
    pack: str | None
    misread: tuple[str, ...]
    reading_of: str | None
    starts: tuple[Ref, ...]
    during: str | None
    repeats: bool
    ends_when: tuple[Ref, ...]
    summary: Summary | None
    after: str | None
    versions: tuple[Version, ...]
    examples: tuple[WrittenExample, ...]
    path: str
    line: int

    @property
    def area(self) -> str:
        """The area of law and practice: the folder that it stands in."""
        return (
            self.path.replace("\\", "/").split("/")[-2].replace("-", " ") if "/" in self.path.replace("\\", "/") else ""
        )

    @property
    def backwards(self) -> bool:
        """Whether its limit is counted before the start."""
        return self.versions[0].within[-1].limit.counted == "before"

    @property
    def lists(self) -> bool:
        """Whether its clocks may stand in an exception list: neither readings nor indicators do."""
        return self.reading_of is None and self.force != "indicator"

    def in_force(self, day: date) -> Version | None:
        """The version in force on a day, or None before the first and after the last."""
        begun = [version for version in self.versions if version.first <= day]
        found = begun[-1] if begun else None
        return None if found is None or (found.last is not None and found.last < day) else found

    def refs(self) -> Iterator[Ref]:
        """Every event ref of every version, with the events of reasons and extensions."""
        yield from self.starts
        yield from self.ends_when
        for version in self.versions:
            yield from version.met_by
            yield from version.no_later_than
            yield from (entry.event for entry in (*version.excluded, *version.excepted) if entry.event)
            if version.extended_by:
                yield version.extended_by.event
