"""The facts that are known as at a day: collected once, cut, and numbered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import accumulate

import polars as pl

from timeliness.engine.collect import collect_all
from timeliness.engine.findings import SAME_FACT, finding, no_findings
from timeliness.engine.names import Names
from timeliness.engine.order import are_in_order, gathered, taken
from timeliness.engine.references import without_dangling
from timeliness.engine.spells import Spells, joined
from timeliness.facts import ALLOCATION, UNALLOCATED, Facts, Kind, Vocabulary

LAST = "last:"
"""How the column of children is called that has their last day in a table that holds only the last, before its name."""


@dataclass(frozen=True)
class Events:
    """The events of one kind: sound ones first, in order of child, date and row; then those without child or date.

    `rows`: `fact, sound, child, date`, `time` where known, identifiers, attributes, `source`.
    """

    kind: Kind
    rows: pl.DataFrame = field(repr=False)
    first: int

    @cached_property
    def sound(self) -> pl.DataFrame:
        """The events that happened to a child on a day."""
        return self.rows.filter("sound")


@dataclass(frozen=True)
class Known:
    """All that is known as at the end of `as_at`. Every fact has a number of its own, `fact`.

    `unrecorded` are the tables that do not say when their facts were recorded, where that was asked for. `latest_only`
    are those that hold only the last event of each child; `children` has its day, also where it lies after `as_at`.
    """

    as_at: date
    vocabulary: Vocabulary
    children: pl.DataFrame = field(repr=False)
    events: Mapping[str, Events] = field(repr=False)
    spells: Mapping[str, Spells] = field(repr=False)
    complete_from: Mapping[str, date] = field(repr=False)
    findings: pl.DataFrame = field(repr=False)
    unrecorded: frozenset[str] = frozenset()
    latest_only: frozenset[str] = frozenset()

    @property
    def today(self) -> pl.Expr:
        """The as-at date."""
        return pl.lit(self.as_at)

    def rows(self, kind: str) -> pl.DataFrame:
        """The facts of a kind as recorded: events, or parts of spells."""
        return self.spells[kind].parts if kind in self.spells else self.events[kind].rows

    @cached_property
    def _tables(self) -> dict[str, Events | Spells]:
        """Every table that has facts, in order of their numbers."""
        tables: dict[str, Events | Spells] = {**self.events, **self.spells}
        there = {name: table for name, table in tables.items() if self.rows(name).height}
        return dict(sorted(there.items(), key=lambda each: each[1].first))

    @cached_property
    def sources(self) -> pl.Series:
        """The file and row of every fact, by its number."""
        return pl.concat([pl.Series(dtype=pl.Int64), *(self.rows(name)["source"] for name in self._tables)])

    @cached_property
    def names(self) -> Names:
        """How each fact is told apart in a clock's key."""
        tables = {name: (table.first, self.rows(name)) for name, table in self._tables.items()}
        return Names.of(tables, self.vocabulary)

    @cached_property
    def teams(self) -> pl.Enum:
        """The names of the teams, in order; one of them is that of children whom no team holds."""
        named = self.rows(ALLOCATION)["team"].unique().drop_nulls() if self.has(ALLOCATION, "team") else ()
        return pl.Enum(sorted({UNALLOCATED, *named}))

    def kind_of(self, fact: pl.Expr) -> pl.Expr:
        """The kind of each fact, by its number."""
        firsts = pl.Series([table.first for table in self._tables.values()], dtype=pl.UInt32)
        return taken(pl.Series(list(self._tables), dtype=pl.String), pl.lit(firsts).search_sorted(fact, "right") - 1)

    def has(self, kind: str, column: str | None = None) -> bool:
        """Whether the extract has a table, or a column of it with any value."""
        if kind not in self.events and kind not in self.spells:
            return False
        return column is None or column in self.rows(kind).columns

    def attribute(self, kind: str, name: str, fact: pl.Expr) -> pl.Expr:
        """An attribute of a fact of the kind; null for facts of other kinds and where the extract has none."""
        if not self.has(kind, name):
            declared = self.vocabulary[kind].columns()[name]
            return pl.lit(None, dtype=declared)
        table = self.spells.get(kind) or self.events[kind]
        values = self.rows(kind)[name]
        if table.first == 0:
            return gathered(values, fact)
        return gathered(values, fact.cast(pl.Int64) - table.first)

    def of_child(self, column: str, child: str = "child") -> pl.Expr:
        """A column of the child table, for each row's child."""
        return taken(self.children[column], pl.col(child))


