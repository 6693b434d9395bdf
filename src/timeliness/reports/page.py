"""What a template of a notice is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from timeliness.reports.footing import Coverage, RuleNote, rule_notes
from timeliness.reports.listing import SEVERITIES
from timeliness.reports.rows import Row
from timeliness.reports.run import Run
from timeliness.reports.sections import EXCUSED, GUIDANCE, LAW, LISTED, OVERDUE, SECTIONS, Counts, Section
from timeliness.reports.why import state
from timeliness.reports.wording import counted, day, one_line

MOST = 100
"""Rows in the body at most: a longer mail is slow to open, and cut short by some readers."""

_LEAST = 10
"""Rows that every section may show before a longer one takes the rest."""


class Band(NamedTuple):
    """Rows of one severity; `severity` is empty where the section is not ordered by it."""

    severity: str
    rows: tuple[Row, ...]


class Part(NamedTuple):
    """A section as the body shows it: `shown` of its `total` rows, in bands."""

    section: Section
    total: int
    shown: int
    bands: tuple[Band, ...]
    bases: str


class Tally(NamedTuple):
    """Clocks that are excused, paused or not needed for one reason: how many, and the oldest start."""

    reason: str
    duty: str
    count: int
    oldest: str


@dataclass(frozen=True)
class Page:
    """A notice before it is written: every name here may be used in a template.

    `council`, `team` and `as_at` head it. `counts` has a number for each section, with `overdue`, `listed` and
    `total`. `first` is the row to begin with. `parts` are the sections that list, `tallies` those excused.
    `not_run` and `partly` are rules with the reason, `rules` what the rows rest on, `mark` the sign of a text not
    verified. `shown` rows stand in the body; all are in `workbook`.
    """

    council: str
    team: str
    as_at: str
    unallocated: bool
    subject: str
    preheader: str
    counts: Counts
    first: Row | None
    parts: tuple[Part, ...]
    tallies: tuple[Tally, ...]
    not_run: tuple[Coverage, ...]
    partly: tuple[Coverage, ...]
    rules: tuple[RuleNote, ...]
    mark: str
    shown: int
    workbook: str
    contact: str


def page(team: str, slug: str, rows: Sequence[Row], run: Run, coverage: Sequence[Coverage]) -> Page:
    """Gather what a team's notice says."""
    counts = Counts(**Counter(row.section.name for row in rows))
    not_run = tuple(each for each in coverage if each.state == "could not run")
    parts = tuple(_parts(rows))
    rules = rule_notes([row for row in rows if row.section in (*LISTED, EXCUSED)], run)
    return Page(
        council=one_line(run.council),
        team=one_line(team),
        as_at=day(run.as_at),
        unallocated=bool(rows) and not rows[0].clock.held,
        subject=f"{_subject(counts, not_run)}: {one_line(team)}, {day(run.as_at)}",
        preheader=_preheader(counts, rows),
        counts=counts,
        first=_first(rows),
        parts=parts,
        tallies=tuple(_tallies(rows)),
        not_run=not_run,
        partly=tuple(each for each in coverage if each.state == "partly"),
        rules=rules,
        mark=next((rule.mark for rule in rules if rule.mark), ""),
        shown=sum(part.shown for part in parts),
        workbook=f"{slug}.xlsx",
        contact=run.contact,
    )


def allowances(sizes: Sequence[int], most: int = MOST, least: int = _LEAST) -> list[int]:
    """Share the rows of the body: every section some, then each in turn as many as it has."""
    given = [min(size, least) for size in sizes]
    for place, size in enumerate(sizes):
        given[place] += max(0, min(size - given[place], most - sum(given)))
    return given


def _subject(counts: Counts, not_run: Sequence[Coverage]) -> str:
    missing = [each for each in not_run if each.lists]
    if not counts.listed:
        return f"Nothing overdue, but {counted(len(missing), 'rule')} could not run" if missing else "All clear"
    said = [f"{counts.overdue} overdue", f"{counts.due_soon} due soon"]
    said += [f"{counts.unjudged} cannot be judged"] * bool(counts.unjudged)
    said += [f"{counts.local} past a local standard"] * bool(counts.local)
    return ", ".join(said)


def _preheader(counts: Counts, rows: Sequence[Row]) -> str:
    """The line that a reader's list of mail shows: no reference, for it may show on a locked screen."""
    if not counts.overdue:
        return f"{counted(counts.total, 'open clock')}, none overdue in law or statutory guidance."
    oldest = max(row.clock.days_late or 0 for row in rows if row.section in (LAW, GUIDANCE))
    return f"{counts.law} in law, {counts.guidance} in statutory guidance; the latest by {counted(oldest, 'day')}."


def _first(rows: Iterable[Row]) -> Row | None:
    """The most serious row over law and guidance together; without any, the row due next."""
    overdue = [row for row in rows if row.section in (LAW, GUIDANCE)]
    return min(overdue, key=_seriousness) if overdue else None


def _seriousness(row: Row) -> tuple[int, int, str, str]:
    return SEVERITIES.index(row.severity), -(row.clock.days_late or 0), row.child, row.clock.clock_key


def _parts(rows: Sequence[Row]) -> Iterable[Part]:
    found = {section: [row for row in rows if row.section is section] for section in LISTED}
    allowed = allowances([len(of) for of in found.values()])
    for (section, of), most in zip(found.items(), allowed, strict=True):
        if of:
            yield Part(section, len(of), most, tuple(_bands(section, of[:most])), _bases(of))


def _bands(section: Section, rows: Sequence[Row]) -> Iterable[Band]:
    if section not in OVERDUE:
        return [Band("", tuple(rows))]
    return [Band(severity, tuple(of)) for severity, of in groupby(rows, lambda row: row.severity)]


def _bases(rows: Iterable[Row]) -> str:
    """How many rest on law, how many on what is not: '3 law, 1 statutory guidance'."""
    uses = Counter(row.basis for row in rows)
    return "; ".join(f"{number} {basis[0].lower()}{basis[1:]}" for basis, number in uses.items())


def _tallies(rows: Iterable[Row]) -> Iterable[Tally]:
    """Count the excused by reason, the largest number first."""
    by_reason: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row.section is EXCUSED:
            by_reason.setdefault((state(row.clock.status, row.clock.reason), row.duty), []).append(row)
    for (reason, duty), of in sorted(by_reason.items(), key=lambda item: (-len(item[1]), item[0])):
        starts = [row.clock.start for row in of if row.clock.start]
        yield Tally(reason, duty, len(of), day(min(starts)) if starts else "not known")


def section_counts(counts: Counts) -> list[tuple[Section, int]]:
    """Every section with its number, in the order of a notice."""
    return list(zip(SECTIONS, counts, strict=True))
