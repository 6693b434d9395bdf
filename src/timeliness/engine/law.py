"""The rules of a run, their versions and branches, numbered: what a clock's row refers to instead of repeating."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from timeliness.engine.dates import days_between
from timeliness.engine.order import key, taken
from timeliness.rulebook.rules import Branch, Length, Rule, Version


@dataclass(frozen=True)
class Law:
    """Rules in order. A version is numbered over all rules, a branch over all versions."""

    rules: tuple[Rule, ...]

    @cached_property
    def versions(self) -> tuple[Version, ...]:
        """Every version of every rule, in order."""
        return tuple(version for rule in self.rules for version in rule.versions)

    @cached_property
    def branches(self) -> tuple[Branch, ...]:
        """Every branch of every version, in order."""
        return tuple(branch for version in self.versions for branch in version.within)

    @cached_property
    def first_version(self) -> tuple[int, ...]:
        """For each rule, the number of its first version."""
        return _offsets(len(rule.versions) for rule in self.rules)

    @cached_property
    def first_branch(self) -> pl.Series:
        """For each version, the number of its first branch."""
        return pl.Series(_offsets(len(version.within) for version in self.versions), dtype=pl.Int32)

    @cached_property
    def _firsts(self) -> pl.Series:
        """The first day of each version, as a key that sorts by rule and day."""
        days = [(number, version.first) for number, rule in enumerate(self.rules) for version in rule.versions]
        frame = pl.DataFrame(days, schema={"rule": pl.UInt16, "first": pl.Date}, orient="row")
        return frame.select(key(pl.col("rule"), pl.col("first"))).to_series()

    def begun(self, day: pl.Expr) -> pl.Expr:
        """The number of the version of each clock's rule begun last by a day: the first, before all of them."""
        wanted = key(pl.col("rule"), day)
        found = pl.lit(self._firsts).search_sorted(wanted.fill_null(0), side="right").cast(pl.Int32) - 1
        first = self.of_rule_number(self.first_version)
        return pl.when(day.is_not_null()).then(pl.max_horizontal(found, first))

    def in_force(self, day: pl.Expr) -> pl.Expr:
        """The number of the version in force on a day: null before the first, after the last, and without a day."""
        begun = self.begun(day)
        first = self.of_rule(lambda rule: rule.versions[0].first, pl.Date)
        last = self.of_rule(lambda rule: rule.versions[-1].last, pl.Date)
        return pl.when((day >= first) & (last.is_null() | (day <= last))).then(begun)

    def in_force_of(self, number: int, day: pl.Expr) -> pl.Expr:
        """The number of the version of one rule in force on a day, as `in_force` has it."""
        versions, first = self.rules[number].versions, self.first_version[number]
        found = pl.lit(first, dtype=pl.Int32)
        for place, version in enumerate(versions[1:], 1):
            found = pl.when(day >= version.first).then(pl.lit(first + place, dtype=pl.Int32)).otherwise(found)
        last = versions[-1].last
        inside = day >= versions[0].first if last is None else day.is_between(versions[0].first, last)
        return pl.when(inside).then(found)

    def of_rule_number(self, values: Sequence[int]) -> pl.Expr:
        """A number for each clock's rule, of numbers in order of rule."""
        return taken(pl.Series(values, dtype=pl.Int32), pl.col("rule"))

    @cached_property
    def branch_words(self) -> pl.Series:
        """Each branch as one of how many: '7 of 7'."""
        sizes = [len(version.within) for version in self.versions]
        return pl.Series([f"{place + 1} of {size}" for size in sizes for place in range(size)], dtype=pl.String)

    def of_rule(self, say: Callable[[Rule], object], kind: pl.DataType | type[pl.DataType]) -> pl.Expr:
        """Something said of each clock's rule: of all of them alike, one value."""
        values = [say(rule) for rule in self.rules]
        if len(set(values)) == 1:
            return pl.lit(values[0], dtype=kind)
        return taken(pl.Series(values, dtype=kind), pl.col("rule"))

    def of_version(self, say: Callable[[Version], object], kind: pl.DataType | type[pl.DataType]) -> pl.Expr:
        """Something said of each clock's version; null where it has none."""
        return taken(pl.Series([say(version) for version in self.versions], dtype=kind), pl.col("version"))

    def of_branch(self, say: Callable[[Branch], object], kind: pl.DataType | type[pl.DataType]) -> pl.Expr:
        """Something said of each clock's branch; null where none is decided."""
        return taken(pl.Series([say(branch) for branch in self.branches], dtype=kind), pl.col("branch"))

    def led(self, lead: Callable[[Length, pl.Expr], pl.Expr], day: str, days: pl.Series) -> pl.Expr:
        """Where the fixed limit of each clock's branch leads from a day, which is one of `days`; else null.

        Each limit is worked out once for each day from the first to the last of them, not for each clock.
        """
        limits: list[Length] = list(
            dict.fromkeys(each.limit for each in self.branches if each.limit.number is not None)
        )
        every = days_between(days)
        if not limits or not len(every):
            return pl.lit(None, dtype=pl.Date)
        table = pl.DataFrame({day: every}).select(
            lead(limit, pl.col(day)).alias(str(n)) for n, limit in enumerate(limits)
        )
        numbers = {limit: number * len(every) for number, limit in enumerate(limits)}
        row = self.of_branch(lambda branch: numbers.get(branch.limit), pl.Int64)
        place = (pl.col(day) - pl.lit(every[0])).dt.total_days()
        inside = pl.when(place.is_between(0, len(every) - 1)).then(place)
        return taken(pl.concat(table.get_columns()), row + inside)

    def apart(self, rows: pl.DataFrame) -> Iterator[tuple[int, pl.DataFrame]]:
        """The rows of each rule that has any: slices of a frame in which the rows of a rule stand together."""
        first = 0
        for length, rule in rows["rule"].rle().struct.unnest().iter_rows():
            yield rule, rows.slice(first, length)
            first += length

    def each(
        self,
        rows: pl.DataFrame,
        asks: Callable[[Rule], bool],
        asked: Callable[[int, pl.LazyFrame], pl.LazyFrame],
        others: Callable[[pl.LazyFrame], pl.LazyFrame],
    ) -> pl.LazyFrame:
        """Do something to the rows of each rule that asks for it, and something else to all others at once.

        The rows of a rule stand together, and stay in their order. Most rules ask for nothing.
        """
        parts = list(self.apart(rows))
        plain = [of_rule for number, of_rule in parts if not asks(self.rules[number])]
        frames = [asked(number, of_rule.lazy()) for number, of_rule in parts if asks(self.rules[number])]
        if plain or not frames:
            frames = [others(pl.concat(plain or [rows]).lazy()), *frames]
        return pl.concat(frames, how="diagonal") if len(frames) > 1 else frames[0]

    def where(self, clocks: pl.LazyFrame, holds: Callable[[Rule], bool]) -> pl.LazyFrame:
        """The clocks of some rules; of all of them, as they are."""
        numbers = [number for number, rule in enumerate(self.rules) if holds(rule)]
        if not numbers:
            return clocks.clear()
        return clocks if len(numbers) == len(self.rules) else clocks.filter(pl.col("rule").is_in(numbers))


def _offsets(sizes: Iterable[int]) -> tuple[int, ...]:
    found, total = [], 0
    for size in sizes:
        found.append(total)
        total += size
    return tuple(found)
