"""Files of nested records in XML, taken one outermost record at a time, so that a large file needs little memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from timeliness.extracts.readers.decoded import UnreadableError, called, check_file
from timeliness.extracts.readers.records import Nested, Node, Reading, short
from timeliness.extracts.readers.tables import Sight, Wanted, unwanted

MOST = 4 << 20
"""The most bytes from the end of one outermost record to the end of the next: what is kept in memory at a time."""

_SAFE: Mapping[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_LEAN: Mapping[str, Any] = dict.fromkeys(("remove_blank_text", "remove_comments", "remove_pis"), True)
_CHUNK = 1 << 12
_NOTHING = "There is no XML here."
_CUT_OFF = "The file ends before its elements do: it has been cut off."
_SAID: Mapping[int, str] = {
    etree.ErrorTypes.ERR_DOCUMENT_EMPTY: _NOTHING,
    etree.ErrorTypes.ERR_DOCUMENT_END: "The file ends before its elements do, or goes on after them.",
    etree.ErrorTypes.ERR_GT_REQUIRED: _CUT_OFF,
    etree.ErrorTypes.ERR_INVALID_ENCODING: "The bytes here are not of the encoding that the file says, or UTF-8.",
    etree.ErrorTypes.ERR_TAG_NAME_MISMATCH: "An element is closed here that is not the last one opened.",
    etree.ErrorTypes.ERR_TAG_NOT_FINISHED: _CUT_OFF,
    etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING: "The file says that it has an encoding which is not known.",
    114: "Elements lie too deep in one another here, or one of them is too large.",  # a limit of libxml2 itself
}
"""What is wrong, by the number that libxml2 gives it; its own words may repeat what stands in the file."""


@dataclass(frozen=True)
class Xml:
    """A file of nested records."""

    path: Path

    def sights(self, wanted: Mapping[str, Wanted]) -> list[Sight]:
        """Find the records that are wanted, by the outermost element. Raises UnreadableError."""
        of_json = {each.root for each in wanted.values() if each.headings}
        nested = {name: each for name, each in wanted.items() if each.records and each.root not in of_json}
        shown = called(self.path)
        if not nested:
            return [unwanted(shown)]
        root, allowed = self._root(), sorted({each.root for each in nested.values()})
        name = root.rpartition("}")[2]
        if name not in allowed:
            said = f"The outermost element is '{short(name)}'. Allowed: {', '.join(allowed)}."
            raise UnreadableError(shown, f"{said} Is it a file of another kind? Then take it out of the extract.")
        reading = Reading(shown, partial(self._filled, nested, root))
        return [reading.sight(name) for name in nested]

    def _root(self) -> str:
        """The outermost element; nothing behind its beginning is read. Raises UnreadableError."""
        beginning = _Beginning(called(self.path))
        parser = etree.XMLParser(target=beginning, **_SAFE)
        with self._read() as file:
            bounded = _Bounded(file, called(self.path))
            while not beginning.root:
                chunk = bounded.read(_CHUNK)
                parser.feed(chunk) if chunk else parser.close()
        return beginning.root

    def _filled(self, wanted: Mapping[str, Wanted], root: str) -> Nested:
        """Read the whole file. Raises UnreadableError."""
        space = root[: root.rindex("}") + 1] if "}" in root else ""
        nested = Nested(wanted, space)
        ways = {space + way[-1]: [space + name for name in way] for way in nested.units}
        nodes = {space + way[-1]: nested.node(*way) for way in nested.units}
        filling = _Filling(called(self.path), ways)
        with self._read() as file:
            bounded = _Bounded(file, called(self.path))
            for _, element in etree.iterparse(bounded, tag=list(ways), collect_ids=False, **_SAFE, **_LEAN):
                name = element.tag
                if filling.is_wanted(element, name):
                    filling.fill(element, nodes[name])
                    bounded.forget(element)
        return nested

    @contextmanager
    def _read(self) -> Iterator[BinaryIO]:
        """The file, open; errors of XML become ours, without what stands there."""
        shown = called(self.path)
        check_file(self.path, shown)
        try:
            with self.path.open("rb") as file:
                yield file
        except OSError as error:
            raise UnreadableError(shown, f"The file cannot be opened: {error.strerror}.") from None
        except etree.XMLSyntaxError as error:
            said = _SAID.get(error.code, "This is not XML from here on." if error.lineno else _NOTHING)
            raise UnreadableError(shown, f"{said} Export the file again.", error.lineno or 0) from None


@dataclass
class _Beginning:
    """What the parser tells of the beginning of a file."""

    shown: str
    root: str = ""

    def start(self, name: str, _attributes: object) -> None:
        self.root = self.root or name

    def doctype(self, *_of: object) -> None:
        """Refuse it. Raises UnreadableError."""
        said = "There is a DOCTYPE, which can make a file many times as large, or fetch another. Export it without one."
        raise UnreadableError(self.shown, said)

    def close(self) -> None:
        """Give nothing: the parser asks for it."""


@dataclass
class _Filling:
    """Fills records from elements; `ways` are those of the outermost kinds of records, by the name of each.

    `last` is what the last of these lay in, and its name.
    """

    shown: str
    ways: Mapping[str, Sequence[str]]
    last: tuple[etree._Element | None, str] = (None, "")

    def is_wanted(self, element: etree._Element, name: str) -> bool:
        """Say whether an element lies where the way of its name leads; of most the one before it was asked already."""
        above = element.getparent()
        if above is self.last[0] and name == self.last[1]:
            return True
        names = [name, *(each.tag for each in element.iterancestors())]
        wanted = names[::-1] == self.ways[name]
        self.last = (above, name) if wanted else (None, "")
        return wanted

    def fill(self, element: etree._Element, node: Node) -> None:
        """Begin the record that an element is, if it is one, and fill it. Raises UnreadableError."""
        if node.level is not None:
            node.level.begin(element.sourceline or 0)
        inside = node.inside
        for each in element:
            inner = inside.get(each.tag)
            if inner is None:
                continue
            values = inner.values
            if values is None:
                self.fill(each, inner)
                continue
            if inner.level is not None:
                inner.level.begin(each.sourceline or 0)
            if values[-1] is not None or len(each):
                raise self._odd(each, again=values[-1] is not None)
            values[-1] = each.text

    def _odd(self, element: etree._Element, *, again: bool) -> UnreadableError:
        name, above = (short(each.tag.rpartition("}")[2]) for each in (element, element.getparent()))
        said = f"There are elements in '{name}', which is text. Take them out."
        if again:
            said = f"'{name}' stands twice in one '{above}', and which of them holds cannot be told. Keep one."
        return UnreadableError(self.shown, said, element.sourceline or 0)


class _Bounded:
    """A file of which no more is kept in memory than one outermost record."""

    def __init__(self, file: BinaryIO, shown: str) -> None:
        self._file, self._shown, self._since = file, shown, 0

    def read(self, size: int) -> bytes:
        """Read on. Raises UnreadableError where no outermost record ends for too long."""
        found = self._file.read(size)
        self._since += len(found)
        if self._since > MOST:
            said = f"More than {MOST >> 20} MB go by without the end of a record. Is it a file of another kind?"
            raise UnreadableError(self._shown, said)
        return found

    def forget(self, element: etree._Element) -> None:
        """Let go of an outermost record, and of all that stands before it."""
        self._since = 0
        element.clear()
        each = element
        while each is not None:
            while (before := each.getprevious()) is not None:
                before.getparent().remove(before)
            each = each.getparent()
