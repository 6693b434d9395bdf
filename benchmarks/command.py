"""The command line in processes of its own: how long it takes, where that goes, and whether it repeats itself."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from benchmarks.sizes import AS_AT, COUNCIL, INTERVALS, RECURRING
from timeliness.council.making import AS_AT as MADE_AS_AT

IMPORT = [sys.executable, "-c", "import polars"]
"""What the command line is compared with."""


_MEASURED = (*INTERVALS, RECURRING)


class Command(NamedTuple):
    """A run: what it reads, in words and in which folder of S, as at which day, by which rules, and what it writes.

    No rules and no council's folder are all that are shipped.
    """

    said: str
    extract: str
    notices: bool
    as_at: date = AS_AT
    rules: tuple[str, ...] = _MEASURED
    council: Path | None = COUNCIL

    def asked(self, ground: Path, out: Path) -> list[str]:
        """The command line that asks for it."""
        asked = ["--as-at", str(self.as_at), "--out", str(out)]
        asked += ["--council", str(self.council)] if self.council else []
        asked += [part for rule in self.rules for part in ("--rule", rule)]
        asked += [] if self.notices else ["--no-notices"]
        return [sys.executable, "-m", "timeliness", "run", str(ground / self.extract), *asked]


COMMANDS = {
    "facts": Command("from Parquet", "facts", notices=True),
    "csv": Command("from CSV", "csv", notices=True),
    "facts-results": Command("from Parquet, results alone", "facts", notices=False),
    "ssd-results": Command(
        "from the Safeguarding Dataset as CSV, results alone, by all shipped rules",
        "council/ssd",
        notices=False,
        as_at=MADE_AS_AT,
        rules=(),
        council=None,
    ),
}
"""The runs that are measured, by name."""


def digest(folder: Path) -> str:
    """What every file of a folder holds."""
    total = hashlib.sha256()
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        total.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


class _Watch:
    """Notes how long each step takes."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, float]] = []
        self._begun = perf_counter()

    def __call__(self, step: str) -> None:
        self.end()
        self.steps.append((step, 0.0))
        self._begun = perf_counter()

    def end(self) -> None:
        """End the step that was begun last."""
        if self.steps:
            name, _ = self.steps[-1]
            self.steps[-1] = (name, (perf_counter() - self._begun) * 1000)


def stages(command: Command, ground: Path) -> list[tuple[str, float]]:
    """The steps of a run as it tells them, in milliseconds, after what is imported for them."""
    watch: Callable[[str], None] = (told := _Watch())
    watch("Importing polars")
    import_module("polars")
    watch("Importing the other libraries and timeliness")
    modules = ("cli.main", "cli.run", "runs.asked", "runs.council", "runs.evaluation", "runs.results")
    _, _, asked, council, evaluation, results = (import_module(f"timeliness.{name}") for name in modules)
    watch("Reading the council's folder")
    own = council.read_council(command.council)
    run = asked.Asked(ground / command.extract, command.as_at, council=own, rules=command.rules)
    with TemporaryDirectory() as folder:
        found = evaluation.evaluate(run, watch)
        results.write_results(found, Path(folder) / "results", results.Also(notices=command.notices), watch)
        told.end()
    return told.steps


if __name__ == "__main__":
    print(json.dumps(stages(COMMANDS[sys.argv[1]], Path(sys.argv[2]))))
