"""No list names a child who has died, from the day of death on."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.functional.calling import contents, run
from tests.unit.extract_made import write_extract


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Two children of a plan, neither of them visited; the second died on 20 March."""
    plans = [{"child_id": child, "start": "2024-03-01", "visit_every": 10, "end": None} for child in ("001", "002")]
    children = [{"child_id": "001", "died": None}, {"child_id": "002", "died": "2024-03-20"}]
    held = [{"child_id": child, "start": "2024-01-01", "end": None, "team": "North"} for child in ("001", "002")]
    tables = {"child": children, "cp_plan": plans, "cp_visit": [], "allocation": held}
    return write_extract(tmp_path / "two", tables)


def notices(out: Path) -> str:
    found = [text.decode("utf-8") for name, text in contents(out / "notices").items() if name.endswith(".txt")]
    assert found
    return "\n".join(found)


def test_on_the_day_before_the_child_is_on_the_list(two: Path, here: Path) -> None:
    assert run(two, here / "out", "--rule", "cp-visit", as_at="2024-03-19").code == 0
    assert "001" in notices(here / "out")
    assert "002" in notices(here / "out")


def test_from_the_day_of_death_on_the_child_is_on_no_list_and_stays_in_the_figures(two: Path, here: Path) -> None:
    assert run(two, here / "out", "--rule", "cp-visit", as_at="2024-03-20").code == 0
    assert "001" in notices(here / "out")
    assert "002" not in notices(here / "out")
    clocks = pl.read_parquet(here / "out" / "clocks.parquet").filter(pl.col("child_id") == "002")
    assert clocks.select("status", "reason").rows() == [("never_met", "died")]
