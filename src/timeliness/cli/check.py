"""`timeliness check`: what an extract allows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from timeliness.cli import options


@click.command
@click.argument("extract", type=options.FOLDER)
@click.option("--as-at", type=options.Day(), help="Also find what is dated after this day. Default: when it was taken.")
@options.mapping
@options.rule
@options.council
@options.as_json
def command(**asked: Any) -> None:
    """Say what EXTRACT allows before running: which rules can run, and what is odd about the data.

    Nothing is written.
    """
    from timeliness.reports.check.console import as_data, as_text
    from timeliness.runs.checking import check
    from timeliness.runs.council import read_council

    extract: Path = asked["extract"]
    found = check(extract, read_council(asked["council"]), asked["as_at"], asked["mapping"], asked["rules"])
    click.echo(json.dumps(as_data(found), indent=2, ensure_ascii=False) if asked["as_json"] else as_text(found))
