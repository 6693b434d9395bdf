"""Call the command line as a user does, and keep what it said."""

from __future__ import annotations

import email
import email.policy
import io
import os
import subprocess
import sys
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import polars as pl

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


def readable(name: str, content: bytes) -> str:
    """The text of a file: what is packed in a workbook, a Parquet file or a message is unpacked."""
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(packed.read(each).decode("utf-8") for each in packed.namelist())
    if name.endswith(".parquet"):
        return pl.read_parquet(content).write_csv()
    if name.endswith(".eml"):
        message = email.message_from_bytes(content, policy=email.policy.default)
        parts = ((part.get_filename() or "", part.get_payload(decode=True) or b"") for part in message.walk())
        return "\n".join([*(f"{key}: {value}" for key, value in message.items()), *(readable(*part) for part in parts)])
    return content.decode("utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its name."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
