"""From an extract and a rulebook to clocks, summaries, findings and coverage."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from timeliness.engine.clocks import clocks
from timeliness.engine.coverage import Coverage, covered
from timeliness.engine.dates import Dates
from timeliness.engine.known import Known, know
from timeliness.engine.odd_clocks import odd_clocks
from timeliness.engine.odd_facts import odd_facts
from timeliness.engine.order import taken
from timeliness.engine.summaries import summaries
from timeliness.errors import UsageError
from timeliness.extracts.extract import Extract
from timeliness.extracts.findings import together
from timeliness.extracts.impossible import impossible
from timeliness.extracts.mappings import load_mappings
from timeliness.extracts.opening import open_extract
from timeliness.facts import FINDINGS, SOURCE_ROWS, Facts
from timeliness.resources import shipped
from timeliness.rulebook.load import Rulebook, load_rulebook
from timeliness.rulebook.names import unknown
from timeliness.rulebook.rules import Rule
from timeliness.runs.asked import Asked, Tell, nobody

WHOLE = "the extract does not say from when its tables are whole: their histories are taken as whole"


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


def read(asked: Asked, rulebook: Rulebook) -> Extract:
    """Open the extract. Raises UsageError, ExtractRefusedError and RulesInvalidError."""
    mappings = load_mappings(asked.folders.mappings, rulebook.vocabulary)
    return open_extract(asked.extract, rulebook.vocabulary, mappings, asked.mapping)


def load(asked: Asked) -> Rulebook:
    """Load the shipped rules and the council's own. Raises RulesInvalidError."""
    return load_rulebook(shipped("rules"), asked.folders.local_rules)


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
    rulebook = rulebook or load(asked)
    rules = chosen(rulebook, asked.rules, asked.packs)
    tell("Reading the extract")
    extract = read(asked, rulebook)
    taken_on = asked.check(extract)
    facts, read_findings = extract.facts(rulebook.vocabulary)
    tell("Evaluating the rules")
    known = know(facts, rulebook.vocabulary, asked.as_at, known_at=asked.known_at)
    coverage = covered(rules, known, extract.limits, "" if extract.declares_history else WHOLE)
    runs = {each.rule for each in coverage if each.state != "could not run"}
    found = clocks([rule for rule in rules if rule.id in runs], known, Dates(rulebook.calendars))
    tell("Summing up")
    odd = pl.concat([odd_facts(known), odd_clocks(found)])
    impossibles = impossible(extract.tables, rulebook.vocabulary, asked.as_at)
    findings = together([read_findings, impossibles, of_children(odd, known)])
    return Evaluation(
        asked,
        rulebook,
        taken_on,
        extract.mapping,
        extract.sources,
        coverage,
        found.table(),
        summaries(found),
        placed(findings, facts),
        _died(known),
    )


def placed(findings: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Say of each finding its file and row, once each, in order."""
    files = pl.Series(facts.sources, dtype=pl.String)
    said = findings.with_columns(
        file=taken(files, pl.col("source") // SOURCE_ROWS), row=pl.col("source") % SOURCE_ROWS
    ).with_columns(row=pl.when(pl.col("row") > 0).then("row"))
    columns = [*(name for name in FINDINGS if name != "source"), "file", "row"]
    return (
        said.select(columns)
        .unique()
        .sort("finding", "table", "rule", "file", "row", "column", "child_id", nulls_last=True)
    )


def of_children(odd: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Give the engine's findings the children's ids for their numbers."""
    return odd.with_columns(child_id=known.of_child("child_id")).select(FINDINGS.keys())


def _died(known: Known) -> pl.DataFrame:
    """The children who have died by the as-at date."""
    owner = [name for name in ("authority", "child_id") if name in known.children.columns]
    return known.children.filter(pl.col("died").is_not_null()).select(owner)
