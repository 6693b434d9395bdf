"""What a rule may not say, although every name in it is right."""

from __future__ import annotations

from collections.abc import Mapping

from timeliness.errors import Problem
from timeliness.rulebook.names import unknown
from timeliness.rulebook.rules import Rule, Version
from timeliness.rulebook.scope import Names


def check_rule(rule: Rule, names: Names) -> None:
    """Note what contradicts itself inside one rule."""
    _check_repeats(rule, names)
    _check_moves(rule, names)
    if rule.backwards:
        _check_backwards(rule, names)
    if rule.reading_of == rule.id:
        names.refuse(("reading_of",), "A rule is not a reading of itself.")


def _check_moves(rule: Rule, names: Names) -> None:
    for position, version in enumerate(rule.versions):
        moves = {"paused_by": version.paused_by, "extended_by": version.extended_by}
        for key in (key for key, found in moves.items() if found and version.no_later_than):
            where = ("versions", position, key) if ("versions", position, key) in names.document else (key,)
            message = f"'{key}' does not go with 'no_later_than': a date cannot be put back and held at an event too."
            names.refuse(where, message)


def _check_repeats(rule: Rule, names: Names) -> None:
    if not rule.repeats:
        return
    if rule.during is None:
        names.refuse(("repeats",), "A rule repeats inside a spell. Say which with 'during'.")
    met = {str(ref) for version in rule.versions for ref in version.met_by}
    if f"{rule.during}.end" in met:
        message = f"'{rule.during}.end' ends the spell that the rule repeats in: it meets no clock. Remove it."
        names.refuse(("met_by",), message)
    both = sorted(met & {str(ref) for ref in rule.starts})
    if both:
        message = f"'{both[0]}' starts the clock and meets it: each would be a start twice. Remove 'repeats'."
        names.refuse(("repeats",), message)
    if len({version.to_age for version in rule.versions}) > 1:
        message = "The versions of a rule that repeats have one 'to_age': a chain of clocks ends at one age."
        names.refuse(("versions",), message)


def _check_backwards(rule: Rule, names: Names) -> None:
    used = {
        "repeats": rule.repeats,
        "reread": any(version.reread for version in rule.versions),
        "no_later_than": any(version.no_later_than for version in rule.versions),
        "paused_by": any(version.paused_by for version in rule.versions),
        "extended_by": any(version.extended_by for version in rule.versions),
    }
    for key in (key for key, is_used in used.items() if is_used):
        names.refuse((key,), f"'{key}' does not go with a limit counted 'before the start'.")
    if any(not _counted_back(version) for version in rule.versions):
        names.refuse(("versions",), "Either every version is counted 'before the start', or none.")


def _counted_back(version: Version) -> bool:
    return all(branch.limit.counted == "before" for branch in version.within)


def check_rulebook(rules: Mapping[str, Rule]) -> list[Problem]:
    """Find what is wrong between rules: readings and stages of rules that are not there."""
    found = []
    for rule in rules.values():
        for key, name in (("reading_of", rule.reading_of), ("after", rule.after)):
            if name is not None and name not in rules:
                found.append(Problem(rule.path, rule.line, 0, f"{key}: {unknown('a rule', name, sorted(rules))}"))
        base = rules.get(rule.reading_of or "")
        if base is not None and base.reading_of is not None:
            message = f"'{base.id}' is itself a reading. Name the rule that it reads: '{base.reading_of}'."
            found.append(Problem(rule.path, rule.line, 0, message))
    return found
