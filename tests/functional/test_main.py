"""The command line as a whole: help, exit codes, and what becomes of what goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.functional.calling import DAY, ROOT, call, spawn


def test_help_and_version_need_no_rules_and_name_every_command(here: Path) -> None:
    said = spawn("--help", cwd=here)
    assert said.code == 0
    for name in ("run", "check", "rules", "explain", "compare", "init", "demo"):
        assert f"\n  {name} " in said.out
    assert "4 extract refused" in said.out
    assert spawn("--version", cwd=here).out.strip().endswith("0.2.0")


def test_an_unknown_command_is_a_usage_error(here: Path) -> None:
    said = spawn("rum", cwd=here)
    assert said.code == 2
    assert "No such command 'rum'" in said.err


def test_output_that_nobody_reads_to_its_end_is_no_error(here: Path) -> None:
    command = [sys.executable, "-m", "timeliness", "rules", "vocabulary"]
    env = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=here, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        said = process.stderr.read() if process.stderr else b""
        assert (process.wait(), said) == (0, b"")


def test_stopping_a_run_leaves_nothing_half_written(council: Path, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("timeliness.reports.notices.write_notices", stop)
    said = call("run", council, "--as-at", DAY, "--out", here / "out")
    assert said.code == 130
    assert "Stopped. Nothing was left half-written." in said.err
    assert list(here.iterdir()) == []


def test_an_internal_error_names_its_kind_and_shows_the_rest_only_when_asked(
    council: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("child 017 lives nowhere")

    monkeypatch.setattr("timeliness.runs.evaluation.clocks", fail)
    said = call("run", council, "--as-at", DAY, "--out", here / "out")
    assert said.code == 1
    assert "An internal error (ValueError): a defect of timeliness, not of your data. Nothing was written." in said.err
    assert "017" not in said.err
    monkeypatch.setenv("TIMELINESS_TRACEBACK", "1")
    with pytest.raises(ValueError, match="child 017"):
        call("run", council, "--as-at", DAY, "--out", here / "out")
    assert list(here.iterdir()) == []


def test_a_console_of_another_code_page_gets_utf_8(here: Path) -> None:
    said = spawn("rules", "show", "cp-visit", cwd=here, PYTHONIOENCODING="latin-1")
    assert said.code == 0
