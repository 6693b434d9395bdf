"""Read YAML strictly, and remember where everything stood."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from timeliness.errors import Problem

Path = tuple[Hashable, ...]
"""Where a value stands in a document: keys and list positions from the top."""

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 16

_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("null", "bool", "int", "float", "timestamp", "str", "seq", "map", "merge", "value")
)


@dataclass(frozen=True)
class Document:
    """One YAML document as plain data, with the line and column of every key and list item."""

    path: str
    data: Any
    marks: dict[Path, tuple[int, int]] = field(repr=False)

    def problem(self, where: Path, message: str) -> Problem:
        """Say what is wrong at a place; a place that is not there is reported where it was missed.

        Where one item stands without a list, its place in the list is passed over.
        """
        known: Path = ()
        for step in where:
            if (*known, step) in self.marks:
                known = (*known, step)
            elif not isinstance(step, int):
                break
        line, column = self.marks[known]
        return Problem(self.path, line, column, message)


class _RefusedError(Exception):
    """Raised inside a document that cannot be read on."""


def read_documents(path: str, text: str) -> tuple[list[Document], list[Problem]]:
    """Read every document of a YAML text.

    Plain scalars are text, but for whole numbers, ISO dates, `true`, `false` and `null`: so `NO`, `12:30` and
    `012` stay what was written. Refused: duplicate keys, keys that are not text, anchors used twice, tags,
    depth over 16 and size over a million characters.
    """
    if len(text) > MAX_CHARACTERS:
        message = f"The file has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read. Split it."
        return [], [Problem(path, 0, 0, message)]
    reader = _Reader(path)
    try:
        nodes = list(_compose(text))
    except yaml.YAMLError as error:
        return [], [_syntax(path, error)]
    documents = [each for node in nodes if (each := reader.document(node)) is not None]
    return documents, reader.problems


def _compose(text: str) -> Iterator[yaml.Node]:
    loader = yaml.CSafeLoader(text)
    try:
        while loader.check_node():
            node = loader.get_node()
            if node is not None:
                yield node
    finally:
        loader.dispose()


def _syntax(path: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    what = getattr(error, "problem", None) or "it cannot be read"
    return Problem(path, line, column, f"This is not YAML: {what}. Check quotes, brackets and indentation.")


class _Reader:
    """Turns nodes into plain data, noting marks and problems."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def document(self, root: yaml.Node) -> Document | None:
        self.marks: dict[Path, tuple[int, int]] = {}
        self.seen: set[int] = set()
        self._mark((), root)
        try:
            data = self._value((), root)
        except _RefusedError:
            return None
        return None if data is None else Document(self.path, data, self.marks)

    def _mark(self, where: Path, node: yaml.Node) -> None:
        self.marks[where] = (node.start_mark.line + 1, node.start_mark.column + 1)

    def _refuse(self, node: yaml.Node, message: str) -> None:
        mark = node.start_mark
        self.problems.append(Problem(self.path, mark.line + 1, mark.column + 1, message))

    def _value(self, where: Path, node: yaml.Node) -> Any:
        if len(where) > MAX_DEPTH:
            self._refuse(node, f"Nested more than {MAX_DEPTH} deep. No rule needs that.")
            raise _RefusedError
        if not isinstance(node, yaml.ScalarNode):
            self._only_once(node)
        if node.tag not in _PLAIN_TAGS:
            self._refuse(node, f"Tags such as {node.tag} are not used here. Remove it.")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(where, node)
        if isinstance(node, yaml.SequenceNode):
            return self._sequence(where, node)
        return self._scalar(node) if isinstance(node, yaml.ScalarNode) else None

    def _only_once(self, node: yaml.Node) -> None:
        if id(node) in self.seen:
            self._refuse(node, "Anchors and aliases are not used here: write the value out where it belongs.")
            raise _RefusedError
        self.seen.add(id(node))

    def _mapping(self, where: Path, node: yaml.MappingNode) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str):
                self._refuse(key_node, "A key must be plain text.")
                continue
            inside = (*where, key)
            if key in found:
                self._refuse(key_node, f"'{key}' is here twice. Keep one.")
                continue
            self._mark(inside, key_node)
            found[key] = self._value(inside, value_node)
        return found

    def _sequence(self, where: Path, node: yaml.SequenceNode) -> list[Any]:
        found = []
        for position, item in enumerate(node.value):
            inside = (*where, position)
            self._mark(inside, item)
            found.append(self._value(inside, item))
        return found

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        text: str = node.value
        if node.style:  # quoted or block text: the composer gives plain scalars an empty style
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DATE.fullmatch(text):
            return self._date(node, text)
        return text

    def _date(self, node: yaml.Node, text: str) -> date | None:
        try:
            return date.fromisoformat(text)
        except ValueError:
            self._refuse(node, f"There is no day {text}. Write a date of the calendar as year-month-day.")
            return None
