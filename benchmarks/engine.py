"""The product's work: from prepared facts to clocks, rates and exception rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from benchmarks.law import measured
from benchmarks.sizes import AS_AT
from benchmarks.work import ROWS, Ground, Work
from timeliness.council.making import AS_AT as COUNCIL_AS_AT
from timeliness.engine.clocks import Clocks, clocks
from timeliness.engine.coverage import covered
from timeliness.engine.dates import Dates
from timeliness.engine.known import know
from timeliness.engine.summaries import summaries
from timeliness.extracts.opening import open_extract
from timeliness.facts import Facts
from timeliness.rulebook.rules import Rule

FIRST_RULES = (
    "adoption-a1",
    "assessment",
    "assessment-cin",
    "cin-visit",
    "cla-review",
    "cla-visit",
    "court-26-weeks",
    "cp-icpc",
    "cp-review",
    "cp-visit",
    "iha",
    "initial-assessment",
    "plo-cmh",
    "plo-decision",
    "plo-meeting",
    "report-to-parents",
    "rha",
)
"""The rules that were there first: more rules may not make each clock dearer."""

_EXCEPTIONS = ("overdue", "due_soon", "paused", "unassessable")


def scan_interval(ground: Ground) -> Work:
    """Read every column of the files of the interval rules, and nothing else."""
    return _scan(ground, "interval")


def scan_recurring(ground: Ground) -> Work:
    """Read every column of the files of the repeating rule."""
    return _scan(ground, "recurring")


def scan_whole(ground: Ground) -> Work:
    """Read every column of all files."""
    return _scan(ground, "whole")


def interval(ground: Ground) -> Work:
    """The interval rules, from prepared Parquet to judged clocks in memory."""
    return _judging(ground, "interval")


def recurring(ground: Ground) -> Work:
    """The repeating rule, from prepared Parquet to judged clocks in memory."""
    return _judging(ground, "recurring")


def whole(ground: Ground) -> Work:
    """All rules, the rates of every team, and the rows of a result for every exception."""
    rules = measured(ground.book)["whole"]
    return Work(lambda: _whole(ground, rules))


def batches(ground: Ground) -> Work:
    """The whole of one council after the other; their rates are added up by counts."""
    rules = measured(ground.book)["whole"]
    councils = [Ground(folder) for folder in sorted(ground.folder.iterdir()) if folder.is_dir()]

    def run() -> pl.DataFrame:
        rates = [_whole(council, rules)[0] for council in councils]
        keys = ["rule", "cohort", "first", "last"]
        return pl.concat(rates).group_by(keys).agg(pl.col(pl.Int64).sum())

    return Work(run)


def table(ground: Ground) -> Work:
    """The final table of clocks: every row with its texts, sorted."""
    found = evaluated(ground, measured(ground.book)["whole"], ground.tables("whole"))
    return Work(found.table)


def read(ground: Ground) -> Work:
    """From a facts folder of normalised Parquet to facts: checked, numbered and sorted."""

    def run() -> Facts:
        facts, _ = open_extract(ground.folder / "facts", ground.book, dict).facts(ground.book.vocabulary)
        return facts

    return Work(run)


def all_rules(ground: Ground) -> Work:
    """All shipped rules over a synthetic council."""
    own = {rule.id for rule in measured(ground.book)["whole"]}
    return _shipped(ground, [id_ for id_ in ground.book.rules if id_ not in own])


def first_rules(ground: Ground) -> Work:
    """The first shipped rules over a synthetic council."""
    return _shipped(ground, FIRST_RULES)


def evaluated(ground: Ground, rules: Sequence[Rule], tables: Sequence[str], as_at: date = AS_AT) -> Clocks:
    """Evaluate rules as a run does, from facts that have been prepared."""
    known = know(_facts(ground, tables), ground.book.vocabulary, as_at)
    return clocks(rules, known, Dates(ground.book.calendars))


def _facts(ground: Ground, tables: Sequence[str]) -> Facts:
    """The prepared facts, not yet read."""
    return Facts(pl.scan_parquet(ground.file("child")), {name: pl.scan_parquet(ground.file(name)) for name in tables})


def _scan(ground: Ground, kind: str) -> Work:
    files = [ground.file(table) for table in ("child", *ground.tables(kind))]
    return Work(lambda: [pl.read_parquet(file) for file in files])


def _judging(ground: Ground, kind: str) -> Work:
    rules, tables = measured(ground.book)[kind], ground.tables(kind)
    return Work(lambda: evaluated(ground, rules, tables), _rows)


_SOURCES = {"start_source": "fact", "met_source": "met_fact", "ended_source": "ended_fact"}
_SOURCES |= {"reason_source": "reason_fact"}


def _rows(found: Clocks) -> pl.DataFrame:
    sources = found.base.known.sources
    cited = found.judged.with_columns(sources.gather(found.judged[fact]).alias(name) for name, fact in _SOURCES.items())
    return cited.select(pl.col(name).cast(kind) for name, kind in ROWS.items())


def _whole(ground: Ground, rules: Sequence[Rule]) -> tuple[pl.DataFrame, pl.DataFrame]:
    found = evaluated(ground, rules, ground.tables("whole"))
    exceptions = found.judged.filter(pl.col("status").is_in(_EXCEPTIONS))
    return summaries(found), replace(found, judged=exceptions).table()


def _shipped(ground: Ground, names: Sequence[str]) -> Work:
    """Shipped rules; those that cannot run are left out, as in a run."""
    tables = sorted(path.stem for path in ground.file("child").parent.glob("*.parquet") if path.stem != "child")
    rules = [ground.book.rules[name] for name in names]
    known = know(_facts(ground, tables), ground.book.vocabulary, COUNCIL_AS_AT)
    able = {each.rule for each in covered(rules, known, {}) if each.state != "could not run"}
    runs = [rule for rule in rules if rule.id in able]
    return Work(lambda: evaluated(ground, runs, tables, COUNCIL_AS_AT).judged)
