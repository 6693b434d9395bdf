"""A run at a glance: one line for each rule, what could not run, and what is odd about the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from timeliness.reports.aligned import WIDE, aligned
from timeliness.reports.wording import counted, day
from timeliness.rulebook.rules import Rule

_HEADS = (
    "rule",
    "open",
    "overdue",
    "due soon",
    "cannot be judged",
    "in date now",
    "on time, of due",
    "on time, of completed",
)
_NUMBERS = range(1, len(_HEADS))
_OPEN = ("paused", "overdue", "due_soon", "running")
_BASES = {
    "statute": "Law",
    "guidance": "Statutory guidance",
    "practice": "Good practice: not law",
    "local": "Local standards: not law",
    "indicator": "Indicators: not duties",
    "reading": "Other readings of the same duties: never breaches",
}


@dataclass(frozen=True)
class Overview:
    """What a run came to, in figures. `summaries`, `findings` and `coverage` are tables of the result."""

    as_at: date
    rules: Mapping[str, Rule]
    summaries: pl.DataFrame = field(repr=False)
    findings: pl.DataFrame = field(repr=False)
    coverage: pl.DataFrame = field(repr=False)

    def as_text(self) -> str:
        """Lay it out for a console and for pasting into a report."""
        year = f"'On time' is of the 12 months to {day(self.as_at)}; 'in date now' is of open clocks."
        return "\n".join(
            [f"As at {day(self.as_at)}. {year}", *self._tables(), *self._lacking(), *findings_text(self.findings)]
        )

    def as_data(self) -> dict[str, Any]:
        """Give the same for machines: every column of the summaries, for all teams together."""
        whole = self.summaries.filter(pl.col("team").is_null()).drop("team")
        dates = [pl.col(name).cast(pl.String) for name in ("first", "last")]
        return {
            "as_at": str(self.as_at),
            "summaries": whole.with_columns(dates).to_dicts(),
            "coverage": self.coverage.to_dicts(),
            "findings": _counted(self.findings).to_dicts(),
        }

    @property
    def warnings(self) -> list[str]:
        """What must not be missed: rules that could not run."""
        missing = self.coverage.filter(pl.col("state") == "could not run")["rule"].to_list()
        return [f"{counted(len(missing), 'rule')} could not run: {', '.join(missing)}."] if missing else []

    def _lacking(self) -> Iterator[str]:
        """What the extract does not allow, or not wholly, and why."""
        for state, title in (("could not run", "Could not run"), ("partly", "Ran in part")):
            rows = self.coverage.filter(pl.col("state") == state).select("rule", "why").rows()
            if rows:
                yield "\n" + title
                yield aligned(("rule", "why"), rows, wide=WIDE)

    def _tables(self) -> Iterator[str]:
        now = self._of("now", exact=True)
        year = self._of("12 months", exact=False)
        for basis, title in _BASES.items():
            ids = [id_ for id_ in now if self._basis(id_) == basis]
            rows = [_row(id_, now[id_], year[id_]) for id_ in ids]
            if rows:
                yield "\n" + title
                yield aligned(_HEADS, rows, _NUMBERS)
                yield from self._averages(ids)

    def _averages(self, ids: list[str]) -> Iterator[str]:
        """The average that a rule states, with how many it is of."""
        stated = self.summaries.filter(pl.col("team").is_null() & (pl.col("average_days_of") > 0))
        for row in stated.filter(pl.col("rule").is_in(ids)).iter_rows(named=True):
            of = counted(row["average_days_of"], "clock")
            yield f"{row['rule']}: {row['average_days']:.1f} days from start to meeting, the {row['cohort']}, of {of}"

    def _basis(self, id_: str) -> str:
        rule = self.rules[id_]
        return "reading" if rule.reading_of else rule.force

    def _of(self, cohort: str, *, exact: bool) -> dict[str, dict[str, Any]]:
        name = pl.col("cohort")
        wanted = name == cohort if exact else name.str.starts_with(cohort)
        found = self.summaries.filter(pl.col("team").is_null() & wanted)
        return {row["rule"]: row for row in found.iter_rows(named=True)}


def findings_text(findings: pl.DataFrame, where: str = " (findings.parquet has each, with file and row)") -> list[str]:
    """Findings by kind, with how many; nothing where there are none."""
    found = _counted(findings)
    if not found.height:
        return []
    rows = [[f"{row['number']:,}", row["finding"], _where(row)] for row in found.iter_rows(named=True)]
    head = f"\n{counted(findings.height, 'finding')} about the data{where}"
    return [head, aligned(("number", "finding", "where"), rows, (0,), wide=WIDE)]


def _counted(findings: pl.DataFrame) -> pl.DataFrame:
    """How many there are of each; the first by file and row."""
    keys = ["finding", "table", "column", "rule"]
    first = pl.concat_str("file", pl.lit(" row "), "row").first()
    return findings.group_by(keys, maintain_order=True).agg(number=pl.len(), first=first).sort(keys)


def _where(row: Mapping[str, Any]) -> str:
    place = ".".join(filter(None, [row["table"], row["column"]]))
    first = f", first in {row['first']}" if row["first"] else ""
    asked = f" (asked by {row['rule']})" if row["rule"] else ""
    return f"{place}{asked}{first}"


def _row(id_: str, now: Mapping[str, Any], year: Mapping[str, Any]) -> list[str]:
    numbers = [sum(now[name] for name in _OPEN), now["overdue"], now["due_soon"], now["unassessable"]]
    shares = [share(now, "in_date_now"), share(year, "on_time_of_due"), share(year, "on_time_of_completed")]
    return [id_, *(f"{number:,}" for number in numbers), *shares]


def share(row: Mapping[str, Any], measure: str) -> str:
    """Write a measure with what it is out of: '28.0% (56 of 200)'; a dash where there is nothing to divide by."""
    of = row[f"{measure}_of"]
    return f"{100 * row[f'{measure}_count'] / of:.1f}% ({row[f'{measure}_count']:,} of {of:,})" if of else "-"
