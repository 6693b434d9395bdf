"""Make a council's own folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from timeliness.errors import UsageError
from timeliness.runs.council import FILE

_FILES = {
    FILE: """\
# What timeliness knows of this council. Every key may be left out.
council: ""                                # the council's name, as notices show it
contact: your performance team             # whom a manager tells when a list is wrong
sender: timeliness@example.invalid         # the address that notices are sent from
packs: []                                  # packs of rules that are off unless chosen: timeliness rules list
adopted: []                                # changes of law that came here later: docs/local-rules.md
teams: {}                                  # each team's e-mail address, by its name in the extract:
#  Assessment 1: assessment-1@example.invalid
""",
    "rules/local/README.md": """\
# This council's own rules

Each `*.yaml` file here holds rules beside the shipped ones. A shipped id may not be used again. A target that is the
council's own has `force: local`: it is shown apart, and never called a breach of law.

    id: our-first-visit
    title: A visit within 3 working days of the allocation
    force: local
    severity: normal
    starts: allocation.start
    met_by: cin_visit
    within: 3 working days
    versions: [{from: 2024-04-01, cite: our practice standards 2024, verified: false}]

`timeliness rules test --council DIR` runs the examples of these rules too; `timeliness rules schema` prints the schema
by which an editor completes them.
""",
    "rules/calendar/README.md": """\
# This council's own calendars

A file `school.csv` with a column `date` (year-month-day) lists the days that count; a rule then says `10 school days`.
""",
    "mappings/README.md": """\
# This council's own mappings

A mapping here goes before a shipped one with the same `id`. `timeliness map EXTRACT --out mappings/NAME.yaml` drafts
one from the headings of an extract.
""",
    "templates/README.md": """\
# This council's own templates

A template here goes before the shipped one with the same name: `notice.html.j2`, `notice.txt.j2`, `_macros.j2`.
""",
}


def start_council(folder: Path) -> Iterator[Path]:
    """Write a council's own folder, and give each file as it is made. Raises UsageError where it has something."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already, and is not an empty folder. Nothing was changed. Choose another.")
    for name, text in _FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        yield path
