"""What the texts leave open: the answer that a rule gives by default, and where the other answers are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import Field

from timeliness.errors import Problem, RulesInvalidError
from timeliness.rulebook.documents import Document, read_documents
from timeliness.rulebook.load import QUESTIONS, shown
from timeliness.rulebook.names import unknown
from timeliness.rulebook.rules import Rule
from timeliness.rulebook.wording import validate
from timeliness.rulebook.written import Names, Written

_SECTION = """\
## What the texts leave open

<!-- From rules/{file}. -->

The default is the rule; each other answer is a reading, which `timeliness compare` measures, or a measure that is
always stated beside it.

| question | by default | the other answers |
|---|---|---|
{rows}
"""


class Question(Written):
    """A question that the texts leave open."""

    question: str = Field(description="The question in a sentence.")
    default: str = Field(description="What the rules say.")
    rules: Names = Field((), description="The rules that it bears on; none means all.")
    readings: Names = Field((), description="The readings that give another answer.")
    measures: Names = Field((), description="The measures that tell the answers apart.")
    settled: str = Field("", description="Where it is answered otherwise than by a reading or a measure.")


def read_questions(folder: Path, rules: Mapping[str, Rule]) -> list[Question]:
    """Read the questions that stand beside the rules. Raises RulesInvalidError with every problem."""
    path = folder / QUESTIONS
    documents, problems = read_documents(shown(path), path.read_text(encoding="utf-8"))
    found = [each for document in documents for each in _read(document, rules, problems)]
    if problems:
        raise RulesInvalidError(f"{QUESTIONS} is not valid.", problems)
    return found


def _read(document: Document, rules: Mapping[str, Rule], problems: list[Problem]) -> Iterator[Question]:
    readings = {id_ for id_, rule in rules.items() if rule.reading_of}
    for position in range(len(document.data)):
        found = validate(Question, document, problems, (position,))
        if found is None:
            continue
        named = {"rules": (found.rules, "a rule", rules), "readings": (found.readings, "a reading", readings)}
        for key, (names, what, known) in named.items():
            said = [unknown(what, name, sorted(known)) for name in names if name not in known]
            problems += [document.problem((position, key), each) for each in said]
        if not (found.readings or found.measures or found.settled):
            message = "The other answers are nowhere. Say 'readings', 'measures' or 'settled'."
            problems.append(document.problem((position,), message))
        yield found


def questions_section(found: Iterable[Question]) -> str:
    """Print the questions as a section of Markdown."""
    return _SECTION.format(file=QUESTIONS, rows="\n".join(_row(each) for each in found))


def _row(each: Question) -> str:
    on = f" ({_coded(each.rules)})" if each.rules else ""
    readings = [f"read otherwise by {_coded(each.readings)}"] if each.readings else []
    measures = [f"told apart by {_coded(each.measures)}"] if each.measures else []
    others = "; ".join([*readings, *measures, *filter(None, [each.settled])])
    return f"| {each.question}{on} | {each.default} | {others[:1].upper()}{others[1:]} |"


def _coded(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
