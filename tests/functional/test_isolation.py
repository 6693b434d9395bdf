"""One team's children are in no other team's files, whatever these are packed in."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest
from tests.functional.calling import contents, readable

KINDS = (".eml", ".html", ".txt", ".xlsx")
Held = dict[str, set[str]]


@pytest.fixture(scope="module")
def held(results: Path) -> Held:
    """The children whom each team holds on the day."""
    teams = pl.read_parquet(results / "clocks.parquet").group_by("team").agg(pl.col("child_id").unique())
    return {team: set(ids) for team, ids in teams.rows()}


@pytest.fixture(scope="module")
def shown(results: Path, held: Held) -> dict[str, Held]:
    """The children who are in each file of each team's notice, whoever they are."""
    files = {name: readable(name, content) for name, content in contents(results / "notices").items()}
    everybody = set().union(*held.values())
    found = {name: set(re.findall(r"\b\d{6}\b", text)) & everybody for name, text in files.items()}
    teams = {name[:-4]: re.findall(r"Subject: .*: (.+), 19 May 2016", files[name]) for name in files if ".eml" in name}
    return {team: {kind: found[slug + kind] for kind in KINDS} for slug, (team,) in teams.items()}


def test_every_team_has_a_notice_and_no_child_is_held_by_two(held: Held, shown: dict[str, Held]) -> None:
    assert shown.keys() >= held.keys()
    assert len(held) > 5
    assert sum(len(ids) for ids in held.values()) == len(set().union(*held.values()))


@pytest.mark.parametrize("kind", KINDS)
def test_no_file_of_a_team_has_a_child_of_another(kind: str, held: Held, shown: dict[str, Held]) -> None:
    assert {team for team, files in shown.items() if files[kind] - held.get(team, set())} == set()


def test_the_message_has_all_that_is_in_the_workbook_and_the_rest_no_more(shown: dict[str, Held]) -> None:
    for team, files in shown.items():
        assert files[".eml"] == files[".xlsx"], team
        assert files[".html"] | files[".txt"] <= files[".xlsx"], team
    assert sum(len(files[".xlsx"]) for files in shown.values()) > 50


def test_every_child_with_something_overdue_is_on_the_list_of_its_team(results: Path, shown: dict[str, Held]) -> None:
    late = pl.read_parquet(results / "clocks.parquet").filter(
        (pl.col("status") == "overdue") & (pl.col("force").is_in(["statute", "guidance"]))
    )
    rows = late.select("team", "child_id").unique().rows()
    assert len(rows) > 20
    assert [(team, child) for team, child in rows if child not in shown[team][".xlsx"]] == []
