"""Pauses and extensions: what moves a due date, taken in order of date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from timeliness.engine.collect import collect_all
from timeliness.engine.dates import Dates
from timeliness.engine.fold import CLOSE, EXTENSION, PAUSE, REASON, Folding, folded
from timeliness.engine.known import Known
from timeliness.engine.limits import per_branch
from timeliness.engine.reasons import STOOD
from timeliness.engine.refs import agreement, identifiers, links, moments
from timeliness.engine.spells import last_day
from timeliness.engine.states import States, column, subjects_of
from timeliness.rulebook.rules import Extension, Pause, Rule

MOVED = {"pause_fact": pl.UInt32, "late_day": pl.Date, "late_fact": pl.UInt32}


@dataclass(frozen=True)
class _Reader:
    """What reading the moves of a rule's clocks needs."""

    rule: Rule
    known: Known
    states: States

    def movers(self) -> Iterator[tuple[Pause | Extension, list[int]]]:
        """The pauses and extensions of all versions whose tables are there, with the versions that have them."""
        seen: dict[Pause | Extension, list[int]] = {}
        for number, version in enumerate(self.rule.versions):
            for mover in (version.paused_by, version.extended_by):
                if mover is not None and self.known.has(mover.kind if isinstance(mover, Pause) else mover.event.kind):
                    seen.setdefault(mover, []).append(number)
        yield from seen.items()

    def pauses(self, clocks: pl.LazyFrame, pause: Pause) -> pl.LazyFrame:
        """The spells that may pause each clock: they run on or after its start, and begin before the next."""
        parts = self.known.spells[pause.kind].parts
        own = links(self.known.vocabulary[pause.kind], parts.columns)
        sound = parts.lazy().filter("sound").with_columns(date="start", state_fact="fact")
        read = self.states.read(sound, subjects_of([pause.where]), "date")
        rows = read.filter(self.states.holds(pause.where, "date"))
        pairs = _paired(clocks, rows.select("child", day="start", until="end", by="fact", **own), list(own))
        return pairs.filter(last_day("until") >= pl.col("start").to_physical())

    def extensions(self, clocks: pl.LazyFrame, extension: Extension) -> pl.LazyFrame:
        """The decisions that may extend each clock: dated from its start until the next."""
        events = moments([extension.event], self.known, self.states)
        assert events is not None  # movers() has looked
        theirs = identifiers(events.rows.columns)
        until = pl.lit(None, dtype=pl.Date)
        if extension.until is not None:
            until = self.known.attribute(extension.event.kind, extension.until, pl.col("fact"))
        by = extension.by
        read = self.states.read(events.rows.lazy(), by.subjects if by else (), "date")
        number = pl.col(column(by.amount)) if by and by.subjects else pl.lit(None)
        rows = read.select(
            "child", *theirs, day="date", by="fact", until=until, number=number.cast(pl.Int64)
        )
        given = pl.col("until").is_not_null() if by is None else pl.col("number").is_not_null() | pl.lit(not by.subjects)
        usable = rows.filter(given)
        return _paired(clocks, usable, theirs).filter(pl.col("day") >= pl.col("start"))


def _paired(clocks: pl.LazyFrame, rows: pl.LazyFrame, theirs: Sequence[str]) -> pl.LazyFrame:
    """Clocks with the child's facts that are not at odds and lie before the next start (or are linked)."""
    mine = identifiers(clocks.collect_schema().names())
    linked, at_odds = agreement(mine, theirs)
    pairs = clocks.select("clock", "child", "start", "next_start", *mine).join(rows, on="child")
    before = (pl.col("day") < pl.col("next_start")).fill_null(value=True)
    return pairs.filter(~at_odds & (before | linked))


def with_moves(
    clocks: pl.LazyFrame, reasons: pl.LazyFrame | None, rule: Rule, known: Known, states: States, dates: Dates
) -> tuple[pl.LazyFrame, pl.LazyFrame | None]:
    """Move `due` by the pauses and extensions that bear on each clock, up to its close.

    Adds `pause_fact`, the pause that runs on the close, and `late_day, late_fact`, an extension that came too
    late. The reasons come back with `stood`: the due date as it stood on their day.
    """
    reader = _Reader(rule, known, states)
    steps, extensions = [], []
    for mover, numbers in reader.movers():
        concerned = clocks.filter(pl.col("version").is_in(numbers) & pl.col("due").is_not_null())
        if isinstance(mover, Pause):
            steps.append(_step(reader.pauses(concerned, mover), PAUSE, late=mover.late))
        else:
            steps.append(_step(reader.extensions(concerned, mover), EXTENSION, which=len(extensions), late=mover.late))
            extensions.append(mover)
    if not steps:
        return clocks.with_columns(pl.lit(None, dtype=kind).alias(name) for name, kind in MOVED.items()), reasons
    closes = clocks.select("clock", day=pl.col("close").fill_null(known.today), kind=pl.lit(CLOSE, dtype=pl.UInt8))
    noted = pl.LazyFrame(schema=STOOD) if reasons is None else reasons
    asked = noted.select("clock", "day", by="fact", kind=pl.lit(REASON, dtype=pl.UInt8))
    base, rows, told = collect_all([_base(clocks, rule), pl.concat([*steps, closes, asked], how="diagonal"), noted])
    moved, stood = folded(base, rows, Folding(tuple(extensions), _calendars(rule), dates))
    joined = clocks.drop("due", "moved_fact").join(moved.lazy(), on="clock", how="left", maintain_order="left")
    if reasons is None:
        return joined, None
    answered = told.drop("stood").join(stood, on=["clock", "day", "fact"], how="left", nulls_equal=True)
    return joined, answered.select(*STOOD).lazy()


def _step(pairs: pl.LazyFrame, kind: int, *, late: bool, which: int = 0) -> pl.LazyFrame:
    columns = pairs.collect_schema().names()
    number = pl.col("number") if "number" in columns else pl.lit(None, dtype=pl.Int64)
    return pairs.select(
        "clock",
        "day",
        "until",
        "by",
        number=number,
        kind=pl.lit(kind, dtype=pl.UInt8),
        late=pl.lit(late),
        which=pl.lit(which, dtype=pl.UInt8),
    )


def _base(clocks: pl.LazyFrame, rule: Rule) -> pl.LazyFrame:
    """What is counted for each clock: the calendar of its limit, and the first day that a pause can take out."""
    calendar = per_branch(rule, "branch", lambda branch: pl.lit(branch.limit.calendar))
    offset = per_branch(rule, "branch", lambda branch: pl.lit(0 if branch.limit.counted == "beginning" else 1))
    counts_from = (pl.col("start").to_physical() + offset).cast(pl.Int32).cast(pl.Date)
    return clocks.select("clock", "due", "moved_fact", calendar=calendar, counts_from=counts_from)


def _calendars(rule: Rule) -> tuple[str, ...]:
    return tuple(sorted({branch.limit.calendar for version in rule.versions for branch in version.within}))
