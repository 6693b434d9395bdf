"""When a duty ends of itself: with its spell, with an event, with age or death."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
import polars.selectors as cs

from timeliness.engine.base import Base
from timeliness.engine.columns import WORDS, Schema, said
from timeliness.engine.known import Known
from timeliness.engine.law import Law
from timeliness.engine.moments import Moments
from timeliness.engine.order import gathered, taken
from timeliness.engine.refs import agreement, comparable, identifiers, with_identifiers
from timeliness.engine.spells import last_day
from timeliness.rulebook.rules import Ref, Rule

End = tuple[pl.Expr, pl.Expr, pl.Expr]
"""A day, the reason, and the fact behind it, each null where it does not come to that."""

REBOOKED = "rebooked"

_NO_FACT = pl.lit(None, dtype=pl.UInt32)
_FROM = pl.max_horizontal("start", "spell_start")
"""The start, or the first day of the spell where the start lies before it: from then on events may end the duty."""


def birthday(born: pl.Expr, years: int) -> pl.Expr:
    """The day on which a child comes to an age; 1 March for a child of 29 February in common years."""
    turned = born.dt.offset_by(f"{years}y")
    return pl.when(born.dt.day() != turned.dt.day()).then(turned.dt.offset_by("1d")).otherwise(turned)


def birthdays(born: pl.Series, years: int) -> pl.Series:
    """`birthday` of many children: worked out for each day from the first to the last, where these are fewer."""
    frame, first, last = born.to_frame("born"), born.min(), born.max()
    if not isinstance(first, date) or not isinstance(last, date) or (last - first).days > len(born):
        return frame.select(birthday(pl.col("born"), years)).to_series()
    turned = pl.select(born=pl.date_range(first, last)).select(birthday(pl.col("born"), years)).to_series()
    return frame.select(taken(turned, (pl.col("born") - first).dt.total_days())).to_series()


def with_ends(starts: pl.DataFrame, law: Law, base: Base, started: Sequence[pl.DataFrame]) -> pl.LazyFrame:
    """Add `ends`, `end_reason` and `end_fact` to starts, and leave out those whose duty had ended before it began.

    A repeating rule is given all its starts: which clocks begin is decided when its meetings are known.
    """
    known, life = base.known, _life(law, base.known)
    of_spell: list[End] = [(pl.col("spell_end"), _spell_words(law), pl.col("spell_tail"))]
    happened: list[End] = [(pl.col("happened"), pl.col("happened_reason"), pl.col("happened_fact"))]
    rebooked: list[End] = [(pl.col("rebooked"), said(REBOOKED), pl.col("rebooked_fact"))]
    reached: list[End] = [(_reached(law, known), said("start reached"), _NO_FACT)]
    candidates = [
        *(of_spell if any(rule.during for rule in law.rules) else []),
        *(happened if any(rule.ends_when for rule in law.rules) else []),
        *life,
        *(rebooked if any(_rebooking(rule, known) for rule in law.rules) else []),
        *(reached if any(rule.backwards for rule in law.rules) else []),
    ]
    ended = _believed(_earliest(_with_events(starts, law, base, started), candidates), law)
    return ended.filter(_before(life)).drop(*_EVENTS)


_EVENTS: Schema = {
    "happened": pl.Date,
    "happened_reason": WORDS,
    "happened_fact": pl.UInt32,
    "rebooked": pl.Date,
    "rebooked_fact": pl.UInt32,
}


def _spell_words(law: Law) -> pl.Expr:
    return law.of_rule(lambda rule: f"{rule.during} ended" if rule.during else None, WORDS)


def _reached(law: Law, known: Known) -> pl.Expr:
    """The start itself, of a clock that is counted backwards, when it has come."""
    backwards = law.of_rule(lambda rule: rule.backwards, pl.Boolean)
    return pl.when(backwards & (pl.col("start") <= known.today)).then("start")


def _with_events(starts: pl.DataFrame, law: Law, base: Base, started: Sequence[pl.DataFrame]) -> pl.LazyFrame:
    """Add the first event that ends each duty, and the fact that rebooks its start, of rules that have any."""
    nothing = [pl.lit(None, dtype=kind).alias(name) for name, kind in _EVENTS.items()]

    def asks(rule: Rule) -> bool:
        return bool(rule.ends_when or _rebooking(rule, base.known))

    return law.each(
        starts,
        asks,
        lambda number, rows: _with_own(with_identifiers(rows, started[number]), law.rules[number], base),
        lambda rows: rows.with_columns(nothing),
    )


def _rebooking(rule: Rule, known: Known) -> list[str]:
    return [ref.kind for ref in rule.starts if known.vocabulary[ref.kind].rebooks and known.has(ref.kind, "id")]


def _with_own(frame: pl.LazyFrame, rule: Rule, base: Base) -> pl.LazyFrame:
    happened: list[End] = []
    for position, ref in enumerate(rule.ends_when):
        if not base.known.has(ref.kind):
            continue
        if not rule.backwards:
            frame = _begun_before(frame, ref, base)
        frame = _first_after(frame, position, ref, rule, base)
        happened.append((pl.col(f"end:{position}"), said(str(ref)), pl.col(f"end_fact:{position}")))
    rebooked = [_rebooked(kind, base.known) for kind in _rebooking(rule, base.known)]
    first, again = _first_of(happened), _first_of(rebooked)
    values = dict(zip(_EVENTS, (*first, again[0], again[2]), strict=True))
    added = frame.with_columns(value.cast(_EVENTS[name]).alias(name) for name, value in values.items())
    return added.drop(cs.matches("^(end|end_fact|own|link):.*$"))


def is_faulty() -> pl.Expr:
    """Whether a clock has no start or child, or starts with a spell that ends before it: nothing bears on it."""
    return pl.col("start").is_null() | ~pl.col("sound")


def _believed(frame: pl.LazyFrame, law: Law) -> pl.LazyFrame:
    """A clock that cannot be placed ends only with its own spell, where that has an end and no start."""
    own = pl.col("start").is_null() & pl.col("spell_end").is_not_null() & pl.col("child").is_not_null()
    ends = pl.when(own).then("spell_end").when(~is_faulty()).then("ends")
    reason = pl.when(own).then(_spell_words(law)).when(~is_faulty()).then("end_reason")
    fact = pl.when(own).then("spell_tail").when(~is_faulty()).then("end_fact")
    return frame.with_columns(ends=ends, end_reason=reason, end_fact=fact)


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


def _life(law: Law, known: Known) -> list[End]:
    """The birthday that ends the duty, by the version in force on the start, and the child's death."""
    ages = sorted({version.to_age for version in law.versions})
    begun = law.begun(pl.col("start"))
    age = taken(pl.Series([version.to_age for version in law.versions], dtype=pl.Int8), begun)
    turned: pl.Expr = pl.lit(None, dtype=pl.Date)
    for years in ages:
        day = taken(birthdays(known.children["born"], years), pl.col("child"))
        turned = day if len(ages) == 1 else pl.when(age == years).then(day).otherwise(turned)
    several = pl.Series([f"turned {version.to_age}" for version in law.versions], dtype=WORDS)
    words = said(f"turned {ages[0]}") if len(ages) == 1 else taken(several, begun)
    return [(turned, words, _NO_FACT), (known.of_child("died"), said("died"), _NO_FACT)]


