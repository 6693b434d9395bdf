"""Reasons: when a duty does not apply, or missing it is excused, and from which day that bears on a clock."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from timeliness.engine.base import Base
from timeliness.engine.columns import WORDS, Schema, said
from timeliness.engine.ends import is_faulty
from timeliness.engine.known import Known
from timeliness.engine.law import Law
from timeliness.engine.refs import agreement, identifiers
from timeliness.engine.states import States, subjects_of
from timeliness.rulebook.rules import Condition, Reason, Ref, Rule, Subject

ROLES = ("excluded", "excepted")
DATED: Schema = {
    "clock": pl.UInt32,
    "role": pl.UInt8,
    "entry": pl.UInt8,
    "reason": WORDS,
    "late": pl.Boolean,
    "start": pl.Date,
    "day": pl.Date,
    "by": pl.UInt32,
}
"""A dated reason that may bear on a clock: `role` is its place in `ROLES`, `entry` its place in the rule."""


def entries(rule: Rule) -> Iterator[tuple[str, int, Reason, list[int]]]:
    """Every reason of every version: its role, its place in the list, itself, and the versions that have it."""
    seen: dict[tuple[str, int, Reason], list[int]] = {}
    for number, version in enumerate(rule.versions):
        for role, listed in zip(ROLES, (version.excluded, version.excepted), strict=True):
            for place, entry in enumerate(listed):
                seen.setdefault((role, place, entry), []).append(number)
    for (role, place, entry), numbers in seen.items():
        yield role, place, entry, numbers


def late_subjects(condition: Condition, known: Known) -> list[Subject]:
    """What a condition reads that is known only at the end of a spell."""
    return [subject for subject in subjects_of([condition]) if _is_late(subject, known)]


def _is_late(subject: Subject, known: Known) -> bool:
    if subject.place not in ("own", "kept", "kind") or not subject.name:
        return False
    attribute = known.vocabulary[subject.kind].attribute(subject.name)
    return attribute is not None and attribute.known_at == "end"


def _is_dated(entry: Reason, known: Known) -> bool:
    return entry.event is not None or bool(late_subjects(entry.when, known))


def of_state(rule: Rule, known: Known) -> list[tuple[str, int, Reason, list[int]]]:
    """The reasons that rest on state alone, as `entries` gives them."""
    return [each for each in entries(rule) if not _is_dated(each[2], known)]


def with_state_reasons(clocks: pl.LazyFrame, rule: Rule, base: Base) -> pl.LazyFrame:
    """Add the first reason of each role that rests on state alone: `excluded_entry, excluded_reason`, ..."""
    states = base.states(rule)
    held = of_state(rule, base.known)
    read = states.read(clocks, subjects_of(entry.when for _, _, entry, _ in held), "start")
    found: dict[str, pl.Expr] = {}
    for role, place, entry, versions in reversed(held):
        holds = pl.col("version").is_in(versions) & states.holds(entry.when, "start") & ~is_faulty()
        number, words = pl.lit(place, dtype=pl.UInt8), said(entry.reason)
        found[f"{role}_entry"] = pl.when(holds).then(number).otherwise(found.get(f"{role}_entry", pl.lit(None)))
        found[f"{role}_reason"] = pl.when(holds).then(words).otherwise(found.get(f"{role}_reason", pl.lit(None)))
    return read.with_columns(**found)


def dated_reasons(clocks: pl.LazyFrame, number: int, law: Law, base: Base) -> Iterator[pl.LazyFrame]:
    """The dated reasons that may bear on the clocks of a rule, one row each: the columns of `DATED`.

    Not at odds with the clock, on or after its start and before the next start, unless linked.
    """
    rule, states = law.rules[number], base.states(law.rules[number])
    for role, place, entry, versions in entries(rule):
        if not _is_dated(entry, base.known) or (entry.event is not None and not base.known.has(entry.event.kind)):
            continue
        held = states.read(_concerned(clocks, number, law, versions), subjects_of([entry.when]), "start")
        held = held.filter(states.holds(entry.when, "start"))
        found = _by_event(held, entry.event, rule, base) if entry.event else _by_state(held, entry, base.known, states)
        dated = _no_earlier(found, entry, base.known, states).filter(pl.col("day").is_not_null())
        said = {"role": ROLES.index(role), "entry": place, "reason": entry.reason, "late": entry.late}
        tagged = dated.with_columns(pl.lit(value, dtype=DATED[name]).alias(name) for name, value in said.items())
        yield tagged.select(DATED.keys())


def _concerned(clocks: pl.LazyFrame, number: int, law: Law, versions: list[int]) -> pl.LazyFrame:
    first = law.first_version[number]
    return clocks.filter(pl.col("version").is_in([first + version for version in versions]) & ~is_faulty())


def _by_event(clocks: pl.LazyFrame, event: Ref, rule: Rule, base: Base) -> pl.LazyFrame:
    events = base.found(event)
    theirs = identifiers(events.rows.columns)
    rows = events.rows.lazy().select("child", *theirs, day="date", by="fact")
    linked, at_odds = agreement(identifiers(clocks.collect_schema().names()), theirs)
    return clocks.join(rows, on="child").filter(~at_odds & _reaches(rule, linked))


def _reaches(rule: Rule, linked: pl.Expr) -> pl.Expr:
    """Whether a fact's day lies between the clock's start and the next start, or whatever day if linked."""
    day = pl.col("day")
    if rule.backwards:
        after = (day > pl.col("previous_start")).fill_null(value=True) | linked
        return after & (day <= pl.col("start"))
    before = (day < pl.col("next_start")).fill_null(value=True) | linked
    return before & (day >= pl.col("start"))


def _by_state(clocks: pl.LazyFrame, entry: Reason, known: Known, states: States) -> pl.LazyFrame:
    """A reason that rests on what is known at the end of a spell is dated that day."""
    subjects = late_subjects(entry.when, known)
    dated = clocks.with_columns(by=states.speaking(subjects[0], pl.col("start")), day="start")
    if all(subject.place in ("own", "kept") for subject in subjects):
        return dated
    ends = _no_earlier(dated, entry, known, states)
    return ends.filter((pl.col("day") < pl.col("next_start")).fill_null(value=True))


def _no_earlier(found: pl.LazyFrame, entry: Reason, known: Known, states: States) -> pl.LazyFrame:
    """A reason that also rests on the end of a spell holds from that end at the earliest."""
    ends = [
        known.attribute(subject.kind, "end", states.speaking(subject, pl.col("start")))
        for subject in late_subjects(entry.when, known)
    ]
    return found.with_columns(day=pl.max_horizontal("day", *ends)) if ends else found


def with_reasons(clocks: pl.LazyFrame, dated: pl.LazyFrame) -> pl.LazyFrame:
    """Add for each role what bears and what came too late: of several the earliest, then the first in the rule.

    Added: `excluded_day, excluded_reason, excluded_fact`, `excluded_late_day, ...`, and so for `excepted`. `dated`
    has the columns of `DATED` and `stood`, the due date as it stood on the reason's day.
    """
    bears = (pl.col("day") <= pl.coalesce("stood", "start")) | pl.col("late")
    ordered = dated.with_columns(bears=bears).sort("clock", "role", "bears", "day", "entry", "by")
    first = ordered.unique(["clock", "role", "bears"], keep="first", maintain_order=True)
    for place, role in enumerate(ROLES):
        of_role = first.filter(pl.col("role") == place)
        in_time = of_role.filter("bears").select("clock", d="day", r="reason", f="by", e="entry")
        late = of_role.filter(~pl.col("bears") & pl.col("stood").is_not_null())
        renamed = {"day": f"{role}_late_day", "reason": f"{role}_late_reason", "by": f"{role}_late_fact"}
        clocks = clocks.join(in_time, on="clock", how="left", maintain_order="left")
        clocks = clocks.join(
            late.select("clock", *renamed).rename(renamed), on="clock", how="left", maintain_order="left"
        )
        clocks = clocks.with_columns(_first_of_both(role)).drop("d", "r", "f", "e")
    return clocks


def _first_of_both(role: str) -> list[pl.Expr]:
    """The dated reason or the one of state, which is dated on the start: the earlier, then the first in the rule."""
    state = pl.when(pl.col(f"{role}_entry").is_not_null()).then("start")
    same_day = (pl.col("d") == state) & (pl.col("e") < pl.col(f"{role}_entry"))
    dated = pl.col("d").is_not_null() & (state.is_null() | (pl.col("d") < state) | same_day)
    return [
        pl.when(dated).then("d").otherwise(state).alias(f"{role}_day"),
        pl.when(dated).then("r").otherwise(f"{role}_reason").alias(f"{role}_reason"),
        pl.when(dated).then("f").alias(f"{role}_fact"),
    ]
