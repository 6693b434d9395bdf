"""From an extract and a rulebook to clocks, summaries, findings and coverage."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from timeliness.engine.clocks import clocks
from timeliness.engine.coverage import Coverage
from timeliness.engine.dates import Dates
from timeliness.engine.known import Known
from timeliness.engine.odd_clocks import odd_clocks
from timeliness.engine.summaries import summaries
from timeliness.errors import UsageError
from timeliness.extracts.findings import together
from timeliness.rulebook.load import Rulebook
from timeliness.rulebook.names import unknown
from timeliness.rulebook.rules import Rule
from timeliness.runs.asked import Asked, Tell, nobody
from timeliness.runs.looking import look, of_children, placed
from timeliness.runs.opened import read


@dataclass(frozen=True)
class Evaluation:
    """What a run came to.

    `clocks` has the columns of the result, sorted; `findings` has FINDINGS with `file` and `row` for `source`;
    `died` are the ids of children who have died, whom no list shows.
    """

    asked: Asked
    rulebook: Rulebook
    taken_on: date
    mapping: str
    sources: tuple[str, ...]
    coverage: list[Coverage]
    clocks: pl.DataFrame = field(repr=False)
    summaries: pl.DataFrame = field(repr=False)
    findings: pl.DataFrame = field(repr=False)
    died: pl.DataFrame = field(repr=False)


def chosen(rulebook: Rulebook, ids: tuple[str, ...], packs: tuple[str, ...] | None = None) -> list[Rule]:
    """The rules that were asked for, in order. Raises UsageError.

    Where none is named: those of no pack and of the packs chosen, or of all packs where nothing is said of them.
    """
    for each in ids:
        if each not in rulebook.rules:
            raise UsageError(unknown("a rule", each, rulebook.rules))
    known = sorted({rule.pack for rule in rulebook.rules.values() if rule.pack})
    for each in packs or ():
        if each not in known:
            raise UsageError(f"packs in timeliness.yaml: {unknown('a pack of rules', each, known)}")
    if ids:
        return [rule for rule in rulebook.rules.values() if rule.id in ids]
    on = known if packs is None else packs
    return [rule for rule in rulebook.rules.values() if rule.pack is None or rule.pack in on]


def evaluate(asked: Asked, tell: Tell = nobody, rulebook: Rulebook | None = None) -> Evaluation:
    """Evaluate all rules, or those asked for, of a rulebook other than the shipped where one is given.

    Raises a TimelinessError that says what to do.
    """
    tell("Loading the rules")
    rulebook = rulebook or asked.council.rulebook()
    rules = chosen(rulebook, asked.rules, asked.council.packs)
    tell("Reading the extract")
    extract = read(asked, rulebook)
    taken_on = asked.check(extract)
    seen = look(extract, rulebook.vocabulary, rules, asked.as_at, asked.known_at)
    tell("Evaluating the rules")
    runs = {each.rule for each in seen.coverage if each.state != "could not run"}
    found = clocks([rule for rule in rules if rule.id in runs], seen.known, Dates(rulebook.calendars))
    tell("Summing up")
    findings = together([seen.findings, of_children(odd_clocks(found), seen.known)])
    return Evaluation(
        asked,
        rulebook,
        taken_on,
        extract.mapping,
        extract.sources,
        seen.coverage,
        found.table(),
        summaries(found),
        placed(findings, extract),
        _died(seen.known),
    )


def _died(known: Known) -> pl.DataFrame:
    """The children who have died by the as-at date."""
    owner = [name for name in ("authority", "child_id") if name in known.children.columns]
    return known.children.filter(pl.col("died").is_not_null()).select(owner)
