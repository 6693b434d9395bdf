"""What a template of a notice is given."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from timeliness.reports import lead
from timeliness.reports.footing import Gap, RuleNote, Silent, rule_notes
from timeliness.reports.parts import Part, Tally, parts, tallies
from timeliness.reports.rows import UNCHECKED, Row
from timeliness.reports.run import Run
from timeliness.reports.sections import EXCUSED, LISTED, SECTIONS, Counts, Section
from timeliness.reports.wording import day, one_line


class Team(NamedTuple):
    """A team, the name of its files, its rows, and how many clocks that have ended cannot be judged."""

    name: str
    slug: str
    rows: tuple[Row, ...]
    ended_unjudged: int


@dataclass(frozen=True)
class Page:
    """A notice before it is written: every name here may be used in a template.

    `council`, `team` and `as_at` head it. `children` are the references of all whose clocks are open. `counts` has a
    number for each section, with `overdue`, `listed` and `total`; `all_sections` has the sections with their numbers.
    `first` is the row to begin with. `sections` are those that list, `tallies` what is excused, paused or not needed.
    `ended_unjudged` is how many more cannot be judged but have ended. `not_run` and `partly` are rules with the
    reason; `missing` of those that would list could not run, `unseen` their areas where they are many. `rules` is what
    the rows rest on, `mark` the sign of a text not verified and `unchecked` what it means. `shown` rows stand in the
    body; all are in `workbook`.
    """

    council: str
    team: str
    as_at: str
    unallocated: bool
    children: tuple[str, ...]
    subject: str
    preheader: str
    counts: Counts
    all_sections: tuple[tuple[Section, int], ...]
    first: Row | None
    sections: tuple[Part, ...]
    tallies: tuple[Tally, ...]
    ended_unjudged: int
    missing: int
    unseen: tuple[str, ...]
    not_run: tuple[Gap, ...]
    partly: tuple[Gap, ...]
    rules: tuple[RuleNote, ...]
    mark: str
    unchecked: str
    shown: int
    workbook: str
    contact: str


def page(team: Team, run: Run, silent: Silent) -> Page:
    """Gather what a team's notice says."""
    rows, name = team.rows, one_line(team.name)
    counts = Counts(**Counter(row.section.name for row in rows))
    sections = tuple(parts(rows))
    rules = rule_notes([row for row in rows if row.section in (*LISTED, EXCUSED)], run)
    return Page(
        council=one_line(run.council),
        team=name,
        as_at=day(run.as_at),
        unallocated=bool(rows) and not rows[0].clock.held,
        children=tuple(sorted({row.child for row in rows})),
        subject=f"{lead.headline(counts, silent.missing)}: {name}, {day(run.as_at)}",
        preheader=lead.preheader(counts, rows),
        counts=counts,
        all_sections=tuple(zip(SECTIONS, counts, strict=True)),
        first=lead.first(rows),
        sections=sections,
        tallies=tuple(tallies(rows)),
        ended_unjudged=team.ended_unjudged,
        missing=silent.missing,
        unseen=silent.unseen,
        not_run=tuple(gap for gap in silent.gaps if gap.state == "could not run"),
        partly=tuple(gap for gap in silent.gaps if gap.state == "partly"),
        rules=rules,
        mark=next((rule.mark for rule in rules if rule.mark), ""),
        unchecked=UNCHECKED,
        shown=sum(part.shown for part in sections),
        workbook=f"{team.slug}.xlsx",
        contact=one_line(run.contact),
    )
