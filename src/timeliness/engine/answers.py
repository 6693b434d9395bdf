"""Who answers whom: which meeting meets which clock of a rule that does not repeat."""

from __future__ import annotations

import polars as pl

from timeliness.engine.collect import shared
from timeliness.engine.dates import Dates
from timeliness.engine.ends import REBOOKED, is_faulty
from timeliness.engine.known import Known
from timeliness.engine.refs import Moments, agreement, comparable, identifiers
from timeliness.engine.spells import last_day
from timeliness.rulebook.rules import Rule

ANSWER = {
    "met": pl.Date,
    "met_time": pl.Time,
    "met_fact": pl.UInt32,
    "matched_by": pl.String,
    "superseded": pl.Date,
    "superseded_fact": pl.UInt32,
    "after_fact": pl.UInt32,
}
_BEGUN, _EARLY = 0, 1


def answered(
    clocks: pl.LazyFrame, found: Moments | None, starting: pl.LazyFrame, rule: Rule, dates: Dates, known: Known
) -> pl.LazyFrame:
    """Add `met, met_time, met_fact, matched_by`, `superseded, superseded_fact`, and `after_fact`: a meeting that
    came after the duty had ended.

    Clocks have `ends`, and `excluded_day` and `excluded_late_day` where something may exclude them. `starting`
    are the rule's starts, by `fact, spell, start`: none meets the clock that it started.
    """
    if found is None or not found.rows.height:
        return clocks.with_columns(pl.lit(None, dtype=kind).alias(name) for name, kind in ANSWER.items())
    same = _sameness(found, clocks)
    pairs = shared(_pairs(clocks, found, same))
    able = shared(_able(pairs, _own_meetings(starting, found, same), found, rule, dates))
    found_by = _finding(able, rule)
    first = shared(found_by.sort("clock", "day", "place", "by").unique("clock", keep="first", maintain_order=True))
    joined = clocks.join(
        first.select("clock", "linked", met="day", met_time="at", met_fact="by"),
        on="clock",
        how="left",
        maintain_order="left",
    ).join(_passed_over(able, first, rule), on="clock", how="left", maintain_order="left")
    return _met_after(shared(_settled(joined)), pairs, clocks, known)


def _settled(joined: pl.LazyFrame) -> pl.LazyFrame:
    """A clock that was passed over before it was found stays unmet; one that was met is not passed over."""
    is_met = pl.col("met").is_not_null() & (pl.col("superseded").is_null() | (pl.col("met") <= pl.col("superseded")))
    words = pl.when("linked").then(pl.lit("identifier")).otherwise(pl.lit("date"))
    return joined.with_columns(
        *(pl.when(is_met).then(name).alias(name) for name in ("met", "met_time", "met_fact")),
        *(pl.when(~is_met).then(name).alias(name) for name in ("superseded", "superseded_fact")),
        matched_by=pl.when(is_met).then(words),
    ).drop("linked")


def _sameness(found: Moments, clocks: pl.LazyFrame) -> list[str]:
    """What meetings of one day must have in common to be one: child, date, and the links that clocks carry too."""
    mine = identifiers(clocks.collect_schema().names())
    theirs = identifiers(found.rows.columns)
    return ["child", "date", *(name for name in theirs if comparable(mine, [name]))]


def _one_a_day(found: Moments, same: list[str]) -> pl.LazyFrame:
    """One meeting for each child, day and set of links; those that carry no link fold into the others of the day."""
    rows, shared_links = found.rows.lazy(), same[2:]
    if shared_links:
        marked = rows.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in shared_links))
        unmarked = rows.filter(pl.all_horizontal(pl.col(name).is_null() for name in shared_links))
        rows = pl.concat([marked, unmarked.join(marked, on=["child", "date"], how="anti")])
    return rows.unique(same, keep="first", maintain_order=True)


def _own_meetings(starting: pl.LazyFrame, found: Moments, same: list[str]) -> pl.LazyFrame:
    """The meetings that hold a fact which started a clock: `by, spell, start`."""
    facts = found.rows.lazy().select(*same, "fact").join(starting.select("fact", "spell", "start"), on="fact")
    one = _one_a_day(found, same).select(*same, by="fact")
    return facts.join(one, on=same, nulls_equal=True).select("by", "spell", "start")


def _pairs(clocks: pl.LazyFrame, found: Moments, same: list[str]) -> pl.LazyFrame:
    """Every clock with every meeting of its child that it is not at odds with, and whether they are `linked`."""
    mine, theirs = identifiers(clocks.collect_schema().names()), identifiers(found.rows.columns)
    linked, at_odds = agreement(mine, theirs)
    rows = _one_a_day(found, same).select("child", "place", *theirs, day="date", at="time", by="fact")
    needed = ["clock", "child", "start", "occurrence", "ends", "spell", "spell_start", "spell_end"]
    slim = clocks.filter(~is_faulty()).select(*needed, "excluded_day", "excluded_late_day", *mine)
    pairs = slim.join(rows, on="child")
    return pairs.with_columns(linked=linked).filter(~at_odds).drop(pl.col("^(own|link):.*$"))


