"""The command line in processes of its own: how long it takes, where that goes, and whether it repeats itself."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.sizes import AS_AT, COUNCIL, INTERVALS, RECURRING

IMPORT = [sys.executable, "-c", "import polars"]
"""What the command line is compared with."""


def command(extract: Path, out: Path) -> list[str]:
    """A run of the measured rules over a facts folder."""
    rules = [part for rule in (*INTERVALS, RECURRING) for part in ("--rule", rule)]
    asked = ["--as-at", str(AS_AT), "--out", str(out), "--council", str(COUNCIL), *rules]
    return [sys.executable, "-m", "timeliness", "run", str(extract), *asked]


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


def stages(extract: Path) -> list[tuple[str, float]]:
    """The steps of a run as it tells them, in milliseconds, after what is imported for them."""
    watch: Callable[[str], None] = (told := _Watch())
    watch("Importing polars")
    import_module("polars")
    watch("Importing the other libraries and timeliness")
    modules = ("cli.main", "cli.run", "runs.asked", "runs.council", "runs.evaluation", "runs.results")
    _, _, asked, council, evaluation, results = (import_module(f"timeliness.{name}") for name in modules)
    watch("Reading the council's folder")
    own = council.read_council(COUNCIL)
    run = asked.Asked(extract, AS_AT, council=own, rules=(*INTERVALS, RECURRING))
    with TemporaryDirectory() as folder:
        found = evaluation.evaluate(run, watch)
        results.write_results(found, Path(folder) / "results", tell=watch)
        told.end()
    return told.steps


if __name__ == "__main__":
    print(json.dumps(stages(Path(sys.argv[1]))))
