"""Why targets are missed, written by hand: shown only where one is."""

from __future__ import annotations

from typing import Final

_CARRIES: Final = """\
The targets come from a prototype of bare dates. For every clock the engine also answers which of several meetings
meets it and which later start passes it over, what an identifier links or keeps apart, which version of the law
holds, whether the extract's history reaches back far enough, and whether age, death or the end of a spell ends the
duty; and it keeps a status out of eleven, a reason, and the row behind each of its dates. The others do only what
these rules need over these facts."""

REASONS: Final = {
    "interval": _CARRIES,
    "recurring": _CARRIES,
    "whole": f"""\
{_CARRIES} The rates are of every rule, team and month, with eight measures each, and `days_in_date` looks at every day
of every clock; the prototype had one rate. The rows of exceptions have all their texts.""",
    "command": """\
The target is of a command that reads, judges and prints. This one also checks every value of the extract, writes the
clocks, the rates and the findings, a message, a page, a text and a workbook for each team, and a manifest with the
digest of every file; and its libraries (pydantic, Jinja2, XlsxWriter, css-inline, rich) are imported for that.""",
    "notices": """\
A notice is the workbook and besides a page, a text and a message, each with one row for each clock and a sentence that
says why. The reference is given its cells ready made, and writes the workbook alone.""",
    "XL": """\
A council is evaluated by itself, so that each pays for planning its queries: the same few tenths of a second whether it
has fifty thousand clocks or a million.""",
}
"""Reasons by name, as targets name them."""
