"""Run mutants: each in a copy of the tree, by its own tests, two at a time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from tests.mutants.mutant import ROOT, Mutant
from tests.mutants.witness import BROKEN, SAID

TREE = ("src", "tests", "rules", "mappings", "templates", "docs")
OPTIONS = ("-x", "-q", "--tb=short", "-p", "tests.mutants.witness", "-p", "no:cacheprovider", "-p", "no:xdist")
AT_ONCE = 2
SECONDS, UNBROKEN = 120, 600
"""How long the tests of one mutant may take (one that makes the engine hang is broken, not killed), and all tests of a
file before anything is broken."""


class TestsFailError(Exception):
    """The tests fail without any mutant, and so can tell nothing; with what they said."""


class Fate(NamedTuple):
    """What became of a mutant: `killed` by a test's assertion, `broken` by anything else, or else it survives."""

    mutant: Mutant
    how: str
    said: str


class Trees:
    """Copies of the tree, as many as are used at once; each is lent to one mutant at a time."""

    def __init__(self, folder: Path, number: int) -> None:
        self._free: SimpleQueue[Path] = SimpleQueue()
        for each in range(number):
            self._free.put(_copied(folder / str(each)))

    @contextmanager
    def lent(self) -> Iterator[Path]:
        """One of the copies; nobody else has it meanwhile."""
        tree = self._free.get()
        try:
            yield tree
        finally:
            self._free.put(tree)


def _copied(tree: Path) -> Path:
    for name in TREE:
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tree)
    return tree


def fates(mutants: Iterable[Mutant]) -> Iterator[Fate]:
    """What becomes of each mutant, in their order. Raises TestsFailError if the tests fail without any."""
    wanted = list(mutants)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        trees = Trees(Path(folder), AT_ONCE)
        files = sorted({name for mutant in wanted for name in mutant.tests if name.endswith(".py")})
        for said in pool.map(lambda name: _tested([name], trees), files):
            if said.returncode != 0:
                raise TestsFailError(said.stdout + said.stderr)
        yield from pool.map(lambda mutant: _fate(mutant, trees), wanted)


def _tested(tests: list[str], trees: Trees) -> subprocess.CompletedProcess[str]:
    with trees.lent() as tree:
        return _run(tests, tree, UNBROKEN)


def _fate(mutant: Mutant, trees: Trees) -> Fate:
    with trees.lent() as tree:
        was = mutant.applied(tree)
        try:
            return _told(mutant, _run(mutant.tests, tree, SECONDS))
        except subprocess.TimeoutExpired:
            return Fate(mutant, BROKEN, f"its tests took longer than {SECONDS} seconds")
        finally:
            (tree / mutant.place).write_text(was, encoding="utf-8")


def _run(tests: list[str], tree: Path, seconds: int) -> subprocess.CompletedProcess[str]:
    paths = {"PYTHONPATH": os.pathsep.join([str(tree / "src"), str(tree)])}
    threads = {"POLARS_MAX_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    asked = [sys.executable, "-m", "pytest", *OPTIONS, *tests]
    return subprocess.run(  # noqa: S603 - our own interpreter and our own tests
        asked,
        cwd=tree,
        env={**os.environ, **paths, **threads},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def _told(mutant: Mutant, run: subprocess.CompletedProcess[str]) -> Fate:
    said = [line.removeprefix(SAID) for line in run.stdout.splitlines() if line.startswith(SAID)]
    if said:
        how, _, by = said[0].partition(" ")
        return Fate(mutant, how, by)
    if run.returncode == 0:
        return Fate(mutant, "survives", "")
    return Fate(mutant, BROKEN, (run.stdout + run.stderr).strip()[-400:])
