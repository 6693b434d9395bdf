"""Make small extracts for tests, and evaluate them as a run does."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from timeliness.resources import Folders
from timeliness.runs.asked import Asked
from timeliness.runs.evaluation import Evaluation, evaluate

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


def write_council(folder: Path, *rules: str, keys: str = "") -> Path:
    """Write a council's own folder with rules of its own."""
    local = folder / "rules" / "local"
    local.mkdir(parents=True, exist_ok=True)
    (folder / "timeliness.yaml").write_text(keys, encoding="utf-8")
    (local / "own.yaml").write_text("---\n".join(rules), encoding="utf-8")
    return folder


def evaluated(extract: Path, as_at: date, ids: Sequence[str] = (), council: Path | None = None) -> Evaluation:
    """Evaluate an extract, with a council's own rules where there are some."""
    return evaluate(Asked(extract, as_at, rules=tuple(ids), folders=Folders(council)))
