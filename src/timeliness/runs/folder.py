"""The folder of a run's results: whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def results_folder(out: Path) -> Iterator[Path]:
    """Give a folder beside `out` to write into; it takes the place of `out` when all has been written."""
    out = out.absolute()
    out.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        making.chmod(0o755)
        yield making
        _swap(making, out)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _swap(making: Path, out: Path) -> None:
    """Put the new folder in place of the old one, which is put back if that fails."""
    if not out.exists():
        making.rename(out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}-old-", dir=out.parent))
    old.rmdir()
    out.rename(old)
    try:
        making.rename(out)
    except OSError:
        old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
