"""Look at an extract without running it: what it allows, what is odd about it, and how its data lie."""

from __future__ import annotations

import polars as pl

from timeliness.engine.dates import Dates
from timeliness.engine.gaps import gaps
from timeliness.engine.known import Known
from timeliness.engine.patterns import patterns, teams
from timeliness.engine.tidy import WORKING
from timeliness.extracts.extract import Extract
from timeliness.reports.check.checked import Checked
from timeliness.reports.wording import day
from timeliness.rulebook.calendars import CIVIL_LAST
from timeliness.runs.asked import Asked
from timeliness.runs.evaluation import chosen
from timeliness.runs.looking import look, placed
from timeliness.runs.opened import read


def check(asked: Asked) -> Checked:
    """Read an extract and say what it allows. Raises a TimelinessError that says what to do.

    An as-at date at the end of the calendar is none: then it is the day on which the extract was taken.
    """
    rulebook = asked.council.rulebook()
    wanted = chosen(rulebook, asked.rules, asked.council.packs)
    opened = read(asked, rulebook)
    day_read = opened.taken_on if asked.as_at == CIVIL_LAST else asked.as_at
    seen = look(opened, rulebook.vocabulary, wanted, day_read)
    lie = patterns(seen.known, Dates(rulebook.calendars).counted(WORKING))
    return Checked(
        name=opened.name or asked.shown,
        taken_on=opened.taken_on,
        as_at=day_read,
        mapping=opened.mapping,
        sources=opened.sources,
        rules=rulebook.rules,
        vocabulary=rulebook.vocabulary,
        tables=_tables(opened),
        judged=seen.coverage,
        findings=placed(seen.findings, opened),
        teams=_teams(seen.known),
        patterns=lie,
        gaps=gaps(
            lie.months.filter(~pl.col("table").is_in(sorted(opened.latest_only))), seen.known.complete_from, day_read
        ),
    )


def _tables(extract: Extract) -> pl.DataFrame:
    """Each table with the number of its rows, and from when it is whole."""
    rows = [
        {
            "table": name,
            "rows": table.height,
            "history": _history(extract, name),
        }
        for name, table in sorted(extract.tables.items())
    ]
    return pl.DataFrame(rows, schema={"table": pl.String, "rows": pl.Int64, "history": pl.String})


def _history(extract: Extract, table: str) -> str:
    if table in extract.latest_only:
        return "only the last of each child"
    complete_from = extract.complete_from.get(table)
    whole = "whole" if extract.declares_history else "taken as whole"
    return f"whole from {day(complete_from)}" if complete_from else whole


def _teams(known: Known) -> pl.DataFrame:
    """The team of each child by id; of an id that several councils have, none."""
    held = known.children.select("child_id").with_columns(team=teams(known))
    return held.filter(pl.col("child_id").is_not_null() & pl.col("child_id").is_unique())
