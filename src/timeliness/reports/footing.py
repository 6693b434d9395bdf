"""The foot of a notice: what its duties rest on, and which rules could not run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from timeliness.reports.rows import MARK, Row
from timeliness.reports.run import Run

_NAMED = 6
"""How many rules that could not run a message names, each with its reason. The workbook names all."""


class RuleNote(NamedTuple):
    """What a duty rests on; `mark` if the text has not been verified."""

    rule: str
    duty: str
    title: str
    cite: str
    basis: str
    mark: str


class Gap(NamedTuple):
    """The rules, by title, that did not run or ran in part for one reason.

    `lists` is false for readings and indicators, which no notice lists.
    """

    lists: bool
    state: str
    why: str
    titles: tuple[str, ...]


class Silent(NamedTuple):
    """What every notice of a run says of rules that were silent: why, and the areas of law where they are many."""

    gaps: tuple[Gap, ...]
    unseen: tuple[str, ...]

    @property
    def missing(self) -> int:
        """How many rules that would list could not run."""
        return sum(len(gap.titles) for gap in self.gaps if gap.lists and gap.state == "could not run")


def gaps(run: Run) -> tuple[Gap, ...]:
    """The rules that did not run or ran in part, those that list first."""
    titles: dict[tuple[bool, str, str], list[str]] = {}
    for id_, state, why in run.coverage.select("rule", "state", "why").iter_rows():
        if state != "ran":
            rule = run.rules.get(id_)
            title, lists = (rule.title, rule.lists) if rule else (id_, True)
            titles.setdefault((lists, state, why or "no reason recorded"), []).append(title)
    found = [Gap(*place, tuple(sorted(of))) for place, of in titles.items()]
    return tuple(sorted(found, key=lambda gap: (not gap.lists, gap.state, gap.titles)))


def unseen(run: Run) -> tuple[str, ...]:
    """The areas of rules that would list and could not run, with their numbers, where they are too many to name."""
    silent = run.coverage.filter(state="could not run")["rule"]
    found = Counter(run.rules[id_].area for id_ in silent if id_ in run.rules and run.rules[id_].lists)
    return tuple(f"{area} {found[area]}" for area in sorted(found)) if found.total() > _NAMED else ()


def rule_notes(rows: Iterable[Row], run: Run) -> tuple[RuleNote, ...]:
    """What the rows rest on, in the order in which their rules first come up: the latest version among them."""
    used: dict[str, tuple[str, Row]] = {}
    marked = set()
    for row in rows:
        clock = row.clock
        version = clock.version or ""
        if clock.rule not in used or version > used[clock.rule][0]:
            used[clock.rule] = (version, row)
        if row.mark:
            marked.add(clock.rule)
    return tuple(_note(id_, version, row, run, marked=id_ in marked) for id_, (version, row) in used.items())


def _note(id_: str, version: str, row: Row, run: Run, *, marked: bool) -> RuleNote:
    rule = run.rules[id_]
    text = next((each for each in rule.versions if each.name == version), rule.in_force(run.as_at) or rule.versions[-1])
    return RuleNote(id_, row.duty, rule.title, text.cite, row.basis, MARK if marked else "")
