"""Prepare an extract once: read, map and check it, and keep its facts for every run over it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from timeliness.errors import UsageError
from timeliness.extracts.extract import Extract
from timeliness.extracts.mappings.load import load_mappings
from timeliness.extracts.prepared.folder import FILE, is_prepared, write_prepared
from timeliness.runs.asked import Asked
from timeliness.runs.folder import results_folder
from timeliness.runs.opened import files_read, read


def check_out(out: Path, *, replace: bool) -> None:
    """Refuse a folder that holds anything else, or (without `replace`) facts prepared before. Raises UsageError."""
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file. Prepared facts go into a folder: choose another name for --out.")
    if not out.exists() or not any(out.iterdir()):
        return
    if not is_prepared(out):
        raise UsageError(
            f"{out} is not empty and holds no prepared facts (no {FILE}). Choose another folder for --out."
        )
    if not replace:
        raise UsageError(f"{out} holds facts that were prepared before. Choose another folder, or say --replace.")


def prepare(asked: Asked, out: Path) -> tuple[Extract, Path]:
    """Write the facts of an extract into a folder, whole or not at all; give them, and the folder.

    Raises a TimelinessError that says what to do.
    """
    rulebook = asked.council.rulebook()
    opened = read(asked, rulebook)
    taken_on = asked.taken(opened)
    named = replace(opened, name=opened.name or asked.shown, taken_on=taken_on)
    mappings = load_mappings(asked.council.folders.mappings, rulebook)
    with results_folder(out) as placing:
        write_prepared(named, placing.making, files_read(asked), rulebook, mappings)
    return named, placing.out