def know(facts: Facts, vocabulary: Vocabulary, as_at: date, *, known_at: date | None = None) -> Known:
    """Collect what was known as at a day.

    Facts dated later are left out; later ends and deaths are not known yet; `known_at` also leaves out what was
    recorded after it. Rows of one day with one id are one fact; dangling references are null.
    """
    names = list(facts.tables)
    children, *tables = collect_all([_living(facts.children, as_at), *facts.tables.values()])
    read = dict(zip(names, tables, strict=True))
    latest = facts.latest_only & frozenset(names)
    children = _with_last(children, {name: read[name] for name in sorted(latest)})
    cut = _cut(read, vocabulary, as_at, known_at)
    once, findings = _once(cut, vocabulary)
    placed = _planned(
        {
            name: _placed(table.lazy(), vocabulary[name], _history(facts, name, children, as_at))
            for name, table in once.items()
        }
    )
    linked, dangling = without_dangling(placed, vocabulary)
    unrecorded = frozenset(name for name, table in cut.items() if known_at and "recorded_on" not in table.columns)
    found = pl.concat([*findings, dangling])
    return _numbered(linked, Known(as_at, vocabulary, children, {}, {}, facts.complete_from, found, unrecorded, latest))


def _living(children: pl.LazyFrame, as_at: date) -> pl.LazyFrame:
    died = pl.col("died")
    return children.with_columns(pl.when(died <= as_at).then(died).alias("died"))


def _with_last(children: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Add each child's last day in the tables that hold only the last."""
    for name, table in tables.items():
        days = table.group_by("child").agg(pl.col("date").max().alias(f"{LAST}{name}"))
        children = children.join(days, on="child", how="left", maintain_order="left")
    return children


def _planned(plans: Mapping[str, pl.LazyFrame]) -> dict[str, pl.DataFrame]:
    """Collect something of every table at once."""
    return dict(zip(plans, collect_all(list(plans.values())), strict=True))


def _cut(
    tables: Mapping[str, pl.DataFrame], vocabulary: Vocabulary, as_at: date, known_at: date | None
) -> dict[str, pl.DataFrame]:
    """What is dated up to a day, and was recorded by another. In the main all is: then a table stays as it is."""
    later = {name: _later(table, vocabulary[name], as_at, known_at) for name, table in tables.items()}
    unknown = _planned({name: table.lazy().select(later[name].any()) for name, table in tables.items()})
    kept = {name: table.filter(~later[name]) if unknown[name].item() else table for name, table in tables.items()}
    return {name: _running(table, vocabulary[name], as_at, known_at) for name, table in kept.items()}


def _later(table: pl.DataFrame, kind: Kind, as_at: date, known_at: date | None) -> pl.Expr:
    later = (pl.col(kind.day) > as_at).fill_null(value=False)
    if known_at is not None and "recorded_on" in table.columns:
        later |= (pl.col("recorded_on") > known_at).fill_null(value=False)
    return later


def _running(table: pl.DataFrame, kind: Kind, as_at: date, known_at: date | None) -> pl.DataFrame:
    """Spells whose end had not come by a day, or was recorded after another, run on: what they end with is unknown."""
    if kind.shape == "event":
        return table
    ended = pl.col("end") <= as_at
    if known_at is not None and "end_recorded_on" in table.columns:
        ended &= pl.col("end_recorded_on").is_null() | (pl.col("end_recorded_on") <= known_at)
    table = table.with_columns(pl.when(ended).then("end").alias("end"))
    late = [each.name for each in kind.attributes if each.known_at == "end" and each.name in table.columns]
    return table.with_columns(pl.when(pl.col("end").is_not_null()).then(name).alias(name) for name in late)


def _history(facts: Facts, table: str, children: pl.DataFrame, as_at: date) -> pl.Expr:
    """The day before each child's history in a table begins, if that had come by the as-at date."""
    own = taken(children["complete_from"], pl.col("child"))
    whole_from = pl.lit(facts.complete_from.get(table), dtype=pl.Date)
    before = pl.max_horizontal(whole_from, own).dt.offset_by("-1d")
    return pl.when(before <= as_at).then(before)


def _placed(table: pl.LazyFrame, kind: Kind, history: pl.Expr) -> pl.LazyFrame:
    """Give spells without a start the day before their history begins, and say which facts are sound."""
    there = pl.col("child").is_not_null() & pl.col(kind.day).is_not_null()
    if kind.shape == "event":
        return table.with_columns(there.alias("sound"))
    unknown = pl.col("start").is_null() & history.is_not_null() & pl.col("child").is_not_null()
    return table.with_columns(
        pl.when(unknown).then(history).otherwise("start").alias("start"), unknown.alias("placed")
    ).with_columns((there & (pl.col("end").is_null() | (pl.col("end") >= pl.col("start")))).alias("sound"))


def _once(
    tables: Mapping[str, pl.DataFrame], vocabulary: Vocabulary
) -> tuple[dict[str, pl.DataFrame], list[pl.DataFrame]]:
    """Rows of one child, day and id are one fact; those that give way are found."""
    once, found = {}, [no_findings()]
    for name, table in tables.items():
        gives_way = _gives_way(table, vocabulary[name])
        once[name] = table if gives_way is None else table.filter(~gives_way)
        found += [] if gives_way is None else [finding(SAME_FACT, name, table.filter(gives_way))]
    return once, found


def _gives_way(table: pl.DataFrame, kind: Kind) -> pl.Series | None:
    """Which rows of one child, day and id give way to another: to the latest recorded, else to the last. None: no row.

    They are told apart by their place, for two facts may come from one row of an extract.
    """
    if "id" not in table.columns:
        return None
    same_day = pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).shift()) for name in ("child", kind.day))
    days = table.select((same_day | same_day.shift(-1)).fill_null(value=False).alias("shared")).to_series()
    if not days.any():
        return None
    recorded = [pl.col("recorded_on")] if "recorded_on" in table.columns else []
    placed = table.with_row_index("place").filter(days & table["id"].is_not_null())
    shared = placed.sort(*recorded, "source", "place", nulls_last=False)
    places = shared.filter(~pl.struct("child", kind.day, "id").is_last_distinct())["place"]
    whole = table.with_row_index("place")["place"]
    return whole.is_in(places.implode()) if len(places) else None


