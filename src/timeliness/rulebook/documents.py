"""Read YAML strictly, and remember where everything stood."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml
from yaml._yaml import CParser

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
_UNTAGGED = "tag:yaml.org,2002:str"


@dataclass(frozen=True)
class Document:
    """One YAML document as plain data, and the nodes that it was read from, which know their lines and columns."""

    path: str
    data: Any
    root: yaml.Node = field(repr=False)

    @property
    def line(self) -> int:
        """The line on which it begins."""
        return _line_and_column(self.root)[0]

    def __contains__(self, where: Path) -> bool:
        node: yaml.Node | None = self.root
        for step in where:
            _, node = _step(node, step)
        return node is not None

    def problem(self, where: Path, message: str) -> Problem:
        """Say what is wrong at a place; a place that is not there is reported where it was missed.

        Where one item stands without a list, its place in the list is passed over.
        """
        mark = node = self.root
        for step in where:
            key, value = _step(node, step)
            if key is not None and value is not None:
                mark, node = key, value
            elif not isinstance(step, int):
                break
        return Problem(self.path, *_line_and_column(mark), message)


def _step(node: yaml.Node | None, step: Hashable) -> tuple[yaml.Node | None, yaml.Node | None]:
    """Where a key or an item stands inside a node, and its value; nothing where it is not there."""
    if isinstance(node, yaml.MappingNode) and isinstance(step, str):
        return next(((key, value) for key, value in node.value if key.value == step), (None, None))
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None, None


def _line_and_column(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


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


class _Loader(CParser):
    """Composes nodes without asking of each plain scalar what it is by YAML's rules: here it is text, by ours."""

    def resolve(self, kind: type[yaml.Node], value: str, implicit: tuple[bool, bool]) -> str:  # noqa: ARG002
        return _UNTAGGED

    def descend_resolver(self, parent: yaml.Node | None, index: Any) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


def _compose(text: str) -> Iterator[yaml.Node]:
    loader = _Loader(text)
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
        self.seen: set[int] = set()
        try:
            data = self._value(root, 0)
        except _RefusedError:
            return None
        return None if data is None else Document(self.path, data, root)

    def _refuse(self, node: yaml.Node, message: str) -> None:
        self.problems.append(Problem(self.path, *_line_and_column(node), message))

    def _value(self, node: yaml.Node, depth: int) -> Any:
        if depth > MAX_DEPTH:
            self._refuse(node, f"Nested more than {MAX_DEPTH} deep. No rule needs that.")
            raise _RefusedError
        if not isinstance(node, yaml.ScalarNode):
            self._only_once(node)
        if node.tag not in _PLAIN_TAGS:
            self._refuse(node, f"Tags such as {node.tag} are not used here. Remove it.")
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, depth + 1)
        return [self._value(item, depth + 1) for item in node.value]

    def _only_once(self, node: yaml.Node) -> None:
        if id(node) in self.seen:
            self._refuse(node, "Anchors and aliases are not used here: write the value out where it belongs.")
            raise _RefusedError
        self.seen.add(id(node))

    def _mapping(self, node: yaml.MappingNode, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str):
                self._refuse(key_node, "A key must be plain text.")
            elif key in found:
                self._refuse(key_node, f"'{key}' is here twice. Keep one.")
            else:
                found[key] = self._value(value_node, depth)
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
