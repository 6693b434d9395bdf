"""`timeliness check`: what an extract allows."""

from __future__ import annotations

import json
from typing import Any

import click

from timeliness.cli import options


@click.command
@click.argument("extract", type=options.FOLDER)
@click.option("--as-at", type=options.Day(), help="Also find what is dated after this day. Default: when it was taken.")
@options.taken_on
@options.mapping
@options.rule
@options.council
@options.as_json
def command(**asked: Any) -> None:
    """Say what EXTRACT allows before running: which rules can run, and what is odd about the data.

    Nothing is written.
    """
    from timeliness.rulebook.calendars import CIVIL_LAST
    from timeliness.runs.asked import Asked
    from timeliness.runs.checking import check
    from timeliness.runs.council import read_council

    said = {name: asked[name] for name in ("taken_on", "mapping", "rules")}
    found = check(Asked(asked["extract"], asked["as_at"] or CIVIL_LAST, council=read_council(asked["council"]), **said))
    click.echo(json.dumps(found.as_data(), indent=2, ensure_ascii=False) if asked["as_json"] else found.as_text())
