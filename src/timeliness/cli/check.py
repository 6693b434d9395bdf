"""`timeliness check`: what an extract allows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from timeliness.cli import options


@click.command
@options.extracts
@click.option("--as-at", type=options.Day(), help="Also find what is dated after this day. Default: when it was taken.")
@click.option("--out", type=options.FOLDER, help="Write a page, a workbook of the findings and JSON into this folder.")
@options.taken_on
@options.mapping
@options.rule
@options.council
@options.as_json
def command(**asked: Any) -> None:
    """Say what EXTRACT allows before running: which rules can run, what is odd about the data, and how they lie.

    Nothing is written, unless --out names a folder: it takes check.html, findings.xlsx and check.json.
    """
    from timeliness.reports.check.console import as_data, as_text
    from timeliness.rulebook.calendars import CIVIL_LAST
    from timeliness.runs.asked import Asked
    from timeliness.runs.check_files import check_out, write_check
    from timeliness.runs.checking import check
    from timeliness.runs.council import read_council

    out: Path | None = asked["out"]
    if out:
        check_out(out)
    council = read_council(asked["council"])
    said = {name: asked[name] for name in ("taken_on", "mapping", "rules")}
    extract, *more = asked["extracts"]
    found = check(Asked(extract, asked["as_at"] or CIVIL_LAST, council=council, more=tuple(more), **said))
    written = write_check(found, council.folders, out) if out else None
    click.echo(json.dumps(as_data(found), indent=2, ensure_ascii=False) if asked["as_json"] else as_text(found))
    if written and not asked["as_json"]:
        click.echo(f"\nPage: {written / 'check.html'}   Findings, to be sent on: {written / 'findings.xlsx'}")
