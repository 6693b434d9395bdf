"""`timeliness compare`: a rule beside another reading of it, or one state of the rules beside another."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import click

from timeliness.cli import options
from timeliness.errors import UsageError

_SHOWN = 20


@click.command
@click.argument("place", type=options.FOLDER, metavar="FOLDER")
@click.option("--reading", help="The reading: its rule is the one that it is a reading of.")
@click.option("--rules", multiple=True, type=options.FOLDER, help="Two folders of rules: say it twice, the old first.")
@click.option("--as-at", type=options.Day(), help="The day as at which FOLDER, an extract, is read.")
@options.taken_on
@options.mapping
@click.option("--all", "everything", is_flag=True, help=f"Every child. Default: the first {_SHOWN}.")
@click.option("--csv", type=options.FOLDER, help="Write every pair of clocks to this CSV file.")
@options.council
def command(**asked: Any) -> None:
    """Compare two ways of judging, as numbers and child by child.

    With --reading, a rule and another reading of it in FOLDER, the results of a run (or with --as-at an extract). With
    --rules OLD --rules NEW, two states of the rules on FOLDER, an extract: which keys changed, what means the same, and
    whose clocks move. An extract may be a prepared one.
    """
    if bool(asked["reading"]) is bool(asked["rules"]):
        raise UsageError("Say what to compare: --reading ID on results, or --rules OLD --rules NEW on an extract.")
    if asked["reading"]:
        _readings(asked)
    else:
        _rules(asked)


def _readings(asked: dict[str, Any]) -> None:
    from timeliness.audit.comparison import compared
    from timeliness.runs.asked import Asked
    from timeliness.runs.compared import text
    from timeliness.runs.council import read_council
    from timeliness.runs.evaluation import chosen
    from timeliness.runs.stored import results

    council, reading = read_council(asked["council"]), asked["reading"]
    rulebook = council.rulebook()
    rule = chosen(rulebook, (reading,))[0]
    if rule.reading_of is None:
        readings = ", ".join(each.id for each in rulebook.rules.values() if each.reading_of)
        raise UsageError(f"'{reading}' is not a reading of another rule. Readings: {readings or 'none'}.")
    said = {name: asked[name] for name in ("taken_on", "mapping")}
    rules = (rule.reading_of, reading)
    run = results(asked["place"], asked["as_at"], partial(Asked, council=council, rules=rules, **said))
    found = compared(run.table("clocks"), run.table("summaries"), rule.reading_of, reading)
    if asked["csv"] is not None:
        found.pairs.write_csv(asked["csv"])
    click.echo(text(found, rulebook.rules, None if asked["everything"] else _SHOWN))


def _rules(asked: dict[str, Any]) -> None:
    from timeliness.runs.asked import Asked
    from timeliness.runs.council import read_council
    from timeliness.runs.rehearsed import rehearse

    as_at: date | None = asked["as_at"]
    if len(asked["rules"]) != len(("old", "new")):
        raise UsageError("Say --rules twice: first the folder of the old rules, then that of the new.")
    if as_at is None:
        raise UsageError("Say the day as at which the extract is read: --as-at DATE.")
    names = ("taken_on", "mapping")
    run = Asked(asked["place"], as_at, council=read_council(asked["council"]), **{name: asked[name] for name in names})
    found = rehearse(run, *asked["rules"])
    if asked["csv"] is not None:
        found.moved.write_csv(asked["csv"])
    click.echo(found.as_text(None if asked["everything"] else _SHOWN))