def _in_order(tables: Mapping[str, pl.DataFrame], vocabulary: Vocabulary) -> dict[str, pl.LazyFrame]:
    """Sound facts first, by child, day and row; of allocations begun on one day the first by name comes last."""
    keys = {name: _keys(vocabulary[name]) for name in tables}
    ordered = _planned({name: table.lazy().select(are_in_order(*keys[name])) for name, table in tables.items()})
    found = {}
    for name, table in tables.items():
        rows = table.lazy()
        found[name] = rows if ordered[name].item() else rows.sort(keys[name], nulls_last=True, maintain_order=True)
        if name == ALLOCATION:
            named = [each for each in ("team", "worker") if each in table.columns]
            found[name] = found[name].sort(
                *keys[name][:-1],
                *named,
                descending=[False] * 3 + [True] * len(named),
                nulls_last=[True] * 3 + [False] * len(named),
                maintain_order=True,
            )
    return found


def _keys(kind: Kind) -> list[pl.Expr]:
    return [~pl.col("sound"), pl.col("child"), pl.col(kind.day), pl.col("source")]


def _numbered(tables: Mapping[str, pl.DataFrame], known: Known) -> Known:
    firsts = dict(zip(tables, accumulate((table.height for table in tables.values()), initial=0), strict=False))
    ordered = _in_order(tables, known.vocabulary)
    fact = pl.int_range(pl.len(), dtype=pl.UInt32)
    rows = _planned({name: table.with_columns(fact=fact + firsts[name]) for name, table in ordered.items()})
    kinds = {name: known.vocabulary[name] for name in tables}
    count = known.children.height
    events = {name: Events(kind, rows[name], firsts[name]) for name, kind in kinds.items() if kind.shape == "event"}
    spells = {
        name: joined(kind, rows[name], firsts[name], count) for name, kind in kinds.items() if kind.shape == "spell"
    }
    return replace(known, events=events, spells=spells)
