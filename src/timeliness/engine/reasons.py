"""Reasons: when a duty does not apply, or missing it is excused, and from which day that bears on a clock."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from timeliness.engine.ends import is_faulty
from timeliness.engine.known import Known
from timeliness.engine.refs import agreement, identifiers, moments
from timeliness.engine.states import States, column, subjects_of
from timeliness.rulebook.rules import Condition, Reason, Rule, Subject

EXCLUDED, EXCEPTED = "excluded", "excepted"
_FOUND = {"day": pl.Date, "reason": pl.String, "fact": pl.UInt32}
STOOD = {
    "clock": pl.UInt64,
    "role": pl.String,
    "entry": pl.UInt8,
    "reason": pl.String,
    "late": pl.Boolean,
    "start": pl.Date,
    "day": pl.Date,
    "fact": pl.UInt32,
    "stood": pl.Date,
}


def entries(rule: Rule) -> Iterator[tuple[str, int, Reason, list[int]]]:
    """Every reason of every version: its role, its place in the list, itself, and the versions that have it."""
    seen: dict[tuple[str, int, Reason], list[int]] = {}
    for number, version in enumerate(rule.versions):
        for role, listed in ((EXCLUDED, version.excluded), (EXCEPTED, version.excepted)):
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


def is_dated(entry: Reason, known: Known) -> bool:
    """Whether a reason comes with a day of its own: an event, or the end of a spell."""
    return entry.event is not None or bool(late_subjects(entry.when, known))


def dated_reasons(clocks: pl.LazyFrame, rule: Rule, known: Known, states: States) -> pl.LazyFrame | None:
    """The dated reasons that may bear on each clock, one row each: the columns of `STOOD`.

    Not at odds with the clock, on or after its start and before the next start (unless linked), up to its close.
    `stood` is the due date as it stood that day where nothing moves it.
    """
    frames = []
    for role, place, entry, numbers in entries(rule):
        if not is_dated(entry, known) or (entry.event is not None and not known.has(entry.event.kind)):
            continue
        concerned = clocks.filter(pl.col("version").is_in(numbers) & ~is_faulty())
        found = _by_event(concerned, entry, rule, known, states) if entry.event else _by_state(concerned, entry, known, states)
        frames.append(_noted(found, role, place, entry, known))
    return pl.concat(frames) if frames else None


def _noted(found: pl.LazyFrame, role: str, place: int, entry: Reason, known: Known) -> pl.LazyFrame:
    in_time = (pl.col("day") <= pl.col("close").fill_null(known.today)) & pl.col("day").is_not_null()
    return found.filter(in_time).select(
        "clock",
        role=pl.lit(role),
        entry=pl.lit(place, dtype=pl.UInt8),
        reason=pl.lit(entry.reason),
        late=pl.lit(entry.late),
        start="start",
        day="day",
        fact="by",
        stood="due",
    )


def _by_event(clocks: pl.LazyFrame, entry: Reason, rule: Rule, known: Known, states: States) -> pl.LazyFrame:
    assert entry.event is not None
    events = moments([entry.event], known, states)
    assert events is not None
    theirs = identifiers(events.rows.columns)
    rows = events.rows.lazy().select("child", day="date", by="fact", **{name: pl.col(name) for name in theirs})
    linked, at_odds = agreement(identifiers(clocks.collect_schema().names()), theirs)
    held = _held(clocks, entry, states)
    pairs = held.join(rows, on="child").filter(~at_odds & _reaches(rule, linked))
    return _no_earlier(pairs, entry, known, states)


def _reaches(rule: Rule, linked: pl.Expr) -> pl.Expr:
    """Whether a fact's day lies between the clock's start and the next start, or whatever day if linked."""
    day = pl.col("day")
    if rule.backwards:
        after = (day > pl.col("previous_start")).fill_null(value=True) | linked
        return after & (day <= pl.col("start"))
    before = (day < pl.col("next_start")).fill_null(value=True) | linked
    return before & (day >= pl.col("start"))


def _held(clocks: pl.LazyFrame, entry: Reason, states: States) -> pl.LazyFrame:
    read = states.read(clocks, subjects_of([entry.when]), "start")
    return read.filter(states.holds(entry.when, "start"))


def _by_state(clocks: pl.LazyFrame, entry: Reason, known: Known, states: States) -> pl.LazyFrame:
    """A reason that rests on what is known at the end of a spell is dated that day."""
    subjects = late_subjects(entry.when, known)
    held = _held(clocks, entry, states).with_columns(by=states.speaking(subjects[0], pl.col("start")))
    dated = _no_earlier(held.with_columns(day="start"), entry, known, states)
    own = all(subject.place in ("own", "kept") for subject in subjects)
    return dated if own else dated.filter((pl.col("day") < pl.col("next_start")).fill_null(value=True))


def _no_earlier(found: pl.LazyFrame, entry: Reason, known: Known, states: States) -> pl.LazyFrame:
    """A reason that also rests on the end of a spell holds from that end at the earliest."""
    ends = [
        known.attribute(subject.kind, "end", states.speaking(subject, pl.col("start")))
        for subject in late_subjects(entry.when, known)
    ]
    return found.with_columns(day=pl.max_horizontal("day", *ends)) if ends else found


def with_reasons(
    clocks: pl.LazyFrame, stood: pl.LazyFrame | None, rule: Rule, known: Known, states: States
) -> pl.LazyFrame:
    """Add for each role what bears (`excluded_day, excluded_reason, excluded_fact`) and what came too late
    (`excluded_late_day`, ...): of several the earliest, then the first in the rule."""
    for role in (EXCLUDED, EXCEPTED):
        clocks = _with_role(clocks, stood, role, rule, known, states)
    return clocks


def _with_role(
    clocks: pl.LazyFrame, stood: pl.LazyFrame | None, role: str, rule: Rule, known: Known, states: States
) -> pl.LazyFrame:
    of_state = [each for each in entries(rule) if each[0] == role and not is_dated(each[2], known)]
    read = states.read(clocks, subjects_of(entry.when for _, _, entry, _ in of_state), "start")
    reason = pl.lit(None, dtype=pl.String)
    place = pl.lit(None, dtype=pl.UInt8)
    for _, number, entry, versions in reversed(of_state):
        holds = pl.col("version").is_in(versions) & states.holds(entry.when, "start") & ~is_faulty()
        reason = pl.when(holds).then(pl.lit(entry.reason)).otherwise(reason)
        place = pl.when(holds).then(pl.lit(number, dtype=pl.UInt8)).otherwise(place)
    found = read.with_columns(
        pl.when(place.is_not_null()).then("start").alias(f"{role}_day"),
        reason.alias(f"{role}_reason"),
        place.alias(f"{role}_place"),
        pl.lit(None, dtype=pl.UInt32).alias(f"{role}_fact"),
    )
    if stood is None:
        nothing = [pl.lit(None, dtype=kind).alias(f"{role}_late_{name}") for name, kind in _FOUND.items()]
        return found.with_columns(nothing).drop(f"{role}_place")
    return _with_dated(found, stood.filter(pl.col("role") == role), role)


def _with_dated(found: pl.LazyFrame, stood: pl.LazyFrame, role: str) -> pl.LazyFrame:
    bears = (pl.col("day") <= pl.coalesce("stood", "start")) | pl.col("late")
    ordered = stood.with_columns(bears.alias("bears")).sort("clock", "day", "entry", "fact")
    too_late = ordered.filter(~pl.col("bears") & pl.col("stood").is_not_null())
    for name, rows in (("dated", ordered.filter("bears")), ("late", too_late)):
        first = rows.unique("clock", keep="first", maintain_order=True)
        renamed = {column: f"{role}_{name}_{column}" for column in ("day", "reason", "fact", "entry")}
        found = found.join(first.select("clock", *renamed).rename(renamed), on="clock", how="left", maintain_order="left")
    dated, state = pl.col(f"{role}_dated_day"), pl.col(f"{role}_day")
    earlier = state.is_null() | (dated < state) | ((dated == state) & (pl.col(f"{role}_dated_entry") < pl.col(f"{role}_place")))
    return found.with_columns(
        pl.when(dated.is_not_null() & earlier).then(f"{role}_dated_{name}").otherwise(f"{role}_{name}").alias(f"{role}_{name}")
        for name in _FOUND
    ).drop(f"{role}_place", f"{role}_late_entry", pl.col(f"^{role}_dated_.*$"))
