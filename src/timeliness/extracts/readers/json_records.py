"""Files of nested records in JSON: the objects of a list, taken one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from json import JSONDecodeError, JSONDecoder
from pathlib import Path
from typing import Any, NoReturn

from timeliness.extracts.readers.decoded import UnreadableError, called, check_file, decoded
from timeliness.extracts.readers.records import Nested, Node, Reading, short
from timeliness.extracts.readers.tables import Sight, Wanted, unwanted

MOST = 128 << 20
"""The most bytes of a file: its text is in memory while it is read, and of its objects one."""

_SPACE = re.compile(r"\s*")
_HALF = re.compile("[\ud800-\udfff]")
"""Half a character, which JSON can write and nothing else can."""

_AGAIN = "Export the file again."


@dataclass(frozen=True)
class Json:
    """A file of nested records."""

    path: Path

    def sights(self, wanted: Mapping[str, Wanted]) -> list[Sight]:
        """Find the records that are wanted, by what the first object has. Raises UnreadableError."""
        shown = called(self.path)
        marks = {each.root: _keys(each) for each in wanted.values() if each.records and each.headings}
        if not marks:
            return [unwanted(shown)]
        first = next((found for _, found in self._objects()), {})
        roots = [root for root, keys in marks.items() if keys <= first.keys()]
        if not roots:
            allowed = " or ".join(", ".join(sorted(keys)) for keys in marks.values())
            said = f"Allowed is a list of objects that have {allowed}. The first object here has not."
            raise UnreadableError(shown, f"{said} Is it a file of another kind? Then take it out of the extract.")
        nested = {name: each for name, each in wanted.items() if each.root == roots[0]}
        reading = Reading(shown, partial(self._filled, nested))
        return [reading.sight(name) for name in nested]

    def _filled(self, wanted: Mapping[str, Wanted]) -> Nested:
        """Read the whole file. Raises UnreadableError."""
        nested = Nested(wanted)
        outermost = nested.node(nested.root)
        for line, found in self._objects():
            _Filling(called(self.path), line).fill(found, outermost, nested.root)
        return nested

    def _objects(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """The objects of the list, each with the line on which it begins. Raises UnreadableError."""
        shown = called(self.path)
        check_file(self.path, shown)
        if self.path.stat().st_size > MOST:
            raise UnreadableError(shown, f"The file is larger than {MOST >> 20} MB. Write it as several.")
        text = decoded(self.path, shown)
        with _ours(shown, text):
            for line, found in _listed(text):
                if not isinstance(found, dict):
                    raise UnreadableError(shown, f"{_NO_OBJECTS} {_AGAIN}", line)
                yield line, found


def _keys(wanted: Wanted) -> set[str]:
    return {name.removeprefix(f"{wanted.root}/") for name in wanted.headings}


def _listed(text: str) -> Iterator[tuple[int, Any]]:
    """What the list has, each with the line on which it begins. Raises JSONDecodeError."""
    decoder = JSONDecoder(object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=_no_number)
    at, sign = _sign(text, 0)
    if sign != "[":
        raise JSONDecodeError(_NO_LIST, text, at)
    at, sign = _sign(text, at + 1)
    line, counted = 1, 0
    while sign != "]":
        line, counted = line + text.count("\n", counted, at), at
        found, end = decoder.raw_decode(text, at)
        yield line, found
        at, sign = _sign(text, end)
        if sign not in (",", "]"):
            raise JSONDecodeError("", text, at)
        if sign == ",":
            at, _ = _sign(text, at + 1)
    at, sign = _sign(text, at + 1)
    if sign:
        raise JSONDecodeError("", text, at)


def _sign(text: str, at: int) -> tuple[int, str]:
    """The next place that is not space, and what stands there; nothing at the end."""
    space = _SPACE.match(text, at)
    place = space.end() if space else at
    return place, text[place : place + 1]


_NO_OBJECTS = "What begins here is no object: the outermost is a list of objects."
_NO_LIST = "The outermost is not a list of objects, which begins with '['."


class _TwiceError(ValueError):
    """A key stands twice in one object."""


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _TwiceError(next(key for key in keys if keys.count(key) > 1))
    return found


def _no_number(_written: str) -> NoReturn:
    raise ValueError


@contextmanager
def _ours(shown: str, text: str) -> Iterator[None]:
    """Errors of JSON become ours, without what stands there."""
    try:
        yield
    except JSONDecodeError as error:
        said = error.msg if error.msg == _NO_LIST else "This is not JSON from here on."
        if error.pos and (error.pos >= len(text) or error.msg.startswith("Unterminated")):
            said = "The file ends before its list does: it has been cut off."
        raise UnreadableError(shown, f"{said} {_AGAIN}", error.lineno) from None
    except _TwiceError as error:
        said = f"'{short(str(error))}' stands twice in one object, and which of them holds cannot be told."
        raise UnreadableError(shown, f"{said} {_AGAIN}") from None
    except RecursionError:
        raise UnreadableError(shown, f"Objects lie in objects too deep to be read. {_AGAIN}") from None
    except ValueError:
        raise UnreadableError(shown, f"Something here is no number, text, object or list. {_AGAIN}") from None


@dataclass(frozen=True)
class _Filling:
    """Fills records from the object that begins on a line."""

    shown: str
    line: int

    def fill(self, found: object, node: Node, name: str) -> None:
        """Take what is wanted of a value: of each, where it is a list of records. Raises UnreadableError."""
        many = found if node.level is not None and isinstance(found, list) else [found]
        for each in many:
            if node.level is not None:
                node.level.begin(self.line)
            if node.values is not None:
                node.values[-1] = self._text(each, name)
            elif isinstance(each, dict):
                self._inside(each, node)
            else:
                raise self._odd(each, name, "an object")

    def _inside(self, found: dict[str, Any], node: Node) -> None:
        for name, inner in node.inside.items():
            value = found.get(name)
            if value is not None:
                self.fill(value, inner, name)

    def _text(self, value: object, name: str) -> str | None:
        if isinstance(value, bool):
            return "true" if value else "false"
        if value is not None and (not isinstance(value, str) or _HALF.search(value)):
            raise self._odd(value, name, "text, a number, true or false")
        return value

    def _odd(self, value: object, name: str, wanted: str) -> UnreadableError:
        said = f"'{short(name)}' is {_shape(value)}, where {wanted} is wanted, in the object that begins here."
        return UnreadableError(self.shown, f"{said} {_AGAIN}", self.line)


def _shape(value: object) -> str:
    match value:
        case dict():
            return "an object"
        case list():
            return "a list"
        case None:
            return "null"
        case str():
            return "text with half a character" if _HALF.search(value) else "text"
        case _:
            return "true or false"
