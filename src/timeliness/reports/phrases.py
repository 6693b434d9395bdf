"""What the clocks of a rule are called in a notice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from timeliness.reports.wording import named, short
from timeliness.rulebook.rules import Ref, Rule, Subject

_LIMIT_BEGINS = re.compile(r",? (?:(?:within|every|by day|no later than) \d|as often as ).*", re.DOTALL)
_SPELLS = {
    ("looked_after", "start"): "coming into care",
    ("looked_after", "end"): "leaving care",
    ("placed_for_adoption", "start"): "moving in with adopters",
}


@dataclass(frozen=True)
class Phrases:
    """A rule in a manager's words.

    `duty` is what was to be done, without its limit. `began` is what starts a clock, `again` what starts the next
    one; each is empty where the columns of a clock cannot tell. `spell` is what the clock belongs to, `asked` what
    the record must hold for the limit to be known. `told` says whether what was read for the limit only tells children
    apart, all of whom have the same time. `unread` says whether the text in force has not been verified.
    """

    duty: str
    began: str
    again: str
    spell: str
    asked: str
    first: date
    repeats: bool
    told: bool
    unread: bool


def phrases(rules: Mapping[str, Rule], as_at: date) -> dict[str, Phrases]:
    """Word every rule once. Two rules that would be called the same keep their whole titles."""
    short = {rule.id: rule.duty or _LIMIT_BEGINS.sub("", rule.title) for rule in rules.values()}
    uses = Counter(short[rule.id] for rule in rules.values() if rule.lists)
    duties = {id_: rule.title if uses[short[id_]] > 1 else short[id_] for id_, rule in rules.items()}
    return {id_: _worded(rule, duties[id_], as_at) for id_, rule in rules.items()}


def _worded(rule: Rule, duty: str, as_at: date) -> Phrases:
    version = rule.in_force(as_at) or rule.versions[-1]
    lengths = [branch.limit for each in rule.versions for branch in each.within]
    asked = dict.fromkeys(_asked(subject, rule) for length in lengths for subject in length.subjects)
    return Phrases(
        duty=duty,
        began=_began(rule.starts),
        again=_again(rule),
        spell=named(rule.during or ""),
        asked=" or ".join(asked),
        first=rule.versions[0].first,
        repeats=rule.repeats,
        told=any(branch.when for branch in version.within) and len({branch.limit for branch in version.within}) == 1,
        unread=version.verified is None,
    )


def _asked(subject: Subject, rule: Rule) -> str:
    """Where in the record a limit stands: the child protection plan's 'visit every'."""
    kind = subject.kind or rule.during or rule.starts[0].kind
    return f"the {named(kind)}'s '{named(subject.name)}'" if subject.name else f"the {named(kind)}"


def _began(starts: tuple[Ref, ...]) -> str:
    """The starting event; nothing where the clock starts on a date that the event only mentions."""
    return "" if any(ref.at for ref in starts) else " or ".join(dict.fromkeys(_moment(ref) for ref in starts))


def _moment(ref: Ref) -> str:
    verbs = {"date": "", "start": " began", "end": " ended"}
    return _SPELLS.get((ref.kind, ref.moment), f"{named(ref.kind)}{verbs[ref.moment]}")


def _again(rule: Rule) -> str:
    """The meeting that restarts a clock, unless a further start in the spell may have done so."""
    if not rule.repeats or any(ref.moment != "start" or ref.kind != rule.during for ref in rule.starts):
        return ""
    meetings = [ref for version in rule.versions for ref in version.met_by]
    kinds = " or ".join(dict.fromkeys(short(_moment(ref)) for ref in meetings))
    return f"last {kinds}{' that counts' if any(ref.where for ref in meetings) else ''}"
