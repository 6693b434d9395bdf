"""`timeliness run`: what it refuses, what it prints, and that results appear whole or not at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from tests.functional.calling import DAY, ROOT, call, contents, run
from tests.functional.test_results import TABLES


def test_without_a_day_it_refuses_and_says_why_there_is_no_default(small: Path, here: Path) -> None:
    said = run(small, here / "out", as_at=None)
    assert said.code == 2
    assert "--as-at DATE" in said.err
    assert "There is no default, so that the same command gives the same result tomorrow" in said.err
    assert not (here / "out").exists()


@pytest.mark.parametrize("day", ["yesterday", "19/05/2016", "2016-02-30", ""])
def test_a_day_that_is_no_date_is_a_usage_error_that_shows_how_to_write_one(small: Path, here: Path, day: str) -> None:
    said = call("run", small, "--out", here / "out", "--as-at", day)
    assert said.code == 2
    assert f"'{day}' is not a date. Write year-month-day, as 2016-05-19." in said.err


def test_without_a_folder_for_results_it_is_a_usage_error(small: Path) -> None:
    said = call("run", small, "--as-at", DAY)
    assert said.code == 2
    assert "--out" in said.err


def test_a_day_after_the_extract_was_taken_is_refused_unless_it_is_meant(small: Path, here: Path) -> None:
    said = run(small, here / "out", as_at="2024-04-01")
    assert said.code == 2
    assert "The as-at date 2024-04-01 is after 2024-03-31, when small was taken" in said.err
    assert "--beyond-extract" in said.err
    assert run(small, here / "out", "--beyond-extract", as_at="2024-04-01").code == 0
    assert json.loads((here / "out" / "manifest.json").read_text())["asked"]["beyond_extract"] is True


def test_without_extract_yaml_it_asks_when_the_extract_was_taken(small: Path, here: Path) -> None:
    (small / "extract.yaml").unlink()
    said = run(small, here / "out", as_at="2024-03-31")
    assert said.code == 2
    assert "Say it with --taken-on DATE, or write 'taken_on: DATE' into small/extract.yaml." in said.err
    assert run(small, here / "out", "--taken-on", "2024-03-31", as_at="2024-03-31").code == 0
    why = pl.read_parquet(here / "out" / "coverage.parquet").filter(pl.col("rule") == "cp-visit")["why"].item()
    assert "their histories are taken as whole" in why
    assert run(small, here / "no", "--taken-on", "2024-03-30", as_at="2024-03-31").code == 2


def test_two_days_on_which_it_was_taken_are_one_too_many(small: Path, here: Path) -> None:
    said = run(small, here / "out", "--taken-on", "2024-05-01", as_at="2024-04-30")
    assert said.code == 2
    assert "says that it was taken on 2024-03-31, --taken-on says 2024-05-01" in said.err
    assert run(small, here / "out", "--taken-on", "2024-03-31", as_at="2024-03-31").code == 0


def test_a_folder_that_is_not_there_or_holds_no_facts_is_refused_as_an_extract(here: Path) -> None:
    missing = run(here / "nowhere", here / "out")
    assert missing.code == 4
    assert "There is no folder" in missing.err
    (here / "empty").mkdir()
    empty = run(here / "empty", here / "out")
    assert empty.code == 4
    assert "has no CSV or Parquet file" in empty.err
    assert "timeliness rules vocabulary" in empty.err


def test_a_column_of_two_kinds_of_date_is_refused_with_its_rows(small: Path, here: Path) -> None:
    (small / "cp_visit.csv").write_text("child_id,date,child_seen\n001,2024-03-09,true\n001,20/03/2024,true\n")
    said = run(small, here / "out", as_at="2024-03-31")
    assert said.code == 4
    assert "cp_visit.csv" in said.err
    assert "Nothing was run." in said.err
    assert not (here / "out").exists()


def test_an_unknown_rule_mapping_or_council_is_named_with_what_there_is(small: Path, here: Path) -> None:
    no_rule = run(small, here / "out", "--rule", "cp-icp")
    assert no_rule.code == 2
    assert "'cp-icp' is not a rule. Did you mean 'cp-icpc'?" in no_rule.err
    no_mapping = run(small, here / "out", "--mapping", "ssda90")
    assert no_mapping.code == 2
    assert "'ssda90' is not a mapping. Did you mean 'ssda903'?" in no_mapping.err
    no_council = run(small, here / "out", "--council", here / "nobody")
    assert no_council.code == 3
    assert "timeliness init" in no_council.err


def test_results_are_not_put_over_anything(small: Path, here: Path) -> None:
    (here / "mine").mkdir()
    (here / "mine" / "letter.txt").write_text("kept")
    said = run(small, here / "mine", "--replace", as_at="2024-03-31")
    assert said.code == 2
    assert "is not empty and holds no run's results" in said.err
    a_file = run(small, here / "mine" / "letter.txt", as_at="2024-03-31")
    assert a_file.code == 2
    assert "is a file. Results go into a folder" in a_file.err
    assert contents(here / "mine") == {"letter.txt": b"kept"}


def test_another_runs_results_are_replaced_only_when_that_is_asked(small: Path, here: Path) -> None:
    out = here / "out"
    assert run(small, out, as_at="2024-03-30").code == 0
    first = contents(out)
    refused = run(small, out, as_at="2024-03-31")
    assert refused.code == 2
    assert "--replace" in refused.err
    assert contents(out) == first
    assert run(small, out, "--replace", as_at="2024-03-31").code == 0
    assert contents(out) != first


def test_replacing_never_deletes_what_no_run_wrote(small: Path, here: Path) -> None:
    out = here / "out"
    assert run(small, out, as_at="2024-03-31").code == 0
    (out / "notices" / "to-do.txt").write_text("kept")
    said = run(small, out, "--replace", as_at="2024-03-31")
    assert said.code == 2
    assert "--replace would delete it: notices/to-do.txt" in said.err
    assert (out / "notices" / "to-do.txt").read_text() == "kept"


# Whole or not at all


@pytest.mark.parametrize("step", ["timeliness.reports.notices.write_notices", "timeliness.runs.results.write_manifest"])
def test_a_run_that_fails_half_way_leaves_the_old_results_and_nothing_else(
    small: Path, here: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the child is called nobody")

    assert run(small, here / "out", as_at="2024-03-30").code == 0
    before = contents(here)
    monkeypatch.setattr(step, fail)
    said = run(small, here / "out", "--replace", as_at="2024-03-31")
    assert said.code == 1
    assert contents(here) == before
    assert [path.name for path in here.iterdir() if path.name.startswith(".")] == []
    assert "An internal error (RuntimeError)" in said.err
    assert "nobody" not in said.err  # a message of an error may quote data
    fresh = run(small, here / "fresh", as_at="2024-03-31")
    assert fresh.code == 1
    assert not (here / "fresh").exists()


def test_old_results_come_back_when_the_new_ones_cannot_take_their_place(
    small: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(small, here / "out", as_at="2024-03-30").code == 0
    before = contents(here)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if (self / "manifest.json").exists() and "-old-" not in self.name and self.name.startswith("."):
            raise PermissionError(13, "Permission denied", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    said = run(small, here / "out", "--replace", as_at="2024-03-31")
    assert said.code == 1
    assert "Permission denied. Nothing was written." in said.err
    assert contents(here) == before


def held_open(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody move a folder, as Windows does while a program holds a file in it open."""
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self == folder:
            raise PermissionError(13, "The process cannot access the file", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)


