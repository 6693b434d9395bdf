"""The fixed columns of the result, the same for every rule."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from timeliness.engine.dates import Dates
from timeliness.engine.hours import in_hours, wall_clock
from timeliness.engine.judge import STATUS
from timeliness.engine.known import Known
from timeliness.engine.limits import limit_subjects, per_branch, texts
from timeliness.engine.order import taken
from timeliness.engine.states import column
from timeliness.facts import ALLOCATION, UNALLOCATED
from timeliness.rulebook.rules import Branch, Rule, Subject

WORKING = "working"
COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "rule": pl.String,
    "version": pl.String,
    "verified": pl.Boolean,
    "force": pl.String,
    "severity": pl.String,
    "authority": pl.String,
    "child_id": pl.String,
    "clock_key": pl.String,
    "occurrence": pl.UInt32,
    "team": pl.String,
    "team_then": pl.String,
    "worker": pl.String,
    "spell_start": pl.Date,
    "start": pl.Date,
    "limit": pl.String,
    "branch": pl.String,
    "state": pl.String,
    "due_first": pl.Date,
    "due": pl.Date,
    "due_at": pl.Datetime("us"),
    "met": pl.Date,
    "ended": pl.Date,
    "status": STATUS,
    "reason": pl.String,
    "since": pl.Int32,
    "days_late": pl.Int32,
    "working_days_late": pl.Int32,
    "days_left": pl.Int32,
    "precision": pl.String,
    "matched_by": pl.String,
    "start_source": pl.Int64,
    "met_source": pl.Int64,
    "ended_source": pl.Int64,
    "reason_source": pl.Int64,
    "moved_source": pl.Int64,
}
"""The columns of a clock, in order. `due_at` is the wall clock of Europe/London."""

_EVIDENCE = {"start_source": "fact", "met_source": "met_fact", "ended_source": "ended_fact"}
_EVIDENCE |= {"reason_source": "reason_fact", "moved_source": "moved_fact"}


def tidied(clocks: pl.LazyFrame, rule: Rule, known: Known, dates: Dates) -> pl.LazyFrame:
    """Give judged clocks the columns of the result, with `child` before them; in no order."""
    late, stop = pl.col("status").is_in(["met_late", "never_met", "overdue", "excepted"]), _stop(known)
    left = pl.col("status").is_in(["running", "due_soon"])
    days_late = (stop - pl.col("due")).dt.total_days().clip(0)
    working = dates.between(WORKING, pl.col("due"), stop).clip(0)
    known_limit = pl.col("child").is_not_null() & pl.col("amount").is_not_null()
    found = with_teams(clocks, rule, known).with_columns(
        **_of_rule(rule),
        authority=known.of_child("authority") if "authority" in known.children.columns else pl.lit(None, dtype=pl.String),
        child_id=known.of_child("child_id"),
        clock_key=_key(rule, known),
        limit=pl.when(known_limit).then(per_branch(rule, "branch", _limit)),
        branch=pl.when(pl.col("child").is_not_null()).then(_branch(rule)),
        state=_state(rule),
        due_at=wall_clock(pl.col("due_moment")),
        since=pl.when(pl.col("status") == "unassessable").then((known.today - pl.col("start")).dt.total_days()),
        days_late=pl.when(late).then(days_late),
        working_days_late=pl.when(late).then(working),
        days_left=pl.when(left).then((pl.col("due") - known.today).dt.total_days()),
        precision=_precision(rule),
        **{name: taken(known.facts["source"], pl.col(fact).cast(pl.Int64)) for name, fact in _EVIDENCE.items()},
    )
    return found.select("child", *(pl.col(name).cast(kind) for name, kind in COLUMNS.items()))


def _stop(known: Known) -> pl.Expr:
    return pl.coalesce("met", "ended", known.today)


def with_teams(clocks: pl.LazyFrame, rule: Rule, known: Known) -> pl.LazyFrame:
    """Add whose list each clock is on now (`team`, `worker`), and whose it was when it fell due (`team_then`)."""
    if not known.has(ALLOCATION):
        nobody = pl.lit(None, dtype=pl.String)
        return clocks.with_columns(team=pl.lit(UNALLOCATED), team_then=pl.lit(UNALLOCATED), worker=nobody)
    running = known.spells[ALLOCATION].running
    first = pl.min_horizontal("due", "met", "ended", known.today)
    then = pl.col("start") if rule.backwards else pl.max_horizontal("start", first)
    day = pl.when(pl.col("start").is_null()).then(known.today).otherwise(then)
    held = clocks.with_columns(
        held_now=running(pl.col("child"), pl.when(pl.col("child").is_not_null()).then(known.today)),
        held_then=running(pl.col("child"), day),
    )
    return held.with_columns(
        team=known.attribute(ALLOCATION, "team", pl.col("held_now")).fill_null(UNALLOCATED),
        worker=known.attribute(ALLOCATION, "worker", pl.col("held_now")),
        team_then=known.attribute(ALLOCATION, "team", pl.col("held_then")).fill_null(UNALLOCATED),
    )


def _of_rule(rule: Rule) -> dict[str, pl.Expr]:
    names = pl.Series([version.name for version in rule.versions])
    read = pl.Series([version.verified is not None for version in rule.versions])
    return {
        "rule": pl.lit(rule.id),
        "version": taken(names, pl.col("version").cast(pl.Int64)),
        "verified": taken(read, pl.col("version").cast(pl.Int64)),
        "force": pl.lit(rule.force),
        "severity": pl.lit(rule.severity),
    }


def _key(rule: Rule, known: Known) -> pl.Expr:
    """Tell clocks apart from night to night: rule, child, spell and starting fact, by their ids where known."""
    parts = [pl.lit(rule.id), known.of_child("child_id").fill_null("")]
    if "authority" in known.children.columns:
        parts.insert(1, known.of_child("authority").fill_null(""))
    if rule.during:
        first = taken(known.spells[rule.during].spells["fact"], pl.col("spell")).cast(pl.Int64)
        parts.append(_named(known, first).fill_null(""))
    parts.append(_named(known, pl.col("fact").cast(pl.Int64)))
    return pl.concat_str(parts, separator="|")


def _named(known: Known, fact: pl.Expr) -> pl.Expr:
    facts = known.facts
    day = taken(facts["day"], fact).cast(pl.String).fill_null("undated")
    among = taken(facts["number"], fact)
    numbered = pl.when(among > 1).then(pl.concat_str(day, pl.lit("#"), among)).otherwise(day)
    return pl.concat_str(taken(facts["kind"], fact), pl.lit(":"), pl.coalesce(taken(facts["id"], fact), numbered))


def _limit(branch: Branch) -> pl.Expr:
    limit = branch.limit
    if isinstance(limit.amount, int):
        return pl.lit(limit.worded(limit.amount))
    several = limit.worded(2).removeprefix("2")
    one = pl.when(pl.col("amount") == 1).then(pl.lit(limit.worded(1)))
    return one.otherwise(pl.concat_str(pl.col("amount"), pl.lit(several)))


def _branch(rule: Rule) -> pl.Expr:
    words = pl.lit(None, dtype=pl.String)
    for numbers, version in texts(rule):
        names = pl.Series([f"{i + 1} of {len(version.within)}" for i in range(len(version.within))])
        held = pl.col("version").is_in(numbers)
        words = pl.when(held).then(taken(names, pl.when(pl.col("branch") >= 0).then(pl.col("branch").cast(pl.Int64)))).otherwise(words)
    return words


def _state(rule: Rule) -> pl.Expr:
    """What was read to choose the limit, as 'name value' in the order of the rule; null where nothing was."""
    subjects: Sequence[Subject] = list(
        dict.fromkeys(subject for version in rule.versions for subject in limit_subjects(version.within))
    )
    said = [_said(subject) for subject in subjects]
    if not said:
        return pl.lit(None, dtype=pl.String)
    together = pl.concat_str(said, separator="; ", ignore_nulls=True)
    return pl.when(pl.any_horizontal(each.is_not_null() for each in said)).then(together)


def _said(subject: Subject) -> pl.Expr:
    name = str(subject)
    if subject.place == "derived" and subject.name in ("occurrence", "start"):
        return _pair(name, pl.col(subject.name))
    if subject.name == "spell_length":
        return _pair(name, (pl.col("start") - pl.col("spell_start")).dt.total_days(), " days")
    value = pl.col(column(subject))
    if subject.place == "event":
        return pl.when(value).then(pl.lit(f"{name} has happened")).when(~value).then(pl.lit(f"{name} not yet"))
    if not subject.name:
        return pl.when(value.is_not_null()).then(pl.lit(f"{name} running"))
    return _pair(name, value)


def _pair(name: str, value: pl.Expr, unit: str = "") -> pl.Expr:
    return pl.concat_str(pl.lit(f"{name} "), value.cast(pl.String), pl.lit(unit))


def _precision(rule: Rule) -> pl.Expr:
    """How exact the dates are: by the minute, by the day, or only since the extract's history began."""
    by_hours = pl.col("by_hours") & pl.col("due_first").is_not_null() if in_hours(rule) else pl.lit(value=False)
    exact = pl.when(pl.col("due_moment").is_not_null()).then(pl.lit("time")).otherwise(pl.lit("date"))
    return pl.when("history").then(pl.lit("history")).when(by_hours).then(exact)
