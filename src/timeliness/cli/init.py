"""`timeliness init`: make a council's own folder."""

from __future__ import annotations

from pathlib import Path

import click

from timeliness.cli import options


@click.command
@click.argument("folder", type=options.FOLDER, metavar="DIR")
def command(folder: Path) -> None:
    """Make a council's own folder in DIR: its name and addresses, its own rules, mappings and templates.

    What was installed is never edited: what stands in this folder is searched first.
    """
    from timeliness.runs.starting import start_council

    for path in start_council(folder):
        click.echo(f"made {path}")
    click.echo(f"\nNext: fill in {folder / 'timeliness.yaml'}, and run with --council {folder}.")
