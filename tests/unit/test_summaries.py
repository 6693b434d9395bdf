"""Summaries: every count and measure is what the text of the rule language says, recomputed in plain Python."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.shipped import rule_files
from tests.unit.extract_made import evaluated, rule, write_council, write_extract
from tests.unit.plain_summaries import STATUSES, Duty, Figures, Plain, months_back

from timeliness.council import make
from timeliness.runs.evaluation import Evaluation

ROOT = Path(__file__).parents[2]
AS_AT = date(2024, 3, 31)
NOT_STATED = ("rule", "team", "cohort", "first", "last")
COUNCILS = [(1, 0.15, date(2016, 5, 19)), (2, 0.1, date(2024, 2, 29))]

AVERAGES = (
    rule(
        "wait-for-order",
        "starts: proceedings_issued\nmet_by: final_order\nwithin: 200 days\nsummary: {average: days, over: 2 years}\n",
    )
    + "---\n"
    + rule(
        "excused-wait",
        "starts: looked_after.start\nmet_by: health_assessment\nwithin: 200 days\n"
        "excepted: [{event: health_declined, reason: declined}]\nsummary: {average: days, over: 1 year}",
    )
)


def duties(paths: Sequence[Path], extract: Path, as_at: date) -> dict[str, Duty]:
    """Read from the rules as they are written what the measures must know of them."""
    found = {}
    for path in paths:
        for written in yaml.safe_load_all(path.read_text(encoding="utf-8")):
            texts = [written, *written["versions"]]
            moves = any(key in text for text in texts for key in ("paused_by", "extended_by"))
            backwards = "before the start" in str(written["within"])
            summary = written.get("summary", {})
            count, unit = summary["over"].split() if summary else ("0", "")
            months = int(count) * (12 if unit.startswith("year") else 1) or None
            adopted = with_event(extract, summary["of"], as_at, months or 0) if "of" in summary else None
            found[written["id"]] = Duty(moves, backwards, months, adopted)
    return found


def with_event(extract: Path, kind: str, as_at: date, months: int) -> frozenset[str]:
    path = extract / f"{kind}.csv"
    if not path.exists():  # the rule cannot run
        return frozenset()
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row["child_id"], row["date"]) for row in csv.DictReader(file)]
    after = months_back(as_at, months).isoformat()
    return frozenset(child for child, day in rows if day and after < day <= as_at.isoformat())


def assert_as_read(found: Evaluation, known: dict[str, Duty]) -> None:
    """Every row of the summaries is as recomputed from the clocks, and no row is missing."""
    as_at = found.asked.as_at
    stated = {(row["rule"], row["team"], row["cohort"]): row for row in found.summaries.to_dicts()}
    assert len(stated) == found.summaries.height
    expected = set()
    for id_ in sorted({each.rule for each in found.coverage if each.state != "could not run"}):
        rows = [row for row in found.clocks.to_dicts() if row["rule"] == id_]
        for team, period, figures in Plain(as_at, known[id_], rows).figures():
            row = stated[id_, team, period.name]
            assert (row["first"], row["last"]) == (period.first, period.last)
            assert differing(row, figures) == {}, (id_, team, period.name)
            expected.add((id_, team, period.name))
    assert expected == stated.keys()


def differing(row: dict[str, Any], figures: Figures) -> dict[str, tuple[Any, Any]]:
    """The columns that are not as recomputed; one that is not recomputed must state nothing."""
    names = (name for name in row if name not in NOT_STATED)
    return {name: (row[name], figures.get(name)) for name in names if not same(row[name], figures.get(name))}


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float | int):
        return one == pytest.approx(other, abs=1e-12)
    return one == other or (one == 0 and other is None)


# Over whole councils, and over facts that no council would have


@pytest.mark.parametrize("made", COUNCILS, ids=lambda made: f"seed {made[0]}, {made[2]}")
def test_every_figure_of_a_council_is_as_the_text_says(tmp_path: Path, made: tuple[int, float, date]) -> None:
    seed, size, as_at = made
    make(tmp_path, seed=seed, size=size, as_at=as_at)
    extract = tmp_path / "extract"
    assert_as_read(evaluated(extract, as_at), duties(rule_files(), extract, as_at))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_of_random_facts_is_as_the_text_says(tmp_path: Path, seed: int) -> None:
    extract = write_extract(tmp_path / "extract", dict(random_tables(seed)))
    council = write_council(tmp_path / "council", AVERAGES)
    found = evaluated(extract, AS_AT, council=council)
    own = council / "rules" / "local" / "own.yaml"
    assert set(found.clocks["status"]) == set(STATUSES)
    assert_as_read(found, duties([*rule_files(), own], extract, AS_AT))


KINDS = {
    "referral": {"no_further_action": ["true", "false", ""]},
    "assessment_authorised": {},
    "strategy_discussion": {"initiated_section_47": ["true", "true", "false"]},
    "strategy_meeting": {},
    "initial_cp_conference": {},
    "transfer_in_conference": {},
    "cp_visit": {"child_seen": ["true", "true", "false"]},
    "cp_review_conference": {},
    "health_assessment": {},
    "health_declined": {"declined_by": ["young person", "carer"]},
    "proceedings_issued": {},
    "court_extension": {},
    "final_order": {},
    "conference_booked": {},
    "conference_cancelled": {},
    "report_shared": {},
    "adoption_order": {},
    "cla_review": {},
    "cla_visit": {},
}
SPELLS = {
    "allocation": {"team": ["North", "South", "East"], "worker": ["A. Able", "B. Best"]},
    "section_47_enquiry": {"conference_required": ["true", "false", ""]},
    "cp_plan": {"visit_every": ["10", "15", "42", "", "0"]},
    "visiting_frequency": {"every": ["5", "20"]},
    "looked_after": {"short_breaks": ["true", "false", "false"]},
    "placement": {"kind": ["P1", "U1"], "until_18": ["true", "false"]},
    "legal_status": {"code": ["C1", "C2"]},
    "temporary_approval": {},
    "stay": {},
    "placed_for_adoption": {},
}


def random_tables(seed: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Facts of some children over three years: spells that overlap, days without order, some starts unknown."""
    chance = random.Random(seed)  # noqa: S311 - the same facts again
    children = [f"{number:03}" for number in range(60)]
    yield "child", [{"child_id": child, "born": some_day(chance, 6000), "died": None} for child in children]
    for name, columns in SPELLS.items():
        yield name, [spell(chance, child, columns) for child in children for _ in range(chance.randint(0, 3))]
    for name, columns in KINDS.items():
        yield name, [event(chance, name, child, columns) for child in children for _ in range(chance.randint(0, 4))]


