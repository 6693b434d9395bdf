"""`timeliness demo`: make a synthetic council."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from timeliness.cli import options
from timeliness.errors import UsageError

_INSPECTED = date(2016, 5, 19)


@click.command
@click.argument("folder", type=options.FOLDER, metavar="DIR")
@click.option("--seed", type=int, default=1, show_default=True, help="Another number makes another council.")
@click.option("--size", type=float, default=1.0, show_default=True, help="1 is a council of 1,000 children in need.")
@click.option("--as-at", type=options.Day(), default=_INSPECTED, show_default=True, help="The day of the extract.")
@click.option("--as", "exports", multiple=True, metavar="KIND", help="Also as this kind of extract; may be repeated.")
def command(folder: Path, seed: int, size: float, as_at: date, exports: tuple[str, ...]) -> None:
    """Make a synthetic council in DIR, like one inspected in 2016: an extract, and the truth about it."""
    from timeliness.council import make
    from timeliness.council.exports import EXPORTS
    from timeliness.rulebook.names import unknown

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already, and is not an empty folder. Choose another.")
    for kind in exports:
        if kind not in EXPORTS:
            raise UsageError(f"--as: {unknown('a kind of extract that can be made', kind, EXPORTS)}")
    try:
        make(folder, seed=seed, size=size, as_at=as_at, exports=exports)
    except ValueError as error:
        raise UsageError(str(error)) from None
    extract, results = folder / "extract", folder / "results"
    click.echo(f"A made-up council as at {as_at} is in {extract}. Next:\n")
    click.echo(f"  timeliness run {extract} --as-at {as_at} --out {results}")
    for kind in exports:
        click.echo(f"\nThe same as {kind} is in {folder / kind}. What that can show: timeliness check {folder / kind}")
