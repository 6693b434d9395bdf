"""The page of a check: what can be judged first, then what is wrong, then how the data lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from timeliness.engine.coverage import Coverage, State
from timeliness.reports.check import sentences
from timeliness.reports.check.checked import Checked
from timeliness.reports.check.found import Kind, by_severity
from timeliness.reports.check.kinds import SEVERITIES
from timeliness.reports.check.lie import strips, undated, weeks
from timeliness.reports.check.remedies import Remedy
from timeliness.reports.templating import Templates
from timeliness.reports.wording import counted, day

TEMPLATE = "check.html.j2"
_TITLES: dict[State, str] = {"could not run": "Cannot run", "partly": "Can run in part", "ran": "Can run"}
_PLACES = 5
_HELPS = 10


@dataclass(frozen=True)
class Duty:
    """A rule that was looked at: what it is, what it lacks, and what would change that."""

    id: str
    title: str
    why: str
    remedies: tuple[Remedy, ...]


class Tile(NamedTuple):
    """A number to be seen across the room, what it is of, and whether it needs heed."""

    number: str
    label: str
    heed: bool


def page(checked: Checked, templates: Templates) -> str:
    """Write the page. Raises RulesInvalidError where a council's own template is not valid."""
    return templates.text(TEMPLATE, {**_head(checked), **_judged(checked), **_wrong(checked), **_lie(checked)})


def _head(checked: Checked) -> dict[str, Any]:
    read_as_at = f"Read as at {day(checked.as_at)}." if checked.as_at and checked.as_at != checked.taken_on else ""
    hiding = sum(kind.number for kind in by_severity(checked.kinds)["hides a child"])
    runs, rules, gaps = len(checked.judged) - len(checked.of_state("could not run")), len(checked.judged), checked.gaps
    tiles = (
        Tile(f"{runs:,} of {rules:,}", "rules can run, whole or in part", heed=runs < rules),
        Tile(f"{hiding:,}", f"{_noun(hiding, 'finding')} that may hide a child", heed=hiding > 0),
        Tile(f"{gaps.height:,}", f"{_noun(gaps.height, 'gap')} in the months", heed=gaps.height > 0),
    )
    about = " ".join(filter(None, [checked.taken, read_as_at, checked.mapped]))
    tables = [(row["table"], f"{row['rows']:,}", row["history"]) for row in checked.tables.iter_rows(named=True)]
    return {"name": checked.name, "about": about, "tiles": tiles, "tables": tables, "files": checked.sources}


def _noun(number: int, noun: str) -> str:
    return noun if number == 1 else f"{noun}s"


def _judged(checked: Checked) -> dict[str, Any]:
    groups = [(title, [_duty(checked, each) for each in checked.of_state(state)]) for state, title in _TITLES.items()]
    return {"groups": [group for group in groups if group[1]], "helps": checked.helps(), "shown": _HELPS}


def _duty(checked: Checked, of: Coverage) -> Duty:
    return Duty(of.rule, checked.rules[of.rule].title, of.why, tuple(checked.remedies(of)))


def _wrong(checked: Checked) -> dict[str, Any]:
    groups = [(name, SEVERITIES[name], of) for name, of in by_severity(checked.kinds).items() if of]
    number = counted(checked.findings.height, "finding")
    return {"severities": groups, "findings": number, "places": _places}


def _places(kind: Kind) -> list[str]:
    """Where findings of a kind are; of many places the first."""
    said = [f"{place.number:,} in {place.text}" for place in kind.places[:_PLACES]]
    more = len(kind.places) - _PLACES
    return [*said, f"and in {counted(more, 'more place')}"] if more > 0 else said


def _lie(checked: Checked) -> dict[str, Any]:
    found = checked.patterns
    recorded = bool(found.kinds["recorded"].sum())
    return {
        "gaps": list(sentences.gap_sentences(checked.gaps)),
        "gap_means": sentences.GAP,
        "strips": list(strips(found, checked.gaps)),
        "undated": list(sentences.undated_sentences(found)),
        "undated_teams": undated(found, "team"),
        "undated_months": undated(found, "month"),
        "spikes": list(sentences.spike_sentences(found)),
        "spike_means": sentences.SPIKE,
        "weeks": list(weeks(found)),
        "late": list(sentences.late_sentences(found)),
        "recorded": recorded,
        "late_means": sentences.LATE if recorded else sentences.UNRECORDED,
    }
