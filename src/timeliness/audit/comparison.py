"""Compare a duty with another reading of it: which children are judged differently, and what that does to the rates."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

_KEPT = ("start", "due", "met", "status")
_OWNER = ("authority", "child_id")
_SIDES = ("rule", "reading")
CHANGES: dict[str, pl.DataType | type[pl.DataType]] = {
    "authority": pl.String,
    "child_id": pl.String,
    **{f"{side}_{name}": pl.String if name == "status" else pl.Date for side in _SIDES for name in _KEPT},
}
"""The columns of a comparison: a child's clock by the rule and by the reading; null where one of them has none."""

_ON_TIME = ("met_on_time", "met_late")


@dataclass(frozen=True)
class Comparison:
    """The clocks of a rule and of a reading of it, side by side.

    `pairs` has the columns of CHANGES, sorted. `rates` are the rows of the summaries of both, for all teams.
    """

    rule: str
    reading: str
    pairs: pl.DataFrame = field(repr=False)
    rates: pl.DataFrame = field(repr=False)

    @property
    def changed(self) -> pl.DataFrame:
        """The pairs that the two judge differently."""
        return self.pairs.filter(pl.col("rule_status").ne_missing(pl.col("reading_status")))


def compared(clocks: pl.DataFrame, summaries: pl.DataFrame, rule: str, reading: str) -> Comparison:
    """Pair the clocks of a rule and a reading.

    Clocks met by the same fact are a pair; of what is left, those of one child are paired in order of start. A fact
    may meet a clock in each of several spells: those, too, are paired in order of start.
    """
    sides = [_side(clocks, id_) for id_ in (rule, reading)]
    by_meeting = [_numbered(side.filter(pl.col("met_source").is_not_null()), *_OWNER, "met_source") for side in sides]
    met = by_meeting[0].join(by_meeting[1], on=[*_OWNER, "met_source", "place"], how="inner", nulls_equal=True)
    matched = set(met["clock_key"]) | set(met["clock_key_right"])
    rest = [_numbered(side.filter(~pl.col("clock_key").is_in(list(matched))), *_OWNER) for side in sides]
    left = rest[0].join(rest[1], on=[*_OWNER, "place"], how="full", nulls_equal=True, coalesce=True)
    pairs = pl.concat([_pairs(met), _pairs(left)]).sort(CHANGES.keys(), nulls_last=True)
    both = summaries.filter(pl.col("rule").is_in([rule, reading]) & pl.col("team").is_null())
    return Comparison(rule, reading, pairs, both)


def _side(clocks: pl.DataFrame, rule: str) -> pl.DataFrame:
    columns = ["authority", "child_id", "clock_key", "met_source", *_KEPT]
    return clocks.filter(pl.col("rule") == rule).select(columns).with_columns(pl.col("status").cast(pl.String))


def _numbered(side: pl.DataFrame, *group: str) -> pl.DataFrame:
    """Number the clocks of each group, in order of start."""
    ordered = side.sort(*_OWNER, "start", "clock_key", nulls_last=True)
    return ordered.with_columns(place=pl.int_range(pl.len()).over(group))


def _pairs(joined: pl.DataFrame) -> pl.DataFrame:
    of = {"rule": "", "reading": "_right"}
    sides = [
        pl.col(f"{name}{suffix}" if f"{name}{suffix}" in joined.columns else name).alias(f"{side}_{name}")
        for side, suffix in of.items()
        for name in _KEPT
    ]
    return joined.select("authority", "child_id", *sides).select(
        pl.col(name).cast(kind) for name, kind in CHANGES.items()
    )
