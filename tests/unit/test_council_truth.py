"""The engine against the truth of synthetic councils, which their maker knows and the engine has never seen."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.shipped import written_rules
from tests.unit.extract_made import evaluated

from timeliness.council import make
from timeliness.runs.asked import Asked
from timeliness.runs.council import Council
from timeliness.runs.evaluation import Evaluation, evaluate

INSPECTED = date(2016, 5, 19)
PACKS = tuple(sorted({rule["pack"] for rule in written_rules().values() if "pack" in rule}))

MADE = [(1, 1.0, INSPECTED), (2, 0.05, INSPECTED), (3, 0.3, INSPECTED), (4, 0.1, date(2024, 2, 29))]
MADE += [(5, 0.2, date(2027, 12, 31)), (6, 0.2, date(2020, 9, 1))]
SHARES = {
    "cp-icpc": ("on_time_of_completed", 56, 200),
    "cp-icpc-from-meeting": ("on_time_of_completed", 156, 200),
    "cp-visit": ("in_date_now", 98, 191),
    "cla-visit": ("in_date_now", 164, 246),
    "iha": ("on_time_of_completed", 61, 100),
}
COHORT = {"in_date_now": "now", "average_days": "average"}


class Judged:
    """A council, what its maker knows, and what the engine finds in its extract alone."""

    def __init__(self, folder: Path, made: tuple[int, float, date]) -> None:
        seed, size, as_at = made
        make(folder, seed=seed, size=size, as_at=as_at)
        self.extract = folder / "extract"
        self.truth: dict[str, Any] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        self.found: Evaluation = evaluate(Asked(self.extract, as_at, council=Council(packs=PACKS)))
        self.summaries = self.found.summaries.to_dicts()

    @cached_property
    def clocks(self) -> dict[str, Counter[tuple[str | None, ...]]]:
        """The engine's clocks by rule, in the words of the truth: child, start, due, status, and when it closed."""
        found: dict[str, Counter[tuple[str | None, ...]]] = {}
        days = [pl.col("start"), pl.col("due"), pl.coalesce("met", "ended").alias("closed")]
        told = self.found.clocks.select("rule", "child_id", *(day.cast(pl.String) for day in days), "status")
        for rule, child, start, due, closed, status in told.iter_rows():
            found.setdefault(rule, Counter())[child, start, due, status, closed] += 1
        return found

    def summary(self, rule: str, measure: str) -> dict[str, Any]:
        """The row of the summaries that states a measure, of all teams."""
        rows = [row for row in self.summaries if row["rule"] == rule and row["team"] is None]
        return next(row for row in rows if row["cohort"].startswith(COHORT.get(measure, "12 months")))


@pytest.fixture(scope="module", params=MADE, ids=lambda made: f"seed {made[0]}, size {made[1]}, {made[2]}")
def council(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Judged:
    return Judged(tmp_path_factory.mktemp("council"), request.param)


@pytest.fixture(scope="module")
def inspected(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    return Judged(tmp_path_factory.mktemp("inspected"), MADE[0])


def test_every_clock_of_every_child_is_the_one_that_its_maker_knows(council: Judged) -> None:
    for rule, rows in council.truth["clocks"].items():
        known, found = Counter(map(tuple, rows)), council.clocks.get(rule, Counter())
        assert found - known == Counter(), f"{rule}: clocks that are not there"
        assert known - found == Counter(), f"{rule}: clocks that were missed"


def test_the_maker_knows_the_clocks_of_every_rule_that_is_no_reading_and_every_rule_runs(council: Judged) -> None:
    rules = written_rules()
    readings = {id_ for id_, rule in rules.items() if "reading_of" in rule}
    known = set(council.truth["clocks"])
    assert rules.keys() - readings <= known <= rules.keys()
    assert {each.rule for each in council.found.coverage if each.state == "ran"} == rules.keys()


def test_the_whole_council_has_clocks_of_every_rule_whose_law_is_that_old(inspected: Judged) -> None:
    empty = {rule for rule, rows in inspected.truth["clocks"].items() if not rows}
    rules = written_rules()
    assert {rule for rule in empty if rules[rule]["versions"][0]["from"] <= INSPECTED} == set()


def test_a_council_of_today_has_clocks_of_every_rule_of_today(tmp_path: Path) -> None:
    make(tmp_path, size=1.0, as_at=date(2027, 12, 31))
    clocks = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))["clocks"]
    assert {rule for rule, rows in clocks.items() if not rows} == set()


def test_every_measure_is_the_one_that_its_maker_knows(council: Judged) -> None:
    for rule, measures in council.truth["measures"].items():
        for measure, (count, of) in measures.items():
            row = council.summary(rule, measure)
            assert row[f"{measure}_of"] == of
            if measure == "average_days":
                assert row[measure] == count / of
            else:
                assert row[f"{measure}_count"] == count


def test_every_flaw_that_was_planted_is_a_finding_or_cannot_be_judged(council: Judged) -> None:
    findings = Counter(zip(*(council.found.findings[name] for name in ("table", "finding")), strict=True))
    planted = {(each["table"], each["flaw"]): each["count"] for each in council.truth["flaws"]}
    said = {
        "start missing": "no date",
        "no outcome": "ended without saying",
        "spell ends before it starts": "ends before it starts",
        "duplicate row": "exact duplicate",
        "after the as-at date": "dated after the as-at date",
    }
    for (table, flaw), count in planted.items():
        if flaw in said:
            assert findings[table, said[flaw]] == count, (table, flaw)
    reasons = set(council.found.clocks.filter(council.found.clocks["status"] == "unassessable")["reason"])
    assert {flaw for _, flaw in planted if flaw in ("start missing", "limit unknown")} <= reasons


@pytest.mark.parametrize("rule", SHARES)
def test_the_engine_finds_the_figures_of_the_inspection_report(inspected: Judged, rule: str) -> None:
    measure, count, of = SHARES[rule]
    row = inspected.summary(rule, measure)
    assert (row[f"{measure}_count"], row[f"{measure}_of"]) == (count, of)


def test_the_engine_finds_the_rest_of_the_report(inspected: Judged) -> None:
    rha = inspected.summary("rha", "in_date_now")
    assert abs(rha["in_date_now_count"] - 0.92 * rha["in_date_now_of"]) <= 0.5
    assert inspected.summary("court-26-weeks", "on_time_of_due")["on_time_of_due"] >= 0.8
    assert inspected.summary("adoption-a1", "average_days")["average_days"] == 386


def test_without_its_table_a_figure_is_not_found(tmp_path: Path) -> None:
    """The figures come from the facts: a visit taken away is a visit missed."""
    make(tmp_path, seed=2, size=0.05)
    path = tmp_path / "extract" / "cp_visit.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    path.write_text("\n".join(",".join(row) for row in rows[:1]) + "\n", encoding="utf-8")
    found = evaluated(tmp_path / "extract", INSPECTED, ["cp-visit"])
    assert not any(status.startswith("met") for status in found.clocks["status"].cast(str))
