"""Random facts for a rule: children of a few bytes, each fact a few bytes of its own, all zero being no fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from hypothesis import strategies as st
from tests.property.books import BOOK
from tests.property.days import anchors, days_about, parts_of

from timeliness.facts import ALLOCATION, Kind
from timeliness.rulebook.rules import Ref, Test

FACT, FACTS, CHILD = 10, 10, 6
IDS = (None, "a", None, "b", "a", None, "c", None)
TIMES = (None, "09:00", "01:30", "00:00", "23:59", None, "09:01", "02:30")
YEARS = (0, 18, 16, 5, 1, 10, 17, 4)
LEAP_BIRTHS = (date(2000, 2, 29), date(1996, 2, 29), date(2012, 2, 29))
NUMBERS = (7, 10, 3, 14, 0, -2, 30, 1, 40_000, 10**9)

Row = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """An extract as it is read on a day. `facts` are the rows of each table, in the order of the file."""

    as_at: date
    facts: Mapping[str, Sequence[Row]]
    complete_from: Mapping[str, date] = field(default_factory=dict)
    known_at: date | None = None
    latest_only: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        """How many rows there are: all of them would be pages, and a failure says which child it is about."""
        return f"Case(as_at={self.as_at}, rows={sum(map(len, self.facts.values()))})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: FBT001, ARG002 - hypothesis calls it so
        """Say the same where hypothesis prints what it drew."""
        printer.text(repr(self))

    def of_child(self, child: str | None) -> dict[str, list[Row]]:
        """The rows of one child, of the tables that have any."""
        own = {kind: [row for row in rows if row.get("child_id") == child] for kind, rows in self.facts.items()}
        return {kind: rows for kind, rows in own.items() if rows}


@cache
def kinds_of(name: str) -> list[str]:
    """The kinds that a rule names, those that start and meet its clocks more often."""
    rule = BOOK.rules[name]
    met = [ref.kind for version in rule.versions for ref in version.met_by]
    often = [*(ref.kind for ref in rule.starts), *dict.fromkeys(met), *([rule.during] if rule.during else [])]
    refs = [kind for ref in parts_of(rule, Ref) for kind in (ref.kind, ref.first_in, ref.last_in) if kind]
    tested = [test.subject.kind for test in parts_of(rule, Test)]
    lengths = [length.amount.kind for length in _lengths_of_facts(name)]
    others = [kind for version in rule.versions for kind in version.reread]
    others += [version.paused_by.kind for version in rule.versions if version.paused_by]
    at = [ref.at.kind for ref in rule.starts if ref.at]
    every = dict.fromkeys([*often, *refs, *tested, *lengths, *others, *at, ALLOCATION])
    listed = [kind for kind in every if kind in BOOK.vocabulary.kinds and kind != "child"]
    return [*often, *often, *(kind for kind in listed if kind != ALLOCATION), *listed]


def _lengths_of_facts(name: str) -> Iterator[Any]:
    for version in BOOK.rules[name].versions:
        yield from (branch.limit for branch in version.within if branch.limit.subjects)


@cache
def _values(name: str, attribute: str) -> tuple[Any, ...]:
    """What a rule's conditions compare an attribute with."""
    tests = [test for test in parts_of(BOOK.rules[name], Test) if test.subject.name == attribute]
    values = [each for test in tests for each in (test.value if isinstance(test.value, tuple) else (test.value,))]
    return tuple(dict.fromkeys(each for each in values if isinstance(each, str | int)))


@st.composite
def cases(draw: st.DrawFn, name: str, children: int = 20) -> Case:
    """Extracts of some children with facts of the kinds that a rule names."""
    anchor = draw(st.sampled_from(anchors(name)))
    said = draw(st.binary(min_size=8, max_size=8))
    facts = st.lists(st.binary(min_size=FACT, max_size=FACT), min_size=FACTS, max_size=FACTS)
    drawn = draw(
        st.lists(st.tuples(st.binary(min_size=CHILD, max_size=CHILD), facts), min_size=children, max_size=children)
    )
    return made(name, anchor, said, drawn)


def seeded(name: str, seed: int, children: int = 20) -> Case:
    """The same extract for the same seed."""
    chance = Random(f"{name} {seed}")  # noqa: S311 - chance that is the same again, not secrecy
    drawn = [(chance.randbytes(CHILD), [chance.randbytes(FACT) for _ in range(FACTS)]) for _ in range(children)]
    return made(name, chance.choice(anchors(name)), chance.randbytes(8), drawn)


def made(name: str, anchor: date, said: bytes, drawn: Sequence[tuple[bytes, Sequence[bytes]]]) -> Case:
    """An extract of the bytes that stand for it."""
    making = Making(name, days_about(name, anchor), anchor, records=said[2] % 4 == 3)
    tables: dict[str, list[Row]] = {kind: [] for kind in ["child", *dict.fromkeys(kinds_of(name))]}
    for number, (child, facts) in enumerate(drawn, 1):
        making.child(tables, f"child {number}", child, facts)
    thinned, history = _thinned(tables, said), making.history(said)
    return Case(making.as_at(said), thinned, history, making.known_at(said), making.latest_only(said))


