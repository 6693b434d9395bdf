"""References of one source to facts that another source knows under other ids."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from timeliness.extracts.several.pairs import OWNER
from timeliness.facts import Vocabulary

Tables = Mapping[str, pl.DataFrame]
_OTHER = " other"


def as_first(tables: Tables, first: Tables, pairs: Tables, vocabulary: Vocabulary) -> dict[str, pl.DataFrame]:
    """The tables of a source with the ids of the first wherever they refer to a fact that both have.

    `pairs` says of each table which rows are one fact: `left` in the first, `right` here.
    """
    named: dict[str, list[pl.DataFrame]] = {}
    for name, found in pairs.items():
        kind = vocabulary[name]
        if "id" in tables[name].columns and "id" in first[name].columns:
            named.setdefault(kind.link or kind.name, []).append(_renamed(tables[name], first[name], found))
    renamed = {link: pl.concat(each, how="diagonal") for link, each in named.items()}
    return {name: _referring(table, vocabulary[name].identifiers, renamed) for name, table in tables.items()}


def _renamed(table: pl.DataFrame, first: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Whose facts have other ids in the first source: the owner's columns, `id` here and ` other` there."""
    owner = [name for name in OWNER if name in table.columns]
    own = table.select(pl.col(*owner, "id").gather(pairs["right"]))
    known = own.with_columns(first["id"].gather(pairs["left"]).alias(_OTHER))
    return known.filter(pl.col("id") != pl.col(_OTHER)).unique([*owner, "id"], keep="first", maintain_order=True)


def _referring(table: pl.DataFrame, identifiers: tuple[str, ...], renamed: Tables) -> pl.DataFrame:
    for link in (name for name in identifiers if name != "id" and name in table.columns):
        if link in renamed and renamed[link].height:
            table = table.with_columns(_link(table, link, renamed[link]))
    return table


def _link(table: pl.DataFrame, link: str, renamed: pl.DataFrame) -> pl.Series:
    owner = [name for name in OWNER if name in table.columns and name in renamed.columns]
    keys = renamed.select(*owner, pl.col("id").alias(link), _OTHER)
    joined = table.select(*owner, link).join(keys, on=[*owner, link], how="left", maintain_order="left")
    return joined.select(pl.coalesce(_OTHER, link).alias(link)).to_series()
