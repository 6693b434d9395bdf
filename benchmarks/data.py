"""Make the facts that are measured: a facts folder of a council, from a seed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import polars as pl

from benchmarks.chance import Chance
from benchmarks.law import Interval, Law
from benchmarks.sizes import AS_AT, Size

Tables = Mapping[str, pl.DataFrame]

_MET, _AGAIN = 96, 40
_BORN_BEFORE = 14 * 365
_SEEN, _ALLOCATED, _DIED = 92, 97, 2
_PLANS = 2
_EVERY = (5, 7, 7, 7, 10)
_WORKERS = 8
_MORE = 1.29
"""Visits long after a plan's end, or after the as-at date, are not made: so many more are drawn."""
_AFTERWARDS = 5
_RECENT = 600


def make(size: Size, law: Law, seed: int = 1) -> Tables:
    """Make the tables of a facts folder, sorted by child and day: the same arguments give the same rows.

    Nobody's spells touch, no identifiers are recorded, and nothing is dated after the as-at date.
    """
    council = _Council(size, law, Chance(seed))
    plans = council.plans()
    starts = {kind: council.starts(kind) for kind in _distinct(pair.start for pair in law.intervals)}
    answers = [(pair.met, council.answers(pair, starts[pair.start])) for pair in law.intervals]
    met = {kind: pl.concat([rows for name, rows in answers if name == kind]) for kind in _distinct(dict(answers))}
    tables = {
        "child": council.children(),
        "allocation": council.allocations(),
        **starts,
        **met,
        "cp_plan": plans.drop("visits"),
        "cp_visit": council.visits(plans),
    }
    return {name: _named(rows) for name, rows in tables.items()}


def write(tables: Tables, folder: Path, suffix: str = "parquet") -> None:
    """Write a facts folder: sorted Parquet, or CSV with its rows in no order, as a system exports them."""
    folder.mkdir(parents=True)
    for name, table in tables.items():
        if suffix == "parquet":
            table.write_parquet(folder / f"{name}.parquet")
        else:
            table.sort(Chance(2).below("row", 2**50)).write_csv(folder / f"{name}.csv")
    (folder / "extract.yaml").write_text(f"taken_on: {AS_AT}\ncomplete_from: {{}}\n", encoding="utf-8")


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _rows(count: int) -> pl.DataFrame:
    return pl.DataFrame({"number": pl.int_range(count, eager=True)})


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    """Name the children as an extract does, and put the rows in order."""
    ordered = rows.sort(*(name for name in ("child", "date", "start") if name in rows.columns), maintain_order=True)
    child_id = pl.format("C{}", pl.col("child").cast(pl.String).str.zfill(7))
    return ordered.select(child_id.alias("child_id"), pl.exclude("child"))


def _after(day: pl.Expr, days: pl.Expr) -> pl.Expr:
    return (day.to_physical() + days).cast(pl.Int32).cast(pl.Date)


@dataclass(frozen=True)
class _Council:
    """A council in the making."""

    size: Size
    law: Law
    chance: Chance

    @property
    def days(self) -> int:
        """How many days of history there are."""
        return (AS_AT - AS_AT.replace(year=AS_AT.year - self.size.years)).days

    def day(self, number: pl.Expr) -> pl.Expr:
        """A day of the history by its number."""
        return _after(pl.lit(AS_AT - timedelta(self.days)), number)

    def children(self) -> pl.DataFrame:
        """Children up to 14 years old when the history begins; a few have died."""
        death = self.day(self.chance.below("death", self.days))
        return _rows(self.size.children).select(
            child="number",
            born=self.day(-self.chance.below("born", _BORN_BEFORE) - 1),
            died=pl.when(self.chance.below("died", 1000) < _DIED).then(death),
        )

    def allocations(self) -> pl.DataFrame:
        """One team and worker for all the time; a few children have none."""
        team, worker = self.chance.below("team", self.size.teams), self.chance.below("worker", _WORKERS)
        held = _rows(self.size.children).select(
            child="number",
            start=self.day(pl.lit(0)),
            end=pl.lit(None, dtype=pl.Date),
            team=pl.format("Team {}", team + 1),
            worker=pl.format("Worker {}", team * _WORKERS + worker + 1),
            held=self.chance.happens("allocated", _ALLOCATED),
        )
        return held.filter("held").drop("held")

    def starts(self, kind: str) -> pl.DataFrame:
        """Events of a kind, of any child on any day: each starts a clock of every rule that names the kind."""
        drawn = _rows(self.size.clocks // len(self.law.intervals)).select(
            child=self.chance.below(f"{kind} child", self.size.children),
            date=self.day(self.chance.below(f"{kind} day", self.days + 1)),
        )
        return drawn.unique(maintain_order=True)

    def answers(self, pair: Interval, starts: pl.DataFrame) -> pl.DataFrame:
        """The meetings of most starts, before or after they are due, and for some of them another one later."""
        lag = self.chance.below(f"{pair.rule} lag", pair.limit.days * 8 // 5)
        met = starts.with_columns(date=_after(pl.col("date"), lag), met=self.chance.happens(f"{pair.rule} met", _MET))
        held = met.filter("met").drop("met")
        later = 1 + self.chance.below(f"{pair.rule} later", pair.limit.days)
        again = held.with_columns(
            date=_after(pl.col("date"), later), again=self.chance.happens(f"{pair.rule} again", _AGAIN)
        )
        return pl.concat([held, again.filter("again").drop("again")]).filter(pl.col("date") <= AS_AT)

    def plans(self) -> pl.DataFrame:
        """Two plans of every child: one in the first half of the time, one in the last months; some of these run."""
        slot = self.days // _PLANS
        most = round(2 * self.size.visits / self.size.children / _PLANS * _MORE)
        is_last = pl.col("number") % _PLANS == _PLANS - 1
        early = self.chance.below("from", slot * 2 // 5)
        late = self.days - 1 - self.chance.below("from", min(slot, _RECENT))
        drawn = _rows(self.size.children * _PLANS).with_columns(
            child=pl.col("number") // _PLANS,
            first=pl.when(is_last).then(late).otherwise(early),
            visit_every=pl.lit(pl.Series(_EVERY)).gather(self.chance.below("every", len(_EVERY))),
            visits=1 + self.chance.below("visits", most),
        )
        last = pl.col("first") + pl.col("visits") * pl.col("visit_every")
        whole = drawn.with_columns(last=pl.when(is_last).then(last).otherwise(pl.min_horizontal(last, slot - 2)))
        end = pl.when(pl.col("last") <= self.days).then(self.day(pl.col("last")))
        return whole.select("child", "visit_every", "visits", start=self.day(pl.col("first")), end=end)

    def visits(self, plans: pl.DataFrame) -> pl.DataFrame:
        """Visits about as often as the plan says, up to half its time early or late; now and then nobody is seen."""
        every = plans.with_columns(k=pl.int_ranges(1, pl.col("visits") + 1)).explode("k")
        gap = pl.col("visit_every")
        shift = self.chance.below("shift", gap) - gap // 2
        seen = self.chance.happens("seen", _SEEN)
        dated = every.with_columns(date=_after(pl.col("start"), pl.col("k") * gap + shift), child_seen=seen)
        until = pl.min_horizontal(pl.col("end").fill_null(AS_AT) + timedelta(_AFTERWARDS), AS_AT)
        return dated.filter(pl.col("date") <= until).select("child", "date", "child_seen")
