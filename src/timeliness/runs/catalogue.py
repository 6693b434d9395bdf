"""Write the rules as a folder of pages."""

from __future__ import annotations

from pathlib import Path

from timeliness.errors import UsageError
from timeliness.reports.catalogue.pages import Shown
from timeliness.reports.catalogue.writing import STYLES, catalogue
from timeliness.reports.templating import Templates
from timeliness.resources import Folders
from timeliness.rulebook.load import Rulebook
from timeliness.runs.examples import clocks_of_examples
from timeliness.runs.folder import results_folder

MARK = STYLES[0]
"""The file by which a catalogue that may be written again is known."""


def write_catalogue(rulebook: Rulebook, folders: Folders, out: Path) -> int:
    """Write all pages into a folder, whole or not at all; give their number. Raises UsageError, RulesInvalidError."""
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / MARK).is_file())):
        raise UsageError(f"{out} is there already, and holds no catalogue. Nothing was changed. Choose another folder.")
    examples = clocks_of_examples(rulebook)
    pages = list(catalogue(Shown(rulebook, examples), Templates(folders.templates)))
    with results_folder(out) as placing:
        for name, text in pages:
            path = placing.making / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    return len(pages)
