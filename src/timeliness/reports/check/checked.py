"""What was seen of an extract before any run, as the page, the workbook and the console lay it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import polars as pl

from timeliness.engine.coverage import Coverage, State, as_frame
from timeliness.engine.patterns import Patterns
from timeliness.facts import Vocabulary
from timeliness.reports.check.found import Kind, kinds_of, listed
from timeliness.reports.check.remedies import Remedy, remedies
from timeliness.reports.wording import day
from timeliness.rulebook.rules import Rule

CAN: Mapping[State, str] = {"ran": "can run", "partly": "partly", "could not run": "cannot run"}
"""The states of a rule before it is run."""


@dataclass(frozen=True)
class Checked:
    """What an extract allows.

    `tables` has `table, rows, history`; `findings` is as in a result; `teams` has `child_id, team`: who holds each
    child now, or did last. `gaps` are those of `engine.gaps`. `as_at` is the day as at which all was read, if any.
    """

    name: str
    taken_on: date | None
    as_at: date | None
    mapping: str
    sources: Sequence[str]
    rules: Mapping[str, Rule] = field(repr=False)
    vocabulary: Vocabulary = field(repr=False)
    tables: pl.DataFrame = field(repr=False)
    judged: Sequence[Coverage] = field(repr=False)
    findings: pl.DataFrame = field(repr=False)
    teams: pl.DataFrame = field(repr=False)
    patterns: Patterns = field(repr=False)
    gaps: pl.DataFrame = field(repr=False)

    @property
    def taken(self) -> str:
        """When the extract was taken, in a sentence."""
        if self.taken_on is None:
            return "It does not say when it was taken (taken_on)."
        return f"Taken on {day(self.taken_on)}."

    @property
    def mapped(self) -> str:
        """By what it was read, in a sentence; nothing for a facts folder."""
        return f"Read by the mapping {self.mapping}." if self.mapping else ""

    @property
    def coverage(self) -> pl.DataFrame:
        """What every rule can do, as in a result: `rule, state, why`."""
        return as_frame(self.judged)

    @cached_property
    def kinds(self) -> list[Kind]:
        """The kinds of finding that there are, the worst first."""
        return kinds_of(self.findings)

    @cached_property
    def listed(self) -> pl.DataFrame:
        """The findings one by one, the worst first, with `severity` and `team`."""
        return listed(self.findings, self.teams)

    def of_state(self, state: State) -> list[Coverage]:
        """The rules of a state, in order of id."""
        return [each for each in self.judged if each.state == state]

    def remedies(self, of: Coverage) -> list[Remedy]:
        """What would let a rule run; or, where it runs in part, run whole."""
        return remedies(of.decides, self.vocabulary, self.mapping)

    def helps(self) -> list[tuple[Remedy, list[str]]]:
        """What would help, with the rules that cannot run without it: first what most of them lack."""
        found: dict[Remedy, list[str]] = {}
        for each in self.of_state("could not run"):
            for remedy in self.remedies(each):
                found.setdefault(remedy, []).append(each.rule)
        return sorted(found.items(), key=lambda each: (-len(each[1]), each[0].what))
