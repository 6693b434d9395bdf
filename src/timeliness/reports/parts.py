"""What stands in the body of a notice: sections of rows, and what is only counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Final, NamedTuple

from timeliness.reports.rows import Row
from timeliness.reports.sections import EXCUSED, LISTED, OVERDUE, Section
from timeliness.reports.why import state
from timeliness.reports.wording import day

MOST = 100
"""Rows in the body at most: a longer mail is slow to open, and cut short by some readers."""

_LEAST = 10
"""Rows that every section may show before a longer one takes the rest."""

_IN: Final = {
    "statute": "law",
    "guidance": "statutory guidance",
    "practice": "good practice (not law)",
    "local": "a local standard (not law)",
}


class Band(NamedTuple):
    """Rows of one severity; `severity` is empty where the section is not ordered by it."""

    severity: str
    rows: tuple[Row, ...]


class Part(NamedTuple):
    """A section as the body shows it: `shown` of its `total` rows, in bands; and what the total rests on."""

    section: Section
    total: int
    shown: int
    bands: tuple[Band, ...]
    bases: str


class Tally(NamedTuple):
    """Clocks excused, paused or not needed for one reason: how many, and the oldest `start`, in words `oldest`."""

    reason: str
    duty: str
    number: int
    oldest: str
    start: date | None


def parts(rows: Sequence[Row]) -> Iterator[Part]:
    """The sections that list, those with no row left out."""
    found = {section: [row for row in rows if row.section is section] for section in LISTED}
    allowed = allowances([len(of) for of in found.values()])
    for (section, of), most in zip(found.items(), allowed, strict=True):
        if of:
            yield Part(section, len(of), most, tuple(_bands(section, of[:most])), _bases(of))


def allowances(sizes: Sequence[int], most: int = MOST, least: int = _LEAST) -> list[int]:
    """Share the rows of the body: every section some, then each in turn as many as it has."""
    given = [min(size, least) for size in sizes]
    for place, size in enumerate(sizes):
        given[place] += max(0, min(size - given[place], most - sum(given)))
    return given


def tallies(rows: Iterable[Row]) -> Iterator[Tally]:
    """Count the excused by reason and duty, the largest number first."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row.section is EXCUSED:
            found.setdefault((state(row.clock.status, row.clock.reason), row.duty), []).append(row)
    for (reason, duty), of in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        start = min((row.clock.start for row in of if row.clock.start), default=None)
        yield Tally(reason, duty, len(of), day(start) if start else "not known", start)


def _bands(section: Section, rows: Sequence[Row]) -> list[Band]:
    if section not in OVERDUE:
        return [Band("", tuple(rows))]
    return [Band(severity, tuple(of)) for severity, of in groupby(rows, lambda row: row.severity)]


def _bases(rows: Iterable[Row]) -> str:
    """How many rest on what: '6 in statutory guidance, 11 in a local standard (not law)'."""
    uses = Counter(row.clock.force for row in rows)
    return ", ".join(f"{uses[force]} in {basis}" for force, basis in _IN.items() if uses[force])
