"""A rule in words: its keys as they were resolved for one version, and versions that need to be read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from timeliness.rulebook.rules import Branch, Condition, Extension, Pause, Reason, Ref, Rule, Test, Version

FRESH_FOR = timedelta(days=365)
"""For how long reading an instrument is trusted."""

_COMPARED = {"under": "under", "at_least": "at least", "before": "before", "on_or_after": "on or after"}
_WIDTH = 12


def described(rule: Rule, on: date | None = None) -> str:
    """Print a rule resolved for a day, or for its latest version: one line a key, under the key's own name."""
    version = rule.in_force(on) if on else rule.versions[-1]
    lines = [*keys_of_rule(rule)]
    if version is None:
        lines.append(("versions", f"none is in force on {on}: {_reach(rule)}"))
    else:
        lines += [*keys_of_version(version), *keys_of_law(version)]
        lines += [("other texts", f"from {each.name}: {each.cite}") for each in rule.versions if each is not version]
    return "\n".join(f"{name:<{_WIDTH}} {said}" for name, said in lines)


def stale(rules: Iterable[Rule], on: date) -> list[tuple[Rule, Version, str]]:
    """The versions whose text nobody has read, or nobody for a year before a day, with that said."""
    found = []
    for rule in rules:
        for version in rule.versions:
            if version.verified is None:
                found.append((rule, version, "not yet verified"))
            elif version.verified.on + FRESH_FOR < on:
                found.append((rule, version, f"verified on {version.verified.on} by {version.verified.by}"))
    return found


def _reach(rule: Rule) -> str:
    last = rule.versions[-1].last
    return f"the first begins on {rule.versions[0].name}" + (f", the last ended on {last}" if last else "")


def keys_of_rule(rule: Rule) -> Iterator[tuple[str, str]]:
    """What the body of a rule says, key by key."""
    yield "id", rule.id
    yield "title", rule.title
    if rule.duty:
        yield "duty", rule.duty
    if rule.about:
        yield "about", " ".join(rule.about.split())
    yield "force", rule.force
    yield "severity", rule.severity
    yield "binds", rule.binds
    if rule.service:
        yield "service", rule.service
    if rule.pack:
        yield "pack", f"{rule.pack}: off unless a council chooses it"
    yield from (("misread", " ".join(said.split())) for said in rule.misread)
    if rule.reading_of:
        yield "reading_of", rule.reading_of
    yield from (("starts", _ref(ref)) for ref in rule.starts)
    if rule.during:
        yield "during", rule.during
    if rule.repeats:
        yield "repeats", "each meeting restarts the clock"
    yield from (("ends_when", _ref(ref)) for ref in rule.ends_when)
    if rule.summary:
        of = f" of children with {rule.summary.of}" if rule.summary.of else ""
        yield "summary", f"average days over {rule.summary.over.words}{of}"
    if rule.after:
        yield "after", rule.after


def keys_of_version(version: Version) -> Iterator[tuple[str, str]]:
    """What a version says that computes, key by key."""
    yield from (("met_by", _ref(ref)) for ref in version.met_by)
    yield from (("within", _branch(branch)) for branch in version.within)
    if version.reread:
        yield "reread", ", ".join(version.reread)
    yield from (("no_later_than", _ref(ref)) for ref in version.no_later_than)
    if version.paused_by:
        yield "paused_by", _pause(version.paused_by)
    if version.extended_by:
        yield "extended_by", _extension(version.extended_by)
    yield from (("excluded", _reason(entry)) for entry in version.excluded)
    yield from (("excepted", _reason(entry)) for entry in version.excepted)
    yield "to_age", str(version.to_age)


def keys_of_law(version: Version) -> Iterator[tuple[str, str]]:
    """What a version rests on, key by key."""
    yield "from", version.name + (f" to {version.last}" if version.last else "")
    yield "cite", version.cite
    if version.url:
        yield "url", version.url
    yield "verified", f"on {version.verified.on} by {version.verified.by}" if version.verified else "not yet"
    if version.note:
        yield "note", " ".join(version.note.split())


def _ref(ref: Ref) -> str:
    parts = [str(ref)]
    if ref.where:
        parts.append(f"where {_condition(ref.where)}")
    parts += [f"the {which} in each {kind}" for which, kind in (("first", ref.first_in), ("last", ref.last_in)) if kind]
    if ref.at:
        parts.append(f"at its {ref.at}")
    if ref.early:
        parts.append(f"up to {ref.early.words} early")
    return ", ".join(parts)


def _branch(branch: Branch) -> str:
    when = f" when {_condition(branch.when)}" if branch.when else ""
    amber = f" (amber: {branch.due_soon.words})" if branch.due_soon else ""
    return f"{branch.limit.words}{when}{amber}"


def _pause(pause: Pause) -> str:
    return pause.kind + (f" where {_condition(pause.where)}" if pause.where else "") + _late(late=pause.late)


def _extension(extension: Extension) -> str:
    how = f"until {extension.until}" if extension.until else f"by {extension.by.words}" if extension.by else ""
    most = f", at most {extension.at_most.words}" if extension.at_most else ""
    times = f", {extension.times} times" if extension.times else ""
    return f"{_ref(extension.event)}, {how}{most}{times}{_late(late=extension.late)}"


def _reason(entry: Reason) -> str:
    parts = [f"when {_condition(entry.when)}"] if entry.when else []
    parts += [f"by {_ref(entry.event)}"] if entry.event else []
    return f"{entry.reason}: {', '.join(parts) or 'always'}{_late(late=entry.late)}"


def _late(*, late: bool) -> str:
    return ", even when late" if late else ""


def _condition(condition: Condition) -> str:
    return " and ".join(_test(test) for test in condition)


def _test(test: Test) -> str:
    subject = str(test.subject)
    match test.operator:
        case "is":
            return f"{subject} is {_value(test.value)}"
        case "in":
            values = test.value if isinstance(test.value, tuple) else (test.value,)
            return f"{subject} is {' or '.join(_value(each) for each in values)}"
        case "until" | "since":
            return f"{test.operator} {subject}"
        case "known" | "unknown" | "running" | "not running":
            return f"{subject} is {test.operator}"
        case _:
            return f"{subject} is {_COMPARED[test.operator]} {_value(test.value)}"


def _value(value: object) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
