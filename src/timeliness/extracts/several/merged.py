"""One table of a kind of fact from those of two sources: the first goes before the second, and is completed by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from timeliness.extracts import findings
from timeliness.extracts.several.pairs import OWNER
from timeliness.facts import Kind

_OTHER, _PLACE = "\n", " place"
_OF_THE_ROW = ("source", "recorded_on", "end_recorded_on")
NEAR = 7
"""How many days two facts lie apart at most that may be one, dated differently."""


def merged(
    left: pl.DataFrame, right: pl.DataFrame, pairs: pl.DataFrame, kind: Kind
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """Put two tables together; give the findings of what they disagree on, at the rows of the second.

    Of a pair the first says all that it knows, and the second the rest. A spell that still runs in the first runs,
    unless that has no ends at all. When a fact was recorded is what its own row says of it.
    """
    placed = left.with_columns(pl.int_range(pl.len()).alias(_PLACE)).join(
        pairs.rename({"left": _PLACE}), on=_PLACE, how="left", maintain_order="left"
    )
    others = right.rename({name: f"{name}{_OTHER}" for name in right.columns})
    beside = pl.concat([placed, others.select(pl.all().gather(placed["right"]))], how="horizontal")
    found = [*_disagreements(beside, right, kind), *_near(left, right, pairs, kind)]
    filled = beside.select(_filled(name, beside.columns, left) for name in _columns(left, right))
    rest = right.filter(~pl.int_range(pl.len()).is_in(pairs["right"].implode()))
    return pl.concat([filled, rest], how="diagonal").select(filled.columns), found


def _columns(left: pl.DataFrame, right: pl.DataFrame) -> list[str]:
    both = list(dict.fromkeys([*left.columns, *right.columns]))
    return [*(name for name in both if name != "source"), "source"]


def _filled(name: str, columns: Sequence[str], left: pl.DataFrame) -> pl.Expr:
    """A column of the first, with what only the second knows."""
    other = f"{name}{_OTHER}"
    if name not in columns:
        return pl.col(other).alias(name)
    own = name in _OF_THE_ROW or other not in columns or (name == "end" and _has_ends(left))
    return pl.col(name) if own else pl.coalesce(name, other).alias(name)


def _has_ends(table: pl.DataFrame) -> bool:
    return table["end"].null_count() < table.height


def _disagreements(beside: pl.DataFrame, right: pl.DataFrame, kind: Kind) -> Iterator[pl.DataFrame]:
    """A finding for each value that the second has otherwise; ids and references are each source's own."""
    rows = beside.filter(pl.col("right").is_not_null())
    for name in (each for each in kind.columns() if each in rows.columns and f"{each}{_OTHER}" in rows.columns):
        if name in (*_OF_THE_ROW, *OWNER, *kind.identifiers):
            continue
        other = pl.col(f"{name}{_OTHER}")
        differs = (pl.col(name) != other).fill_null(value=False)
        if name == "end" and _has_ends(beside) and _has_ends(right):
            differs = pl.col(name).ne_missing(other)
        at = rows.filter(differs).select("child_id", pl.col(f"source{_OTHER}").alias("source"))
        yield findings.found(findings.OTHERWISE, kind.name, at, name)


def _near(left: pl.DataFrame, right: pl.DataFrame, pairs: pl.DataFrame, kind: Kind) -> Iterator[pl.DataFrame]:
    """A finding for each fact of the second that may be one of the first, for they lie close: both are read."""
    if kind.shape == "child":
        return
    owner = [name for name in OWNER if name in left.columns and name in right.columns]
    alone = [
        table.filter(~pl.int_range(pl.len()).is_in(pairs[side].implode()))
        .select(*owner, "source", pl.col(kind.day).alias("day"))
        .drop_nulls(["child_id", "day"])
        .sort("day")
        for table, side in ((left, "left"), (right, "right"))
    ]
    close = alone[1].join_asof(
        alone[0],
        on="day",
        by=owner,
        strategy="nearest",
        tolerance=f"{NEAR}d",
        suffix=_OTHER,
        check_sortedness=False,  # it cannot be checked within the children; it is sorted above
    )
    yield findings.found(findings.NEARBY, kind.name, close.filter(pl.col(f"source{_OTHER}").is_not_null()), kind.day)
