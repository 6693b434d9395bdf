"""Why targets are missed, written by hand: shown only where one is."""

from __future__ import annotations

from typing import Final

REASONS: Final = {
    "interval": (
        "The target comes from a prototype that carried dates and nothing else. For every clock the engine also "
        "answers which of several meetings meets it and which later start passes it over, what an identifier links or "
        "keeps apart, which version of the law holds, whether the extract's history reaches back far enough, and "
        "whether age, death or the end of a spell ends the duty; and it keeps a status out of eleven, a reason, and "
        "the row behind each of its dates. The others give these too, but look for nothing that these facts have not."
    ),
    "recurring": (
        "What each clock carries stands under the interval rules. Here every interval is a clock with all its columns, "
        "laid out and judged half a million at a time. A third of the processor time is the system's, which clears the "
        "memory of each new column."
    ),
    "whole": (
        "Besides what each clock carries (see the interval rules), the rates are of every rule, team and month, with "
        "eight measures each: every clock is placed with the team of the day on which it fell due, and goes into four "
        "countings, by status and months, by days taken, by child, and by the days on which its duty ran. They take "
        "near half of the time. The rows of exceptions have all their texts."
    ),
    "python": (
        "The target comes from a loop that took ten seconds for the interval rules of L and twenty-five for the "
        "visits. The loop measured here is written as well as plain Python allows: it bisects sorted lists, and counts "
        "each date once. An eightieth of its time for the interval rules is about what the bare scan takes. What the "
        "engine carries besides stands under the interval rules."
    ),
    "rulebook": (
        "The rules that came later are of fewer clocks each and ask more of them: most name identifiers, reasons, "
        "pauses or conditions, while the first have many visits, which are among the cheapest clocks. What is planned "
        "for each rule, whether it has one clock or a million, takes about ten milliseconds."
    ),
    "command": (
        "Judging is the smaller part of a command. It reads and checks all rules, whichever are asked for, and every "
        "value of the extract; writes clocks, rates, findings and coverage; unless results alone are asked for, makes "
        "a message, a page, a text and a workbook for each team; and puts a digest of each file into the manifest. "
        "Libraries besides Polars are imported for that: pydantic, Jinja2, XlsxWriter, css-inline, rich."
    ),
    "notices": (
        "A notice is the workbook and besides a page, a text and a message, each with one row for each clock and a "
        "sentence that says why. The reference is given its cells ready made, and writes the workbook alone."
    ),
    "census": (
        "Near half of the time goes to libxml2, which parses the file for both. The rest is that each element is "
        "looked at once in Python; pandas is given the file ready transformed, which is done in C."
    ),
    "ssda903": (
        "Before a file is read its encoding, its separator and the number of cells in each row are looked at, so that "
        "what is wrong is said by row; every cell is read as text. pandas' own reader is fast at that size, and checks "
        "none of it. A tenth of its time is less than Polars alone takes for the largest of the files."
    ),
    "XL": (
        "A council is evaluated by itself, so that each pays for planning its queries: the same few tenths of a second "
        "whether it has fifty thousand clocks or a million."
    ),
}
"""Reasons by name, as targets name them."""
