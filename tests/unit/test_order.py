"""The table of clocks is sorted by a key that is unique, whatever the rules ask for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
from tests.unit.extract_made import evaluated, rule, write_council, write_extract

KEY = ["rule", "authority", "child_id", "start", "clock_key"]


def is_in_order(clocks: pl.DataFrame) -> bool:
    key = clocks.select(KEY)
    return key.equals(key.unique().sort(KEY))


def test_a_rule_that_reads_state_for_its_limit_keeps_its_place(tmp_path: Path) -> None:
    """No two clocks are of one rule, child and start: nothing is sorted a second time."""
    asks = "within:\n  - {when: {cp_plan: running}, limit: 5 days}\n  - {limit: 10 days}"
    keys = {"a": asks, "b": "within: 5 days", "c": asks, "d": "within: 5 days"}
    own = [rule(id_, f"starts: referral\nmet_by: cp_visit\n{within}") for id_, within in keys.items()]
    council = write_council(tmp_path / "council", *own)
    referrals = [{"child_id": str(child), "date": f"2024-01-{8 - child:02}"} for child in range(1, 4)]
    extract = write_extract(tmp_path / "extract", {"referral": referrals, "cp_visit": [], "cp_plan": []})
    clocks = evaluated(extract, date(2024, 3, 31), list(keys), council).clocks
    assert clocks["rule"].to_list() == [id_ for id_ in keys for _ in referrals]
    assert is_in_order(clocks)