def _thinned(tables: dict[str, list[Row]], said: bytes) -> dict[str, list[Row]]:
    """Leave out a table or a column now and then."""
    kinds = list(tables)
    if said[5] > 228:
        tables.pop(kinds[said[6] % len(kinds)])
    elif said[5] > 200:
        kind = BOOK.vocabulary[kinds[said[6] % len(kinds)]]
        columns = [name for name in kind.columns() if name not in ("child_id", kind.day)]
        for row in tables[kind.name]:
            row.pop(columns[said[7] % len(columns)], None)
    return tables


@dataclass(frozen=True)
class Making:
    """Makes rows of bytes, about an anchor."""

    name: str
    days: Sequence[date]
    anchor: date
    records: bool

    def day(self, code: int) -> date:
        """A day worth trying, or one a little after the anchor."""
        return self.days[code // 2 % len(self.days)] if code % 4 else self.anchor + timedelta(days=code // 4 % 48 - 4)

    def as_at(self, said: bytes) -> date:
        """The day on which the extract is read: often after everything, else among the facts."""
        late = self.anchor + timedelta(days=400 + said[1])
        return late if said[0] < 70 else max(self.day(said[1]), self.day(said[0] * 256 + said[1]))

    def known_at(self, said: bytes) -> date | None:
        """The day of knowledge, now and then."""
        return self.day(said[3] * 3) if self.records and said[2] % 8 == 7 else None

    def history(self, said: bytes) -> dict[str, date]:
        """From when some tables are whole, now and then."""
        if said[4] < 150:
            return {}
        kinds = list(dict.fromkeys(kinds_of(self.name)))
        return {kind: self.day(said[3] * 5 + place) for place, kind in enumerate(kinds) if (said[4] + place) % 3}

    def latest_only(self, said: bytes) -> frozenset[str]:
        """Which tables hold only the last event of each child, now and then."""
        if said[7] % 4:
            return frozenset()
        kinds = [kind for kind in dict.fromkeys(kinds_of(self.name)) if BOOK.vocabulary[kind].shape == "event"]
        return frozenset(kind for place, kind in enumerate(kinds) if (said[6] + place) % 3)

    def child(self, tables: dict[str, list[Row]], child: str, said: bytes, facts: Sequence[bytes]) -> None:
        """Add a child and its facts, unless there is nothing to add."""
        rows: list[tuple[str, Row]] = []
        for each in facts:
            if each[0] == 0:
                continue
            if rows and each[8] % 16 == 15:
                rows.append(self._again(*rows[-1], each))
            else:
                rows.append(self._fact(child, each))
        if rows and said[0] < 245:
            tables["child"].append(self._listed(child, said))
        if rows and said[0] % 64 == 63:
            tables["child"].append(self._listed(child, said[::-1]))
        for kind, row in rows:
            tables[kind].append(row)

    def _listed(self, child: str, said: bytes) -> Row:
        row: Row = {"child_id": child}
        if said[1] % 4:
            day = self.day(said[2])
            years = day.year - YEARS[said[1] // 4 % len(YEARS)]
            row["born"] = LEAP_BIRTHS[said[1] % 3] if said[1] > 230 else date(years, day.month, min(day.day, 28))
        if said[3] > 224:
            row["died"] = self.day(said[2] * 7 + said[3])
        if said[4] > 224:
            row["complete_from"] = self.day(said[5] * 3)
        return row

    def _again(self, kind: str, row: Row, said: bytes) -> tuple[str, Row]:
        """The same row once more, exactly or with something else in it."""
        other = self._fact(row["child_id"] or "", said)[1]
        changed = {
            key: value for key, value in other.items() if key in row and key not in ("child_id", "date", "start")
        }
        return kind, {**row, **(changed if said[9] % 2 else {})}

    def _fact(self, child: str, said: bytes) -> tuple[str, Row]:
        names = kinds_of(self.name)
        kind = BOOK.vocabulary[names[said[0] % len(names)]]
        nobody = said[7] == 255
        row: Row = {"child_id": None if nobody else child, **self._days(kind, said)}
        for place, name in enumerate(kind.identifiers):
            row[name] = IDS[(said[4] >> (3 * place if place < 2 else 5)) % len(IDS)]
        for place, each in enumerate(kind.attributes):
            row[each.name] = self._value(each.name, each.type, said[5] // (3**place) + said[9] * place)
        if self.records:
            row["recorded_on"] = self.day(said[9]) if said[7] % 2 else None
            if kind.shape == "spell":
                row["end_recorded_on"] = self.day(said[6] + said[9]) if said[7] % 4 == 3 else None
        return kind.name, row

    def _days(self, kind: Kind, said: bytes) -> Row:
        day = None if said[7] % 32 == 31 else self.day(said[1] * 256 + said[2])
        if kind.shape == "event":
            return {"date": day, "time": TIMES[said[6] % len(TIMES)]}
        first = day or self.anchor
        length = said[3] // 3 - 2 if said[3] % 2 else (self.day(said[3] * 256 + said[6]) - first).days
        end = first + timedelta(days=length) if said[3] % 3 else None
        times = {"start_time": TIMES[said[6] % 8], "end_time": TIMES[said[6] // 8 % 8]}
        return {"start": day, "end": end, **times}

    def _value(self, name: str, type_: str, code: int) -> Any:
        if code % 8 == 7:
            return None
        if type_ == "date":
            return self.day(code * 5)
        asked = _values(self.name, name)
        options = {"boolean": (False, True), "integer": (*NUMBERS, *asked), "text": (*asked, *asked, "other")}[type_]
        return options[code % len(options)]
