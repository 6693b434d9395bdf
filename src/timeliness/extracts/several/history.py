"""From when the tables of several sources are whole: together, and for children whom not every source knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import polars as pl

from timeliness.extracts.extract import Extract
from timeliness.extracts.several.children import named_in

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
    days = [each.complete_from[table] for each in extracts if table in each.complete_from]
    if any(each.declares_history and table not in each.complete_from for each in extracts):
        return None
    return min(days, default=None)


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
