"""Run works in fresh processes, and keep what they took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks import command

Key = tuple[str, str]
"""What is done and by whom, and at which size."""

Stage = tuple[str, float]

_ROOT = Path(__file__).parents[1]
_ROUNDS, _COMMANDS, _SLOW = 3, 5, 10.0
"""How often each work is measured, and each command; what takes so many seconds is measured once."""


@dataclass
class Taken:
    """What a work took: seconds of each process, the most MiB of one turn, the rows that it gave."""

    seconds: list[float] = field(default_factory=list)
    peak: float = 0.0
    rows: int = 0
    digests: set[str] = field(default_factory=set)

    @property
    def median(self) -> float:
        """The median over processes, in seconds."""
        return median(self.seconds)

    @property
    def a_row(self) -> float:
        """What one row takes of it, in seconds."""
        return self.median / max(self.rows, 1)


class Bench:
    """A folder of facts, and what has been measured over them so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.taken: dict[Key, Taken] = {}
        bytecode = {"PYTHONPYCACHEPREFIX": str(self.folder / "bytecode")}
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self._environment = kept | bytecode

    def lay(self, size: str) -> None:
        """Make the facts of a size, unless they are there."""
        ground = self.folder / size
        if not (ground / "laid").exists():
            rmtree(ground, ignore_errors=True)
            self._run([sys.executable, "-m", "benchmarks.ground", str(ground), size])
            (ground / "laid").touch()

    def measure(self, works: Sequence[str], size: str) -> None:
        """Measure works of a size in turns, so that a slow minute of the machine is shared by all."""
        for turn in range(_ROUNDS):
            for work in works:
                if turn == 0 or self.taken[work, size].median < _SLOW:
                    self._add((work, size), self._ask("check" if turn == 0 else "measure", work, size))

    def commands(self) -> None:
        """Measure the command line on S, and importing polars. Every process has had one before it to warm up."""
        ground = self.folder / "S"
        outs = {name: ground / f"results-{name}" for name in command.COMMANDS}
        asked = {f"command {name}": each.asked(ground, outs[name]) for name, each in command.COMMANDS.items()}
        for turn in range(_COMMANDS + 1):
            for out in outs.values():
                rmtree(out, ignore_errors=True)
            for work, arguments in {"command import": command.IMPORT, **asked}.items():
                begun = perf_counter()
                self._run(arguments)
                seconds = perf_counter() - begun
                written = outs.get(work.removeprefix("command "))
                if turn:
                    told = command.digest(written) if written else ""
                    self._add((work, "S"), {"seconds": seconds, "digest": told})

    def profile(self, work: str, size: str) -> list[Stage]:
        """Where the time of a work goes, in milliseconds."""
        if work.startswith("command"):
            asked = [work.removeprefix("command "), str(self.folder / size)]
            found: list[Stage] = self._told([sys.executable, "-m", "benchmarks.command", *asked])
        else:
            found = self._ask("profile", work, size)
        return found

    def _ask(self, what: str, work: str, size: str) -> Any:
        return self._told([sys.executable, "-m", "benchmarks.worker", what, work, str(self.folder / size)])

    def _add(self, key: Key, found: dict[str, Any]) -> None:
        taken = self.taken.setdefault(key, Taken())
        taken.seconds.append(found["seconds"])
        taken.peak = max(taken.peak, found.get("peak", 0.0))
        taken.rows = max(taken.rows, found.get("rows", 0))
        taken.digests |= {found["digest"]} - {""}
        work, size = key
        print(f"  {size:8}{work:24}{found['seconds'] * 1000:10,.0f} ms", flush=True)

    def _told(self, arguments: Sequence[str]) -> Any:
        return json.loads(self._run(arguments))

    def _run(self, arguments: Sequence[str]) -> str:
        done = subprocess.run(
            arguments, cwd=_ROOT, env=self._environment, stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"{' '.join(arguments)} failed")
        return done.stdout


def agreement(taken: Mapping[Key, Taken], kind: str, size: str) -> bool:
    """Whether several gave the rows of a kind of work, and all of them exactly the same."""
    told = [each.digests for (work, where), each in taken.items() if where == size and work.startswith(kind)]
    given = [digests for digests in told if digests]
    return len(given) > 1 and len(set.union(*given)) == 1
