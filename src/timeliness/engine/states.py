"""State on a day: what a condition or a limit reads, as columns, and conditions as expressions over them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import and_

import polars as pl

from timeliness.engine.dates import Dates
from timeliness.engine.known import Known
from timeliness.engine.order import Order, taken
from timeliness.rulebook.durations import Duration
from timeliness.rulebook.rules import Condition, Length, Subject, Test

_OF_THE_CLOCK = ("occurrence", "start", "due", "spell_length")
_EVER = pl.lit(date.min)


def column(subject: Subject) -> str:
    """The column that holds what a subject reads."""
    return f"state:{subject}"


def subjects_of(conditions: Iterable[Condition]) -> list[Subject]:
    """What these conditions read, once each, in order of first use."""
    return list(dict.fromkeys(test.subject for condition in conditions for test in condition))


class States:
    """Reads state for frames of clocks (or of events, in a `where`).

    A frame has `child` and the day's column; for a clock's own spell `spell` (its number among the spells of
    `during`); for `kept` spells `kept`; for attributes of the starting fact `state_fact`.
    """

    def __init__(self, known: Known, dates: Dates, during: str | None = None) -> None:
        self.known = known
        self.dates = dates
        self.during = during

    def read(self, frame: pl.LazyFrame, subjects: Iterable[Subject], day: str) -> pl.LazyFrame:
        """Add a column for each subject, read at the end of the day."""
        found = [
            self._value(subject, pl.col(day)).alias(column(subject))
            for subject in dict.fromkeys(subjects)
            if not (subject.place == "derived" and subject.name in _OF_THE_CLOCK)
        ]
        return frame.with_columns(found) if found else frame

    def _value(self, subject: Subject, day: pl.Expr) -> pl.Expr:
        match subject.place:
            case "fact":
                return self.known.attribute(subject.kind, subject.name, pl.col("state_fact"))
            case "own" | "kept" | "kind":
                return self._attribute(subject, day)
            case "event":
                return self._happened(subject, day)
            case "derived":
                return self._age(day) if subject.name == "age" else day < self.known.of_child("born")

    def _attribute(self, subject: Subject, day: pl.Expr) -> pl.Expr:
        fact = self.speaking(subject, day)
        return self.known.attribute(subject.kind, subject.name, fact) if subject.name else fact

    def speaking(self, subject: Subject, day: pl.Expr) -> pl.Expr:
        """The spell (part) that a subject reads on a day: the clock's own, the kept one, or the one running."""
        if not self.known.has(subject.kind):
            return pl.lit(None, dtype=pl.UInt32)
        spells = self.known.spells[subject.kind]
        match subject.place:
            case "own":
                return spells.speaks(pl.col("spell"), day)
            case "kept":
                return spells.speaks(pl.col("kept"), day)
            case _:
                return spells.running(pl.col("child"), day)

    def _happened(self, subject: Subject, day: pl.Expr) -> pl.Expr:
        """Whether such an event lies in the clock's spell, on or before the day."""
        if not self.known.has(subject.kind):
            return pl.lit(None, dtype=pl.Boolean)
        order = Order.of(self._moments(subject), "child", "date", self.known.children.height)
        if self.during is None:
            return order.until(pl.col("child"), day) > order.since(pl.col("child"), _EVER)
        spells = self.known.spells[self.during].spells
        begins, runs = (taken(spells[name], pl.col("spell")) for name in ("start", "sound"))
        return (order.until(pl.col("child"), day) > order.since(pl.col("child"), begins)) & runs

    def _moments(self, subject: Subject) -> pl.DataFrame:
        if subject.moment == "date":
            return self.known.events[subject.kind].sound
        spells = self.known.spells[subject.kind].spells.filter("sound")
        return spells.select("child", pl.col(subject.moment).alias("date")).drop_nulls().sort("child", "date")

    def _age(self, day: pl.Expr) -> pl.Expr:
        """Whole years; somebody born on 29 February has the birthday on 1 March in common years."""
        born = self.known.of_child("born")
        birthday = born.dt.month().cast(pl.Int32) * 100 + born.dt.day()
        today = day.dt.month().cast(pl.Int32) * 100 + day.dt.day()
        return day.dt.year() - born.dt.year() - (today < birthday).cast(pl.Int32)

    def holds(self, condition: Condition, day: str) -> pl.Expr:
        """Whether all tests hold. Unknown satisfies none but `unknown`; never null."""
        tests = [self._test(test, pl.col(day)) for test in condition]
        return reduce(and_, tests) if tests else pl.lit(value=True)

    def undecided(self, condition: Condition, day: str) -> pl.Expr | None:
        """Whether only the missing birth date keeps a condition from being decided; None where it asks no age."""
        asks = [test for test in condition if test.subject.name == "age" and test.operator != "unknown"]
        if not asks:
            return None
        others = tuple(test for test in condition if test not in asks)
        return self.holds(others, day) & self.known.of_child("born").is_null()

    def _test(self, test: Test, day: pl.Expr) -> pl.Expr:
        if test.subject.name == "spell_length" and isinstance(test.value, Duration):
            return self._spell_length(test.operator, test.value, day).fill_null(value=False)
        return self._compared(test).fill_null(value=False)

    def _spell_length(self, operator: str, value: Duration, day: pl.Expr) -> pl.Expr:
        length = Length(int(value.amount), value.unit, value.calendar, value.counted, str(value))
        reached = day >= self.dates.reach(length, pl.col("spell_start"))
        return reached if operator == "at_least" else ~reached

    def _compared(self, test: Test) -> pl.Expr:
        value = self._operand(test.subject)
        wanted = test.value
        match test.operator:
            case "is":
                return value == pl.lit(wanted)
            case "in":
                return value.is_in(list(wanted) if isinstance(wanted, tuple) else [wanted])
            case "under" | "before":
                return value < pl.lit(wanted)
            case "at_least" | "on_or_after":
                return value >= pl.lit(wanted)
            case "known" | "running":
                return value.is_not_null()
            case "unknown":
                return value.is_null()
            case "not running":
                return value.is_null() & pl.col("child").is_not_null() & pl.lit(self.known.has(test.subject.kind))
            case "until":
                return ~value
            case "since":
                return value

    def _operand(self, subject: Subject) -> pl.Expr:
        if subject.place == "derived" and subject.name in _OF_THE_CLOCK:
            return pl.col({"due": "due_first"}.get(subject.name, subject.name))
        return pl.col(column(subject))