def _rebooked(kind: str, known: Known) -> End:
    """The day of the next fact of the kind with the same id, which replaces this one."""
    if not known.has(kind, "id"):
        return pl.lit(None, dtype=pl.Date), said(REBOOKED), _NO_FACT
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
    return gathered(by_row["on"], row), said(REBOOKED), gathered(by_row["by"], row)


def may_begin(law: Law, known: Known) -> pl.Expr:
    """No clock starts on or after the day on which its duty ends with age or death."""
    return _before(_life(law, known))


def _before(life: Sequence[End]) -> pl.Expr:
    over = [pl.col("start") >= day for day, _, _ in life]
    return ~pl.any_horizontal(expression.fill_null(value=False) for expression in over)


def _first_of(candidates: Sequence[End]) -> End:
    """Of several ends the earliest; on one day, the first of the list."""
    if not candidates:
        return pl.lit(None, dtype=pl.Date), said(None), _NO_FACT
    first = pl.min_horizontal(day for day, _, _ in candidates)
    reason, fact = said(None), _NO_FACT
    for day, words, behind in reversed(candidates):
        comes = day == first
        reason = pl.when(comes).then(words).otherwise(reason)
        fact = pl.when(comes).then(behind).otherwise(fact)
    return first, reason, fact


def _earliest(frame: pl.LazyFrame, candidates: Sequence[End]) -> pl.LazyFrame:
    day, reason, fact = _first_of(candidates)
    return frame.with_columns(ends=day, end_reason=reason, end_fact=fact)
