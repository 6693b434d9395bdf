"""A piece of work that is measured, and the facts that it stands on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.law import Law, law, rulebook
from timeliness.rulebook.load import Rulebook

ROWS = {
    "rule": pl.UInt16,
    "child": pl.Int32,
    "occurrence": pl.UInt32,
    "spell_start": pl.Date,
    "start": pl.Date,
    "start_source": pl.Int64,
    "amount": pl.Int64,
    "due": pl.Date,
    "met": pl.Date,
    "met_source": pl.Int64,
    "ended": pl.Date,
    "ended_source": pl.Int64,
    "status": pl.String,
    "reason": pl.String,
    "reason_source": pl.Int64,
}
"""What everybody's clocks say: every column of the result that these rules decide for a clock over these facts."""

KINDS = ("interval", "recurring", "whole")


@dataclass(frozen=True)
class Ground:
    """The folder of one size: `facts` as a system would export them, `prepared` as the engine reads them."""

    folder: Path

    @property
    def book(self) -> Rulebook:
        """The rules."""
        return rulebook()

    @property
    def law(self) -> Law:
        """The measured rules as plain values."""
        return law()

    def file(self, table: str) -> Path:
        """A prepared table."""
        return self.folder / "prepared" / f"{table}.parquet"

    def tables(self, kind: str) -> list[str]:
        """The tables that the rules of a kind of work read, without that of children."""
        intervals = [name for pair in self.law.intervals for name in (pair.start, pair.met)]
        recurring = ["cp_plan", "cp_visit"]
        read = {"interval": intervals, "recurring": recurring, "whole": ["allocation", *intervals, *recurring]}
        return list(dict.fromkeys(read[kind]))


@dataclass(frozen=True)
class Work:
    """What is timed, and (where others do the same) how its outcome becomes ROWS."""

    run: Callable[[], Any]
    rows: Callable[[Any], pl.DataFrame] | None = None


Maker = Callable[[Ground], Work]
"""Sets a work up, which is not timed."""
