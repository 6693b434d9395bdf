"""The folder of prepared facts: `prepared.json`, `findings.parquet`, and a sorted file of each kind of fact."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping as Keyed
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

import polars as pl
from pydantic import TypeAdapter, ValidationError

from timeliness.errors import ExtractRefusedError, Problem, UsageError
from timeliness.extracts.extract import Extract
from timeliness.extracts.mappings.written import Mapping
from timeliness.extracts.prepared.made_by import made_by
from timeliness.extracts.readers.decoded import called
from timeliness.rulebook.load import Rulebook

FILE = "prepared.json"
_FACTS, _FINDINGS = "facts", "findings.parquet"
_FRAMES = ("tables", "findings")

Files = Sequence[dict[str, Any]]
"""Files that were read: `name`, `bytes` and `sha256` of each."""


@cache
def _said() -> Keyed[str, TypeAdapter[Any]]:
    """What writes and reads each field of an extract but its frames."""
    return {name: TypeAdapter(kind) for name, kind in get_type_hints(Extract).items() if name not in _FRAMES}


def is_prepared(path: Path) -> bool:
    """Whether a folder is one of prepared facts."""
    return (path / FILE).is_file()


def write_prepared(
    extract: Extract, folder: Path, files: Files, rulebook: Rulebook, mappings: Keyed[str, Mapping]
) -> None:
    """Write an extract into an empty folder; `files` are those from which it was read."""
    (folder / _FACTS).mkdir()
    frames = {f"{_FACTS}/{name}.parquet": _in_order(table, name, rulebook) for name, table in extract.tables.items()}
    frames[_FINDINGS] = extract.findings
    for name, frame in frames.items():
        frame.write_parquet(folder / name)
    content = {
        "made_by": made_by(extract.mapping, mappings, rulebook),
        "files": list(files),
        "digests": {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in sorted(frames)},
        "extract": {name: each.dump_python(getattr(extract, name), mode="json") for name, each in _said().items()},
    }
    text = json.dumps(content, indent=2, ensure_ascii=False)
    (folder / FILE).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def _in_order(table: pl.DataFrame, name: str, rulebook: Rulebook) -> pl.DataFrame:
    """A table by child and day; rows of one day stay in the order in which they were read."""
    kind = rulebook.vocabulary[name]
    keys = [key for key in ("authority", "child_id", kind.day) if key in table.columns]
    return table.sort(keys, nulls_last=True, maintain_order=True)


def read_prepared(path: Path, rulebook: Rulebook, mappings: Keyed[str, Mapping], mapping: str | None) -> Extract:
    """Read prepared facts. Raises ExtractRefusedError where they are not what this version would make of the extract.

    Raises UsageError where another mapping is asked for than the one by which they were made.
    """
    content = _content(path)
    try:
        said = {name: each.validate_python(content["extract"][name]) for name, each in _said().items()}
        made, digests = dict(content["made_by"]), dict(content["digests"])
    except (KeyError, TypeError, ValueError, ValidationError):
        raise _refused(path, "it does not hold what it should") from None
    _check_made(path, made, made_by(said["mapping"], mappings, rulebook))
    if mapping is not None and mapping != said["mapping"]:
        by = f"by the mapping {said['mapping']}" if said["mapping"] else "without a mapping"
        raise UsageError(f"{called(path)} was prepared {by}, and --mapping says {mapping}. Leave --mapping out.")
    frames = {name: _frame(path, name, digest) for name, digest in digests.items()}
    findings = frames.pop(_FINDINGS)
    tables = {Path(name).stem: frame for name, frame in frames.items()}
    return Extract(tables=tables, findings=findings, **said)


def prepared_files(path: Path) -> Files:
    """The files from which prepared facts were made. Raises ExtractRefusedError."""
    files = _content(path).get("files")
    return files if isinstance(files, list) else []


def _content(path: Path) -> dict[str, Any]:
    try:
        found = json.loads((path / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict):
        raise _refused(path, "it cannot be read")
    return found


def _check_made(path: Path, made: dict[str, str], now: dict[str, str]) -> None:
    """See that what made the facts is what would make them now. Raises ExtractRefusedError with all that is not."""
    other = [
        Problem(FILE, 0, 0, _other(name, made.get(name), now[name])) for name in now if made.get(name) != now[name]
    ]
    if other:
        raise ExtractRefusedError(
            f"{called(path)} was refused: facts prepared by another version would not be those of the extract. Nothing "
            f"was run. {_again(path)}",
            other,
        )


def _other(name: str, made: str | None, now: str) -> str:
    if not name.startswith("the "):
        return f"It was prepared by {name} {made or 'of no version'}, and this is {name} {now}."
    return (
        f"{name.capitalize()} has changed since." if now else f"There is no {name.removeprefix('the ')} here any more."
    )


def _frame(path: Path, name: str, digest: str) -> pl.DataFrame:
    """A file of prepared facts, if it is still as it was written. Raises ExtractRefusedError."""
    try:
        data = (path / name).read_bytes()
        if hashlib.sha256(data).hexdigest() == digest:
            return pl.read_parquet(io.BytesIO(data))
    except (OSError, pl.exceptions.PolarsError):
        pass
    raise _refused(path, f"{name} is not as it was written")


def _refused(path: Path, why: str) -> ExtractRefusedError:
    return ExtractRefusedError(f"{called(path)} was refused: {FILE} is there, and {why}. {_again(path)}")


def _again(path: Path) -> str:
    return f"Prepare it again: timeliness prepare EXTRACT --out {path} --replace."
