"""What each kind of finding can do to an answer, what it means, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from timeliness.engine import findings as engine
from timeliness.extracts import findings as extracts

Severity = Literal["hides a child", "moves a date", "costs nothing"]

SEVERITIES: Mapping[Severity, str] = {
    "hides a child": "A duty to a child may not be counted, or cannot be judged.",
    "moves a date": "A duty is counted, but its days may be wrong.",
    "costs nothing": "The answers are the same. It is worth putting right all the same.",
}
"""What a finding can do to an answer, the worst first."""


class Said(NamedTuple):
    """What is said of a kind of finding: the worst that it can do, one sentence of meaning, and one of what to do."""

    severity: Severity
    means: str
    to_do: str


OF_A_MAPPING = Said(
    "moves a date",
    "The kind of extract says that this cannot be so: it does not go with what else stands in the row.",
    "Compare the row with the case record.",
)
"""What is said of a finding that a mapping itself asks for, under `checks`."""

KINDS: Mapping[str, Said] = {
    extracts.NOT_A_DATE: Said(
        "hides a child",
        "What stands there is no date of the calendar, so that it is not known when this was.",
        "Put the date right in the case record, and export again.",
    ),
    engine.NO_DATE: Said(
        "hides a child",
        "It is not known when this was: a duty that begins with it cannot be judged, and one that it meets stays open.",
        "Find the day in the case record and enter it; if it never happened, take the row away.",
    ),
    extracts.NO_CHILD: Said(
        "hides a child",
        "It is not known whose row this is, and no child's duty is begun or met by it.",
        "Find the child and enter the id.",
    ),
    extracts.CHANGED_ID: Said(
        "hides a child",
        "A spreadsheet made a number of the id: its digits may be others, and the facts of one child fall apart.",
        "Export the column as text, without opening it in a spreadsheet in between.",
    ),
    extracts.NOT_A_CODE: Said(
        "hides a child",
        "The mapping does not say what this code means, and it is read as nothing.",
        "Correct the code in the case record; or, where it is a new one, add it to the mapping.",
    ),
    extracts.NOT_YES_OR_NO: Said(
        "hides a child",
        "What stands there is neither yes nor no, and is read as not known: a duty may hang on it.",
        "Enter yes or no.",
    ),
    engine.NO_OUTCOME: Said(
        "hides a child",
        "It ended without saying how, so that it is not known whether a duty follows.",
        "Enter the outcome.",
    ),
    engine.NO_VALUE: Said(
        "hides a child",
        "The rule counts only rows with a certain value here; this one has none, and does not count.",
        "Enter the value.",
    ),
    extracts.END_BEFORE_START: Said(
        "hides a child",
        "One of the two days is wrong: no duty within these days can be judged.",
        "Put right the day that is wrong.",
    ),
    extracts.AFTER_AS_AT: Said(
        "hides a child",
        "It had not happened by the day on which the extract is read, and is left out; a wrong year hides what was.",
        "Where the year is a slip, put it right; what is booked belongs in a table of bookings.",
    ),
    extracts.BEFORE_1900: Said(
        "hides a child",
        "A day of another century is a slip or stands for nothing: nothing can be counted from it.",
        "Put the year right, or leave the cell empty.",
    ),
    extracts.DEAD_BEFORE_BIRTH: Said(
        "hides a child",
        "A child who has died is on no list; one of the two days is wrong.",
        "Put right the day that is wrong.",
    ),
    engine.TOO_OLD: Said(
        "hides a child",
        "The duty ends with an age, or with death, that had come before this began: no clock begins.",
        "Check the date of birth and the day of the row.",
    ),
    engine.NO_LONGER: Said(
        "hides a child",
        "The duty is left out by what held at the start, and that has changed while the spell still runs.",
        "Look at each child: does the duty hold now?",
    ),
    extracts.NOT_A_NUMBER: Said(
        "moves a date",
        "A number that may set the time allowed cannot be read, and is taken as not known.",
        "Enter a whole number, without words.",
    ),
    extracts.NOT_A_TIME: Said(
        "moves a date",
        "The time of day cannot be read: limits in hours are counted by days.",
        "Enter hours and minutes, as 09:30.",
    ),
    extracts.BEFORE_BIRTH: Said(
        "moves a date",
        "Either the day or the date of birth is wrong, and limits that depend on age are read from the latter.",
        "Check both in the case record.",
    ),
    extracts.CHILD_TWICE: Said(
        "moves a date",
        "The two rows may differ in the date of birth, on which limits may depend.",
        "Keep the row that is right.",
    ),
    extracts.UNLISTED_CHILD: Said(
        "hides a child",
        "Nothing is known of the child but these facts: whatever hangs on the date of birth cannot be judged.",
        "Add the child to the table of children, or put the id right.",
    ),
    extracts.NEVER_FILLED: Said(
        "hides a child",
        "A list has rows, and this column is blank in all of them: rules that need it cannot run.",
        "If the system holds these dates, export them too. If nobody has one yet, nothing.",
    ),
    extracts.NO_RECORDS: Said(
        "hides a child",
        "The file may hold records of this kind, and no file has one: they may have been left out.",
        "If there are such records in the system, export them too.",
    ),
    extracts.NO_ROWS: Said(
        "hides a child",
        "The table is there and empty, as if nothing of this kind had ever happened: an export may have failed.",
        "If the system holds any, export it again. If there is none, nothing.",
    ),
    extracts.PURGED: Said(
        "costs nothing",
        "The record was taken back by whoever sent it: it is not read.",
        "Nothing, if it was meant.",
    ),
    extracts.CONTINUES_NOTHING: Said(
        "moves a date",
        "The row says that it carries on an earlier one, which is not there: it is read as a new start.",
        "Find the row before it, or enter the reason of a new start.",
    ),
    engine.JOINED: Said(
        "moves a date",
        "It touches or overlaps the one before it, and both are read as one that began with the first.",
        "If it was new, the one before must have ended at least two days earlier: check both.",
    ),
    engine.SAME_FACT: Said(
        "moves a date",
        "Two rows are one fact by their id and day, and differ: the one recorded last, or else the last row, is read.",
        "Keep the row that is right.",
    ),
    engine.ID_AGAIN: Said(
        "moves a date",
        "Two facts on different days have one id, so that what refers to it may mean either.",
        "Give each its own id, or put the day right.",
    ),
    engine.NO_REFERENCE: Said(
        "moves a date",
        "It refers to something that is not in the extract; which facts belong together is told by their days instead.",
        "Put the reference right, or export what it refers to.",
    ),
    engine.IN_NONE: Said(
        "moves a date",
        "It is counted as a first by itself, though an earlier one may have been meant.",
        "Enter what it belongs to, or the days of that.",
    ),
    engine.CUT: Said(
        "moves a date",
        "The extension is longer than the law allows, and is cut to what it allows.",
        "Check the day to which it was extended.",
    ),
    engine.SPENT: Said(
        "moves a date",
        "As many extensions as are allowed had been used: this one changes nothing.",
        "Check whether an earlier one was meant.",
    ),
    engine.NO_LIMIT: Said(
        "moves a date",
        "What changed would set another time allowed, which cannot be read: the earlier one stands.",
        "Enter the new frequency, a whole number of days.",
    ),
    extracts.NO_COLUMN: Said(
        "hides a child",
        "A column is not there without which these facts cannot be read, and none of them is.",
        "Add the column to the export; if it never can have it, the rules that need these facts say nothing.",
    ),
    extracts.OTHERWISE: Said(
        "moves a date",
        "Two systems have the fact and say different things of it: what the source named first says is read.",
        "Find out which is right and correct the other; or name the better source first.",
    ),
    extracts.NEARBY: Said(
        "moves a date",
        "Another system has such a fact of the child a few days before or after: it may be one, dated differently.",
        "If it is one, put the day right in the system that has it wrong.",
    ),
    extracts.ALONE: Said(
        "hides a child",
        "Only this system knows the child by this id: what the others have of the child may stand under another.",
        "Check the id; a number that lost its leading zeros is another child.",
    ),
    extracts.NO_TEAM: Said(
        "costs nothing",
        "The source knows the worker alone; whose list the child is on is read where a team is named.",
        "Nothing, if the other source is the one that knows the teams.",
    ),
    extracts.DUPLICATE: Said(
        "costs nothing",
        "Another row says the same in every column that is read: they are one fact.",
        "Nothing need be done. Many of them point to a join in the export that multiplies rows.",
    ),
    extracts.UNUSED_COLUMN: Said(
        "costs nothing",
        "No fact has a column of this name, and it is not read.",
        "If a rule needs it, what can be judged says so above: give it the name that the rule asks for.",
    ),
    extracts.UNUSED_FILE: Said(
        "costs nothing",
        "No fact comes from this file or sheet, and it is not read.",
        "If a rule needs it, what can be judged says so above: give it the name or the headings that are known.",
    ),
}
"""Every kind of finding that is not of a mapping, by its name."""


def said_of(finding: str) -> Said:
    """What is said of a kind of finding."""
    return KINDS.get(finding, OF_A_MAPPING)


def rank(finding: str) -> int:
    """How bad a kind of finding is, from 0, the worst."""
    return list(SEVERITIES).index(said_of(finding).severity)
