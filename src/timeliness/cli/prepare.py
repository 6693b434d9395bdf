"""`timeliness prepare`: read an extract once, and keep its facts for every run over it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from timeliness.cli import options


@click.command
@options.extracts
@click.option("--out", type=options.FOLDER, required=True, help="The folder for the facts.")
@click.option("--replace", is_flag=True, help="Replace facts prepared before in that folder.")
@options.taken_on
@options.mapping
@options.council
def command(**asked: Any) -> None:
    """Read EXTRACT, or several, and keep the facts in a folder that every other command takes for the extract.

    They are what would be read again: the same results, sooner. After a change of the program, the vocabulary or the
    mapping they are refused, and prepared again.
    """
    from timeliness.rulebook.calendars import CIVIL_LAST
    from timeliness.runs.asked import Asked
    from timeliness.runs.council import read_council
    from timeliness.runs.preparing import check_out, prepare

    out: Path = asked["out"]
    check_out(out, replace=asked["replace"])
    extract, *more = asked["extracts"]
    said = {name: asked[name] for name in ("taken_on", "mapping")}
    council = read_council(asked["council"])
    found, placed = prepare(Asked(extract, CIVIL_LAST, council=council, more=tuple(more), **said), out)
    rows = sum(table.height for table in found.tables.values())
    click.echo(f"{rows:,} facts of {len(found.tables)} kinds, taken on {found.taken_on}, are in {placed}. Next:\n")
    click.echo(f"  timeliness run {placed} --as-at {found.taken_on} --out RESULTS")
