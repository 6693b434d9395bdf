"""What the rows of Annex A have in common: who the child is, who holds it, and codes as the lists write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from timeliness.council.exports.snapshot import Snapshot

Cell = str | int | date | None
Rows = list[Sequence[Cell]]
"""The headings, then a row for each event or child."""

CHILD = ("Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)")
DISABILITY = "Does the Child have a Disability"
HELD = ("Allocated Team", "Allocated Worker")
YES, NO = "a) Yes", "b) No"


def child(snapshot: Snapshot, id_: str) -> tuple[Cell, ...]:
    """Who the child is. The council does not record gender and ethnicity."""
    born = day(snapshot.born.get(id_, ""))
    return (id_, "c) Not stated/recorded", "s) NOBT", born, _age(born, snapshot.book.as_at))


def _age(born: Cell, today: date) -> int | None:
    """Whole years; -1 before birth."""
    if not isinstance(born, date):
        return None
    return -1 if born > today else today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def disability(snapshot: Snapshot, id_: str) -> str:
    """Whether the child has a disability."""
    return YES if id_ in snapshot.disabled else NO


def held(snapshot: Snapshot, id_: str) -> tuple[Cell, Cell]:
    """The team and the worker who hold the child today."""
    found = snapshot.running("allocation", id_)
    return found.get("team", ""), found.get("worker", "")


def day(text: str) -> date | None:
    """A day, where there is one."""
    return date.fromisoformat(text) if text else None


def yes(said: str) -> str:
    """Yes or no by code; blank where nothing is said."""
    return {"true": YES, "false": NO}.get(said, "")