def test_results_that_somebody_has_open_are_left_alone_and_the_new_ones_stand_beside_them(
    small: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(small, here / "out", as_at="2024-03-30").code == 0
    before = contents(here / "out")
    held_open(here / "out", monkeypatch)
    said = run(small, here / "out", "--replace", "--no-quiet", as_at="2024-03-31")
    assert said.code == 0
    assert f"Results: {here / 'out-2'}" in said.out
    assert (
        f"another program holds a file in it open. It was left alone; the results are in {here / 'out-2'}" in said.err
    )
    assert contents(here / "out") == before
    assert [path.name for path in sorted(here.iterdir()) if path.name.startswith((".", "out"))] == ["out", "out-2"]
    again = run(small, here / "out", "--replace", as_at="2024-03-31")
    assert again.out == ""
    assert str(here / "out-3") in again.err
    assert contents(here / "out-3") == contents(here / "out-2")


def test_a_dated_run_writes_a_new_folder_each_time_and_never_touches_an_old_one(small: Path, here: Path) -> None:
    for as_at in ("2024-03-30", "2024-03-31", "2024-03-31"):
        assert run(small, here / "out", "--dated", as_at=as_at).code == 0
    made = here / "out"
    assert sorted(path.name for path in made.iterdir()) == ["2024-03-30", "2024-03-31", "2024-03-31-2"]
    assert contents(made / "2024-03-31") == contents(made / "2024-03-31-2") != contents(made / "2024-03-30")
    said = run(small, here / "out", "--dated", "--replace", as_at="2024-03-31")
    assert (said.code, "--dated never replaces anything" in said.err) == (2, True)


def test_a_place_that_cannot_be_written_is_said_without_calling_it_a_defect(small: Path, here: Path) -> None:
    (here / "file").write_text("")
    said = run(small, here / "file" / "out", as_at="2024-03-31")
    assert said.code == 1
    assert "Nothing was written." in said.err
    assert "defect" not in said.err


# What it prints


def test_where_nobody_watches_it_prints_nothing(small: Path, here: Path) -> None:
    said = run(small, here / "out", as_at="2024-03-31")
    assert (said.code, said.out, said.err) == (0, "", "")


def test_where_somebody_watches_it_prints_the_figures_and_warns_of_rules_that_could_not_run(
    small: Path, here: Path
) -> None:
    said = run(small, here / "out", "--rule", "cp-visit", "--rule", "iha", as_at="2024-03-31", watched=True)
    assert said.code == 0
    assert "As at 31 March 2024." in said.out
    assert "Statutory guidance" in said.out
    assert "0.0% (0 of 2)" in said.out
    assert "1 rule could not run: iha." in said.err
    assert "Could not run" in said.out
    assert "no table looked_after" in said.out
    assert f"Results: {here / 'out'}" in said.out


def test_quiet_and_no_quiet_decide_for_themselves(small: Path, here: Path) -> None:
    loud = run(small, here / "a", "--no-quiet", as_at="2024-03-31")
    assert "As at 31 March 2024." in loud.out
    silent = run(small, here / "b", "--quiet", as_at="2024-03-31", watched=True)
    assert (silent.out, silent.err) == ("", "")


@pytest.mark.parametrize("watched", [True, False])
def test_json_is_json_and_nothing_else(small: Path, here: Path, *, watched: bool) -> None:
    said = run(small, here / "out", "--json", as_at="2024-03-31", watched=watched)
    found = json.loads(said.out)
    assert found["as_at"] == "2024-03-31"
    now = next(row for row in found["summaries"] if row["rule"] == "cp-visit" and row["cohort"] == "now")
    assert (now["overdue"], now["met_late"], now["clocks"]) == (2, 1, 3)
    states = {row["rule"]: row["state"] for row in found["coverage"]}
    assert states["iha"] == "could not run"
    assert states["cp-visit"] == "partly"  # no birth dates: nobody is seen to turn 18


def test_every_figure_that_is_printed_has_what_it_is_out_of(council: Path, here: Path) -> None:
    said = run(council, here / "out", "--no-quiet")
    shares = [word for word in said.out.split() if word.endswith("%")]
    assert shares
    assert said.out.count("% (") == len(shares)
    assert "Other readings of the same duties: never breaches" in said.out
    assert "Indicators: not duties" in said.out
    assert "386.0 days from start to meeting, the average over 3 years to 2016-05-19, of 7 clocks" in said.out


def test_notices_are_left_out_when_they_are_not_asked_for(small: Path, here: Path) -> None:
    said = run(small, here / "out", "--no-notices", "--no-quiet", as_at="2024-03-31")
    assert said.code == 0
    assert "Notices: not asked for" in said.out
    assert set(contents(here / "out")) == {*(f"{name}.parquet" for name in TABLES), "manifest.json"}


def test_a_run_without_notices_loads_nothing_that_makes_them(small: Path, here: Path) -> None:
    asked = f"from timeliness.cli.main import main; import sys; sys.argv = ['timeliness', 'run', {str(small)!r}, "
    asked += (
        "'--as-at', '2024-03-31', '--out', 'out', '--no-notices']\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
    )
    asked += (
        "print([name for name in ('jinja2', 'css_inline', 'xlsxwriter', 'lxml', 'fastexcel') if name in sys.modules])"
    )
    env = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", asked]
    done = subprocess.run(command, cwd=here, env=env, capture_output=True, check=True, timeout=120)  # noqa: S603
    assert done.stdout.decode().strip() == "[]"
