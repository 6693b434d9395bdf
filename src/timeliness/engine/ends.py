"""When a duty ends of itself: with its spell, with an event, with age or death."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import polars.selectors as cs

from timeliness.engine.base import Base
from timeliness.engine.known import Known
from timeliness.engine.moments import Moments
from timeliness.engine.order import taken
from timeliness.engine.refs import agreement, comparable, identifiers
from timeliness.engine.spells import last_day
from timeliness.rulebook.rules import Ref, Rule

End = tuple[pl.Expr, pl.Expr, pl.Expr]
"""A day, the reason, and the fact behind it, each null where it does not come to that."""

REBOOKED = "rebooked"

_NO_FACT = pl.lit(None, dtype=pl.UInt32)
_FROM = pl.max_horizontal("start", "spell_start")
"""The start, or the first day of the spell where the start lies before it: from then on events may end the duty."""


def version_of(rule: Rule, day: pl.Expr) -> pl.Expr:
    """The number of the version in force on a day: null before the first, after the last, and without a day."""
    begun = pl.sum_horizontal((day >= version.first).cast(pl.Int8) for version in rule.versions)
    last = rule.versions[-1].last
    runs = (begun > 0) & (day <= last if last is not None else pl.lit(value=True))
    return pl.when(runs).then(begun - 1)


def birthday(known: Known, years: int) -> pl.Expr:
    """The day on which each row's child comes to an age; 1 March for a child of 29 February in common years."""
    born = known.of_child("born")
    turned = born.dt.offset_by(f"{years}y")
    return pl.when(born.dt.day() != turned.dt.day()).then(turned.dt.offset_by("1d")).otherwise(turned)


def with_ends(starts: pl.LazyFrame, rule: Rule, base: Base) -> pl.LazyFrame:
    """Add `ends`, `end_reason` and `end_fact` to starts, and leave out those whose duty had ended before it began.

    A repeating rule is given all its starts: which clocks begin is decided when its meetings are known.
    """
    frame, known = starts, base.known
    candidates: list[End] = [_spell_end(rule, known)] if rule.during else []
    for position, ref in enumerate(rule.ends_when):
        if not known.has(ref.kind):
            continue
        if not rule.backwards:
            frame = _begun_before(frame, ref, base)
        frame = _first_after(frame, position, ref, rule, base)
        happened = pl.col(f"end:{position}")
        candidates.append((happened, pl.lit(str(ref)), pl.col(f"end_fact:{position}")))
    candidates += _life(rule, known)
    candidates += [_rebooked(ref.kind, known) for ref in rule.starts if known.vocabulary[ref.kind].rebooks]
    if rule.backwards:
        reached = pl.when(pl.col("start") <= known.as_at).then("start")
        candidates.append((reached, pl.lit("start reached"), _NO_FACT))
    ended = _believed(_earliest(frame, candidates), rule, known)
    return ended.filter(may_begin(rule, known)).drop(cs.matches("^end(_fact)?:.*$"))


def is_faulty() -> pl.Expr:
    """Whether a clock has no start or child, or starts with a spell that ends before it: nothing bears on it."""
    return pl.col("start").is_null() | ~pl.col("sound")


def _believed(frame: pl.LazyFrame, rule: Rule, known: Known) -> pl.LazyFrame:
    """A clock that cannot be placed ends only with its own spell, where that has an end and no start."""
    own = pl.col("start").is_null() & pl.col("spell_end").is_not_null() & pl.col("child").is_not_null()
    ends = pl.when(own).then("spell_end").when(~is_faulty()).then("ends")
    reason = pl.when(own).then(pl.lit(f"{rule.during} ended")).when(~is_faulty()).then("end_reason")
    spell_fact = _spell_end(rule, known)[2] if rule.during else _NO_FACT
    fact = pl.when(own).then(spell_fact).when(~is_faulty()).then("end_fact")
    return frame.with_columns(ends=ends, end_reason=reason, end_fact=fact)


def _spell_end(rule: Rule, known: Known) -> End:
    spells = known.spells[rule.during or ""].spells
    fact = taken(spells["end_fact"], pl.col("spell"))
    return pl.col("spell_end"), pl.lit(f"{rule.during} ended"), fact


def _begun_before(frame: pl.LazyFrame, ref: Ref, base: Base) -> pl.LazyFrame:
    """Leave out starts on a day on which such a spell, begun before it, runs on."""
    if ref.moment != "start":
        return frame
    found, known = base.moments([ref]), base.known
    mine = identifiers(frame.collect_schema().names())
    if found is None or not found.rows.height:
        return frame
    theirs = identifiers(found.rows.columns)
    if not ref.where and not comparable(mine, theirs):
        return frame.filter(~known.spells[ref.kind].runs_since_before(pl.col("child"), _FROM))
    _, at_odds = agreement(mine, theirs)
    ends = taken(known.spells[ref.kind].spells["end"], pl.col("spell_at"))
    running = found.rows.lazy().select("child", "date", *theirs, until=ends)
    blocked = (
        frame.select("fact", "child", *mine, from_=_FROM)
        .join(running, on="child")
        .filter((pl.col("date") < pl.col("from_")) & (last_day("until") > pl.col("from_").to_physical()) & ~at_odds)
    )
    return frame.join(blocked.select("fact"), on="fact", how="anti", maintain_order="left")


