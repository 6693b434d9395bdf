"""Call the command line as a user does, and keep what it said."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from timeliness.cli.main import main

ROOT = Path(__file__).parents[2]
DAY = "2016-05-19"


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err


class Terminal(io.StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        return True


def call(*args: Any, watched: bool = False) -> Said:
    """Call the command line in this process."""
    out, err = (Terminal(), Terminal()) if watched else (io.StringIO(), io.StringIO())
    code = 0
    with patch.object(sys, "argv", ["timeliness", *map(str, args)]), redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as left:
            code = int(left.code or 0)
    return Said(code, out.getvalue(), err.getvalue())


def run(extract: Path, out: Path, *options: Any, as_at: str | None = DAY, watched: bool = False) -> Said:
    """Call `timeliness run` in this process."""
    asked = ("--as-at", as_at) if as_at else ()
    return call("run", extract, "--out", out, *asked, *options, watched=watched)


def spawn(*args: Any, cwd: Path, **environment: str) -> Said:
    """Call `python -m timeliness` in a process of its own."""
    command = [sys.executable, "-m", "timeliness", *map(str, args)]
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    env = os.environ | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"} | environment
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, check=False, timeout=120)  # noqa: S603
    return Said(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its name."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
