"""The status of each clock: the first of eleven that holds, one expression for every rule."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import polars as pl

from timeliness.engine.columns import WORDS, said
from timeliness.engine.dates import Dates
from timeliness.engine.hours import end_of, has_hours
from timeliness.engine.known import Known
from timeliness.engine.law import Law
from timeliness.rulebook.calendars import CIVIL_LAST
from timeliness.rulebook.rules import Version

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

_JUDGED = (
    *("clock", "rule", "child", "fact", "is_end", "state_fact", "kept", "spell", "spell_start", "start", "occurrence"),
    *("version", "branch", "amount", "due_first", "due", "due_moment", "history", "ends", "met", "met_fact"),
    *("matched_by", "ended", "ended_fact", "moved_fact", "cut_fact", "spent_fact", "excluded_fact"),
    *("status", "reason", "reason_fact"),
)
"""What is read of a clock that has been judged."""

Case = tuple[pl.Expr, pl.Expr | None]


def first_of(cases: list[Case]) -> pl.Expr:
    """The value of the first case that holds, else null. A null case does not hold."""
    chosen: pl.Expr = pl.lit(None)
    for holds, value in reversed(cases):
        chosen = pl.when(holds).then(value).otherwise(chosen)
    return chosen


def judged(clocks: pl.LazyFrame, law: Law, known: Known, amber: pl.Expr) -> pl.LazyFrame:
    """Add `status, reason, reason_fact`; an excluded clock loses `met` and `ended`, and is due as it first was.

    `amber` is what `last_amber` gives. Reads `met, ended, close, ended_reason, due`, `due_moment, met_moment` (hours),
    and what the reasons came to.
    """
    stopped = clocks.with_columns(stop=pl.col("close").fill_null(known.today))
    read = stopped.with_columns(in_time=_in_time(law, known), amber=amber).with_columns(
        cannot=_cannot(known),
        excluded=pl.col("excluded_reason").is_not_null(),
        excused=pl.col("excepted_reason").is_not_null(),
    )
    stated = read.with_columns(
        status=first_of([(holds, pl.lit(name, dtype=STATUS)) for name, holds in _lines().items()])
    )
    return _reasoned(stated, law)


def _in_time(law: Law, known: Known) -> pl.Expr:
    """Whether the clock stopped (or stands at the as-at date) on or before due: by the moment where times are known."""
    by_date = pl.col("stop") <= pl.col("due")
    if not has_hours(law):
        return by_date
    is_open = pl.col("met").is_null() & pl.col("ended").is_null()
    moment = pl.when(is_open).then(end_of(known.today)).otherwise("met_moment")
    by_moment = moment <= pl.col("due_moment")
    return pl.when(by_moment.is_not_null()).then(by_moment).otherwise(by_date)


def _lines() -> dict[str, pl.Expr]:
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
        "due_soon": pl.col("due") <= pl.col("amber"),
        "running": pl.lit(value=True),
    }


def last_amber(law: Law, known: Known, dates: Dates) -> pl.Expr:
    """The last due date whose amber window, of the clock's limit, holds the as-at date."""
    windows = dict.fromkeys(branch.due_soon for branch in law.branches if branch.due_soon)
    begun = {str(window): dates.less(window, pl.col("due")) <= known.today for window in windows}
    asked = [pl.col("due").filter(holds).max().alias(name) for name, holds in begun.items()]
    for last_day in (min(known.as_at + _AHEAD, CIVIL_LAST), CIVIL_LAST):
        last = pl.DataFrame({"due": pl.date_range(known.as_at, last_day, eager=True)}).select(asked)
        if not any(last_day in row for row in last.rows()):
            break
    return law.of_branch(lambda branch: last[str(branch.due_soon)].item() if branch.due_soon else None, pl.Date)


_AHEAD = timedelta(1_000)
"""Windows are shorter, in the main: days further ahead are looked at only where one is not."""


