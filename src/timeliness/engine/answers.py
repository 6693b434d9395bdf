"""Who answers whom: which meeting meets which clock of a rule that does not repeat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl
import polars.selectors as cs

from timeliness.engine.answering import Answering
from timeliness.engine.by_day import answered_by_day
from timeliness.engine.collect import collect_all, shared
from timeliness.engine.columns import WORDS, Schema, said
from timeliness.engine.ends import REBOOKED, is_faulty
from timeliness.engine.known import Known
from timeliness.engine.law import Law
from timeliness.engine.meetings import of_place
from timeliness.engine.spells import last_day

ANSWER: Schema = {
    "met": pl.Date,
    "met_time": pl.Time,
    "met_fact": pl.UInt32,
    "matched_by": WORDS,
    "superseded": pl.Date,
    "superseded_fact": pl.UInt32,
    "after_fact": pl.UInt32,
}
_BEGUN, _EARLY = 0, 1


def answered(clocks: pl.LazyFrame, answers: Sequence[Answering], law: Law, known: Known) -> pl.LazyFrame:
    """Add what met each clock, what passed it over, and what came after its duty had ended.

    Clocks are of rules that do not repeat, by `clock`, with `ends`, `excluded_day` and `excluded_late_day`. Added:
    `met, met_time, met_fact, matched_by`, `superseded, superseded_fact` and `after_fact`.
    """
    frames = []
    simple, rest = [each for each in answers if each.by_day], [each for each in answers if not each.by_day]
    if simple:
        mine = clocks.filter(pl.col("rule").is_in([each.rule for each in simple])) if rest else clocks
        frames.append(answered_by_day(mine, _meetings(simple), law, known))
    if rest:
        mine = clocks.filter(pl.col("rule").is_in([each.rule for each in rest])) if simple else clocks
        own = [each.own for each in rest if each.own is not None]
        frames.append(_compared(mine, _meetings(rest), own, law))
    return _met_after(shared(pl.concat(frames, how="diagonal")), _meetings(answers), law, known)


def _meetings(answers: Sequence[Answering]) -> pl.LazyFrame:
    return pl.concat([each.meetings for each in answers], how="diagonal")


def _compared(clocks: pl.LazyFrame, meetings_: pl.LazyFrame, own: Sequence[pl.LazyFrame], law: Law) -> pl.LazyFrame:
    """Answer clocks by all pairs of them with the meetings of their child."""
    able = shared(_able(_pairs(clocks, meetings_, law), own))
    nearest = _nearest()
    by_meeting = able.sort("rule", "by", "group", ~pl.col("linked"), "reach", nearest, -pl.col("clock").cast(pl.Int64))
    finding = by_meeting.unique(["rule", "by", "group"], keep="first", maintain_order=True)
    first = shared(finding.sort("clock", "day", "place", "by").unique("clock", keep="first", maintain_order=True))
    joined = clocks.join(
        first.select("clock", "linked", met="day", met_time="at", met_fact="by"),
        on="clock",
        how="left",
        maintain_order="left",
    ).join(_passed_over(able, first), on="clock", how="left", maintain_order="left")
    return _settled(joined)


def _nearest() -> pl.Expr:
    """The latest start of those begun, the earliest of those reached early; backwards, the earliest."""
    day = pl.col("start").to_physical().cast(pl.Int64)
    return pl.when(~pl.col("backwards") & (pl.col("reach") == _BEGUN)).then(-day).otherwise(day)


def _settled(joined: pl.LazyFrame) -> pl.LazyFrame:
    """A clock that was passed over before it was found stays unmet; one that was met is not passed over."""
    is_met = pl.col("met").is_not_null() & (pl.col("superseded").is_null() | (pl.col("met") <= pl.col("superseded")))
    words = pl.when("linked").then(said("identifier")).otherwise(said("date"))
    return joined.with_columns(
        *(pl.when(is_met).then(name).alias(name) for name in ("met", "met_time", "met_fact")),
        *(pl.when(~is_met).then(name).alias(name) for name in ("superseded", "superseded_fact")),
        matched_by=pl.when(is_met).then(words),
    ).drop("linked")


def _pairs(clocks: pl.LazyFrame, meetings_: pl.LazyFrame, law: Law) -> pl.LazyFrame:
    """Every clock with the meetings of its rule and child that it is not at odds with: `linked`, `reach`.

    The end of a spell of the clocks' own kind is met by the clocks of that spell alone.

    Those that come before it has begun (and are not early) are of no use to it, unless it is counted backwards.
    """
    columns = clocks.collect_schema().names()
    mine = [name for name in columns if name.startswith("mine_")]
    early = [name for name in columns if name.startswith("early_")]
    needed = [
        "clock",
        "rule",
        "child",
        "start",
        "ends",
        "end_reason",
        "spell",
        "spell_start",
        "spell_end",
    ]
    slim = clocks.filter(~is_faulty()).select(
        *needed,
        "excluded_day",
        "excluded_late_day",
        *mine,
        *early,
        backwards=law.of_rule(lambda rule: rule.backwards, pl.Boolean),
    )
    reached = slim.join(meetings_, on=["rule", "child"]).with_columns(reach=_reach(early))
    is_own = pl.col("of_spell").is_null() | (pl.col("of_spell") == pl.col("spell"))
    pairs = reached.filter(is_own & (pl.col("reach").is_not_null() | pl.col("backwards")))
    linked, at_odds = _agreement(mine)
    group = pl.when(~pl.col("backwards")).then("spell")
    compared_ = pairs.with_columns(linked=linked, at_odds=at_odds, group=group).filter(~pl.col("at_odds"))
    return compared_.drop(*mine, *early, cs.matches("^theirs_.*$"), "at_odds")


def _agreement(mine: Iterable[str]) -> tuple[pl.Expr, pl.Expr]:
    """Linked where a compared link agrees and none differs; at odds where any differs."""
    no = pl.lit(value=False)
    pairs = [(pl.col(name), pl.col(name.replace("mine", "theirs"))) for name in mine]
    differ = pl.any_horizontal(no, *((left != right).fill_null(value=False) for left, right in pairs))
    same = pl.any_horizontal(no, *((left == right).fill_null(value=False) for left, right in pairs))
    return same & ~differ, differ


def _reach(early: Iterable[str]) -> pl.Expr:
    day, start = pl.col("day"), pl.col("start")
    begun = pl.when("backwards").then(day <= start).otherwise(day >= start)
    reached = [of_place(int(name.removeprefix("early_"))) & (day >= pl.col(name)) for name in early]
    soon = pl.any_horizontal(pl.lit(value=False), *(each.fill_null(value=False) for each in reached))
    return pl.when(begun).then(pl.lit(_BEGUN, dtype=pl.Int8)).when(soon).then(pl.lit(_EARLY, dtype=pl.Int8))


def _able(pairs: pl.LazyFrame, own: Sequence[pl.LazyFrame]) -> pl.LazyFrame:
    """The pairs in which the meeting may find the clock.

    The clock has begun or is reached early, has not ended, is not excluded, is of a spell that the meeting belongs
    to (unless it is counted backwards), and was not started by the meeting.
    """
    day = pl.col("day")
    over = pl.min_horizontal("ends", "excluded_late_day")
    is_open = (over.is_null() | (day <= over)) & (pl.col("excluded_day").is_null() | (day < pl.col("excluded_day")))
    runs = (pl.col("spell_start") <= day) & (last_day("spell_end") >= day.to_physical())
    inside = pl.col("spell").is_null() | runs | (pl.col("reach") == _EARLY) | pl.col("backwards")
    able = pairs.filter(pl.col("reach").is_not_null() & is_open & inside)
    if not own:
        return able
    keys = ["rule", "by", "spell", "start"]
    started = able.filter(day == pl.col("start")).join(pl.concat(own), on=keys, how="anti", nulls_equal=True)
    return pl.concat([able.filter(day != pl.col("start")), started])


def _passed_over(able: pl.LazyFrame, first: pl.LazyFrame) -> pl.LazyFrame:
    """Clocks passed over by the first meeting that found a later one in the same standing."""
    begun = (pl.col("reach") == _BEGUN) & ~pl.col("backwards")
    found_first = first.filter(begun).select("rule", "by", "group", "linked", chosen="clock")
    return (
        able.filter(begun)
        .join(found_first, on=["rule", "by", "group", "linked"], nulls_equal=True)
        .filter(pl.col("clock") != pl.col("chosen"))
        .sort("clock", "day", "place", "by")
        .unique("clock", keep="first", maintain_order=True)
        .select("clock", superseded="day", superseded_fact="by")
    )


def _met_after(settled: pl.LazyFrame, meetings_: pl.LazyFrame, law: Law, known: Known) -> pl.LazyFrame:
    """Find the first meeting after a duty that ended unmet: linked, or before the child's next start."""
    ended = pl.min_horizontal("ends", "excluded_late_day")
    rebooked = (pl.col("end_reason") == REBOOKED) & (pl.col("ends") == ended)
    over = pl.col("met").is_null() & pl.col("superseded").is_null() & (ended <= known.today)
    unmet = collect_all([settled.filter(over & ~rebooked.fill_null(value=False))])[0]
    if not unmet.height:
        return settled.with_columns(after_fact=pl.lit(None, dtype=pl.UInt32))
    concerned = pl.col("child").is_in(unmet["child"].unique().implode())
    found = _first_after(unmet.lazy(), shared(settled.filter(concerned)), meetings_.filter(concerned), ended, law)
    after = collect_all([found])[0]
    fact = pl.col("clock").replace_strict(after["clock"], after["after_fact"], default=None, return_dtype=pl.UInt32)
    return settled.with_columns(after_fact=fact)


def _first_after(
    unmet: pl.LazyFrame, settled: pl.LazyFrame, meetings_: pl.LazyFrame, ended: pl.Expr, law: Law
) -> pl.LazyFrame:
    """The meetings after clocks that ended unmet, the first of each: `clock, after_fact`."""
    keys = ["rule", "child"]
    days = settled.filter(~is_faulty()).select(*keys, "start").unique().sort(*keys, "start")
    same = (pl.col("child").shift(-1) == pl.col("child")) & (pl.col("rule").shift(-1) == pl.col("rule"))
    following = days.with_columns(following=pl.when(same).then(pl.col("start").shift(-1)))
    return (
        _pairs(unmet, meetings_, law)
        .filter(pl.col("day") > ended)
        .join(settled.select("rule", by="met_fact").drop_nulls(), on=["rule", "by"], how="anti")
        .join(following, on=[*keys, "start"], how="left")
        .filter(pl.col("linked") | (pl.col("day") < pl.col("following")).fill_null(value=True))
        .sort("clock", "day", "place", "by")
        .unique("clock", keep="first", maintain_order=True)
        .select("clock", after_fact="by")
    )
