"""See that files stay as they are while they are read: an export that is still being written hides its last rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from timeliness.errors import ExtractRefusedError, Problem
from timeliness.extracts.readers.decoded import called

State = tuple[int, int]
"""The size of a file in bytes, and when it was last written, in nanoseconds."""


@contextmanager
def steady(paths: Sequence[Path]) -> Iterator[None]:
    """Read files within this. Raises ExtractRefusedError if any of them was another one afterwards."""
    before = {path: _state(path) for path in paths}
    yield
    changed = [_problem(path, before[path], after) for path in paths if (after := _state(path)) != before[path]]
    if changed:
        raise ExtractRefusedError("The extract was refused: it changed while it was read. Nothing was run.", changed)


def _state(path: Path) -> State | None:
    """None where there is no such file (any more)."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _problem(path: Path, before: State | None, after: State | None) -> Problem:
    was, is_now = (f"{state[0]:,} bytes" if state else "no file" for state in (before, after))
    said = f"The file changed while it was read: {was} before, {is_now} after."
    return Problem(called(path), 0, 0, f"{said} Run again when whoever writes it has finished.")
