"""From when the tables of several sources are whole: together, and for children whom not every source knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import polars as pl

from timeliness.extracts.extract import Extract
from timeliness.extracts.several.children import named_in
from timeliness.extracts.several.pairs import OWNER

Days = Mapping[str, date]


def whole_from(extracts: Iterable[Extract]) -> dict[str, date]:
    """From when each table is whole, where it is not from its beginning: a table that is whole in one source is whole.

    A source that says nothing of its history is believed only where no other says anything of the table.
    """
    having = list(extracts)
    tables = sorted({name for extract in having for name in extract.tables})
    found = {name: _of_table([each for each in having if name in each.tables], name) for name in tables}
    return {name: day for name, day in found.items() if day is not None}


def _of_table(extracts: Sequence[Extract], table: str) -> date | None:
    more = [each for each in extracts if table not in each.latest_only]
    days = [each.complete_from[table] for each in more if table in each.complete_from]
    if any(each.declares_history and table not in each.complete_from for each in more):
        return None
    return min(days, default=None)


def latest_only(extracts: Sequence[Extract]) -> frozenset[str]:
    """The tables that hold the last event of each child alone: those of which any child's own sources have no more."""
    return frozenset(name for name in sorted(_latest(extracts)) if _rests_on_the_last(extracts, name))


def _latest(extracts: Iterable[Extract]) -> frozenset[str]:
    return frozenset(name for each in extracts for name in each.latest_only)


def _rests_on_the_last(extracts: Sequence[Extract], table: str) -> bool:
    """Whether a child has an event in such a table whom no source knows that has the whole of it."""
    last = named_in({str(at): each.tables[table] for at, each in enumerate(extracts) if table in each.latest_only})
    more = [each for each in extracts if table in each.tables and table not in each.latest_only]
    for each in more:
        known = named_in(each.tables)
        owner = [name for name in OWNER if name in last.columns and name in known.columns]
        last = last.join(known, on=owner, how="anti", nulls_equal=True)
    return last.height > 0 or not more


def of_children(extracts: Sequence[Extract], together: Days) -> pl.DataFrame:
    """Children whose own sources are whole only from a later day than all together: whose, and `complete_from`.

    What the other sources have of other children says nothing of these.
    """
    named = [
        named_in(each.tables).drop("source", "table").with_columns(at=pl.lit(at)) for at, each in enumerate(extracts)
    ]
    every = pl.concat(named, how="diagonal")
    owner = [name for name in every.columns if name != "at"]
    children = every.group_by(owner).agg(pl.col("at").sort())
    parts = [pl.DataFrame(schema={**dict.fromkeys(owner, pl.String), "complete_from": pl.Date})]
    for (there,), of_these in children.group_by("at"):
        own = whole_from(extracts[at] for at in there)
        later = [day for name, day in own.items() if name not in together or day > together[name]]
        if later:
            parts.append(of_these.select(*owner, complete_from=pl.lit(max(later))))
    return pl.concat(parts)
