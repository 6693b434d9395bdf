"""`timeliness demo`: a synthetic council, ready to run."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.calling import ROOT, call, contents


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


def test_an_annex_a_workbook_becomes_notices_as_the_quick_start_says(here: Path) -> None:
    text = (ROOT / "docs" / "quick-start.md").read_text(encoding="utf-8")
    section = text.partition("## From an Annex A workbook to notices")[2].partition("\n## ")[0]
    commands = [line.split()[1:] for line in section.splitlines() if line.startswith("    timeliness ")]
    assert 2 <= len(commands) <= 5
    for command in commands:
        small = [*command, "--size", "0.1"] if command[0] == "demo" else command
        assert call(*small).code == 0, command
    assert list((here / "results" / "notices").glob("*.eml"))
