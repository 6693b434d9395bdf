"""What would let a rule run: the table or column that is not there, and where the returns and datasets have it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from timeliness.engine.coverage import Lack
from timeliness.facts import Vocabulary
from timeliness.reports.wording import sentence

RETURNS = {"ssd": "SSD", "annex_a": "Annex A", "cin_census": "CIN census", "ssda903": "SSDA903"}
"""The returns and datasets in which the vocabulary says where facts are found, as they are called for short."""


class Remedy(NamedTuple):
    """A table, or a column of it, that would change what a rule can do.

    `own` is the kind of this extract, where it is one of RETURNS, and `here` the item of it in which the table is
    found; `elsewhere` names the others with theirs.
    """

    table: str
    column: str
    meaning: str
    own: str
    here: str
    elsewhere: tuple[tuple[str, str], ...]

    @property
    def what(self) -> str:
        """The table, or the table and the column."""
        return f"{self.table}.{self.column}" if self.column else self.table

    @property
    def where(self) -> str:
        """Where it would come from: 'Annex A has no core_group; SSD has it in ...'."""
        it = self.table if self.column else "it"
        if self.here:
            said = [f"not read from these files, though {self.own} has {it} in {self.here}"]
        else:
            said = [f"{self.own} has no {self.table}" if self.own else "not in these files"]
        said += [f"{name} has {it} in {item}" for name, item in self.elsewhere]
        if not self.here and not self.elsewhere:
            said.append("no return has it: it comes from the case system, in a facts folder")
        return f"{sentence('; '.join(said))}."


def remedies(lacks: Iterable[Lack], vocabulary: Vocabulary, mapping: str) -> list[Remedy]:
    """Say where each thing that is lacking would come from. A mapping of a return has its name."""
    return [_remedy(lack, vocabulary, mapping.replace("-", "_")) for lack in lacks if lack.table]


def _remedy(lack: Lack, vocabulary: Vocabulary, own: str) -> Remedy:
    kind = vocabulary[lack.table]
    found = {name: item for name, item in kind.found_in if name in RETURNS}
    attribute = kind.attribute(lack.column)
    meaning = kind.meaning if not lack.column else attribute.meaning if attribute else ""
    elsewhere = tuple((RETURNS[name], found[name]) for name in RETURNS if name in found and name != own)
    return Remedy(kind.name, lack.column, meaning, RETURNS.get(own, ""), found.get(own, ""), elsewhere)
