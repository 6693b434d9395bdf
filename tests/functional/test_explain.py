"""`timeliness explain`: which clocks of a child it explains, and what it says where there is nothing to explain."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.functional.calling import DAY, call
from tests.unit.extract_made import rule, write_council

from timeliness.runs.council import Council

OPEN = ["running", "due_soon", "paused", "overdue"]


@pytest.fixture(scope="module")
def clocks(results: Path) -> pl.DataFrame:
    return pl.read_parquet(results / "clocks.parquet").with_columns(pl.col("status").cast(pl.String))


def a_child(clocks: pl.DataFrame, rule_id: str, least: int) -> str:
    """A child with several clocks of a rule, of which one is open."""
    counted = clocks.filter(pl.col("rule") == rule_id).group_by("child_id", maintain_order=True)
    found = counted.agg(pl.len(), open=pl.col("status").is_in(OPEN).any())
    child: str = found.filter(pl.col("open") & (pl.col("len") >= least))["child_id"][0]
    return child


def test_it_explains_the_open_clock_of_each_rule_unless_all_are_asked_for(results: Path, clocks: pl.DataFrame) -> None:
    child = a_child(clocks, "cp-visit", 3)
    theirs = clocks.filter((pl.col("child_id") == child) & (pl.col("rule") == "cp-visit"))
    standing = theirs.filter(pl.col("status").is_in(OPEN))
    said = call("explain", results, "--child", child, "--rule", "cp-visit")
    assert (said.code, said.err) == (0, "")
    assert said.out.count("  => ") == standing.height == 1
    assert f"  => {standing['status'].item()}" in said.out
    everything = call("explain", results, "--child", child, "--rule", "cp-visit", "--all")
    assert everything.out.count("  => ") == theirs.height


def test_of_a_rule_without_an_open_clock_it_explains_the_last(results: Path, clocks: pl.DataFrame) -> None:
    closed = clocks.filter(pl.col("rule") == "cla-review").group_by("child_id", maintain_order=True)
    ended = closed.agg(pl.len(), over=~pl.col("status").is_in([*OPEN, "excluded", "unassessable"]).any())
    child = ended.filter(pl.col("over") & (pl.col("len") > 1))["child_id"][0]
    theirs = clocks.filter((pl.col("child_id") == child) & (pl.col("rule") == "cla-review"))
    said = call("explain", results, "--child", child, "--rule", "cla-review")
    assert said.out.count("  => ") == 1
    assert f"  => {theirs['status'][-1]}" in said.out


def test_every_rule_of_the_child_is_explained_where_none_is_named(results: Path, clocks: pl.DataFrame) -> None:
    child = a_child(clocks, "cla-visit", 2)
    rules = clocks.filter(pl.col("child_id") == child)["rule"].unique()
    said = call("explain", results, "--child", child)
    assert rules.len() > 2
    assert all(f"\n{id_}  " in f"\n{said.out}" for id_ in rules)


def test_every_clock_of_the_council_can_be_explained(
    results: Path, clocks: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One child for each rule and status: none may be beyond words."""
    rulebook = Council().rulebook()
    monkeypatch.setattr(Council, "rulebook", lambda _: rulebook)  # loaded once, for hundreds of commands
    children = clocks.filter(pl.col("child_id").is_not_null()).unique(["rule", "status"], maintain_order=True)
    pairs = children.select("child_id", "rule").unique(maintain_order=True).rows()
    for child, rule_id in pairs:
        said = call("explain", results, "--child", child, "--rule", rule_id, "--all")
        assert said.code == 0, (child, rule_id, said.err)
        assert "None" not in said.out


def test_without_a_clock_it_says_of_which_child_and_rule(results: Path) -> None:
    said = call("explain", results, "--child", "nobody")
    assert said.code == 2
    assert "No clock of any rule for a child 'nobody' in " in said.err
    one = call("explain", results, "--child", "nobody", "--rule", "iha")
    assert "No clock of iha for a child 'nobody'" in one.err


def test_a_rule_that_is_none_is_named_with_the_nearest(results: Path) -> None:
    said = call("explain", results, "--child", "1", "--rule", "ihaa")
    assert said.code == 2
    assert "'ihaa' is not a rule. Did you mean 'iha'?" in said.err


def test_a_folder_without_results_is_named_with_what_to_give(council: Path) -> None:
    said = call("explain", council, "--child", "1")
    assert said.code == 2
    assert "holds no run's results. Give the folder that `timeliness run` wrote with --out." in said.err
    assert call("explain", council).code == 2


def test_results_whose_tables_are_gone_say_what_to_do(results: Path, here: Path) -> None:
    (here / "manifest.json").write_bytes((results / "manifest.json").read_bytes())
    said = call("explain", here, "--child", "1")
    assert said.code == 2
    assert "has no clocks.parquet that can be read. Run again, with --replace." in said.err


def test_rules_that_changed_since_the_run_and_rules_that_are_not_here_are_said(council: Path, here: Path) -> None:
    own = write_council(here / "own", rule("mine", "starts: referral\nmet_by: assessment_authorised\nwithin: 9 days"))
    ran = call("run", council, "--as-at", DAY, "--out", here / "out", "--council", own, "--rule", "mine")
    assert ran.code == 0
    child = pl.read_parquet(here / "out" / "clocks.parquet")["child_id"][0]
    known = call("explain", here / "out", "--child", child, "--council", own)
    assert (known.code, known.err) == (0, "")
    assert "mine  A duty made for a test" in known.out
    missing = call("explain", here / "out", "--child", child)
    assert "The rules have changed since this run" in missing.err
    assert "there are no such rules here: mine. A council's own need --council." in missing.err
    assert missing.out == ""