def _first_after(frame: pl.LazyFrame, position: int, ref: Ref, rule: Rule, base: Base) -> pl.LazyFrame:
    found = base.moments([ref])
    if found is None or not found.rows.height:
        nothing = {f"end:{position}": pl.Date, f"end_fact:{position}": pl.UInt32}
        return frame.with_columns(pl.lit(None, dtype=kind).alias(name) for name, kind in nothing.items())
    frame = frame.with_columns(from_=pl.col("opened") if rule.backwards else _FROM)
    mine, theirs = identifiers(frame.collect_schema().names()), identifiers(found.rows.columns)
    if comparable(mine, theirs):
        return _first_linked(frame, position, found).drop("from_")
    index = found.order.first(pl.col("child"), pl.col("from_"))
    return frame.with_columns(
        taken(found.rows["date"], index).alias(f"end:{position}"),
        taken(found.rows["fact"], index).alias(f"end_fact:{position}"),
    ).drop("from_")


def _first_linked(frame: pl.LazyFrame, position: int, found: Moments) -> pl.LazyFrame:
    """The first event on or after the day that is not at odds with the start."""
    mine, theirs = identifiers(frame.collect_schema().names()), identifiers(found.rows.columns)
    _, at_odds = agreement(mine, theirs)
    events = found.rows.lazy().select("child", "date", pl.col("fact").alias("event"), *theirs)
    first = (
        frame.select("fact", "child", "from_", *mine)
        .join(events, on="child")
        .filter((pl.col("date") >= pl.col("from_")) & ~at_odds)
        .sort("fact", "date", "event")
        .unique("fact", keep="first", maintain_order=True)
        .select("fact", pl.col("date").alias(f"end:{position}"), pl.col("event").alias(f"end_fact:{position}"))
    )
    return frame.join(first, on="fact", how="left", maintain_order="left")


def _life(rule: Rule, known: Known) -> list[End]:
    """The birthday that ends the duty, by the version in force on the start, and the child's death."""
    begun = pl.sum_horizontal((pl.col("start") >= version.first).cast(pl.Int8) for version in rule.versions)
    version = (begun - 1).clip(0)
    ages = sorted({each.to_age for each in rule.versions})
    ends: list[End] = []
    for age in ages:
        has_age = version.is_in([i for i, each in enumerate(rule.versions) if each.to_age == age])
        turned = pl.when(has_age).then(birthday(known, age))
        ends.append((turned, pl.lit(f"turned {age}"), _NO_FACT))
    return [*ends, (known.of_child("died"), pl.lit("died"), _NO_FACT)]


def _rebooked(kind: str, known: Known) -> End:
    """The day of the next fact of the kind with the same id, which replaces this one."""
    if not known.has(kind, "id"):
        return pl.lit(None, dtype=pl.Date), pl.lit(REBOOKED), _NO_FACT
    events = known.events[kind]
    same = ["child", "id"]
    next_ = {"on": pl.col("date").shift(-1), "by": pl.col("fact").shift(-1)}
    follows = pl.all_horizontal(pl.col(name).shift(-1) == pl.col(name) for name in same)
    ordered = events.sound.sort(*same, "date", "fact").with_columns(
        pl.when(follows).then(value).alias(name) for name, value in next_.items()
    )
    by_row = events.rows.select("fact").join(
        ordered.select("fact", *next_), on="fact", how="left", maintain_order="left"
    )
    row = pl.col("fact").cast(pl.Int64) - events.first
    return taken(by_row["on"], row), pl.lit(REBOOKED), taken(by_row["by"], row)


def may_begin(rule: Rule, known: Known) -> pl.Expr:
    """No clock starts on or after the day on which its duty ends with age or death."""
    over = [pl.col("start") >= day for day, _, _ in _life(rule, known)]
    return ~pl.any_horizontal(expression.fill_null(value=False) for expression in over)


def _earliest(frame: pl.LazyFrame, candidates: Sequence[End]) -> pl.LazyFrame:
    """Of several ends the earliest; on one day, the first of the list."""
    first = pl.min_horizontal(day for day, _, _ in candidates)
    reason, fact = pl.lit(None, dtype=pl.String), _NO_FACT
    for day, words, behind in reversed(candidates):
        comes = day == first
        reason = pl.when(comes).then(words).otherwise(reason)
        fact = pl.when(comes).then(behind).otherwise(fact)
    return frame.with_columns(ends=first, end_reason=reason, end_fact=fact)
