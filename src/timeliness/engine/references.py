"""References that lead nowhere: an identifier that no other fact of the child has is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from timeliness.engine.collect import collect_all
from timeliness.engine.findings import NO_REFERENCE, finding, no_findings
from timeliness.facts import Kind, Vocabulary


def references(kind: Kind, table: pl.DataFrame) -> list[str]:
    """The columns of a table that refer to other facts, and hold any value."""
    return [name for name in kind.identifiers if name != "id" and name in table.columns]


def without_dangling(
    tables: Mapping[str, pl.DataFrame], vocabulary: Vocabulary
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Read a reference that no other fact of the child carries as null, and find it."""
    found = _dangling(tables, vocabulary)
    cleaned, findings = dict(tables), [no_findings()]
    for (name, link), rows in found.group_by("table", "link", maintain_order=True):
        table, sources = cleaned[str(name)], rows["source"].implode()
        findings.append(finding(NO_REFERENCE, str(name), rows, column=str(link)))
        kept = pl.when(~pl.col("source").is_in(sources)).then(str(link))
        cleaned[str(name)] = table.with_columns(kept.alias(str(link)))
    return cleaned, pl.concat(findings)


def _dangling(tables: Mapping[str, pl.DataFrame], vocabulary: Vocabulary) -> pl.DataFrame:
    """The references that stand alone: `table, link, child, value, source`, in order of table, link and row."""
    links = {link for name, table in tables.items() for link in references(vocabulary[name], table)}
    carried = [
        table.lazy().select(
            pl.lit(name).alias("table"),
            pl.lit(link).alias("link"),
            "child",
            pl.col(column).alias("value"),
            "source",
            pl.lit(value=column != "id").alias("refers"),
        )
        for name, table in tables.items()
        for link, column in _carries(vocabulary[name], table)
        if link in links
    ]
    if not carried:
        return pl.DataFrame(schema={"table": pl.String, "link": pl.String, "child": pl.Int32, "source": pl.Int64})
    known = pl.concat(carried).filter(pl.col("value").is_not_null() & pl.col("child").is_not_null())
    alone = known.filter(pl.struct("link", "child", "value").is_unique() & pl.col("refers"))
    return collect_all([alone.sort("table", "link", "source")])[0]


def _carries(kind: Kind, table: pl.DataFrame) -> Iterator[tuple[str, str]]:
    """The links that a table's facts carry, and the columns in which they stand."""
    if "id" in table.columns:
        yield kind.link, "id"
    for link in references(kind, table):
        yield link, link
