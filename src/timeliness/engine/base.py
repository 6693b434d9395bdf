"""What every step reads: the known facts, the dates of limits, and the facts that rules name, collected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import polars as pl

from timeliness.engine.collect import collect_all
from timeliness.engine.dates import Dates
from timeliness.engine.known import Known
from timeliness.engine.moments import Moments, plans
from timeliness.engine.states import States
from timeliness.rulebook.rules import Ref, Rule

Refs = tuple[Ref, ...]


@dataclass(frozen=True)
class Base:
    """The ground that rules stand on, for one as-at date."""

    known: Known
    dates: Dates
    _moments: dict[Refs, Moments | None] = field(default_factory=dict, repr=False)

    def states(self, rule: Rule | None = None) -> States:
        """Read state for the clocks of a rule, or for events."""
        return States(self.known, self.dates, rule.during if rule else None)

    def moments(self, refs: Sequence[Ref]) -> Moments | None:
        """The facts that refs name, collected once; None where the extract has none of their tables."""
        wanted = tuple(refs)
        if wanted not in self._moments:
            self.gather([wanted])
        return self._moments[wanted]

    def found(self, ref: Ref) -> Moments:
        """The facts that a ref names, of a table that is there."""
        moments = self.moments([ref])
        if moments is None:
            raise LookupError(ref.kind)
        return moments

    def gather(self, wanted: Iterable[Refs]) -> None:
        """Collect the facts of many lists of refs together."""
        missing = [refs for refs in dict.fromkeys(wanted) if refs not in self._moments]
        planned = [plans(refs, self.known, self.states()) for refs in missing]
        frames = iter(collect_all([frame for each in planned for frame in each.frames]))
        for refs, each in zip(missing, planned, strict=True):
            self._moments[refs] = each.gathered([next(frames) for _ in each.frames], self.known.children.height)


def refs_of(rule: Rule) -> Iterable[Refs]:
    """The lists of refs of a rule that are read as moments: all but its starts."""
    yield from ((ref,) for ref in rule.ends_when)
    for version in rule.versions:
        yield version.met_by
        yield from ((ref,) for ref in version.no_later_than)
        yield from ((entry.event,) for entry in (*version.excluded, *version.excepted) if entry.event)
        if version.extended_by:
            yield (version.extended_by.event,)


def no_facts() -> dict[str, type[pl.DataType] | pl.DataType]:
    """The columns of moments without any fact."""
    return {"child": pl.Int32, "date": pl.Date, "time": pl.Time, "fact": pl.UInt32, "place": pl.UInt8}
