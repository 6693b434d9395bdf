"""Findings by kind: how many there are of each, where, and how bad it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from timeliness.reports.check.kinds import SEVERITIES, Said, Severity, rank, said_of


class Place(NamedTuple):
    """A table and column (and the rule that asks for it) with findings of a kind: how many, and where the first is."""

    table: str
    column: str
    rule: str
    number: int
    file: str | None
    row: int | None
    cell: str

    @property
    def text(self) -> str:
        """The place in words: 'cp_visit.date, first in cp_visit.csv row 17 (cell B17)'."""
        where = ".".join(filter(None, [self.table, self.column]))
        asked = f" (asked by {self.rule})" if self.rule else ""
        row = f" row {self.row}" if self.row else ""
        cell = f" (cell {self.cell})" if self.cell else ""
        is_whole = self.file in (None, self.table)
        return f"{where}{asked}" if is_whole else f"{where}{asked}, first in {self.file}{row}{cell}"


class Kind(NamedTuple):
    """A kind of finding, and the places that have any, the most first."""

    finding: str
    places: tuple[Place, ...]

    @property
    def number(self) -> int:
        """How many findings there are."""
        return sum(place.number for place in self.places)

    @property
    def said(self) -> Said:
        """How bad it is, what it means, and what to do."""
        return said_of(self.finding)


def kinds_of(findings: pl.DataFrame) -> list[Kind]:
    """The kinds of finding that there are, the worst first, then the most frequent."""
    by = ["finding", "table", "column", "rule"]
    first = (pl.col(name).first() for name in ("file", "row", "cell"))
    found = findings.group_by(by, maintain_order=True).agg(pl.len().alias("number"), *first)
    ordered = found.sort("number", *by, descending=[True, False, False, False, False])
    places: dict[str, list[Place]] = {}
    for finding, *place in ordered.rows():
        places.setdefault(finding, []).append(Place(*place))
    kinds = [Kind(finding, tuple(of)) for finding, of in places.items()]
    return sorted(kinds, key=lambda kind: (rank(kind.finding), -kind.number, kind.finding))


def by_severity(kinds: Sequence[Kind]) -> dict[Severity, list[Kind]]:
    """The kinds of each severity, the worst first; those without any too."""
    return {severity: [kind for kind in kinds if kind.said.severity == severity] for severity in SEVERITIES}


def listed(findings: pl.DataFrame, teams: pl.DataFrame) -> pl.DataFrame:
    """The findings one by one, the worst first, with `severity`, and the `team` of the child where it is known."""
    names = findings["finding"].unique().sort().to_list()
    said = [(name, said_of(name).severity, rank(name)) for name in names]
    judged = pl.DataFrame(said, {"finding": pl.String, "severity": pl.String, "rank": pl.Int64}, orient="row")
    whole = findings.join(judged, on="finding", how="left", maintain_order="left")
    held = whole.join(teams, on="child_id", how="left", maintain_order="left")
    return held.sort("rank", maintain_order=True).drop("rank")