def some_day(chance: random.Random, back: int = 1100) -> date:
    return AS_AT - timedelta(chance.randint(-10, back))


def spell(chance: random.Random, child: str, columns: dict[str, list[str]]) -> dict[str, Any]:
    start = some_day(chance)
    end = start + timedelta(chance.randint(0, 500)) if chance.random() < 0.6 else None
    return {"child_id": child, "start": start, "end": end} | {
        name: chance.choice(said) for name, said in columns.items()
    }


def event(chance: random.Random, name: str, child: str, columns: dict[str, list[str]]) -> dict[str, Any]:
    day = some_day(chance) if chance.random() < 0.97 else None
    row = {"child_id": child, "date": day} | {column: chance.choice(said) for column, said in columns.items()}
    if name == "court_extension":
        row["until"] = some_day(chance)
    if name == "conference_booked":
        row["held_on"] = (day or AS_AT) + timedelta(chance.randint(0, 40))
    return row


@pytest.mark.parametrize("seed", [4, 5])
def test_the_eleven_counts_sum_to_the_clocks_and_a_rate_out_of_nothing_is_null(tmp_path: Path, seed: int) -> None:
    extract = write_extract(tmp_path / "extract", dict(random_tables(seed)))
    found = evaluated(extract, AS_AT)
    for row in found.summaries.to_dicts():
        assert sum(row[status] for status in STATUSES) == row["clocks"]
        for name in (name.removesuffix("_of") for name in row if name.endswith("_of") and name != "average_days_of"):
            count, of = row[f"{name}_count"], row[f"{name}_of"]
            assert 0 <= count <= of
            assert row[name] == (count / of if of else None)
    now = {
        row["rule"]: row["clocks"] for row in found.summaries.to_dicts() if row["cohort"] == "now" and not row["team"]
    }
    of_rule = Counter(found.clocks["rule"])
    assert all(now[id_] == of_rule[id_] for id_ in now if id_ != "adoption-a1")


@pytest.mark.parametrize("seed", [6, 7])
def test_teams_are_those_that_hold_the_child_on_the_as_at_day_and_on_the_day_of_reckoning(
    tmp_path: Path, seed: int
) -> None:
    extract = write_extract(tmp_path / "extract", dict(random_tables(seed)))
    with (extract / "allocation.csv").open(encoding="utf-8", newline="") as file:
        rows = [{name: value or None for name, value in row.items()} for row in csv.DictReader(file)]
    found = evaluated(extract, AS_AT).clocks.to_dicts()
    assert {row["team"] for row in found} == {"North", "South", "East", "Unallocated"}
    for row in found:
        assert row["team"] == holder(rows, row["child_id"], AS_AT)
        assert row["team_then"] == holder(rows, row["child_id"], reckoned(row))


def holder(allocations: list[dict[str, Any]], child: str, day: date) -> str:
    """Whose list a child is on: of several, the allocation begun last, then the first by name."""
    began = [row for row in allocations if row["child_id"] == child and row["start"]]
    known = [row for row in began if row["start"] <= min(day, AS_AT).isoformat()]
    ends = {"": day.isoformat()}
    running = [row for row in known if day.isoformat() <= (known_end(row) or ends[""])]
    latest = max((row["start"] for row in running), default="")
    return min((row["team"] for row in running if row["start"] == latest), default="Unallocated")


def known_end(row: dict[str, Any]) -> str | None:
    """An end after the as-at day is not known yet."""
    return row["end"] if row["end"] and row["end"] <= AS_AT.isoformat() else None


def reckoned(row: dict[str, Any]) -> date:
    if row["start"] is None:
        return AS_AT
    if row["rule"] == "report-to-parents":  # counted backwards
        return row["start"]
    return max(row["start"], min(day for day in (row["due"], row["met"], row["ended"], AS_AT) if day))
