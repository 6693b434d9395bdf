"""A run that is stopped from outside, half-way: no half-written results, and the next run goes through."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.functional.calling import ROOT, contents, run
from tests.unit.extract_made import write_council

ENDLESS = "{% for _ in range(99999) %}{% for _ in range(99999) %}{% endfor %}{% endfor %}"

BY_A_SIGNAL = (130, -signal.SIGINT)
"""A shell reports 130 for both. Python ends by the signal itself where that came while a class was being made."""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals that ask a process to end")


@contextmanager
def half_way(extract: Path, here: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A run that has written its tables and is at its notices, of which the first never ends."""
    council = write_council(here / "council")
    (council / "rules" / "local" / "own.yaml").unlink()
    (council / "templates").mkdir()
    (council / "templates" / "notice.txt.j2").write_text(ENDLESS, encoding="utf-8")
    asked = [str(extract), "--as-at", "2024-03-31", "--out", "results/today", "--council", str(council)]
    command = [sys.executable, "-m", "timeliness", "run", *asked]
    env = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(command, cwd=here, env=env, stderr=subprocess.PIPE) as process:  # noqa: S603 - our own command
        try:
            while not any((here / "results").glob(".today-*/summaries.parquet")):
                assert process.poll() is None
                time.sleep(0.02)
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_asked_to_end_clears_away_what_it_had_written(
    small: Path, here: Path, asked: signal.Signals
) -> None:
    with half_way(small, here) as process:
        process.send_signal(asked)
        _, said = process.communicate()
    assert said.decode().strip() == "Stopped. Nothing was left half-written."
    assert process.returncode in BY_A_SIGNAL
    assert contents(here / "results") == {}
    assert list((here / "results").iterdir()) == []


def test_a_run_that_is_killed_leaves_no_results_and_the_next_goes_through(small: Path, here: Path) -> None:
    with half_way(small, here) as process:
        process.kill()
    assert not (here / "results" / "today").exists()
    assert run(small, here / "results" / "today", as_at="2024-03-31").code == 0
    assert (here / "results" / "today" / "manifest.json").is_file()


def test_a_run_that_is_stopped_leaves_the_results_of_the_run_before(small: Path, here: Path) -> None:
    assert run(small, here / "results" / "yesterday", as_at="2024-03-30").code == 0
    before = contents(here / "results")
    with half_way(small, here) as process:
        process.send_signal(signal.SIGTERM)
        process.communicate()
    assert contents(here / "results") == before
