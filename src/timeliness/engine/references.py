"""References that lead nowhere: an identifier that no other fact of the child has is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from timeliness.engine.findings import finding, no_findings
from timeliness.facts import Kind, Vocabulary


def references(kind: Kind, table: pl.DataFrame) -> list[str]:
    """The columns of a table that refer to other facts, and hold any value."""
    return [name for name in kind.identifiers if name != "id" and name in table.columns]


def without_dangling(
    tables: Mapping[str, pl.DataFrame], vocabulary: Vocabulary
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Read a reference that no other fact of the child carries as null, and find it."""
    carried = {link: _carried(link, tables, vocabulary) for link in _links(tables, vocabulary)}
    cleaned, findings = dict(tables), [no_findings()]
    for name, table in tables.items():
        for link in references(vocabulary[name], table):
            dangling = _dangling(table, link, carried[link])
            if dangling.any():
                findings.append(finding("reference to nothing", name, table.filter(dangling), column=link))
                cleaned[name] = cleaned[name].with_columns(pl.when(~dangling).then(link).alias(link))
    return cleaned, pl.concat(findings)


def _dangling(table: pl.DataFrame, link: str, carried: pl.DataFrame) -> pl.Series:
    """Whether a fact is the only one of its child that carries the value."""
    mine, theirs = ["child", link], ["child", "value"]
    found = table.join(carried, left_on=mine, right_on=theirs, how="left", maintain_order="left")
    return (found["carriers"] == 1).fill_null(value=False)


def _links(tables: Mapping[str, pl.DataFrame], vocabulary: Vocabulary) -> list[str]:
    return sorted({link for name, table in tables.items() for link in references(vocabulary[name], table)})


def _carried(link: str, tables: Mapping[str, pl.DataFrame], vocabulary: Vocabulary) -> pl.DataFrame:
    """How many facts of each child carry each value of a link."""
    columns = [
        table.select("child", pl.col(name).alias("value")) for name, table in _carriers(link, tables, vocabulary)
    ]
    return pl.concat(columns).drop_nulls().group_by("child", "value").agg(pl.len().alias("carriers"))


def _carriers(
    link: str, tables: Mapping[str, pl.DataFrame], vocabulary: Vocabulary
) -> Iterator[tuple[str, pl.DataFrame]]:
    for name, table in tables.items():
        kind = vocabulary[name]
        if kind.link == link and "id" in table.columns:
            yield "id", table
        if link in references(kind, table):
            yield link, table
