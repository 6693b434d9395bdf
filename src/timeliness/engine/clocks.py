"""Facts and rules become clocks, in six steps: started, stated, limited, answered, judged, tidied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from timeliness.engine.answers import ANSWER, answered
from timeliness.engine.base import Base, refs_of
from timeliness.engine.begun import Begun, begun
from timeliness.engine.collect import collect_all, shared
from timeliness.engine.columns import Schema, nothing, said
from timeliness.engine.dates import Dates
from timeliness.engine.hours import with_moments, without_moved
from timeliness.engine.judge import SUPERSEDED, judged, last_amber
from timeliness.engine.known import Known
from timeliness.engine.law import Law
from timeliness.engine.order import earliest
from timeliness.engine.starting import starting
from timeliness.engine.tidy import tidied
from timeliness.engine.weigh import Weights, untouched, weighed, weights
from timeliness.engine.words import with_state
from timeliness.rulebook.rules import Rule

_EXCLUDED: Schema = {"excluded_day": pl.Date, "excluded_late_day": pl.Date, "excluded_late_fact": pl.UInt32}


@dataclass(frozen=True)
class Clocks:
    """The judged clocks of some rules: the engine's own columns, in no order, and what they refer to.

    `started` are the facts that start clocks, for each rule; `weights` is everything dated that may bear on them.
    """

    judged: pl.DataFrame = field(repr=False)
    law: Law
    base: Base
    started: tuple[pl.DataFrame, ...] = field(repr=False)
    weights: Weights = field(repr=False)

    def table(self) -> pl.DataFrame:
        """The result: one row for each clock, sorted by rule, child, start and key, which is unique.

        Sorted by numbers first, which are in order of rule and child: four columns of text would take longer.
        """
        stated = collect_all([with_state(self.judged, self.law, self.base)])[0].sort("rule", "child", "start")
        whole = collect_all([tidied(stated.lazy(), self.law, self.base)])[0]
        ties = pl.struct("rule", "child", "start")
        tied = ties == ties.shift()
        return (whole.sort("rule", "child", "start", "clock_key") if whole.select(tied.any()).item() else whole).drop(
            "child"
        )


def clocks(rules: Sequence[Rule], known: Known, dates: Dates) -> Clocks:
    """Every clock of the rules as at the day of `known`."""
    law, base = Law(tuple(rules)), Base(known, dates)
    base.gather(refs for rule in rules for refs in refs_of(rule))
    started = collect_all([starting(number, rule, base) for number, rule in enumerate(law.rules)])
    plans = begun(law, base, started)
    found = weights((plans.once, plans.again), law, base, started)
    answers = [_answered(plans, found, law, base)] if plans.once.height else []
    if plans.again.height or not (answers or plans.plain):
        answers.append(plans.again.lazy().with_columns(nothing(_EXCLUDED)))
    closed = [_closed(each, known, law) for each in answers]
    plain = [_closed(each.with_columns(nothing(_EXCLUDED)), known, law) for each in plans.plain]
    reasoned = [without_moved(weighed(each, found, law, base)) for each in closed]
    reasoned += [without_moved(untouched(each)) for each in plain]
    amber = last_amber(law, known, dates)
    judgements = collect_all([judged(each, law, known, amber) for each in reasoned])
    return Clocks(pl.concat(judgements), law, base, tuple(started), found)


def _answered(plans: Begun, found: Weights, law: Law, base: Base) -> pl.LazyFrame:
    """Answer the clocks of rules that do not repeat; those of the others have been answered as they began."""
    single = plans.once.drop(*ANSWER).lazy()
    excluding = found.excluding()
    excluded = weighed(single.with_columns(close=pl.lit(None, dtype=pl.Date)), excluding, law, base)
    if excluding.reasons.height:
        days = excluded.select("clock", *_EXCLUDED)
        excludable = single.join(days, on="clock", how="left", maintain_order="left")
    else:
        excludable = excluded.select(*single.collect_schema(), *_EXCLUDED)
    return answered(shared(excludable), plans.answers, law, base.known)


def _closed(answers: pl.LazyFrame, known: Known, law: Law) -> pl.LazyFrame:
    return with_moments(_ended(answers, known), law).drop(*_EXCLUDED)


def _ended(answers: pl.LazyFrame, known: Known) -> pl.LazyFrame:
    """Add `ended`, why and by which fact, for clocks that ended unmet, and `close`: when nothing bears any more."""
    ends = pl.when(pl.col("ends") <= known.today).then("ends")
    closing = answers.with_columns(over=earliest(ends, "superseded", "excluded_late_day"))
    unmet = pl.col("met").is_null() & pl.col("over").is_not_null()
    by_itself, passed = pl.col("ends") == pl.col("over"), pl.col("superseded") == pl.col("over")
    fact = pl.when(by_itself).then("end_fact").when(passed).then("superseded_fact").otherwise("excluded_late_fact")
    return closing.with_columns(
        ended=pl.when(unmet).then("over"),
        ended_reason=pl.when(unmet & by_itself).then("end_reason").when(unmet & passed).then(said(SUPERSEDED)),
        ended_fact=pl.when(unmet).then(fact),
        close=pl.coalesce("met", "over"),
    ).drop("over")
