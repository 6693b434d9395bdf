"""What is odd about the facts themselves, whichever rule reads them: findings by file and row."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from timeliness.engine.findings import ID_AGAIN, JOINED, NO_DATE, NO_OUTCOME, finding, no_findings
from timeliness.engine.known import Known
from timeliness.facts import Kind


def odd_facts(known: Known) -> pl.DataFrame:
    """Find undated facts, spells that were joined, ids that come again, and spells that ended without an outcome."""
    return pl.concat([no_findings(), known.findings, *_found(known)])


def _found(known: Known) -> Iterator[pl.DataFrame]:
    for name in (*known.events, *known.spells):
        rows, kind = known.rows(name), known.vocabulary[name]
        yield finding(NO_DATE, name, rows.filter(pl.col(kind.day).is_null()), column=kind.day)
        if "id" in rows.columns and not kind.rebooks:
            yield finding(ID_AGAIN, name, _ids_again(rows, kind), column="id")
    for name, spells in known.spells.items():
        if spells.is_joined:
            first = spells.spells["fact"].implode()
            yield finding(JOINED, name, spells.sound.filter(~pl.col("fact").is_in(first)))
        for attribute in spells.kind.attributes:
            if attribute.known_at == "end" and attribute.name in spells.parts.columns:
                silent = spells.sound.filter(pl.col("end").is_not_null() & pl.col(attribute.name).is_null())
                yield finding(NO_OUTCOME, name, silent, column=attribute.name)


def _ids_again(rows: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """The later rows of one child and id on different days; parts of one spell share its id."""
    known_by = rows.filter(pl.col("id").is_not_null() & pl.col("child").is_not_null() & pl.col(kind.day).is_not_null())
    same = ["child", "id"]
    once = known_by.unique([*same, "spell"], keep="first", maintain_order=True) if "spell" in rows.columns else known_by
    return once.filter(~pl.struct(same).is_first_distinct())
