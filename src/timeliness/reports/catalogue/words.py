"""A rule in plain English: its keys as lines of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from timeliness.reports.wording import day, named, sentence
from timeliness.rulebook.describe import keys_of_rule, keys_of_version
from timeliness.rulebook.rules import Rule, Version

FORCES = {
    "statute": "Law",
    "guidance": "Statutory guidance",
    "practice": "Good practice",
    "indicator": "Indicator",
    "local": "Local standard",
}
"""What binds, in the words of a page: only the first two are ever called a breach."""

READING = "Reading"
"""What stands instead of the force where a rule measures another one's duty in another way."""

_LABELS = {
    "starts": "The clock starts with",
    "during": "It belongs to",
    "repeats": "It starts again",
    "met_by": "It is met by",
    "within": "Time allowed",
    "reread": "The time is read again when this changes",
    "no_later_than": "And no later than",
    "paused_by": "These days do not count",
    "extended_by": "It may be extended by",
    "excluded": "It does not apply",
    "excepted": "Missing it is excused",
    "ends_when": "It ends without being met with",
    "to_age": "It ends on the birthday of this age",
    "summary": "It is stated as",
}
_PHRASES = (
    (r"\boccurrence is 1\b", "it is the first"),
    (r"\boccurrence is 2\b", "it is the second"),
    (r"\boccurrence\b", "its number in the row"),
    (r"\bspell_length\b", "its length so far"),
    (r" is true\b", " is yes"),
    (r" is false\b", " is no"),
    (r"\(amber: ", "(shown as due soon: the last "),
)
_NAME = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")
_MOMENT = re.compile(r"\b([a-z0-9_]+)\.(start|end)\b")
_OF = re.compile(r"\b([a-z][a-z0-9_]+)\.([a-z][a-z0-9_]+)\b")


@dataclass(frozen=True)
class Line:
    """What one key says: a label and one text or several."""

    label: str
    texts: tuple[str, ...]


def force(rule: Rule) -> str:
    """What binds, or that the rule is a reading."""
    return READING if rule.reading_of else FORCES[rule.force]


def plain(text: str) -> str:
    """Write the names of facts as words: 'the start of looked after', 'kind of placement'."""
    for written, said in _PHRASES:
        text = re.sub(written, said, text)
    text = _MOMENT.sub(r"the \2 of \1", text)
    text = _OF.sub(r"\2 of \1", text)
    return _NAME.sub(lambda found: named(found[0]), text)


def lines(rule: Rule, version: Version) -> list[Line]:
    """What a version of a rule says, in the order in which a reader asks."""
    said: dict[str, list[str]] = {}
    for key, text in (*keys_of_rule(rule), *keys_of_version(version)):
        if key in _LABELS:
            said.setdefault(key, []).append(sentence(plain(text)))
    return [Line(label, tuple(said[key])) for key, label in _LABELS.items() if key in said]


def changes(rule: Rule) -> Iterator[tuple[Version, str, tuple[Line, ...]]]:
    """Each version, from when to when it was in force, and the lines in which it differs from the one before."""
    before: list[Line] = []
    for version, following in zip(rule.versions, (*rule.versions[1:], None), strict=True):
        now = lines(rule, version)
        last = version.last or (following.first - timedelta(days=1) if following else None)
        end = f" to {day(last)}" if last else " on"
        yield version, f"From {day(version.first)}{end}", tuple(line for line in now if before and line not in before)
        before = now
