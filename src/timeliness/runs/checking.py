"""Look at an extract without running it: what it allows, and what is odd about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from timeliness.engine.coverage import as_frame
from timeliness.reports.aligned import aligned
from timeliness.reports.overview import findings_text
from timeliness.reports.wording import counted, day
from timeliness.rulebook.calendars import CIVIL_LAST
from timeliness.runs.asked import Asked
from timeliness.runs.council import Council
from timeliness.runs.evaluation import chosen, read
from timeliness.runs.looking import look, placed


@dataclass(frozen=True)
class Checked:
    """What an extract allows. `tables` has `table, rows, history`; `coverage` and `findings` are as in a result."""

    taken_on: date | None
    mapping: str
    tables: pl.DataFrame = field(repr=False)
    coverage: pl.DataFrame = field(repr=False)
    findings: pl.DataFrame = field(repr=False)

    def as_text(self) -> str:
        """Lay it out for a console."""
        taken = f"Taken on {day(self.taken_on)}." if self.taken_on else "It does not say when it was taken (taken_on)."
        mapped = f" Read by the mapping {self.mapping}." if self.mapping else ""
        tables = [[row["table"], f"{row['rows']:,}", row["history"]] for row in self.tables.iter_rows(named=True)]
        states = [_CAN[state] for state in self.coverage["state"]]
        rules = [[row["rule"], _CAN[row["state"]], row["why"]] for row in self.coverage.iter_rows(named=True)]
        numbers = ", ".join(f"{states.count(state)} {state}" for state in _CAN.values())
        parts = [
            f"{taken}{mapped}\n",
            aligned(("table", "rows", "history"), tables, (1,)),
            f"\n{counted(len(rules), 'rule')}: {numbers}",
            aligned(("rule", "state", "why"), rules),
            *findings_text(self.findings, ""),
        ]
        return "\n".join(parts)

    def as_data(self) -> dict[str, Any]:
        """Give the same for machines."""
        return {
            "taken_on": str(self.taken_on) if self.taken_on else None,
            "mapping": self.mapping or None,
            "tables": self.tables.to_dicts(),
            "coverage": self.coverage.to_dicts(),
            "findings": self.findings.to_dicts(),
        }


_CAN = {"ran": "can run", "partly": "partly", "could not run": "cannot run"}


def check(extract: Path, council: Council, as_at: date | None, mapping: str | None, rules: tuple[str, ...]) -> Checked:
    """Read an extract and say what it allows. Raises a TimelinessError that says what to do."""
    asked = Asked(extract, as_at or CIVIL_LAST, mapping=mapping, council=council)
    rulebook = council.rulebook()
    wanted = chosen(rulebook, rules, council.packs)
    opened = read(asked, rulebook)
    seen = look(opened, rulebook.vocabulary, wanted, as_at or opened.taken_on)
    rows = [
        {
            "table": name,
            "rows": table.height,
            "history": _history(opened.complete_from.get(name), declared=opened.declares_history),
        }
        for name, table in sorted(opened.tables.items())
    ]
    tables = pl.DataFrame(rows, schema={"table": pl.String, "rows": pl.Int64, "history": pl.String})
    findings = placed(seen.findings, opened)
    return Checked(opened.taken_on, opened.mapping, tables, as_frame(seen.coverage), findings)


def _history(complete_from: date | None, *, declared: bool) -> str:
    return f"whole from {day(complete_from)}" if complete_from else "whole" if declared else "taken as whole"
