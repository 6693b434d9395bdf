"""`timeliness map`: draft a mapping from the headings of an extract."""

from __future__ import annotations

from pathlib import Path

import click

from timeliness.cli import options
from timeliness.cli.printing import warn
from timeliness.errors import UsageError


@click.command
@click.argument("extract", type=options.FOLDER, required=False)
@click.option("--mapping", help="The mapping to begin with. Default: the one of which most is there.")
@click.option("--out", type=options.FOLDER, help="Write the draft into this file. Default: print it.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a mapping, for editors, and nothing else.")
@options.council
def command(extract: Path | None, mapping: str | None, out: Path | None, council: Path | None, *, schema: bool) -> None:
    """Draft a mapping for EXTRACT from its headings, with how sure each is, for an analyst to correct."""
    if schema:
        from timeliness.extracts.mappings.schema import schema_text

        click.echo(schema_text(), nl=False)
        return
    if extract is None:
        raise UsageError("Name the extract whose headings are to be mapped: timeliness map EXTRACT.")
    from timeliness.reports.drafted import next_steps
    from timeliness.runs.council import read_council
    from timeliness.runs.drafting import draft, write_draft

    found = draft(extract, read_council(council), mapping)
    if out:
        write_draft(found, out)
    else:
        click.echo(found.text, nl=False)
    warn(next_steps(found.draft, str(extract), str(out) if out else None))
