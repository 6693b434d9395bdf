"""`timeliness explain`: clocks of a child in sentences."""

from __future__ import annotations

from pathlib import Path

import click

from timeliness.cli import options
from timeliness.cli.printing import warn
from timeliness.errors import UsageError


@click.command
@click.argument("results", type=options.FOLDER, metavar="RESULTS")
@click.option("--child", required=True, help="The child's id, as in the extract.")
@options.rule
@click.option("--all", "everything", is_flag=True, help="Closed clocks too. Default: open ones, or the last.")
@options.council
def command(results: Path, child: str, rules: tuple[str, ...], *, everything: bool, council: Path | None) -> None:
    """Explain clocks of a child from RESULTS, the folder of a run: the law, the dates, the days counted and skipped."""
    from timeliness.reports.explained import Explaining, explained
    from timeliness.runs.clocks_of import clocks_of
    from timeliness.runs.council import read_council
    from timeliness.runs.evaluation import chosen
    from timeliness.runs.stored import stored

    run = stored(results)
    rulebook = read_council(council).rulebook()
    if run.changed_since(rulebook.digest):
        warn("The rules have changed since this run: what is said of the law is of the rules as they are now.")
    chosen(rulebook, rules)
    found = clocks_of(run.table("clocks"), child, rules, everything=everything)
    if not found:
        raise UsageError(f"No clock of {' or '.join(rules) or 'any rule'} for a child '{child}' in {results}.")
    known = [clock for clock in found if clock["rule"] in rulebook.rules]
    for clock in known:
        by = Explaining(rulebook.rules[clock["rule"]], rulebook.calendars, run.sources)
        click.echo(explained(clock, by))
    others = sorted({clock["rule"] for clock in found} - rulebook.rules.keys())
    if others:
        warn(f"Not explained, for there are no such rules here: {', '.join(others)}. A council's own need --council.")
