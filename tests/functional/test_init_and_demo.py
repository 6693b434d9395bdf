"""`timeliness init` and `timeliness demo`: a council's own folder, and a synthetic council."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.calling import DAY, call, contents, spawn
from tests.unit.extract_made import rule


def test_init_makes_a_folder_with_which_a_run_goes_through_as_it_stands(council: Path, here: Path) -> None:
    said = call("init", here / "own")
    assert (said.code, said.err) == (0, "")
    made = set(contents(here / "own"))
    assert made >= {"timeliness.yaml", "rules/local/README.md", "mappings/README.md", "templates/README.md"}
    assert [name for name in made if f"made {here / 'own' / name}" not in said.out] == []
    assert f"run with --council {here / 'own'}" in said.out
    assert call("run", council, "--as-at", DAY, "--out", here / "out", "--council", here / "own").code == 0


def test_the_rule_that_init_shows_as_an_example_is_a_rule(here: Path) -> None:
    call("init", here / "own")
    readme = (here / "own" / "rules" / "local" / "README.md").read_text(encoding="utf-8")
    shown = "\n".join(line[4:] for line in readme.splitlines() if line.startswith("    "))
    (here / "own" / "rules" / "local" / "own.yaml").write_text(shown, encoding="utf-8")
    said = call("rules", "show", "our-first-visit", "--council", here / "own")
    assert said.code == 0, said.err
    assert "within       3 working days" in said.out


def test_the_keys_that_init_writes_are_those_that_are_read(here: Path) -> None:
    call("init", here / "own")
    path = here / "own" / "timeliness.yaml"
    filled = (
        path.read_text(encoding="utf-8").replace("teams: {}", "teams:").replace("#  Assessment 1", "  Assessment 1")
    )
    path.write_text(filled, encoding="utf-8")
    said = call("rules", "list", "--council", here / "own")
    assert said.code == 0, said.err


def test_init_touches_nothing_that_is_there(here: Path) -> None:
    (here / "mine").mkdir()
    (here / "mine" / "letter.txt").write_text("kept")
    said = call("init", here / "mine")
    assert said.code == 2
    assert "is not an empty folder. Nothing was changed. Choose another." in said.err
    assert contents(here / "mine") == {"letter.txt": b"kept"}
    assert call("init", here / "mine" / "letter.txt").code == 2


def test_init_then_a_rule_of_ones_own_then_a_run(council: Path, here: Path) -> None:
    call("init", here)
    own = rule("mine", "starts: referral\nmet_by: assessment_authorised\nwithin: 9 days")
    (here / "rules" / "local" / "own.yaml").write_text(own, encoding="utf-8")
    said = call("run", council, "--as-at", DAY, "--out", "out", "--rule", "mine", "--no-quiet")
    assert said.code == 0
    assert "Local standards: not law" in said.out
    assert "\nmine " in said.out


def test_demo_makes_a_council_and_says_how_to_run_it(here: Path) -> None:
    said = call("demo", "one", "--size", "0.05")
    assert (said.code, said.err) == (0, "")
    assert "timeliness run one/extract --as-at 2016-05-19 --out one/results" in said.out
    command = next(line.split()[1:] for line in said.out.splitlines() if line.startswith("  timeliness run"))
    assert call(*command).code == 0
    assert (here / "one" / "results" / "manifest.json").is_file()


def test_demo_makes_the_same_again_and_another_with_another_seed_or_day(here: Path) -> None:
    made = {
        "a": (),
        "b": ("--seed", "1"),
        "c": ("--seed", "2"),
        "d": ("--as-at", "2024-05-31"),
    }
    for name, options in made.items():
        assert call("demo", name, "--size", "0.05", *options).code == 0
    a, b, c, d = (contents(here / name) for name in made)
    assert a == b
    assert a != c
    assert d["extract/extract.yaml"].startswith(b"taken_on: 2024-05-31")
    assert a != d


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--size", "0.001"), "Sizes from 0.05 to 40 can."),
        (("--size", "many"), "--size"),
        (("--as-at", "2000-01-01"), "Days from 2016-05-01 to 2027-12-31 can."),
        (("--as-at", "soon"), "Write year-month-day"),
        (("--seed", "x"), "--seed"),
    ],
)
def test_demo_refuses_what_it_cannot_make_and_says_what_it_can(here: Path, options: tuple[str, str], said: str) -> None:
    found = call("demo", here / "one", *options)
    assert found.code == 2
    assert said in found.err
    assert not (here / "one").exists()


def test_demo_writes_over_nothing(here: Path) -> None:
    (here / "letter.txt").write_text("kept")
    assert call("demo", here).code == 2
    assert contents(here) == {"letter.txt": b"kept"}


# The command line as a whole


def test_help_and_version_need_no_rules_and_name_every_command(here: Path) -> None:
    said = spawn("--help", cwd=here)
    assert said.code == 0
    for name in ("run", "check", "rules", "explain", "compare", "init", "demo"):
        assert f"\n  {name} " in said.out
    assert "4 extract refused" in said.out
    assert spawn("--version", cwd=here).out.strip().endswith("0.1.0")


def test_an_unknown_command_is_a_usage_error(here: Path) -> None:
    said = spawn("rum", cwd=here)
    assert said.code == 2
    assert "No such command 'rum'" in said.err


def test_output_that_is_cut_off_is_no_error(here: Path) -> None:
    import subprocess
    import sys

    from tests.functional.calling import ROOT

    script = f"{sys.executable} -m timeliness rules vocabulary | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", script], cwd=here, env={"PYTHONPATH": str(ROOT / "src")}, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_stopping_a_run_leaves_nothing_half_written(council: Path, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("timeliness.runs.results.write_notices", stop)
    said = call("run", council, "--as-at", DAY, "--out", here / "out")
    assert said.code == 130
    assert "Stopped. Nothing was left half-written." in said.err
    assert list(here.iterdir()) == []
