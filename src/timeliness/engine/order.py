"""Find a fact by group and day among sorted facts: the one search that the engine uses."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

_DAYS = 1 << 32
_MIDDLE = 1 << 31
_EARLIEST, _LATEST = -_MIDDLE, _MIDDLE - 1


def key(group: pl.Expr, day: pl.Expr) -> pl.Expr:
    """One Int64 that sorts as (group, day) does. Null where either is null."""
    return _key(group, day.cast(pl.Date).to_physical().cast(pl.Int64))


def _key(group: pl.Expr, day: pl.Expr) -> pl.Expr:
    return group.cast(pl.Int64) * _DAYS + day + _MIDDLE


def in_order(rows: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Sort rows, nulls last, unless they are in order, as facts mostly are: to look takes a tenth of the time."""
    is_sorted = rows.select(are_in_order(*map(pl.col, by))).item()
    return rows if is_sorted else rows.sort(by, nulls_last=True)


def are_in_order(*by: pl.Expr) -> pl.Expr:
    """Whether all rows are in order, one value. Rows with nulls are not, wherever they stand."""
    ordered = pl.lit(value=True)
    for value in reversed(by):
        before = value.shift()
        ordered = (before < value) | ((before == value) & ordered)
    return ordered.slice(1).fill_null(value=False).all()


def begins(*names: str) -> pl.Expr:
    """Whether a row differs from the one before it in any of some columns, in which nulls are alike."""
    return pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift()) for name in names) | _is_first()


def _is_first() -> pl.Expr:
    return pl.int_range(pl.len()) == 0


def taken(values: pl.Series, index: pl.Expr) -> pl.Expr:
    """Take `values` at positions that are null or inside: null position, null value.

    Nothing but nulls is a plain null: Polars takes two columns of nulls for one, whatever their types. A position
    that is the same for all rows gives one value, not a column of one row.
    """
    if values.null_count() == len(values):
        return pl.lit(None, dtype=values.dtype)
    found = pl.lit(values).gather(index)
    return found if index.meta.root_names() else found.first()


def gathered(values: pl.Series, index: pl.Expr) -> pl.Expr:
    """Take `values` at positions of which those outside give null.

    Polars wraps a negative position silently, so a position that may lie outside comes through here.
    """
    return taken(values, pl.when(index.is_between(0, len(values) - 1)).then(index))


def next_day(day: pl.Expr) -> pl.Expr:
    """The day after a day. `offset_by` takes some twenty-five times as long."""
    return (day.to_physical() + 1).cast(pl.Int32).cast(pl.Date)


def earliest(*days: pl.Expr | str) -> pl.Expr:
    """The earliest of some days, whichever are there.

    Where many are null it takes a third of the time of `min_horizontal`.
    """
    first, *others = (pl.col(day) if isinstance(day, str) else day for day in days)
    for day in others:
        first = pl.when(day < first).then(day).otherwise(pl.coalesce(first, day))
    return first


@dataclass(frozen=True)
class Order:
    """Facts in order of group and day, to be searched. Groups are numbered from 0 up to `count`.

    A search is one expression that holds its question once. So it can stand inside others without being run again
    for each of them, and needs no sorting of what asks.
    """

    keys: pl.Series = field(repr=False)
    count: int

    @classmethod
    def of(cls, facts: pl.DataFrame, group: str, day: str, count: int) -> Order:
        """Take sorted facts. Sortedness is checked: searching unsorted keys gives wrong answers silently."""
        ordered = facts.select(key(pl.col(group), pl.col(day)).alias("key")).to_series()
        if not ordered.is_sorted():
            raise AssertionError(f"facts are not sorted by {group} and {day}")
        return cls(ordered, count)

    @cached_property
    def _begun(self) -> pl.DataFrame:
        return self._fenced(_EARLIEST)

    @cached_property
    def _ahead(self) -> pl.DataFrame:
        return self._fenced(_LATEST)

    def _fenced(self, day: int) -> pl.DataFrame:
        """The keys with a fence for each group, at which there is no fact: no search leaves its group."""
        fences = pl.select(key=_key(pl.int_range(self.count + 1), pl.lit(day)), position=pl.lit(None, dtype=pl.Int64))
        facts = pl.DataFrame({"key": self.keys}).with_columns(position=pl.int_range(pl.len(), dtype=pl.Int64))
        return pl.concat([fences, facts]).sort("key", maintain_order=True)

    def last(self, group: pl.Expr, day: pl.Expr, of: pl.Series) -> pl.Expr:
        """What the group's last fact on or before a day has, `of` what each fact has; else null."""
        found = pl.lit(self._begun["key"]).search_sorted(
            key(group, day).fill_null(_key(pl.lit(0), pl.lit(_EARLIEST))), side="right"
        )
        return taken(of.gather(self._begun["position"]), found - 1)

    def first(self, group: pl.Expr, day: pl.Expr) -> pl.Expr:
        """Position of the group's first fact on or after a day, else null."""
        nowhere = _key(pl.lit(self.count), pl.lit(_LATEST))
        found = pl.lit(self._ahead["key"]).search_sorted(key(group, day).fill_null(nowhere), side="left")
        return taken(self._ahead["position"], found)

    def since(self, group: pl.Expr, day: pl.Expr) -> pl.Expr:
        """Number of facts before (group, day): the beginning of a slice. Null for a null group or day."""
        return self._counted(key(group, day))

    def until(self, group: pl.Expr, day: pl.Expr) -> pl.Expr:
        """Number of facts up to (group, day), that day included: the end of a slice."""
        return self._counted(key(group, day) + 1)

    def before(self, wanted: pl.Series) -> pl.Series:
        """Number of facts before each of some keys, none of which is null.

        Keys in order are merged with the facts, which takes a tenth of searching for each.
        """
        asked = wanted.alias("key").to_frame()
        if not wanted.is_sorted():
            return asked.select(self._counted(pl.col("key"))).to_series()
        facts = pl.DataFrame({"key": self.keys}).with_columns(position=pl.int_range(pl.len(), dtype=pl.Int64))
        merged = asked.set_sorted("key").join_asof(facts.set_sorted("key"), on="key", strategy="forward")
        return merged["position"].fill_null(len(facts))

    def _counted(self, wanted: pl.Expr) -> pl.Expr:
        found = pl.lit(self.keys).search_sorted(wanted.fill_null(0), side="left").cast(pl.Int64)
        return pl.when(wanted.is_not_null()).then(found)
