"""Changes of law that a council adopted on a day of its own, such as the single assessment between 2013 and 2016."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from pydantic import Field

from timeliness.errors import UsageError
from timeliness.rulebook.load import Rulebook
from timeliness.rulebook.names import unknown
from timeliness.rulebook.rules import Rule, Version
from timeliness.rulebook.written import Day, Names, Written

_ONE = timedelta(days=1)


class Adopted(Written):
    """A change of law that a council adopted on a day of its own."""

    rules: Names = Field(description="The rules that the change is in.")
    change: Day = Field(description="The day of the change everywhere else: on which one of their texts begins.")
    here: Day = Field(description="The day on which it came here.")


def adopt(book: Rulebook, adopted: Iterable[Adopted]) -> Rulebook:
    """Move changes to a council's own days. Raises UsageError where a rule has no change on that day.

    A text that ceased on the day before the change goes on until the day before it came here; the text that was in
    force by then begins here, and those that came and went between never held.
    """
    rules = dict(book.rules)
    for each in adopted:
        if each.here <= each.change:
            raise UsageError(f"adopted in timeliness.yaml: {each.here} is not after {each.change}.")
        for id_ in each.rules:
            if id_ not in rules:
                raise UsageError(f"adopted in timeliness.yaml: {unknown('a rule', id_, rules)}")
            rules[id_] = _moved(rules[id_], each)
    return replace(book, rules=rules)


def _moved(rule: Rule, adopted: Adopted) -> Rule:
    began = [version for version in rule.versions if adopted.change <= version.first < adopted.here]
    ceased = [version for version in rule.versions if version.last == adopted.change - _ONE]
    if not ceased and adopted.change not in [version.first for version in began]:
        days = ", ".join(version.name for version in rule.versions)
        raise UsageError(f"adopted in timeliness.yaml: {rule.id} has no change on {adopted.change}. Its texts: {days}.")
    kept = [_text(version, adopted, began) for version in rule.versions if version not in began[:-1]]
    return replace(rule, versions=tuple(kept))


def _text(version: Version, adopted: Adopted, began: list[Version]) -> Version:
    if version in began:
        return replace(version, first=adopted.here)
    return replace(version, last=adopted.here - _ONE) if version.last == adopted.change - _ONE else version
