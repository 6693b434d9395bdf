"""Which rows of two sources are one fact."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from timeliness.facts import Kind

OWNER = ("authority", "child_id")
_PLACE, _TURN = " place", " turn"
_ANY, _NO_ID = pl.lit(value=True), pl.col("id").is_null()
_RECORDS = ("recorded_on", "end_recorded_on")


def paired(left: pl.DataFrame, right: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """Pair the rows of two sources that are one fact, each with one: `left` and `right` are their places, from 0.

    Rows of a child are one fact if they have one day (a spell: one start), those that agree in all else going first; of
    the rest, those that have one id. Where any id and day are the same in both, the sources share their ids, and rows
    of one day with different ids are different facts. A row without a child is nobody's pair.
    """
    pairing = _Pairing(left, right)
    owner = [name for name in OWNER if name in left.columns and name in right.columns]
    if kind.shape == "child":
        pairing.by(owner)
        return pairing.pairs()
    both = [name for name in left.columns if name in right.columns]
    same = [name for name in both if name in kind.columns() and name not in (*owner, kind.day, "id", *kind.identifiers)]
    ids = "id" in both
    shared = ids and pairing.by([*owner, kind.day, "id"])
    for asked in ((_NO_ID, _ANY), (_ANY, _NO_ID)) if shared else ((_ANY, _ANY),):
        pairing.by([*owner, kind.day], [name for name in same if name not in _RECORDS], asked)
        pairing.by([*owner, kind.day], (), asked)
    if ids:
        pairing.by([*owner, "id"])
    return pairing.pairs()


class _Pairing:
    """The rows of two sources that are not paired yet, and the pairs so far."""

    def __init__(self, left: pl.DataFrame, right: pl.DataFrame) -> None:
        place = pl.int_range(pl.len()).alias(_PLACE)
        self._left, self._right = left.with_columns(place), right.with_columns(place)
        self._pairs = [pl.DataFrame(schema={"left": pl.Int64, "right": pl.Int64})]

    def by(self, keys: Sequence[str], also: Sequence[str] = (), asked: tuple[pl.Expr, pl.Expr] = (_ANY, _ANY)) -> bool:
        """Pair rows that agree in the keys, which must be known, and in what is `also` to agree, known or not.

        Of several that agree the first goes with the first. Says whether there were any.
        """
        names = [*keys, *also]
        known = pl.all_horizontal(pl.col(name).is_not_null() for name in keys if name != OWNER[0])
        left, right = (
            rows.filter(known & which)
            .select(_PLACE, *names)
            .with_columns(pl.int_range(pl.len()).over(names).alias(_TURN))
            for rows, which in zip((self._left, self._right), asked, strict=True)
        )
        joined = left.join(right, on=[*names, _TURN], nulls_equal=True)
        found = joined.select(left=_PLACE, right=f"{_PLACE}_right")
        self._pairs.append(found)
        self._left = self._left.filter(~pl.col(_PLACE).is_in(found["left"].implode()))
        self._right = self._right.filter(~pl.col(_PLACE).is_in(found["right"].implode()))
        return found.height > 0

    def pairs(self) -> pl.DataFrame:
        """All pairs, in order of the left."""
        return pl.concat(self._pairs).sort("left")
