"""How alike two headings are: by their words, those that many headings share counting less, and by their letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import cache
from math import log

from timeliness.extracts.readers.headings import plain

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_BRACKETS = re.compile(r"\(([^()]+)\)")
_SAME = {
    "date": ("day", "dt", "dates"),
    "id": ("ref", "reference", "number", "no", "identifier", "uid", "unique", "key", "ids", "refs"),
    "start": (
        "started",
        "starting",
        "starts",
        "begin",
        "began",
        "begins",
        "begun",
        "from",
        "commenced",
        "opened",
        "entered",
    ),
    "end": (
        "ended",
        "ending",
        "ends",
        "ceased",
        "ceases",
        "closed",
        "closure",
        "close",
        "to",
        "finish",
        "finished",
        "until",
    ),
    "latest": ("last", "recent", "current", "most"),
    "child": ("children", "person", "pupil", "client", "childs", "young"),
    "type": ("category", "code", "kind"),
    "seen": ("saw",),
    "meeting": ("met", "held"),
    "visit": ("visits", "visited"),
    "allocated": ("case", "lead"),
    "conference": ("conf",),
    "born": ("birth",),
}
_SHORT = {
    "dob": "date born",
    "dod": "date died",
    "cp": "child protection",
    "cpp": "child protection plan",
    "cin": "child need",
    "cla": "looked after",
    "lac": "looked after",
    "icpc": "initial child protection conference",
    "rcpc": "review child protection conference",
    "sw": "social worker",
    "pep": "personal education plan",
    "iha": "initial health assessment",
    "rha": "review health assessment",
    "nfa": "further action",
    "s": "section",
}
_MEANS = {word: name for name, words in _SAME.items() for word in (*words, name)}
_PASSED_OVER = frozenset(
    "a an and as at by did for has have in is it of on or t that the their this was were which with".split()  # noqa: SIM905
)
_STEM = len("author")
"""So many letters tell a word: authorised and authorisation are one, and so are review and reviews."""

_WORDS, _LETTERS = 0.85, 0.15
_IN_BRACKETS = 0.95
_MOSTLY, _SEVERAL, _LITTLE = 0.6, 3, 0.2


@cache
def words(heading: str) -> frozenset[str]:
    """The words of a heading, written alike: 'DOB' and 'Date of Birth' are date and born."""
    split = [word.casefold() for word in _WORD.findall(heading.replace("'", ""))]
    whole = [part for word in split for part in _SHORT.get(word, word).split()]
    kept = [word for word in whole if word not in _PASSED_OVER]
    return frozenset(_MEANS.get(word, word)[:_STEM] for word in kept)


@cache
def _bracketed(heading: str) -> frozenset[str]:
    """What stands in brackets, as the short name in 'Legal Status (LS)', in plain form."""
    return frozenset(map(plain, _BRACKETS.findall(heading)))


class Likeness:
    """How alike headings are, from 0 to 1, among all headings that are to be matched.

    Words that most headings of `own` share, as the name of their table in each, say little of any of them.
    """

    def __init__(self, headings: Iterable[str], own: Sequence[str] = ()) -> None:
        every = [words(heading) for heading in headings]
        counts = Counter(word for each in every for word in each)
        shared = Counter(word for heading in own for word in words(heading))
        self._weights = {word: log(1 + len(every) / count) for word, count in counts.items()}
        for word, count in shared.items():
            if count >= _MOSTLY * len(own) and len(own) >= _SEVERAL:
                self._weights[word] = _LITTLE
        self._most = log(2 + len(every))

    def by_words(self, one: str, other: str) -> float:
        """How much of their words two headings share; nearly all, where one is in brackets in the other."""
        if plain(one) in _bracketed(other) or plain(other) in _bracketed(one):
            return _IN_BRACKETS
        ours, theirs = words(one), words(other)
        whole = self._weight(ours) + self._weight(theirs)
        return 2 * self._weight(ours & theirs) / whole if whole else 0.0

    def of(self, one: str, other: str) -> float:
        """How alike two headings are; 1 only where they are one in plain form."""
        first, second = plain(one), plain(other)
        if first == second:
            return 1.0
        letters = SequenceMatcher(None, first, second).ratio()
        return min(_WORDS * self.by_words(one, other) + _LETTERS * letters, 0.99)

    def _weight(self, of: frozenset[str]) -> float:
        return sum(self._weights.get(word, self._most) for word in sorted(of))
