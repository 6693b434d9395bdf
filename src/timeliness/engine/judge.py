"""The status of each clock: the first of eleven that holds, one expression for every rule."""

from __future__ import annotations

from typing import Final

import polars as pl

from timeliness.engine.dates import Dates
from timeliness.engine.known import Known
from timeliness.engine.hours import end_of
from timeliness.engine.limits import NO_BIRTH_DATE, per_branch, per_version
from timeliness.rulebook.rules import Branch, Rule, Version

STATUSES: Final = (
    "excluded",
    "unassessable",
    "met_on_time",
    "excepted",
    "met_late",
    "ended_before_due",
    "never_met",
    "paused",
    "overdue",
    "due_soon",
    "running",
)
"""In the order in which they are asked: the first that holds wins."""

UNASSESSABLE: Final = (
    "start missing",
    "limit unknown",
    "limit not positive",
    "outside the calendar",
    "history begins later",
    "spell ends before it starts",
    "child missing",
    "birth date missing",
)
"""Why a clock cannot be judged, in the order in which the reasons are asked."""

MET_AFTER = "met after the duty ended"
SUPERSEDED = "superseded"
STATUS = pl.Enum(STATUSES)

Case = tuple[pl.Expr, pl.Expr | None]


def first_of(cases: list[Case]) -> pl.Expr:
    """The value of the first case that holds, else null. A null case does not hold."""
    chosen = pl.lit(None, dtype=pl.String)
    for holds, value in reversed(cases):
        chosen = pl.when(holds).then(value).otherwise(chosen)
    return chosen


def judged(clocks: pl.LazyFrame, rule: Rule, known: Known, dates: Dates) -> pl.LazyFrame:
    """Add `status, reason, reason_fact`; an excluded clock loses `met` and `ended`.

    Reads `met, ended, ended_reason, due`, `due_moment, met_moment` (hours), and what the reasons came to.
    """
    stop = pl.min_horizontal("met", "ended").fill_null(known.today)
    facts = clocks.with_columns(
        cannot=_cannot(known),
        excluded=_bears("excluded", stop),
        excused=_bears("excepted", stop),
        in_time=_in_time(known),
    )
    status = first_of([(holds, pl.lit(name)) for name, holds in _lines(rule, known, dates).items()])
    return _reasoned(facts.with_columns(status=status.cast(STATUS)), rule, stop)


def _bears(role: str, stop: pl.Expr) -> pl.Expr:
    """A reason bears if it is not dated after the clock's stop; one of state bears whatever answered early."""
    of_state = pl.col(f"{role}_reason").is_not_null() & pl.col(f"{role}_fact").is_null()
    return of_state | (pl.col(f"{role}_day") <= stop).fill_null(value=False)


def _in_time(known: Known) -> pl.Expr:
    """Whether the clock stopped (or stands at the as-at date) on or before due: by the moment where times are known."""
    by_date = pl.coalesce("met", "ended", known.today) <= pl.col("due")
    end_of_day = end_of(known.today)
    is_open = pl.col("met").is_null() & pl.col("ended").is_null()
    moment = pl.when(is_open).then(end_of_day).otherwise("met_moment")
    precise = pl.col("due_moment").is_not_null() & moment.is_not_null()
    return pl.when(precise).then(moment <= pl.col("due_moment")).otherwise(by_date)


def _lines(rule: Rule, known: Known, dates: Dates) -> dict[str, pl.Expr]:
    """The lines of the table of statuses, in order."""
    met, ended = pl.col("met").is_not_null(), pl.col("ended").is_not_null()
    in_time = pl.col("in_time")
    return {
        "excluded": pl.col("excluded"),
        "unassessable": pl.col("cannot").is_not_null(),
        "met_on_time": met & in_time,
        "excepted": pl.col("excused") & ~in_time,
        "met_late": met,
        "ended_before_due": ended & in_time,
        "never_met": ended,
        "paused": pl.col("pause_fact").is_not_null(),
        "overdue": ~in_time,
        "due_soon": known.today >= _amber(rule, dates),
        "running": pl.lit(value=True),
    }


