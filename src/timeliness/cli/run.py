"""`timeliness run`: evaluate an extract."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from timeliness.cli import options
from timeliness.cli.printing import progress, warn, watched
from timeliness.errors import UsageError

_STEPS = 7
_NO_DATE = (
    "Say the day as at which the extract is read: --as-at DATE. There is no default, so that the same command gives "
    "the same result tomorrow. In a nightly job, pass the day on which the extract was taken."
)


@click.command
@options.extracts
@click.option("--as-at", type=options.Day(), help="The day as at which the extract is read. No default.")
@click.option("--out", type=options.FOLDER, required=True, help="The folder for the results.")
@click.option("--replace", is_flag=True, help="Replace the results of an earlier run in that folder.")
@click.option("--dated", is_flag=True, help="Write a new folder in --out each time, named by the as-at date.")
@click.option("--csv", is_flag=True, help="Write each table of results as CSV too.")
@click.option("--no-notices", is_flag=True, help="Leave the notices out: results alone.")
@options.known_at
@options.taken_on
@click.option("--beyond-extract", "beyond", is_flag=True, help="Allow an as-at date after the extract was taken.")
@options.mapping
@options.rule
@options.council
@options.as_json
@click.option(
    "--quiet/--no-quiet", default=None, help="Print nothing when all went well. Default: when nobody watches."
)
def command(**asked: Any) -> None:
    """Evaluate EXTRACT, a folder of CSV or Parquet files or a workbook, and write results, notices and the manifest.

    Several extracts are several sources of one council: where they disagree, the one named first is read.

    Exceptions found are the product, not an error: the exit code is 0.
    """
    as_at: date | None = asked["as_at"]
    if as_at is None:
        raise UsageError(_NO_DATE)
    if asked["dated"] and asked["replace"]:
        raise UsageError("--dated never replaces anything: leave out --replace.")
    unwatched = not watched() and not asked["as_json"]
    _run(asked, as_at, quiet=unwatched if asked["quiet"] is None else asked["quiet"])


def _run(asked: dict[str, Any], as_at: date, *, quiet: bool) -> None:
    from timeliness.runs.asked import Asked
    from timeliness.runs.council import read_council
    from timeliness.runs.evaluation import evaluate
    from timeliness.runs.folder import check_free, dated
    from timeliness.runs.results import Also, overview, write_results

    out: Path = dated(asked["out"], as_at) if asked["dated"] else asked["out"]
    check_free(out, replace=asked["replace"])
    names = ("known_at", "taken_on", "beyond", "mapping", "rules")
    said = {name: asked[name] for name in names}
    extract, *more = asked["extracts"]
    run = Asked(extract, as_at, council=read_council(asked["council"]), more=tuple(more), **said)
    with progress(_STEPS, quiet=quiet) as tell:
        evaluation = evaluate(run, tell)
        placed = write_results(evaluation, out, Also(csv=asked["csv"], notices=not asked["no_notices"]), tell)
    seen = overview(evaluation)
    if asked["as_json"]:
        click.echo(json.dumps(seen.as_data(), indent=2, ensure_ascii=False))
    elif not quiet:
        click.echo(seen.as_text())
        click.echo(f"\nResults: {placed}   Notices: {'not asked for' if asked['no_notices'] else placed / 'notices'}")
        for warning in seen.warnings:
            warn(warning)
    if evaluation.clocks.is_empty():
        warn("Nothing in the extract began a clock: nothing was judged. Look at it with `timeliness check`.")
    if placed != out:
        warn(
            f"{out} is in use: another program holds a file in it open. It was left alone; the results are in {placed}."
        )
