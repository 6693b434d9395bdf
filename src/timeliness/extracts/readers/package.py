"""The zip behind a workbook: what it unpacks to, where its sheets lie, and what a reader of values passes over."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import join
from xml.etree import ElementTree as ET

from timeliness.extracts.readers.decoded import UnreadableError, called, check_file
from timeliness.extracts.readers.headings import letter

_LOCKED = b"\xd0\xcf\x11\xe0"
"""How a workbook begins that is locked with a password; so does every workbook of Excel 97-2003."""

_MOST, _SUSPECT, _RATIO, _CELLS = 256 << 20, 32 << 20, 150, 40_000_000
"""How much a workbook may unpack to; above which size it is asked how often it was packed; the cells of a sheet."""

_DAMAGE = (
    OSError,
    LookupError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
    ET.ParseError,
)
"""What comes of a zip, or of XML in it, that is damaged or of a kind that nobody expects."""

NOT_A_WORKBOOK = "This is not a workbook that can be read. Open it in Excel, and save it again as .xlsx."
_SAID_LOCKED = (
    "The workbook is locked with a password, or is of Excel 97-2003. Open it in Excel, take the password off, and save "
    "it as .xlsx."
)
_BEHIND = "Delete the empty rows and columns behind each list, and save it again."

_OPEN = rb"<(?:\w+:)?c\b([^>]*)(?<!/)>"
_FORMULA = rb"\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)"
_VALUE = rb"\s*<(?:\w+:)?v\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?v>)"
_FORMULAS = re.compile(rb"%b%b(?:%b)?" % (_OPEN, _FORMULA, _VALUE))
_ERRORS = re.compile(rb"<(?:\w+:)?c\b([^>]*\bt=\"e\"[^>]*)(?<!/)>(?:%b)?%b" % (_FORMULA, _VALUE))
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_COLUMNS = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})\d+"[^>]*(?<!/)>')
_ROWS = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')


@dataclass(frozen=True)
class Cell:
    """A cell: its column, counted from 0; its row as a person sees it; and what is shown there."""

    column: int
    row: int
    text: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """How a person finds it: I3."""
        return f"{letter(self.column)}{self.row}"


@dataclass(frozen=True)
class Cells:
    """What stands in a sheet beside its values.

    `first` is its first column with anything in it, counted from 0. `unsaved` are formulas whose results were not
    saved, `errors` cells such as #VALUE!: a reader of values takes both for empty.
    """

    first: int
    unsaved: tuple[Cell, ...]
    errors: tuple[Cell, ...]


class Package:
    """A workbook's zip, checked before anything is unpacked. Raises UnreadableError."""

    def __init__(self, path: Path) -> None:
        self.shown = called(path)
        check_file(path, self.shown)
        try:
            with path.open("rb") as file:
                locked = file.read(len(_LOCKED)) == _LOCKED
            if locked:
                raise UnreadableError(self.shown, _SAID_LOCKED)
            self._zip = zipfile.ZipFile(path)
            self._check_sizes()
            self._parts = dict(self._sheets())
        except _DAMAGE:
            raise UnreadableError(self.shown, NOT_A_WORKBOOK) from None

    def _check_sizes(self) -> None:
        """Refuse what unpacks to far more than any workbook does."""
        total = sum(each.file_size for each in self._zip.infolist())
        odd = any(
            each.file_size > _SUSPECT and each.file_size > _RATIO * each.compress_size for each in self._zip.infolist()
        )
        if total > _MOST or odd:
            said = f"The workbook unpacks to {total >> 20:,} MB, more than is read."
            raise UnreadableError(self.shown, f"{said} {_BEHIND}")

    def _sheets(self) -> Iterator[tuple[str, str]]:
        """The name of each sheet, and where it lies in the zip."""
        targets = {each.get("Id"): each.get("Target", "") for each in self._xml("xl/_rels/workbook.xml.rels")}
        for each in self._xml("xl/workbook.xml").iter():
            if each.tag.endswith("}sheet"):
                relation = next((value for key, value in each.items() if key.endswith("}id")), None)
                target = targets.get(relation, "")
                yield each.get("name", ""), target[1:] if target.startswith("/") else join("xl", target)

    def _xml(self, part: str) -> ET.Element:
        return ET.fromstring(self._zip.read(part))  # noqa: S314 - expat holds off what expands

    def cells(self, sheet: str) -> Cells:
        """Look at a sheet. Raises UnreadableError where it reaches further than can be held."""
        shown = f"{self.shown}, sheet {sheet}"
        try:
            data = self._zip.read(self._parts[sheet])
        except _DAMAGE:
            raise UnreadableError(shown, NOT_A_WORKBOOK) from None
        columns = [_number(each) for each in set(_COLUMNS.findall(data))] or [0]
        last = max(map(int, _ROWS.findall(data)), default=0)
        if last * (max(columns) - min(columns) + 1) > _CELLS:
            said = f"The sheet reaches to row {last:,} and column {letter(max(columns))}, more than is read."
            raise UnreadableError(shown, f"{said} {_BEHIND}")
        return Cells(min(columns), tuple(_unsaved(data)), tuple(_errors(data)))


def _unsaved(data: bytes) -> Iterator[Cell]:
    """Formulas without a result. One whose result is an empty text says so by its type."""
    for attributes, value in _FORMULAS.findall(data) if b"<f" in data or b":f" in data else ():
        if not value and b't="str"' not in attributes:
            yield from _cell(attributes)


def _errors(data: bytes) -> Iterator[Cell]:
    for attributes, value in _ERRORS.findall(data) if b't="e"' in data else ():
        yield from _cell(attributes, value.decode("utf-8", "replace"))


def _cell(attributes: bytes, text: str = "") -> Iterator[Cell]:
    found = _REFERENCE.search(attributes)
    if found:
        yield Cell(_number(found[1]), int(found[2]), text)


def _number(letters: bytes) -> int:
    """The number of a column, counted from 0, by its letters."""
    number = 0
    for each in letters:
        number = number * 26 + each - ord("A") + 1
    return number - 1
