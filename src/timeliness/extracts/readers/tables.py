"""What every reader gives: the tables that a file holds, found by what a mapping looks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import polars as pl

from timeliness.extracts.readers.headings import plain


@dataclass(frozen=True)
class Wanted:
    """A table that a mapping looks for.

    It is known by its `headings`, or in a file of nested records by where its `records` lie (in one whose outermost has
    no name, by both). `columns` are all those that the mapping reads, as it writes them.
    """

    headings: tuple[str, ...] = ()
    records: str = ""
    columns: tuple[str, ...] = ()

    @property
    def root(self) -> str:
        """The name of the outermost of a file of nested records."""
        return self.records.partition("/")[0]

    def fits(self, there: frozenset[str]) -> bool:
        """Whether a table with these headings, in plain form, is the one."""
        return bool(self.headings) and not self.records and self._known_by <= there

    @cached_property
    def _known_by(self) -> frozenset[str]:
        return frozenset(plain(name) for name in self.headings)


@dataclass(frozen=True)
class Table:
    """A table as it stands in a file.

    `rows` has ROW, the number by which a person finds the row there, and a column of text (or of the type that the
    file gives it) for each heading, trimmed. `shown` is where a person finds the table: a file, or a file and its
    sheet. `letters` are those of the columns, by heading, where the file is shown as a sheet.
    """

    rows: pl.DataFrame = field(repr=False)
    shown: str
    letters: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Sight:
    """A table that a file holds: its name in the mapping (None: it has none), where it is, and how to read it.

    `read` raises UnreadableError.
    """

    name: str | None
    shown: str
    read: Callable[[], Table] = field(repr=False)


def unwanted(shown: str) -> Sight:
    """A file in which nothing is looked for."""
    return Sight(None, shown, lambda: Table(pl.DataFrame(), shown))


class Reader(Protocol):
    """A file that is open."""

    def sights(self, wanted: Mapping[str, Wanted]) -> list[Sight]:
        """Find the tables of the file. Raises UnreadableError."""


def name_of(there: frozenset[str], wanted: Mapping[str, Wanted]) -> str | None:
    """Which table has these headings, in plain form; of several, the one known by most."""
    fits = [name for name, each in wanted.items() if each.fits(there)]
    return max(fits, key=lambda name: len(wanted[name].headings), default=None)
