"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class Day(click.ParamType[date]):
    """A date, year-month-day."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a date. Fails with what was found and what is wanted."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a date. Write year-month-day, as 2016-05-19.", param, ctx)


FOLDER = click.Path(path_type=Path)

extracts = click.argument("extracts", type=FOLDER, nargs=-1, required=True, metavar="EXTRACT...")

council = click.option(
    "--council", type=FOLDER, help="The council's own folder (timeliness.yaml, rules/, templates/). Default: this one."
)
mapping = click.option("--mapping", help="The mapping that turns the files into facts. Default: recognised.")
taken_on = click.option("--taken-on", type=Day(), help="When the extract was taken, if extract.yaml does not say it.")
known_at = click.option("--known-at", type=Day(), help="Leave out what was recorded after this day.")
rule = click.option("--rule", "rules", multiple=True, metavar="ID", help="Only this rule (may be given again).")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