def _amber(rule: Rule, dates: Dates) -> pl.Expr:
    def begins(branch: Branch) -> pl.Expr:
        nothing = pl.lit(None, dtype=pl.Date)
        return dates.less(branch.due_soon, pl.col("due")) if branch.due_soon else nothing

    return per_branch(rule, "branch", begins)


def _cannot(known: Known) -> pl.Expr:
    """Why the clock cannot be judged, if it cannot."""
    by_due = (pl.col("met").is_not_null() & _in_time(known)).fill_null(value=False)
    owned = pl.col("child").is_not_null()
    held = owned & (pl.col("branch") >= 0)
    asked = {
        "start missing": pl.col("start").is_null(),
        "limit unknown": held & pl.col("amount").is_null(),
        "limit not positive": held & (pl.col("amount") < 1),
        "outside the calendar": held & pl.col("due").is_null(),
        "history begins later": owned & pl.col("uncertain") & ~by_due,
        "spell ends before it starts": owned & ~pl.col("sound") & pl.col("start").is_not_null(),
        "child missing": ~(owned & known.of_child("listed").fill_null(value=False)),
        "birth date missing": pl.col("branch") == NO_BIRTH_DATE,
    }
    return first_of([(asked[name], pl.lit(name)) for name in UNASSESSABLE])


def _reasoned(stated: pl.LazyFrame, rule: Rule, stop: pl.Expr) -> pl.LazyFrame:
    """Say why: the reason that decided the status, or the earliest that came too late."""
    is_ = {name: pl.col("status") == name for name in STATUSES}
    ended = is_["ended_before_due"] | is_["never_met"]
    shown = is_["met_late"] | is_["never_met"] | is_["overdue"]
    cases: list[tuple[pl.Expr, pl.Expr, str]] = [
        (is_["excluded"], pl.col("excluded_reason"), "excluded_fact"),
        (is_["unassessable"], pl.col("cannot"), ""),
        (is_["excepted"], pl.col("excepted_reason"), "excepted_fact"),
        *[(shown & holds, words, fact) for holds, words, fact in _too_late(rule, stop)],
        (ended & pl.col("after_fact").is_not_null(), pl.lit(MET_AFTER), "after_fact"),
        (ended & pl.col("ended_reason").is_null(), pl.col("excluded_late_reason"), "excluded_late_fact"),
        (ended, pl.col("ended_reason"), ""),
        (is_["paused"], per_version(rule, _pause_words), "pause_fact"),
    ]
    fact = pl.lit(None, dtype=pl.UInt32)
    for holds, _, name in reversed(cases):
        fact = pl.when(holds).then(pl.col(name) if name else None).otherwise(fact)
    kept = ("met", "met_fact", "ended", "ended_fact", "matched_by")
    return stated.with_columns(
        reason=first_of([(holds, value) for holds, value, _ in cases]),
        reason_fact=fact,
        due=pl.when(is_["excluded"]).then("due_first").otherwise("due"),
        moved_fact=pl.when(~is_["excluded"]).then("moved_fact"),
        **{name: pl.when(~is_["excluded"]).then(name) for name in kept},
    )


def _too_late(rule: Rule, stop: pl.Expr) -> list[tuple[pl.Expr, pl.Expr, str]]:
    """Reasons that came after the due date as it stood: the earliest, and of one day in this order.

    A late exclusion ends a clock that does not repeat, and is shown as the reason of that end.
    """
    names = ["excluded_late", "excepted_late", "late"] if rule.repeats else ["excepted_late", "late"]
    days = [pl.when(pl.col(f"{name}_day") <= stop).then(f"{name}_day") for name in names]
    first = pl.min_horizontal(days)
    words = {name: pl.col(f"{name}_reason") for name in names if name != "late"}
    words["late"] = per_version(rule, _extension_words)
    return [(day == first, words[name], f"{name}_fact") for name, day in zip(names, days, strict=True)]


def _pause_words(version: Version) -> pl.Expr:
    return pl.lit(version.paused_by.kind if version.paused_by else None, dtype=pl.String)


def _extension_words(version: Version) -> pl.Expr:
    event = version.extended_by.event.kind if version.extended_by else None
    return pl.lit(f"{event} after the due date" if event else None, dtype=pl.String)
