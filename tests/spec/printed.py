"""Print the rule language as a page: `python -m tests.spec.printed > docs/rule-language.md`, or `--check` it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from textwrap import dedent

from tests.spec.contents import Chapter, Section, chapters
from tests.spec.paragraphs import Paragraph, Refusal, lines_of, tables_of

from timeliness.rulebook.schema import rule_schema

PAGE = Path(__file__).parents[2] / "docs" / "rule-language.md"
SHAPES = {
    "WrittenRule": "Of a rule",
    "WrittenVersion": "Of a version",
    "WrittenRef": "Of an event in `starts`, `met_by` or `ends_when`",
    "WrittenBranch": "Of a branch in `within`",
    "WrittenReason": "Of a reason in `excluded` or `excepted`",
    "WrittenPause": "Of `paused_by`",
    "WrittenExtension": "Of `extended_by`",
    "WrittenSummary": "Of `summary`",
    "WrittenExample": "Of a worked example",
}
"""What each shape of the schema is called on the page, in its order."""
OPENING = """\
# The rule language

<!-- Printed from tests/spec by `python -m tests.spec.printed > docs/rule-language.md`. Change it there. -->

A rule says that something must happen, from when, and by when. This page shows what each key does, on small facts: a
few words, a rule, the facts of one child, and the clocks that come of them. Every paragraph is a test: it is run on the
engine and on a second evaluator, written apart from it, and both must give these clocks.

The rules here leave out `id`, `title`, `force` and `severity`, which every rule has; and, unless they are about it,
`versions`, which then has one text from 1 January 2000 on. Facts are shown by kind, a row each. An empty cell is not
known. Tables that are not shown are there and empty, unless the paragraph says otherwise.

Where the language leaves a question open, the answer has a number in
[decision 2](decisions/0002-what-the-rule-language-leaves-open.md); paragraphs name the answers that they show, and the
table at the end finds them.
"""


def page() -> str:
    """The whole page."""
    told = chapters()
    shown = (part for chapter in told for part in _chapter(chapter))
    parts = [OPENING, _contents(told), *shown, *_keys(), _answers(told)]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _contents(told: Iterable[Chapter]) -> str:
    lines = ["## Contents", ""]
    for place, chapter in enumerate(told, 1):
        sections = ", ".join(f"[{section.title}](#{_anchor(section.title)})" for section in chapter.sections)
        lines.append(f"{place}. **{chapter.title}**: {sections}")
    return "\n".join(lines)


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield f"## {chapter.title}"
    yield chapter.prose
    for section in chapter.sections:
        yield f"### {section.title}"
        yield from [section.prose] if section.prose else []
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    shown = ""
    for one in section.paragraphs:
        yield f"#### {one.title}"
        yield _prose(one.prose)
        yield from _refusal(one) if isinstance(one, Refusal) else _paragraph(one, shown)
        shown = one.rule


def _prose(text: str) -> str:
    return dedent(text).strip("\n")


def _paragraph(one: Paragraph, shown: str) -> Iterator[str]:
    yield "The rule is the same." if one.rule == shown else _rule(one.rule)
    for kind, headings, rows in tables_of(one.facts):
        named = [kind if heading == "date" else heading for heading in headings]
        if "date" in headings:
            yield _table(named, rows)
        else:
            yield _table([kind, *named], [[str(number), *row] for number, row in enumerate(rows, 1)])
    if one.complete_from:
        tables = ", ".join(f"`{name}` from {_day(day)}" for name, day in one.complete_from.items())
        yield f"The extract is complete: {tables}."
    if one.latest_only:
        yield f"The extract has only the last of each child: {', '.join(f'`{name}`' for name in one.latest_only)}."
    for as_at, clocks in one.clocks.items():
        until = f", by what was recorded by {_day(one.known_at)}" if one.known_at else ""
        headings, *rows = lines_of(clocks) if clocks.strip() else [[]]
        yield f"As at {_day(as_at)}{until}: no clock." if not rows else f"As at {_day(as_at)}{until}:"
        yield from [_table(headings, rows)] if rows else []
    if one.findings:
        yield "Found: " + "; ".join(one.findings) + "."
    if one.answers:
        yield f"*Decision 2, {_numbers(one.answers)}.*"


def _refusal(one: Refusal) -> Iterator[str]:
    yield _rule(one.rule)
    yield "```text\n" + "\n".join(one.problems) + "\n```"


def _rule(text: str) -> str:
    return f"```yaml\n{dedent(text).strip()}\n```"


def _table(headings: list[str], rows: list[list[str]]) -> str:
    whole = [row + [""] * (len(headings) - len(row)) for row in rows]
    lines = [headings, ["---"] * len(headings), *whole]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _numbers(answers: tuple[int, ...]) -> str:
    return f"answer{'s' if len(answers) > 1 else ''} {', '.join(map(str, sorted(answers)))}"


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"


def _keys() -> Iterator[str]:
    """Every key with its prose, as the schema has it."""
    schema = rule_schema()
    yield "## Every key"
    yield "An editor that is given `rules/schema/rule.schema.json` completes these keys and explains them."
    shapes = {"WrittenRule": schema, **schema["$defs"]}
    for name, title in SHAPES.items():
        shape = shapes.pop(name)
        yield f"### {title}"
        needed = shape.get("required", [])
        rows = [
            [f"`{key}`", "yes" if key in needed else "", said.get("description", "")]
            for key, said in shape["properties"].items()
        ]
        yield _table(["key", "needed", "what it says"], rows)


def _answers(told: Iterable[Chapter]) -> str:
    where: dict[int, list[str]] = {}
    for one in (one for chapter in told for section in chapter.sections for one in section.paragraphs):
        for number in one.answers if isinstance(one, Paragraph) else ():
            where.setdefault(number, []).append(f"[{one.title}](#{_anchor(one.title)})")
    rows = [[str(number), "; ".join(where[number])] for number in sorted(where)]
    return "## Where each answer of decision 2 is shown\n\n" + _table(["answer", "shown by"], rows)


def _anchor(title: str) -> str:
    """The anchor that Markdown gives a heading."""
    kept = "".join(letter for letter in title.lower() if letter.isalnum() or letter in " -_")
    return kept.replace(" ", "-")


def main() -> int:
    """Print the page, or say whether the one in the documentation is this one."""
    if sys.argv[1:] == ["--check"]:
        same = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page()
        sys.stderr.write("" if same else f"{PAGE} is not what tests/spec prints. Print it again.\n")
        return 0 if same else 1
    sys.stdout.write(page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
