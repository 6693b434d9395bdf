"""What a run is asked to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from timeliness.errors import UsageError
from timeliness.extracts.extract import Extract
from timeliness.extracts.readers.decoded import called
from timeliness.runs.council import Council

Tell = Callable[[str], None]
"""Told of each step as it begins."""


def nobody(step: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Asked:
    """An extract, or several of which the first goes before the others, the day as at which it is read, and how.

    `known_at` leaves out what was recorded later. `taken_on` is asked for where the extract does not say it; a later
    as-at date is refused unless `beyond` says that it is meant. `rules` names some rules; none means
    all but those of packs that the `council` did not choose.
    """

    extract: Path
    as_at: date
    known_at: date | None = None
    taken_on: date | None = None
    beyond: bool = False
    mapping: str | None = None
    rules: tuple[str, ...] = ()
    council: Council = field(default_factory=Council)
    more: tuple[Path, ...] = ()

    @property
    def extracts(self) -> tuple[Path, ...]:
        """All extracts, in order."""
        return self.extract, *self.more

    @property
    def shown(self) -> str:
        """What the extracts are called."""
        return " and ".join(called(each) for each in self.extracts)

    def check(self, extract: Extract) -> date:
        """Check the as-at date against the day on which the extract was taken; give that day. Raises UsageError."""
        taken_on = self.taken(extract)
        if self.as_at > taken_on and not self.beyond:
            which = f"the first of {self.shown}" if self.more else self.shown
            raise UsageError(
                f"The as-at date {self.as_at} is after {taken_on}, when {which} was taken: what happened in between is "
                "not in it, and would be called missing. Choose an earlier date, or say --beyond-extract."
            )
        return taken_on

    def taken(self, extract: Extract) -> date:
        """The day on which the extract was taken, as it says itself or was asked for. Raises UsageError."""
        if self.taken_on and extract.taken_on and self.taken_on != extract.taken_on and not self.more:
            raise UsageError(
                f"{called(self.extract)}/extract.yaml says that it was taken on {extract.taken_on}, --taken-on says "
                f"{self.taken_on}. Leave --taken-on out, or put the file right."
            )
        taken_on = extract.taken_on if self.more else self.taken_on or extract.taken_on
        if taken_on is None:
            which = f"each of {self.shown}" if self.more else self.shown
            where = "the extract.yaml of each" if self.more else f"{self.shown}/extract.yaml"
            beside = f", or write 'taken_on: DATE' into {where}" if self.extract.is_dir() else ""
            raise UsageError(f"It is not known when {which} was taken. Say it with --taken-on DATE{beside}.")
        return taken_on
