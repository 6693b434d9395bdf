"""`timeliness init`: a council's own folder."""

from __future__ import annotations

from pathlib import Path

from tests.functional.calling import DAY, call, contents
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
