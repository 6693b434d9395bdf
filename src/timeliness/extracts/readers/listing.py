"""The files of an extract."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from timeliness.extracts import findings
from timeliness.extracts.readers.decoded import called

ABOUT = "extract.yaml"
"""The file beside an extract that says when it was taken."""


def data_files(extract: Path, suffixes: Iterable[str]) -> list[Path]:
    """The file itself, or those of a folder whose names end so, in order of name; not those that are hidden."""
    return [path for path in _seen(extract) if path.suffix.lower() in suffixes]


def other_files(extract: Path, suffixes: Iterable[str]) -> list[str]:
    """The files of a folder that are of another kind: notes perhaps."""
    ends = tuple(suffixes)
    others = (path for path in _seen(extract) if path.is_file() and path.suffix.lower() not in ends)
    return [called(path) for path in others if path.name != ABOUT]


def unused(extract: Path, suffixes: Iterable[str]) -> list[pl.DataFrame]:
    """A finding for each file of another kind."""
    return [findings.noted(findings.UNUSED_FILE, name) for name in other_files(extract, suffixes)]


def _seen(extract: Path) -> list[Path]:
    if extract.is_file():
        return [extract]
    return sorted(path for path in extract.iterdir() if not path.name.startswith("."))
