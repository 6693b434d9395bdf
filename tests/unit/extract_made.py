"""Make small extracts for tests, and evaluate them as a run does."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from timeliness.errors import ExtractRefusedError
from timeliness.extracts.extract import Extract
from timeliness.reports.check.checked import Checked
from timeliness.resources import Folders, shipped
from timeliness.rulebook.calendars import CIVIL_LAST
from timeliness.rulebook.load import Rulebook, load_rulebook
from timeliness.runs.asked import Asked
from timeliness.runs.checking import check
from timeliness.runs.council import Council
from timeliness.runs.evaluation import Evaluation, evaluate
from timeliness.runs.opened import read

Tables = Mapping[str, Sequence[Mapping[str, Any]]]

SPELLS = ("cp_plan", "looked_after", "placed_for_adoption", "section_47_enquiry", "stay", "visiting_frequency")
_SPELL, _EVENT = {"start": None, "end": None}, {"date": None}

DUTY = """\
id: {id}
title: A duty made for a test
force: local
severity: normal
{keys}
versions: [{{from: 2000-01-01, cite: none, verified: false}}]
"""


def rule(id_: str, keys: str) -> str:
    """A rule of the council's own, in one version."""
    return DUTY.format(id=id_, keys=keys.strip())


def write_extract(folder: Path, tables: Tables, about: str = "taken_on: 2024-03-31\n") -> Path:
    """Write a facts folder; what a row does not say is empty, and a table without rows has its heading."""
    folder.mkdir(parents=True, exist_ok=True)
    if about:
        (folder / "extract.yaml").write_text(about, encoding="utf-8")
    for name, rows in tables.items():
        given = rows or [_SPELL if name in SPELLS else _EVENT]
        columns = list(dict.fromkeys(["child_id", *(column for row in given for column in row)]))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows({name: "" if value is None else value for name, value in row.items()} for row in rows)
    return folder


def write_files(folder: Path, files: Mapping[str, str | bytes], about: str = "taken_on: 2024-03-31\n") -> Path:
    """Write the files of an extract as they stand, byte for byte."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {"extract.yaml": about, **files}.items():
        if content or name != "extract.yaml":
            (folder / name).write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return folder


def write_council(folder: Path, *rules: str, keys: str = "") -> Path:
    """Write a council's own folder with rules of its own."""
    local = folder / "rules" / "local"
    local.mkdir(parents=True, exist_ok=True)
    (folder / "timeliness.yaml").write_text(keys, encoding="utf-8")
    (local / "own.yaml").write_text("---\n".join(rules), encoding="utf-8")
    return folder


def evaluated(extract: Path, as_at: date, ids: Sequence[str] = (), council: Path | None = None) -> Evaluation:
    """Evaluate an extract, with a council's own rules where there are some."""
    return evaluate(Asked(extract, as_at, rules=tuple(ids), council=Council(folders=Folders(council))))


def looked_at(extract: Path, as_at: date | None = None, ids: Sequence[str] = (), mapping: str | None = None) -> Checked:
    """Look at an extract as `timeliness check` does."""
    return check(Asked(extract, as_at or CIVIL_LAST, mapping=mapping, rules=tuple(ids)))


@cache
def rulebook() -> Rulebook:
    """The shipped rules."""
    return load_rulebook(shipped("rules"))


def opened(folder: Path, mapping: str | None = None, council: Path | None = None) -> Extract:
    """Open an extract as a run does."""
    return read(
        Asked(folder, date(2024, 3, 31), mapping=mapping, council=Council(folders=Folders(council))), rulebook()
    )


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a table of an extract as they were read, without their sources."""
    return opened(folder).tables[name].drop("source").to_dicts()


def findings(folder: Path, as_at: date | None = None) -> list[tuple[str, str, str | None, int | None]]:
    """What was found odd about an extract: what, in which table and column, in which file and row."""
    found = looked_at(folder, as_at).findings.to_dicts()
    return [(row["finding"], _place(row), row["file"], row["row"]) for row in found]


def _place(row: Mapping[str, Any]) -> str:
    return ".".join(filter(None, [row["table"], row["column"]]))


def refusals(folder: Path, mapping: str | None = None, council: Path | None = None) -> list[str]:
    """What an extract is refused for, problem by problem, as the console shows it."""
    with pytest.raises(ExtractRefusedError) as refused:
        opened(folder, mapping, council)
    return [str(problem) for problem in refused.value.problems] or [refused.value.message]
