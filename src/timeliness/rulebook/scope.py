"""What the names in a condition or a limit stand for, where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from timeliness.errors import Problem
from timeliness.facts import Attribute, Kind, Vocabulary
from timeliness.rulebook.conditions import WrittenTest
from timeliness.rulebook.documents import Document, Path
from timeliness.rulebook.durations import Duration
from timeliness.rulebook.names import unknown
from timeliness.rulebook.rules import Condition, Length, Moment, Place, Subject, Test

_DERIVED = {"before_birth": "boolean", "age": "integer", "occurrence": "integer", "start": "date", "due": "date"}
_SAMPLES = {"text": "text", "integer": "a whole number", "boolean": "true or false", "date": "a date"}
_PYTHON = {"text": str, "integer": int, "boolean": bool, "date": date}
_SUITS = {
    "under": ("integer",),
    "at_least": ("integer",),
    "before": ("date",),
    "on_or_after": ("date",),
}


@dataclass
class Names:
    """The vocabulary, the document that is read, and the problems found in it."""

    vocabulary: Vocabulary
    calendars: frozenset[str]
    document: Document
    problems: list[Problem]

    def refuse(self, where: Path, message: str) -> None:
        """Note a problem at a place of the document."""
        self.problems.append(self.document.problem(where, message))

    def kind(self, where: Path, name: str, *shapes: str) -> Kind | None:
        """Find a kind of one of these shapes."""
        found = self.vocabulary.kinds.get(name)
        if found is not None and found.shape in shapes:
            return found
        allowed = [kind.name for kind in self.vocabulary.kinds.values() if kind.shape in shapes]
        self.refuse(
            where, unknown(f"{' or '.join(shapes)} of the vocabulary".replace("event", "an event"), name, allowed)
        )
        return None

    def attribute(self, where: Path, kind: Kind, name: str) -> Attribute | None:
        """Find an attribute of a kind."""
        found = kind.attribute(name)
        if found is None:
            allowed = [each.name for each in kind.attributes]
            self.refuse(where, unknown(f"an attribute of {kind.name}", name, allowed))
        return found

    def length(self, where: Path, duration: Duration | None, scope: Scope | None = None) -> Length | None:
        """Resolve a duration; its amount may be an attribute only where there is a scope to read it in."""
        if duration is None:
            return None
        if duration.calendar and duration.calendar not in self.calendars:
            self.refuse(where, unknown("a calendar", duration.calendar, sorted(self.calendars)))
        amount: int | Subject | str = duration.amount
        if isinstance(amount, str):
            if scope is None:
                self.refuse(where, f"'{amount}' is not a number. Only a limit, or 'by', can be an attribute.")
                return None
            found = scope.subject(where, amount)
            if found is None:
                return None
            if found[1] != "integer":
                self.refuse(where, f"'{amount}' is {_SAMPLES[found[1]]}. A limit needs a whole number.")
            amount = found[0]
        return Length(amount, duration.unit, duration.calendar, duration.counted, str(duration))


@dataclass(frozen=True)
class Scope:
    """What names stand for in one place of a rule.

    Bare attributes are those of the clock's `own` spell, else of the `facts` (the event itself, or the facts
    that start the clock); `kept` are the kinds named in `first_in`; `derived` the names besides attributes.
    """

    names: Names
    facts: tuple[str, ...]
    own: str | None = None
    kept: tuple[str, ...] = ()
    derived: tuple[str, ...] = ("age", "before_birth")

    def condition(self, where: Path, tests: tuple[WrittenTest, ...] | None) -> Condition:
        """Resolve a condition; tests that cannot be resolved are noted and left out."""
        return tuple(self._resolved(where, tests or ()))

    def _resolved(self, where: Path, tests: tuple[WrittenTest, ...]) -> Iterator[Test]:
        for test in tests:
            found = self._test((*where, test.name), test)
            if found is not None:
                yield found

    def _test(self, where: Path, test: WrittenTest) -> Test | None:
        if test.operator in ("until", "since"):
            return self._happening(where, test)
        if test.operator in ("running", "not running"):
            kind = self.names.kind(where, test.name, "spell")
            return Test(Subject("kind", kind.name, ""), test.operator, None) if kind else None
        if test.name == "spell_length":
            return self._spell_length(where, test)
        found = self.subject(where, test.name)
        if found is None or not self._suits(where, test, found[1]):
            return None
        return Test(found[0], test.operator, test.value)

    def _happening(self, where: Path, test: WrittenTest) -> Test | None:
        if "occurrence" not in self.derived:
            self.names.refuse(where, f"'{test.operator}' is asked of a clock. A 'where' sees the event, not the clock.")
            return None
        name, _, moment = str(test.value).partition(".")
        kind = self.names.kind(where, name, "spell" if moment else "event")
        if kind is None or not moment:
            return Test(Subject("event", kind.name, ""), test.operator, None) if kind else None
        if moment not in ("start", "end"):
            self.names.refuse(where, unknown("a moment of a spell", moment, ("start", "end")))
            return None
        found: Moment = "start" if moment == "start" else "end"
        return Test(Subject("event", kind.name, "", found), test.operator, None)

    def _spell_length(self, where: Path, test: WrittenTest) -> Test | None:
        if "spell_length" not in self.derived or self.own is None:
            self.names.refuse(where, "'spell_length' is read only of a clock that belongs to a spell.")
            return None
        if test.operator not in ("under", "at_least") or not isinstance(test.value, Duration):
            self.names.refuse(where, "'spell_length' is compared so: {at_least: 1 year} or {under: 6 months}.")
            return None
        return Test(Subject("derived", "", "spell_length"), test.operator, test.value)

    def subject(self, where: Path, text: str) -> tuple[Subject, str] | None:
        """Say what a name reads, and of which type it is."""
        kind_name, _, name = text.rpartition(".")
        if kind_name:
            return self._dotted(where, kind_name, name)
        if text in self.derived and text in _DERIVED:
            return Subject("derived", "", text), _DERIVED[text]
        for place, kind in self._bare():
            found = kind.attribute(text)
            if found is not None:
                return Subject(place, kind.name, text), found.type
        kinds = dict.fromkeys(kind.name for _, kind in self._bare())
        allowed = [each.name for name in kinds for each in self.names.vocabulary[name].attributes]
        self.names.refuse(where, unknown(f"an attribute of {' or '.join(kinds)}", text, [*allowed, *self.derived]))
        return None

    def _bare(self) -> list[tuple[Place, Kind]]:
        pairs: list[tuple[Place, str]] = [("own", self.own)] if self.own else []
        pairs += [("fact", name) for name in self.facts]
        return [(place, self.names.vocabulary[name]) for place, name in pairs if name in self.names.vocabulary]

    def _dotted(self, where: Path, kind_name: str, name: str) -> tuple[Subject, str] | None:
        shapes = ("spell", "event") if kind_name in self.facts else ("spell",)
        kind = self.names.kind(where, kind_name, *shapes)
        found = self.names.attribute(where, kind, name) if kind else None
        if kind is None or found is None:
            return None
        place: Place = "own" if kind_name == self.own else "kept" if kind_name in self.kept else "kind"
        of_event = "occurrence" not in self.derived and kind_name in self.facts
        if kind.shape == "event" or of_event:
            place = "fact"
        return Subject(place, kind.name, name), found.type

    def _suits(self, where: Path, test: WrittenTest, type_: str) -> bool:
        if test.operator in _SUITS:
            if type_ not in _SUITS[test.operator] or isinstance(test.value, Duration):
                self.names.refuse(
                    where, f"'{test.name}' is {_SAMPLES[type_]}; '{test.operator}: {test.value}' does not suit it."
                )
                return False
            return True
        values = test.value if isinstance(test.value, tuple) else (test.value,)
        wrong = [value for value in values if not _is(value, type_)]
        if wrong and test.operator in ("is", "in"):
            self.names.refuse(where, f"'{test.name}' is {_SAMPLES[type_]}. Found '{wrong[0]}'.")
            return False
        return True


def _is(value: object, type_: str) -> bool:
    wanted = _PYTHON[type_]
    return isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool))
