"""`timeliness compare`: a rule beside another reading of it."""

from __future__ import annotations

from pathlib import Path

import click

from timeliness.cli import options
from timeliness.errors import UsageError

_SHOWN = 20


@click.command
@click.argument("results", type=options.FOLDER, metavar="RESULTS")
@click.option("--reading", required=True, help="The reading: its rule is the one that it is a reading of.")
@click.option("--all", "everything", is_flag=True, help=f"Every child. Default: the first {_SHOWN}.")
@click.option("--csv", type=options.FOLDER, help="Write every pair of clocks to this CSV file.")
@options.council
def command(results: Path, reading: str, *, everything: bool, csv: Path | None, council: Path | None) -> None:
    """Compare a rule with another reading of it, in RESULTS, the folder of a run: as rates, and child by child."""
    from timeliness.audit.comparison import compared
    from timeliness.resources import shipped
    from timeliness.rulebook.load import load_rulebook
    from timeliness.runs.compared import text
    from timeliness.runs.council import read_council
    from timeliness.runs.evaluation import chosen
    from timeliness.runs.stored import stored

    run = stored(results)
    rulebook = load_rulebook(shipped("rules"), read_council(council).folders.local_rules)
    rule = chosen(rulebook, (reading,))[0]
    if rule.reading_of is None:
        readings = ", ".join(each.id for each in rulebook.rules.values() if each.reading_of)
        raise UsageError(f"'{reading}' is not a reading of another rule. Readings: {readings or 'none'}.")
    found = compared(run.table("clocks"), run.table("summaries"), rule.reading_of, reading)
    if csv is not None:
        found.pairs.write_csv(csv)
    click.echo(text(found, rulebook.rules, None if everything else _SHOWN))