def _cannot(known: Known) -> pl.Expr:
    """Why the clock cannot be judged, if it cannot."""
    by_due = (pl.col("met").is_not_null() & pl.col("in_time")).fill_null(value=False)
    owned = pl.col("child").is_not_null()
    held = owned & pl.col("branch").is_not_null()
    listed = owned if known.children["listed"].all() else owned & known.of_child("listed").fill_null(value=False)
    asked = {
        "start missing": pl.col("start").is_null(),
        "limit unknown": held & pl.col("amount").is_null(),
        "limit not positive": held & (pl.col("amount") < 1),
        "outside the calendar": held & pl.col("due").is_null(),
        "history begins later": owned & pl.col("uncertain") & ~by_due,
        "spell ends before it starts": owned & ~pl.col("sound") & pl.col("start").is_not_null(),
        "child missing": ~listed,
        "birth date missing": pl.col("undecided"),
    }
    return first_of([(asked[name], said(name)) for name in UNASSESSABLE])


def _reasoned(stated: pl.LazyFrame, law: Law) -> pl.LazyFrame:
    """Say why: the reason that decided the status, or the earliest that came too late."""
    cases, fact = _reasons(law), pl.lit(None, dtype=pl.UInt32)
    for holds, _, name in reversed(cases):
        fact = pl.when(holds).then(pl.col(name) if name else None).otherwise(fact)
    is_excluded = pl.col("status") == "excluded"
    kept = ("met", "met_fact", "ended", "ended_fact", "matched_by", "moved_fact")
    return (
        stated.with_columns(reason=first_of([(holds, words) for holds, words, _ in cases]), reason_fact=fact)
        .with_columns(
            due=pl.when(is_excluded).then("due_first").otherwise("due"),
            **{name: pl.when(~is_excluded).then(name) for name in kept},
        )
        .select(_JUDGED)
    )


def _reasons(law: Law) -> list[tuple[pl.Expr, pl.Expr, str]]:
    """When a reason is shown, its words, and the column of the fact behind it; the first that holds is shown."""
    is_ = {name: pl.col("status") == name for name in STATUSES}
    ended = is_["ended_before_due"] | is_["never_met"]
    missed = is_["met_late"] | is_["never_met"] | is_["overdue"]
    pause = law.of_version(lambda version: version.paused_by and version.paused_by.kind, WORDS)
    return [
        (is_["excluded"], pl.col("excluded_reason"), "excluded_fact"),
        (is_["unassessable"], pl.col("cannot"), ""),
        (is_["excepted"], pl.col("excepted_reason"), "excepted_fact"),
        *((missed & holds, words, fact) for holds, words, fact in _too_late(law)),
        (ended & pl.col("after_fact").is_not_null(), said(MET_AFTER), "after_fact"),
        (ended & pl.col("ended_reason").is_null(), pl.col("excluded_late_reason"), "excluded_late_fact"),
        (ended, pl.col("ended_reason"), ""),
        (is_["paused"], pause, "pause_fact"),
    ]


def _too_late(law: Law) -> list[tuple[pl.Expr, pl.Expr, str]]:
    """Reasons that came after the due date as it stood: the earliest, and of one day in this order.

    A late exclusion ends a clock that does not repeat, and is shown as the reason of that end instead.
    """
    repeats = law.of_rule(lambda rule: rule.repeats, pl.Boolean)
    days = {name: pl.when(pl.col(f"{name}_day") <= pl.col("stop")).then(f"{name}_day") for name in _LATE}
    days["excluded_late"] = pl.when(repeats).then(days["excluded_late"])
    first = pl.min_horizontal(days.values())
    event = law.of_version(_extension_words, WORDS)
    words = {
        "excluded_late": pl.col("excluded_late_reason"),
        "excepted_late": pl.col("excepted_late_reason"),
        "late": event,
    }
    return [(day == first, words[name], f"{name}_fact") for name, day in days.items()]


_LATE = ("excluded_late", "excepted_late", "late")


def _extension_words(version: Version) -> str | None:
    return f"{version.extended_by.event.kind} after the due date" if version.extended_by else None
