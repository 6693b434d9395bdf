"""`timeliness explain`: clocks of a child in sentences."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click

from timeliness.cli import options
from timeliness.cli.printing import warn
from timeliness.errors import UsageError


@click.command
@click.argument("results", type=options.FOLDER, metavar="RESULTS")
@click.option("--child", required=True, help="The child's id, as in the extract.")
@options.rule
@click.option("--as-at", type=options.Day(), help="In place of RESULTS, an extract is evaluated as at this day.")
@options.taken_on
@options.mapping
@click.option("--all", "everything", is_flag=True, help="Closed clocks too. Default: open ones, or the last.")
@options.council
def command(results: Path, child: str, rules: tuple[str, ...], *, everything: bool, **asked: Any) -> None:
    """Explain clocks of a child from RESULTS, the folder of a run: the law, the dates, the days counted and skipped.

    With --as-at, RESULTS is an extract, as it is or prepared: it is evaluated, and nothing is written.
    """
    from timeliness.reports.explained import Explaining, explained
    from timeliness.runs.asked import Asked
    from timeliness.runs.clocks_of import clocks_of
    from timeliness.runs.council import read_council
    from timeliness.runs.evaluation import chosen
    from timeliness.runs.stored import results as results_of

    council = read_council(asked["council"])
    said = {name: asked[name] for name in ("taken_on", "mapping")}
    run = results_of(results, asked["as_at"], partial(Asked, council=council, rules=rules, **said))
    rulebook = council.rulebook()
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
