"""Do one piece of work in this process, and print what it took."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import polars as pl

from benchmarks.profiles import profile
from benchmarks.work import Ground
from benchmarks.works import maker

_LONG, _AGAIN, _MOST = 3.0, 1.0, 5
"""A first turn of so many seconds counts itself; so many seconds, and turns at most, are spent on further turns."""


def measure(name: str, folder: Path, *, check: bool) -> dict[str, Any]:
    """Measure a work: median seconds, peak MiB of one turn, how many rows it gave, and their digest if that is asked.

    The first turn warms up, unless it is a long one.
    """
    work = maker(name)(Ground(folder))
    seconds, outcome = _timed(work.run)
    peak = _peak()
    rows = work.rows(outcome) if check and work.rows else outcome
    found = {"peak": peak, "rows": _height(rows), "digest": _digest(rows) if check and work.rows else ""}
    del outcome, rows
    turns: list[float] = []
    while seconds < _LONG and sum(turns) < _AGAIN and len(turns) < _MOST:
        turns.append(_timed(work.run)[0])
    return {"seconds": median(turns) if turns else seconds, **found}


def _timed(run: Callable[[], Any]) -> tuple[float, Any]:
    begun = perf_counter()
    outcome = run()
    return perf_counter() - begun, outcome


def _peak() -> float:
    """The most memory that this process has held so far, in MiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _height(outcome: object) -> int:
    return outcome.height if isinstance(outcome, pl.DataFrame) else outcome if isinstance(outcome, int) else 0


def _digest(rows: pl.DataFrame) -> str:
    """Say what rows hold, in whatever order they are."""
    return f"{rows.hash_rows().sum():016x}"


def main(asked: str, name: str, folder: Path) -> None:
    """Print what a work took, or where its time goes."""
    if asked == "profile":
        print(json.dumps(profile(maker(name)(Ground(folder)).run)))
    else:
        print(json.dumps(measure(name, folder, check=asked == "check")))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
