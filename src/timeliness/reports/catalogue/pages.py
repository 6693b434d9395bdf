"""What the templates of the catalogue are given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from timeliness.facts import Kind, Vocabulary
from timeliness.reports.catalogue.picture import Picture, picture
from timeliness.reports.catalogue.words import FORCES, READING, Line, changes, force, lines
from timeliness.reports.wording import day, named, sentence, short_day
from timeliness.rulebook.load import Rulebook
from timeliness.rulebook.rules import Length, Rule, Version
from timeliness.rulebook.written import WrittenExample

SOURCES = {
    "ssd": "Standard Safeguarding Dataset",
    "annex_a": "Ofsted Annex A",
    "cin_census": "Children in need census",
    "ssda903": "SSDA903",
}
"""The returns and datasets in which facts are found."""

_LIMITS = 3
"""How many different times allowed the index names."""

NO_SERVICE = "No one service"


@dataclass(frozen=True)
class Entry:
    """A rule in the index."""

    id: str
    title: str
    area: str
    force: str
    service: str
    severity: str
    limit: str
    pack: str
    checked: bool
    words: str


@dataclass(frozen=True)
class Text:
    """A version on the timeline: when it was in force, on what it rests, and what it changed."""

    period: str
    cite: str
    url: str
    checked: str
    note: str
    changed: tuple[Line, ...]


@dataclass(frozen=True)
class Item:
    """A kind of fact that a rule asks for, and where it is found: a text for each of `SOURCES`."""

    name: str
    file: str
    meaning: str
    found_in: tuple[str, ...]


@dataclass(frozen=True)
class Example:
    """A worked example: what is given, and what comes of it, drawn and told."""

    name: str
    as_at: str
    given: tuple[str, ...]
    picture: Picture


@dataclass(frozen=True)
class RulePage:
    """Everything that the page of a rule says."""

    entry: Entry
    about: str
    binds: str
    reading_of: Entry | None
    readings: tuple[Entry, ...]
    lines: tuple[Line, ...]
    texts: tuple[Text, ...]
    misread: tuple[str, ...]
    items: tuple[Item, ...]
    examples: tuple[Example, ...]


def entry(rule: Rule) -> Entry:
    """A rule as the index shows it."""
    version = rule.versions[-1]
    limits = list(dict.fromkeys(_allowed(branch.limit) for branch in version.within))
    service = sentence(rule.service or NO_SERVICE)
    words = " ".join((rule.id, rule.title, rule.about, sentence(rule.area), service, version.cite)).lower()
    return Entry(
        id=rule.id,
        title=rule.title,
        area=sentence(rule.area),
        force=force(rule),
        service=service,
        severity=rule.severity,
        limit=sentence(", ".join(limits[:_LIMITS]) + (", ..." if len(limits) > _LIMITS else "")),
        pack=rule.pack or "",
        checked=version.verified is not None,
        words=" ".join(words.split()),
    )


def _allowed(limit: Length) -> str:
    """A limit, or the kind of fact that says it."""
    return limit.words if limit.number is not None else f"as the {named(limit.subjects[0].kind)} says"


def grouped(entries: Iterable[Entry], by: str) -> list[tuple[str, list[Entry]]]:
    """The index by `area`, `force` or `service`, each group in order of title."""
    groups: dict[str, list[Entry]] = {}
    for each in sorted(entries, key=lambda one: (one.title, one.id)):
        groups.setdefault(getattr(each, by), []).append(each)
    order = [*FORCES.values(), READING] if by == "force" else sorted(groups)
    return [(name, groups[name]) for name in order if name in groups]


@dataclass(frozen=True)
class Shown:
    """A rulebook to be shown, with the clocks that the engine makes of its examples, by rule and position."""

    rulebook: Rulebook
    examples: Mapping[tuple[str, int], Sequence[Mapping[str, Any]]]

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """The index, by rule."""
        return {rule.id: entry(rule) for rule in self.rulebook.rules.values()}

    def page(self, rule: Rule) -> RulePage:
        """Gather the page of a rule."""
        readings = (each.id for each in self.rulebook.rules.values() if each.reading_of == rule.id)
        return RulePage(
            entry=self.entries[rule.id],
            about=" ".join(rule.about.split()),
            binds=sentence(rule.binds),
            reading_of=self.entries[rule.reading_of] if rule.reading_of else None,
            readings=tuple(self.entries[each] for each in readings),
            lines=tuple(lines(rule, rule.versions[-1])),
            texts=tuple(_text(*each) for each in reversed(list(changes(rule)))),
            misread=tuple(" ".join(said.split()) for said in rule.misread),
            items=tuple(_items(rule, self.rulebook.vocabulary)),
            examples=tuple(self._example(rule, position) for position in range(len(rule.examples))),
        )

    def _example(self, rule: Rule, position: int) -> Example:
        told = rule.examples[position]
        drawn = picture(self.examples[rule.id, position], told.as_at, self.rulebook.calendars)
        return Example(told.name, day(told.as_at), tuple(_given(told)), drawn)


def _text(version: Version, period: str, changed: tuple[Line, ...]) -> Text:
    read = version.verified
    checked = f"Read on {day(read.on)} by {read.by}." if read else ""
    return Text(period, version.cite, version.url or "", checked, " ".join((version.note or "").split()), changed)


def _items(rule: Rule, vocabulary: Vocabulary) -> Iterator[Item]:
    names = [ref.kind for ref in rule.refs()]
    names += [rule.during] if rule.during else []
    for version in rule.versions:
        names += version.reread
        names += [version.paused_by.kind] if version.paused_by else []
        tests = [test for branch in version.within for test in branch.when]
        tests += [test for reason in (*version.excluded, *version.excepted) for test in reason.when]
        names += [test.subject.kind for test in tests if test.subject.kind]
    for name in dict.fromkeys(names):
        yield _item(vocabulary[name])


def _item(kind: Kind) -> Item:
    found = dict(kind.found_in)
    return Item(sentence(named(kind.name)), kind.name, kind.meaning, tuple(found.get(name, "") for name in SOURCES))


def _given(example: WrittenExample) -> Iterator[str]:
    """The facts of an example in words: 'Placement from 1 Jan 2024 to 4 Mar 2024: kind P1'."""
    for item in example.given:
        name, head = next(iter(item.items()))
        moments = dict(head) if isinstance(head, dict) else {}
        if name == "child":
            told = [f"{_label(key)} {_worded(value)}" for key, value in moments.items()]
            yield f"Child {', '.join(told)}"
            continue
        when = _when(moments) if moments else f"on {_worded(head)}"
        rest = [f"{_label(key)} {_worded(value)}" for key, value in item.items() if key != name]
        yield f"{sentence(named(name))} {when}" + (f": {', '.join(rest)}" if rest else "")


def _when(moments: Mapping[str, Any]) -> str:
    start = moments.get("start")
    end = moments.get("end")
    begun = f"from {_worded(start)}" if start else "with no known start"
    return f"{begun} to {_worded(end)}" if end else begun


def _label(key: str) -> str:
    return key.replace("_", " ")


def _worded(value: Any) -> str:
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return short_day(value) if hasattr(value, "isoformat") else str(value)
