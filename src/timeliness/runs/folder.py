"""The folder of a run's results: whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from timeliness.audit.manifest import FILE, read_manifest
from timeliness.errors import UsageError


def check_free(out: Path, *, replace: bool) -> None:
    """Refuse a folder that holds something else, or (without `replace`) another run's results. Raises UsageError."""
    if not out.exists():
        return
    if not out.is_dir():
        raise UsageError(f"{out} is a file. Results go into a folder: choose another name for --out.")
    if not any(out.iterdir()):
        return
    found = read_manifest(out)
    if found is None:
        raise UsageError(f"{out} is not empty and holds no run's results (no {FILE}). Choose another folder for --out.")
    if not replace:
        raise UsageError(f"{out} holds the results of another run. Choose another folder, or say --replace.")
    written = {each["name"] for each in found["results"]}
    others = [name for name in _files(out) if name not in (*written, FILE)]
    if others:
        raise UsageError(
            f"{out} also holds what no run wrote, and --replace would delete it: {', '.join(others[:5])}. "
            "Move it elsewhere first."
        )


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def dated(out: Path, as_at: date) -> Path:
    """A folder in `out` that is not there yet, named by the day; a further run of that day has a number."""
    return _free(out / as_at.isoformat())


def _free(wanted: Path) -> Path:
    numbered = (wanted.with_name(f"{wanted.name}-{number}") for number in count(2))
    return wanted if not wanted.exists() else next(each for each in numbered if not each.exists())


@dataclass
class Placing:
    """A folder to write into, and where it stands when all has been written.

    That is elsewhere than was asked where another program holds a file of the old results open, as Windows lets it.
    """

    making: Path
    out: Path


@contextmanager
def results_folder(out: Path) -> Iterator[Placing]:
    """Give a folder beside `out` to write into; it takes the place of `out` when all has been written."""
    whole = out.absolute()
    whole.parent.mkdir(parents=True, exist_ok=True)
    placing = Placing(Path(tempfile.mkdtemp(prefix=f".{whole.name}-", dir=whole.parent)), out)
    try:
        placing.making.chmod(0o755)
        yield placing
        placing.out = _swap(placing.making, out)
    finally:
        shutil.rmtree(placing.making, ignore_errors=True)


def _swap(making: Path, out: Path) -> Path:
    """Put the new folder in place of the old one, or beside it where that is held; say where."""
    if not out.exists():
        return making.rename(out)
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}-old-", dir=out.absolute().parent))
    old.rmdir()
    try:
        out.rename(old)
    except PermissionError:
        return making.rename(_free(out))
    try:
        making.rename(out)
    except OSError:
        old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
    return out