def _finding(able: pl.LazyFrame, rule: Rule) -> pl.LazyFrame:
    """For each meeting, in each spell, the clock that it finds."""
    day = pl.col("start").to_physical().cast(pl.Int64)
    nearest = day if rule.backwards else pl.when(pl.col("reach") == _BEGUN).then(-day).otherwise(day)
    return (
        able.sort("by", *_group(rule), ~pl.col("linked"), "reach", nearest, -pl.col("occurrence").cast(pl.Int64))
        .unique(["by", *_group(rule)], keep="first", maintain_order=True)
    )


def _group(rule: Rule) -> list[str]:
    """Each spell by itself; the clocks of a child that are counted backwards are one group."""
    return [] if rule.backwards else ["spell"]


def _able(pairs: pl.LazyFrame, own: pl.LazyFrame, found: Moments, rule: Rule, dates: Dates) -> pl.LazyFrame:
    """The pairs in which the meeting may find the clock: it has begun (`reach` 0) or is reached early (1), has
    not ended, is not excluded, is of a spell that the meeting belongs to, and was not started by it."""
    day = pl.col("day")
    over = pl.min_horizontal("ends", "excluded_late_day")
    is_open = (over.is_null() | (day <= over)) & (pl.col("excluded_day").is_null() | (day < pl.col("excluded_day")))
    inside = pl.lit(value=True)
    if rule.during:
        runs = (pl.col("spell_start") <= day) & (last_day("spell_end") >= day.to_physical())
        inside = runs | (pl.col("reach") == _EARLY)
    able = pairs.with_columns(reach=_reach(found, rule, dates)).filter(pl.col("reach").is_not_null() & is_open & inside)
    started = able.filter(day == pl.col("start")).join(own, on=["by", "spell", "start"], how="anti", nulls_equal=True)
    return pl.concat([able.filter(day != pl.col("start")), started])


def _reach(found: Moments, rule: Rule, dates: Dates) -> pl.Expr:
    day, start = pl.col("day"), pl.col("start")
    begun = day <= start if rule.backwards else day >= start
    early = pl.any_horizontal(
        pl.lit(value=False),
        *((pl.col("place") == place) & (day >= dates.less(length, start)) for place, length in enumerate(found.early) if length),
    )
    return pl.when(begun).then(pl.lit(_BEGUN, dtype=pl.Int8)).when(early).then(pl.lit(_EARLY, dtype=pl.Int8))


def _passed_over(able: pl.LazyFrame, first: pl.LazyFrame, rule: Rule) -> pl.LazyFrame:
    """Clocks passed over by the first meeting that found a later one in the same standing."""
    if rule.backwards:
        return pl.LazyFrame(schema={"clock": pl.UInt64, "superseded": pl.Date, "superseded_fact": pl.UInt32})
    found_first = first.filter(pl.col("reach") == _BEGUN).select("by", "spell", "linked", chosen="clock")
    return (
        able.filter(pl.col("reach") == _BEGUN)
        .join(found_first, on=["by", "spell", "linked"], nulls_equal=True)
        .filter(pl.col("clock") != pl.col("chosen"))
        .sort("clock", "day", "place", "by")
        .unique("clock", keep="first", maintain_order=True)
        .select("clock", superseded="day", superseded_fact="by")
    )


def _met_after(settled: pl.LazyFrame, pairs: pl.LazyFrame, clocks: pl.LazyFrame, known: Known) -> pl.LazyFrame:
    """Find the first meeting after a duty that ended unmet: linked, or before the child's next start."""
    ended = pl.min_horizontal("ends", "excluded_late_day")
    rebooked = (pl.col("end_reason") == REBOOKED) & (pl.col("ends") == ended)
    over = pl.col("met").is_null() & pl.col("superseded").is_null() & (ended <= known.today)
    unmet = settled.filter(over & ~rebooked.fill_null(value=False))
    days = clocks.filter(~is_faulty()).select("child", "start").drop_nulls().unique().sort("child", "start")
    following = days.with_columns(
        following=pl.when(pl.col("child").shift(-1) == pl.col("child")).then(pl.col("start").shift(-1))
    )
    after = (
        pairs.join(unmet.select("clock"), on="clock", how="semi")
        .join(settled.select(by="met_fact").drop_nulls(), on="by", how="anti")
        .join(following, on=["child", "start"], how="left")
        .filter(pl.col("day") > ended)
        .filter(pl.col("linked") | (pl.col("day") < pl.col("following")).fill_null(value=True))
        .sort("clock", "day", "place", "by")
        .unique("clock", keep="first", maintain_order=True)
    )
    return settled.join(after.select("clock", after_fact="by"), on="clock", how="left", maintain_order="left")
