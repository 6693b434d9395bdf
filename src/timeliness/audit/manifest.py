"""The manifest: what ran on what, so that anybody can run it again and check the result."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from timeliness import __version__

FILE = "manifest.json"


@dataclass(frozen=True)
class FileDigest:
    """A file's name, its size in bytes and its SHA-256."""

    name: str
    bytes: int
    sha256: str

    @classmethod
    def of(cls, path: Path, name: str) -> FileDigest:
        """Read a file whole, in pieces."""
        with path.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256")
        return cls(name, path.stat().st_size, digest.hexdigest())


def software() -> dict[str, str]:
    """The versions of what computed the result."""
    return {"timeliness": __version__, "polars": pl.__version__, "python": platform.python_version()}


def manifest(
    asked: Mapping[str, Any], inputs: Mapping[str, Any], rulebook: Mapping[str, Any], outputs: Sequence[FileDigest]
) -> dict[str, Any]:
    """Put together what was asked, what was read, by which rules, and what was made.

    It has no time of day and no path of the machine: two runs on the same input make the same manifest.
    """
    made = [vars(each) for each in sorted(outputs, key=lambda each: each.name)]
    return {"asked": asked, "extract": inputs, "rulebook": rulebook, "software": software(), "results": made}


def write_manifest(content: Mapping[str, Any], folder: Path) -> None:
    """Write the manifest into a folder."""
    (folder / FILE).write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Read a folder's manifest; None where there is none that can be read."""
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and "asked" in found and "results" in found else None
