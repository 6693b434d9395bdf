"""Write what a check came to: a page to look at, a workbook of the findings to be sent on, and all of it as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from timeliness.errors import UsageError
from timeliness.reports.check.checked import Checked
from timeliness.reports.check.console import as_data
from timeliness.reports.check.page import page
from timeliness.reports.check.workbook import workbook
from timeliness.reports.templating import Templates
from timeliness.resources import Folders
from timeliness.runs.folder import results_folder

PAGE, WORKBOOK, DATA = "check.html", "findings.xlsx", "check.json"


def check_out(out: Path) -> None:
    """Refuse a folder that holds anything but an earlier check, which is replaced. Raises UsageError."""
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file. A check goes into a folder: choose another name for --out.")
    others = (
        sorted(path.name for path in out.iterdir() if path.name not in (PAGE, WORKBOOK, DATA)) if out.exists() else []
    )
    if others:
        raise UsageError(
            f"{out} holds what no check wrote: {', '.join(others[:5])}. Nothing was changed. Choose another folder."
        )


def write_check(checked: Checked, folders: Folders, out: Path) -> Path:
    """Write all files into a folder, whole or not at all; give the folder. Raises RulesInvalidError."""
    data = json.dumps(as_data(checked), indent=2, ensure_ascii=False) + "\n"
    files = {
        PAGE: page(checked, Templates(folders.templates)).encode("utf-8"),
        WORKBOOK: workbook(checked),
        DATA: data.encode("utf-8"),
    }
    with results_folder(out) as placing:
        for name, content in files.items():
            (placing.making / name).write_bytes(content)
    return placing.out
