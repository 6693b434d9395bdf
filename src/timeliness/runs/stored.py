"""Results that an earlier run left in a folder, or those of a run that writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from timeliness.audit.manifest import read_manifest
from timeliness.errors import UsageError
from timeliness.runs.asked import Asked
from timeliness.runs.evaluation import Evaluation, evaluate
from timeliness.runs.results import tables


@dataclass(frozen=True)
class Stored:
    """A run's results: its folder and its manifest. Tables are read when they are asked for."""

    folder: Path
    manifest: Mapping[str, Any]

    def table(self, name: str) -> pl.DataFrame:
        """A table of the results. Raises UsageError where it cannot be read."""
        try:
            return pl.read_parquet(self.folder / f"{name}.parquet")
        except (OSError, pl.exceptions.PolarsError):
            raise UsageError(
                f"{self.folder} has no {name}.parquet that can be read. Run again, with --replace."
            ) from None

    def clocks_of_texts(self) -> dict[tuple[str, str], int]:
        """How many clocks rest on each version of each rule."""
        counts = self.table("clocks").group_by("rule", "version").len()
        return {(str(rule), str(version)): number for rule, version, number in counts.iter_rows()}

    @property
    def sources(self) -> tuple[str, ...]:
        """The files that evidence names."""
        return tuple(self.manifest["extract"]["sources"])

    def changed_since(self, digest: str) -> bool:
        """Whether the rules are no longer those of the run."""
        return bool(self.manifest["rulebook"]["sha256"] != digest)


@dataclass(frozen=True)
class Unwritten:
    """The results of a run that were not written."""

    evaluation: Evaluation

    def table(self, name: str) -> pl.DataFrame:
        """A table of the results."""
        return tables(self.evaluation)[name]

    @property
    def sources(self) -> tuple[str, ...]:
        """The files that evidence names."""
        return self.evaluation.sources

    def changed_since(self, digest: str) -> bool:
        """Whether the rules are no longer those of the run."""
        return self.evaluation.rulebook.digest != digest


def results(place: Path, as_at: date | None, asked: Callable[[Path, date], Asked]) -> Stored | Unwritten:
    """The results in a folder; or with a day those of an extract, raw or prepared, as `asked` of it at that day.

    Raises UsageError where there are none, and whatever evaluating the extract raises.
    """
    return stored(place) if as_at is None else Unwritten(evaluate(asked(place, as_at)))


def stored(folder: Path) -> Stored:
    """Open the results of a run. Raises UsageError where there are none."""
    found = read_manifest(folder)
    if found is None:
        raise UsageError(
            f"{folder} holds no run's results. Give the folder that `timeliness run` wrote with --out. Or give an "
            "extract, and say --as-at DATE."
        )
    return Stored(folder, found)
