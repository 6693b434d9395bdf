"""A change of law, rehearsed on an extract: what differs between two folders of rules, and whom it moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import polars as pl

from timeliness.audit.rehearsal import moved, ways, with_another_status
from timeliness.reports.beside import beside
from timeliness.reports.wording import counted
from timeliness.rulebook.differences import CHANGED, Change, differences
from timeliness.runs.asked import Asked
from timeliness.runs.evaluation import evaluate


@dataclass(frozen=True)
class Rehearsal:
    """What differs between two states of the rules, and the clocks that are judged differently (MOVED)."""

    changes: tuple[Change, ...]
    moved: pl.DataFrame = field(repr=False)
    clocks: int

    def as_text(self, most: int | None) -> str:
        """Lay it out for a console; of the clocks, so many at most."""
        turned = with_another_status(self.moved).with_columns(pl.col("child_id").fill_null(""))
        title = "\nEach by the old rules (left) and by the new (right)"
        sides = beside(title, turned, {"rule": "rule", "child": "child_id"}, ("old", "new"), most)
        return "\n".join([*self._of_rules(), *self._of_clocks(turned), *sides])

    def _of_rules(self) -> Iterator[str]:
        if not self.changes:
            yield "The rules are the same."
            return
        yield f"{counted(len({each.rule for each in self.changes}), 'rule')} of the new rules not as they were:"
        alike = groupby(sorted(self.changes, key=_alike), key=_alike)
        for (rule, what, key, before, after), those in alike:
            if what != CHANGED:
                yield f"  {rule}: {what}"
                continue
            versions = ", ".join(each.version for each in those if each.version)
            yield f"  {rule}: {key}" + (f", in the text from {versions}" if versions else "")
            yield f"    was  {before or 'not there'}"
            yield f"    is   {after or 'not there'}"

    def _of_clocks(self, turned: pl.DataFrame) -> Iterator[str]:
        yield f"\n{counted(turned.height, 'clock')} of {self.clocks:,} with another status:"
        for row in ways(turned).iter_rows(named=True):
            old, new = (row[name] or "no clock" for name in ("old_status", "new_status"))
            yield f"  {row['clocks']:,}  {row['rule']}: {old} -> {new}"
        yield f"{counted(self.moved.height - turned.height, 'more clock')} due on another day, with the same status."


def _alike(change: Change) -> tuple[str, str, str, str, str]:
    return change.rule, change.what, change.key, change.before, change.after


def rehearse(asked: Asked, old: Path, new: Path) -> Rehearsal:
    """Evaluate an extract by two folders of rules. Raises a TimelinessError that says what to do."""
    books = [asked.council.rulebook(folder) for folder in (old, new)]
    found = [evaluate(asked, rulebook=book) for book in books]
    changes = tuple(differences(books[0].rules, books[1].rules))
    clocks = max(each.clocks.height for each in found)
    return Rehearsal(changes, moved(found[0].clocks, found[1].clocks), clocks)
