"""The list of timescales that a council answers for: which rule encodes each, or why none does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from pydantic import Field

from timeliness.errors import Problem, RulesInvalidError
from timeliness.rulebook.documents import Document, read_documents
from timeliness.rulebook.load import TIMESCALES, shown
from timeliness.rulebook.names import unknown
from timeliness.rulebook.questions import Question, questions_section
from timeliness.rulebook.rules import Rule
from timeliness.rulebook.wording import validate
from timeliness.rulebook.written import Names, Written

REASONS = ("not about a child", "no number", "not an upper limit", "needs")
"""Why a timescale may have no rule; `needs` goes on with what the language lacks."""

_PAGE = """\
# Every timescale, and the rule that encodes it

<!-- Printed by `timeliness rules timescales` from rules/{file}. Change it there. -->

{total} timescales of English children's social care: {encoded} are encoded by {rules} rules, {left_out} are not.

| left out because | number |
|---|---|
{reasons}
"""


class Timescale(Written):
    """A timescale: encoded by rules, or left out for a reason."""

    entry: str = Field(description="The timescale's name in this list.")
    title: str = Field(description="What must happen, by when.")
    area: str = Field(description="The area of law and practice that it belongs to.")
    rules: Names = Field((), description="The rules that encode it, readings and indicators among them.")
    left_out: str = Field("", description="Why it has no rule.")
    why: str = Field("", description="What that reason rests on, in a sentence.")


def read_timescales(folder: Path, rules: Mapping[str, Rule]) -> list[Timescale]:
    """Read the list that stands beside the rules. Raises RulesInvalidError with every problem."""
    path = folder / TIMESCALES
    documents, problems = read_documents(shown(path), path.read_text(encoding="utf-8"))
    found = [each for document in documents for each in _read(document, rules, problems)]
    if problems:
        raise RulesInvalidError(f"{TIMESCALES} is not valid.", problems)
    return found


def _read(document: Document, rules: Mapping[str, Rule], problems: list[Problem]) -> Iterator[Timescale]:
    seen: set[str] = set()
    for position in range(len(document.data)):
        found = validate(Timescale, document, problems, (position,))
        if found is None:
            continue
        if found.entry in seen:
            problems.append(document.problem((position,), f"'{found.entry}' is listed twice."))
        seen.add(found.entry)
        strange = [unknown("a rule", each, rules) for each in found.rules if each not in rules]
        problems += [document.problem((position, "rules"), said) for said in strange]
        if bool(found.rules) is bool(found.left_out):
            message = f"'{found.entry}' says either 'rules' or 'left_out', one of them."
            problems.append(document.problem((position,), message))
        if found.left_out and not found.left_out.startswith(REASONS):
            problems.append(document.problem((position, "left_out"), unknown("a reason", found.left_out, REASONS)))
        yield found


def timescales_page(found: list[Timescale], questions: list[Question], rules: Mapping[str, Rule]) -> str:
    """Print the list as Markdown, by area, and what the texts leave open."""
    encoded = [each for each in found if each.rules]
    reasons = Counter(reason for each in found for reason in REASONS if each.left_out.startswith(reason))
    head = _PAGE.format(
        file=TIMESCALES,
        total=len(found),
        encoded=len(encoded),
        rules=len({rule for each in encoded for rule in each.rules}),
        left_out=len(found) - len(encoded),
        reasons="\n".join(f"| {reason} | {reasons[reason]} |" for reason in REASONS),
    )
    by_area = groupby(sorted(found, key=lambda each: each.area), key=lambda each: each.area)
    sections = [_section(area, list(those), rules) for area, those in by_area]
    return "\n".join([head, *sections, questions_section(questions)])


def _section(area: str, found: list[Timescale], rules: Mapping[str, Rule]) -> str:
    rows = [f"| {each.title} | {_told(each, rules)} |" for each in found]
    return "\n".join([f"## {area[:1].upper()}{area[1:]}", "", "| timescale | rule |", "|---|---|", *rows, ""])


def _told(each: Timescale, rules: Mapping[str, Rule]) -> str:
    if each.rules:
        return "; ".join(f"`{rule}` ({_force(rules[rule])})" for rule in each.rules)
    return f"none: {each.left_out}" + (f". {each.why}" if each.why else "")


def _force(rule: Rule) -> str:
    force = f"a reading of `{rule.reading_of}`" if rule.reading_of else rule.force
    pack = f", off unless the pack {rule.pack} is chosen" if rule.pack else ""
    unread = "" if any(version.verified for version in rule.versions) else ", no text verified"
    return f"{force}{pack}{unread}"
