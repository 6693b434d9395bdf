"""What an extract lets a rule answer: it runs, runs in part, or could not run, and says what is not there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.unit.extract_made import evaluated, rule, write_council, write_extract

from timeliness.resources import Folders
from timeliness.runs.asked import Asked
from timeliness.runs.checking import check
from timeliness.runs.council import Council

AS_AT = date(2024, 3, 31)

REFERRED = {"referral": [{"child_id": "1", "date": "2024-01-08"}]}
MET = {"assessment_authorised": []}
PLANNED = {"cp_plan": [{"child_id": "1", "start": "2024-01-08", "end": None, "visit_every": 10}], "cp_visit": []}
TEN_DAYS = "starts: referral\nmet_by: assessment_authorised\nwithin: 10 days\n"
VISITS = "starts: cp_plan.start\nmet_by: cp_visit\n"


@dataclass(frozen=True)
class Asking:
    """A rule of a council, and an extract that has some tables and no others."""

    extract: Path
    council: Path

    @property
    def said(self) -> tuple[str, str]:
        """What the extract allows, before anything is run: the state, and why."""
        council = Council(folders=Folders(self.council))
        asked = Asked(self.extract, AS_AT, rules=("mine",), council=council)
        return check(asked).coverage.select("state", "why").row(0)

    @property
    def clocks(self) -> pl.DataFrame:
        return evaluated(self.extract, AS_AT, ["mine"], self.council).clocks


def asking(folder: Path, keys: str, *tables: dict[str, Any]) -> Asking:
    made = {name: rows for each in tables for name, rows in each.items()}
    council = write_council(folder / "council", rule("mine", keys))
    return Asking(write_extract(folder / "extract", made), council)


@pytest.mark.parametrize(
    ("keys", "tables", "why"),
    [
        (TEN_DAYS, MET, "no table referral: no clock can start"),
        (TEN_DAYS, REFERRED, "no table assessment_authorised: meetings cannot be seen"),
        (
            "starts: referral\nmet_by: [assessment_authorised, final_order]\nwithin: 10 days",
            REFERRED | MET,
            "no table final_order: meetings cannot be seen",
        ),
        (f"{TEN_DAYS}during: cp_plan", REFERRED | MET, "no table cp_plan: the clock's spell is not known"),
        (
            "starts: referral\nmet_by: {event: cp_visit, where: {child_seen: true}}\nwithin: 10 days",
            REFERRED | {"cp_visit": [{"child_id": "1", "date": "2024-01-09"}]},
            "no cp_visit.child_seen: meetings cannot be seen",
        ),
        (
            "starts: {event: strategy_discussion, first_in: section_47_enquiry}\nmet_by: referral\nwithin: 10 days",
            REFERRED | {"strategy_discussion": []},
            "no table section_47_enquiry: the first of each cannot be told",
        ),
        (
            f"{VISITS}within: visit_every days",
            {"cp_plan": [{"child_id": "1", "start": "2024-01-08", "end": None}], "cp_visit": []},
            "no cp_plan.visit_every: the limit is not known",
        ),
    ],
)
def test_a_rule_could_not_run_without_what_it_needs(keys, tables, why, tmp_path):
    found = asking(tmp_path, keys, tables)
    assert found.said == ("could not run", why)
    assert found.clocks.height == 0


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ("ends_when: final_order", "no table final_order: ends of the duty cannot be seen"),
        ("paused_by: stay", "no table stay: pauses cannot be seen"),
        ("extended_by: {event: court_extension, by: 1 day}", "no table court_extension: extensions cannot be seen"),
        (
            "excluded: [{event: final_order, reason: an order}]",
            "no table final_order: the reason 'an order' cannot be seen",
        ),
        (
            "excepted: [{when: {placement: running}, reason: placed}]",
            "no table placement: the reason 'placed' cannot be seen",
        ),
        ("reread: [legal_status]", "no table legal_status: changes that bring dates forward cannot be seen"),
    ],
)
def test_a_rule_runs_in_part_without_what_only_moves_or_excuses(keys, why, tmp_path):
    found = asking(tmp_path, TEN_DAYS + keys, REFERRED, MET)
    assert found.said == ("partly", why)
    assert found.clocks["status"].to_list() == ["overdue"]


def test_a_branch_that_cannot_be_read_gives_way_to_a_later_one(tmp_path):
    keys = f"{VISITS}within: [{{when: {{legal_status.code: C1}}, limit: 5 days}}, {{limit: visit_every days}}]"
    found = asking(tmp_path, keys, PLANNED)
    assert found.said == ("partly", "no table legal_status: a later branch of the limit is used")
    assert found.clocks["limit"].to_list() == ["10 days"]


def test_a_last_branch_that_cannot_be_read_leaves_the_limit_unknown(tmp_path):
    keys = f"{VISITS}within: [{{when: {{age: {{under: 1}}}}, limit: 5 days}}, {{limit: visit_every days}}]"
    plan = [{"child_id": "1", "start": "2024-01-08", "end": None}]
    child = [{"child_id": "1", "born": "2015-01-01"}]
    found = asking(tmp_path, keys, {"cp_plan": plan, "cp_visit": [], "child": child})
    assert found.said == ("partly", "no cp_plan.visit_every: limit unknown")
    assert found.clocks["reason"].to_list() == ["limit unknown"]


def test_a_column_that_is_empty_in_every_row_is_absent(tmp_path):
    plan = [{"child_id": child, "start": "2024-01-08", "end": None, "visit_every": None} for child in "12"]
    found = asking(tmp_path, f"{VISITS}within: visit_every days", {"cp_plan": plan, "cp_visit": []})
    assert found.said == ("could not run", "no cp_plan.visit_every: the limit is not known")


def test_a_column_with_one_value_is_there(tmp_path):
    plan = [{"child_id": child, "start": "2024-01-08", "end": None, "visit_every": None} for child in "12"]
    plan[0]["visit_every"] = 10
    found = asking(tmp_path, f"{VISITS}within: visit_every days", {"cp_plan": plan, "cp_visit": []})
    assert found.said[0] == "ran"
    assert found.clocks["reason"].to_list() == [None, "limit unknown"]


def test_a_table_that_is_there_and_empty_is_a_fact(tmp_path):
    found = asking(tmp_path, f"{VISITS}within: visit_every days", {"cp_plan": [], "cp_visit": []})
    assert found.said[0] == "ran"
    found = asking(tmp_path / "again", f"{TEN_DAYS}paused_by: stay", REFERRED, MET, {"stay": []})
    assert found.said[0] == "ran"
