"""Show steps while they are taken."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from timeliness.runs.asked import Tell, nobody


def watched() -> bool:
    """Whether somebody sees the output: neither stream is a terminal under cron or the Task Scheduler."""
    return sys.stdout.isatty() or sys.stderr.isatty()


@contextmanager
def progress(steps: int, *, quiet: bool) -> Iterator[Tell]:
    """Show a progress bar on a terminal while the steps are told; nothing anywhere else."""
    if quiet or not sys.stderr.isatty():
        yield nobody
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<24}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Starting", total=steps)

        def tell(step: str) -> None:
            bar.update(task, description=step, advance=1)

        yield tell


def warn(message: str) -> None:
    """Say something on the error stream."""
    click.echo(message, err=True)
