"""One clock in sentences: its law, its dates, the days counted and skipped, and the rows that it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from timeliness.facts import SOURCE_ROWS
from timeliness.reports.counting import numbered, span
from timeliness.reports.wording import counted, day, named, together
from timeliness.rulebook.calendars import WEEKDAYS, Calendar
from timeliness.rulebook.durations import Duration, parse_duration
from timeliness.rulebook.rules import Rule

_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_SPELLS = {"looked_after": "period of care", "placed_for_adoption": "placement for adoption"}
_WIDTH = 10


@dataclass(frozen=True)
class Explaining:
    """What explaining a clock needs beside its row: its rule, the calendars, and the files that evidence names."""

    rule: Rule
    calendars: Mapping[str, Calendar]
    sources: Sequence[str]

    def source(self, number: int | None) -> str:
        """The file and row of a fact."""
        if number is None or number // SOURCE_ROWS >= len(self.sources):
            return ""
        return f"{self.sources[number // SOURCE_ROWS]} row {number % SOURCE_ROWS}"


def explained(clock: Mapping[str, Any], by: Explaining) -> str:
    """Say in lines how a clock came to its status; `clock` has the columns of the result."""
    head = [
        f"{by.rule.id}  {by.rule.title}",
        f"{' ' * len(by.rule.id)}  {_law(clock, by.rule)}",
        _whose(clock, by.rule),
    ]
    lines = [f"  {name:<{_WIDTH}}{said}" for name, said in _facts(clock, by) if said]
    return "\n".join([*head, *lines, f"  => {_outcome(clock)}", ""])


def _law(clock: Mapping[str, Any], rule: Rule) -> str:
    version = next((each for each in rule.versions if each.name == clock["version"]), None)
    if version is None:
        return "no version of the rule was in force when it started"
    checked = f"verified on {day(version.verified.on)}" if version.verified else "not yet verified"
    return f"{version.cite} (version from {day(version.first)}, {checked})"


def _whose(clock: Mapping[str, Any], rule: Rule) -> str:
    number = clock["occurrence"]
    place = f"{_ordinal(number)} clock" if number else "clock"
    spell = f" of the {_spell(rule)} that began {day(clock['spell_start'])}" if clock["spell_start"] else ""
    holder = f", held by {clock['worker']}" if clock["worker"] else ""
    return f"child {clock['child_id'] or 'not known'}, {place}{spell}; team {clock['team']}{holder}"


def _spell(rule: Rule) -> str:
    kind = rule.during or "spell"
    return _SPELLS.get(kind, named(kind))


def _ordinal(number: int) -> str:
    if number < len(_ORDINALS):
        return _ORDINALS[number]
    ending = "th" if number % 100 // 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _facts(clock: Mapping[str, Any], by: Explaining) -> Iterator[tuple[str, str]]:
    yield "starts", _dated(clock["start"], _start_kind(clock, by.rule), by.source(clock["start_source"]))
    yield "limit", _limit(clock)
    yield "counted", _counted(clock, by)
    yield "due", _due(clock, by)
    yield "met", _dated(clock["met"], _met(clock), by.source(clock["met_source"]))
    yield "ended", _dated(clock["ended"], clock["reason"] or "", by.source(clock["ended_source"]))
    if not clock["ended"] and clock["status"] != "unassessable":
        yield "reason", "   ".join(filter(None, [clock["reason"], by.source(clock["reason_source"])]))
    yield "precision", _PRECISION.get(clock["precision"] or "", "")


_PRECISION = {
    "time": "to the minute: both facts carry a time",
    "date": "by dates only: a time is not recorded",
    "history": "the extract's history begins here; how many clocks came before is not known",
}


def _dated(found: date | None, what: str, source: str) -> str:
    return "   ".join(filter(None, [day(found), what, source])) if found else ""


def _start_kind(clock: Mapping[str, Any], rule: Rule) -> str:
    """The kind of the fact that started the clock, which its key names last."""
    key = clock["clock_key"]
    kinds = {ref.kind for ref in rule.starts} | {ref.kind for version in rule.versions for ref in version.met_by}
    places = {kind: key.rfind(f"|{kind}:") for kind in kinds}
    last = max(places, key=lambda kind: places[kind])
    return named(last) if places[last] >= 0 else ""


def _met(clock: Mapping[str, Any]) -> str:
    """How the meeting was found, and whether it came early; one counted backwards always does."""
    matched = f"matched by {clock['matched_by']}" if clock["matched_by"] else ""
    is_early = clock["met"] and clock["start"] and clock["met"] < clock["start"] <= (clock["due"] or clock["start"])
    return ", ".join(filter(None, [matched, "before the start" if is_early else ""]))


def _limit(clock: Mapping[str, Any]) -> str:
    if clock["limit"] is None:
        return ""
    branch = f"branch {clock['branch']}" if clock["branch"] and clock["branch"] != "1 of 1" else ""
    return "   ".join(filter(None, [clock["limit"], branch, clock["state"]]))


def _due(clock: Mapping[str, Any], by: Explaining) -> str:
    if clock["due"] is None:
        return ""
    said = f"{day(clock['due'])}, {clock['due_at']:%H:%M}" if clock["due_at"] else day(clock["due"])
    if clock["due_first"] in (None, clock["due"]):
        return said
    moved = by.source(clock["moved_source"])
    return "   ".join(filter(None, [said, f"moved from {day(clock['due_first'])}", moved]))


def _counted(clock: Mapping[str, Any], by: Explaining) -> str:
    """Which days were counted between start and the date that was first due, and which were skipped, by name."""
    start, due, limit = clock["start"], clock["due_first"], clock["limit"]
    if start is None or due is None or limit is None:
        return ""
    length = parse_duration(limit)
    if not length.calendar:
        return _every_day(length, start, due)
    calendar = by.calendars[length.calendar]
    days = span(start, due, length.counted)
    counting = numbered(days, calendar.counted, length.counted)
    if not counting:
        return ""
    order = f"day 1 is {day(next(iter(counting)))}"
    skipped = [each for each in days if each not in counting]
    return (
        f"{counted(len(counting), f'{length.calendar} day')}, {order}; {_skipped(skipped, calendar)}"
        f"{_unproclaimed(max(start, due), calendar)}"
    )


def _every_day(length: Duration, start: date, due: date) -> str:
    if length.unit == "hour":
        return "every hour counts, day and night"
    if length.unit in ("month", "year"):
        clamped = f" (the last day of its month: there is no {start.day}th)" if due.day != start.day else ""
        return f"by the corresponding date{clamped}"
    beginning = length.counted == "beginning"
    days = abs((due - start).days) + beginning
    return f"{counted(days, 'day')}, every day counts; the start is day {int(beginning)}"


def _skipped(skipped: Sequence[date], calendar: Calendar) -> str:
    """Weekends by number, holidays by name and date."""
    if not skipped:
        return "no day skipped"
    names = Counter(calendar.why_not(each) for each in skipped if each not in calendar.holidays)
    plain = [counted(names[name], name) for name in WEEKDAYS if names[name]]
    held = [f"{calendar.holidays[each] or 'a holiday'} ({day(each)})" for each in skipped if each in calendar.holidays]
    return f"skipped {together([*plain, *held])}"


def _unproclaimed(upto: date, calendar: Calendar) -> str:
    """Say where the count rests on holidays that may still be moved."""
    last = calendar.proclaimed_to
    return f"; holidays after {day(last)} are not yet proclaimed" if last is not None and upto > last else ""


def _outcome(clock: Mapping[str, Any]) -> str:
    """The status, and how late or how soon."""
    late, working, left = clock["days_late"], clock["working_days_late"], clock["days_left"]
    if clock["status"] == "unassessable":
        since = f", {counted(clock['since'], 'day')} since its start" if clock["since"] is not None else ""
        return f"unassessable: {clock['reason']}{since}"
    if late:
        return (
            f"{clock['status']}, {counted(late, 'day')} late ({counted(working, 'working day')})"
            if working is not None
            else f"{clock['status']}, {counted(late, 'day')} late"
        )
    return f"{clock['status']}, {counted(left, 'day')} left" if left is not None else str(clock["status"])
