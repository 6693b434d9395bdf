"""`timeliness rules`: list, show, test and describe the rules."""

from __future__ import annotations

import csv
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from timeliness.cli import options

if TYPE_CHECKING:
    from timeliness.rulebook.load import Rulebook
    from timeliness.runs.examples import Outcome


@click.group(name="rules")
def command() -> None:
    """List, show, test and describe the rules."""


@command.command(name="list")
@options.council
@click.option("--csv", "as_csv", is_flag=True, help="Print the list as CSV.")
def list_(council: Path | None, *, as_csv: bool) -> None:
    """List every rule: its id, force, severity, pack (off unless a council chooses it) and title."""
    from timeliness.reports.aligned import aligned

    columns = ("id", "force", "severity", "pack", "title")
    rows = [
        [rule.id, "reading" if rule.reading_of else rule.force, rule.severity, rule.pack or "", rule.title]
        for rule in _rulebook(council).rules.values()
    ]
    if as_csv:
        csv.writer(sys.stdout, lineterminator="\n").writerows([columns, *rows])
    else:
        click.echo(aligned(columns, rows))


@command.command
@click.argument("rule_id", metavar="ID")
@click.option("--on", type=options.Day(), help="As the law stood on this day. Default: the latest text.")
@options.council
def show(rule_id: str, on: date | None, council: Path | None) -> None:
    """Print a rule as it is resolved for a day: every key, its version and its law."""
    from timeliness.rulebook.describe import described
    from timeliness.runs.evaluation import chosen

    click.echo(described(chosen(_rulebook(council), (rule_id,))[0], on))


@command.command
@click.argument("rule_ids", metavar="[ID]...", nargs=-1)
@options.council
def test(rule_ids: tuple[str, ...], council: Path | None) -> int:
    """Run the worked examples of all rules, or of those named. A failing example is exit code 3."""
    from timeliness.reports.wording import counted
    from timeliness.runs.evaluation import chosen
    from timeliness.runs.examples import run_examples

    rulebook = _rulebook(council)
    wanted = {rule.id: rule for rule in chosen(rulebook, rule_ids)}
    outcomes = run_examples(replace(rulebook, rules=wanted))
    failed = [each for each in outcomes if not each.passed]
    for each in failed:
        click.echo(_failed(each))
    none = sorted(wanted.keys() - {each.rule for each in outcomes})
    for rule_id in none:
        click.echo(f"{rule_id} has no example.")
    of = f"{counted(len(outcomes), 'example')} of {counted(len(wanted), 'rule')}"
    click.echo(f"{of}: {len(outcomes) - len(failed):,} passed, {len(failed):,} failed.")
    return 3 if failed else 0


@command.command
def schema() -> None:
    """Print the JSON Schema of a rule, for editors."""
    from timeliness.rulebook.schema import schema_text

    click.echo(schema_text(), nl=False)


@command.command
@click.option("--on", type=options.Day(), help="The day by which a year is counted. Default: today.")
@click.option("--results", type=options.FOLDER, help="A run: the texts on which most of its clocks rest come first.")
@options.council
def stale(on: date | None, results: Path | None, council: Path | None) -> None:
    """List the texts that nobody has read, or nobody for a year: what to read first, if a run is named."""
    from timeliness.reports.aligned import aligned
    from timeliness.rulebook import describe
    from timeliness.runs.stored import stored

    found = describe.stale(_rulebook(council).rules.values(), on or date.today())
    resting = stored(results).clocks_of_texts() if results else {}
    number = {(rule.id, version.name): resting.get((rule.id, version.name), 0) for rule, version, _ in found}
    found.sort(key=lambda each: (-number[each[0].id, each[1].name], each[0].id, each[1].name))
    rows = [[rule.id, version.name, said, version.cite] for rule, version, said in found]
    heads: tuple[str, ...] = ("rule", "version", "text", "cite")
    if results:
        heads = ("clocks", *heads)
        rows = [[f"{number[row[0], row[1]]:,}", *row] for row in rows]
    click.echo(aligned(heads, rows, (0,) if results else ()) if rows else "Every text has been read within a year.")


@command.command
@options.council
def vocabulary(council: Path | None) -> None:
    """Print the kinds of fact that rules may name: the files of a facts folder, and their columns, as Markdown."""
    from timeliness.rulebook.vocabulary_page import vocabulary_page

    click.echo(vocabulary_page(_rulebook(council).vocabulary), nl=False)


@command.command
@click.argument("rule_id", metavar="ID")
@click.option("--title", required=True, help="The standard in one sentence of plain English.")
@click.option("--starts", required=True, help="What starts the clock: an event, or SPELL.start.")
@click.option("--met-by", required=True, help="The event that meets it.")
@click.option("--within", required=True, help="The time allowed: '4 weeks', '10 working days'.")
@click.option("--during", help="The spell that the clock belongs to, if it is not the one that starts it.")
@click.option("--repeats", is_flag=True, help="Each meeting starts the clock again.")
@click.option("--from", "first", type=options.Day(), help="Since when the standard holds. Default: 1 April 2024.")
@click.option("--council", "folder", type=options.FOLDER, required=True, help="The council's own folder.")
def new(rule_id: str, folder: Path, first: date | None, **keys: Any) -> None:
    """Write a rule of the council's own, of force local, with two examples that hold: a beginning to be edited."""
    from timeliness.runs.starting_rule import Wanted, start_rule

    path = start_rule(folder, Wanted(rule_id, first=first or date(2024, 4, 1), **keys))
    click.echo(f"{path}\nEdit it, then: timeliness rules test {rule_id} --council {folder}")


@command.command
def timescales() -> None:
    """Print every timescale that a council answers for, and the rule that encodes it or why none does, as Markdown."""
    from timeliness.resources import shipped
    from timeliness.rulebook.load import load_rulebook
    from timeliness.rulebook.questions import read_questions
    from timeliness.rulebook.timescales import read_timescales, timescales_page

    folder = shipped("rules")
    rules = load_rulebook(folder).rules
    click.echo(timescales_page(read_timescales(folder, rules), read_questions(folder, rules), rules), nl=False)


@command.command
@click.argument("folder", metavar="DIR", type=options.FOLDER)
@options.council
def docs(folder: Path, council: Path | None) -> None:
    """Write the rules into DIR as pages to read: an index with search, and for each rule its law and its examples."""
    from timeliness.runs.catalogue import write_catalogue
    from timeliness.runs.council import read_council

    found = read_council(council)
    number = write_catalogue(found.rulebook(), found.folders, folder)
    click.echo(f"{number} files. Open {folder / 'index.html'}")


def _failed(outcome: Outcome) -> str:
    """Say where a failing example stands, and what was expected and found."""
    lines = [f"{outcome.path}:{outcome.line}  {outcome.rule}: {outcome.name}"]
    for each in outcome.differences:
        what = f"clock {each.clock}: {each.column}" if each.clock else "number of clocks"
        lines.append(f"  {what}: expected {each.expected}, found {each.found}")
    return "\n".join(lines)


def _rulebook(council: Path | None) -> Rulebook:
    from timeliness.runs.council import read_council

    return read_council(council).rulebook()
