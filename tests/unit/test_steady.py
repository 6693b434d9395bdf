"""An extract that changes while it is read is refused: its last rows may not have been there yet."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.extract_made import opened, refusals, write_files

from timeliness.extracts import folder as folders

PLAN = "child_id,start,end\n1,2024-01-01,\n2,2024-01-01,\n"


def while_it_is_read(monkeypatch: pytest.MonkeyPatch, change: Callable[[], object]) -> None:
    """Let something happen to a file between its being read and its being made facts of."""
    read = folders.table_of

    def reading(path: Path) -> object:
        table = read(path)
        change()
        return table

    monkeypatch.setattr(folders, "table_of", reading)


def test_files_that_stay_as_they_are_are_read(tmp_path):
    assert opened(write_files(tmp_path, {"cp_plan.csv": PLAN})).tables["cp_plan"].height == 2


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (PLAN + "3,2024-01-01,\n", "47 bytes before, 61 bytes after"),
        (PLAN[:32], "47 bytes before, 32 bytes after"),
        (PLAN.replace("2,", "3,"), "47 bytes before, 47 bytes after"),
    ],
    ids=["grows", "shrinks", "is written again"],
)
def test_a_file_that_changes_while_it_is_read_is_refused(left, said, tmp_path, monkeypatch):
    folder = write_files(tmp_path, {"cp_plan.csv": PLAN})
    path = folder / "cp_plan.csv"
    os.utime(path, ns=(0, 0))  # long ago: two writings within one tick of a file system's clock look alike
    while_it_is_read(monkeypatch, lambda: path.write_text(left, encoding="utf-8"))
    assert refusals(folder) == [
        f"cp_plan.csv  The file changed while it was read: {said}. Run again when whoever writes it has finished."
    ]


def test_a_file_that_is_taken_away_while_it_is_read_is_refused(tmp_path, monkeypatch):
    folder = write_files(tmp_path, {"cp_plan.csv": PLAN})
    while_it_is_read(monkeypatch, (folder / "cp_plan.csv").unlink)
    (said,) = refusals(folder)
    assert "47 bytes before, no file after" in said
