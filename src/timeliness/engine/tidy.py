"""The fixed columns of the result, the same for every rule."""

from __future__ import annotations

import polars as pl

from timeliness.engine.base import Base
from timeliness.engine.holding import with_teams
from timeliness.engine.hours import wall_clock
from timeliness.engine.judge import STATUS
from timeliness.engine.known import Known
from timeliness.engine.law import Law
from timeliness.engine.order import taken
from timeliness.engine.starts import of_spell
from timeliness.rulebook.rules import Branch, Ref, Rule

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


def tidied(clocks: pl.LazyFrame, law: Law, base: Base) -> pl.LazyFrame:
    """Give judged clocks with their `state` the columns of the result, with `child` before them, in the same order."""
    known, dates = base.known, base.dates
    late = pl.col("status").is_in(["met_late", "never_met", "overdue", "excepted"])
    left = pl.col("status").is_in(["running", "due_soon"])
    stopped = clocks.with_columns(stop=pl.coalesce("met", "ended", known.today), owned=pl.col("child").is_not_null())
    named = with_teams(stopped, law, known).with_columns(**_of_law(law), **_of_known(known))
    found = named.with_columns(
        clock_key=_key(law, known),
        limit=pl.when("owned").then(_limit(law)),
        rule=pl.col("rule_id"),
        version=pl.col("version_name"),
        branch=pl.when("owned").then(taken(law.branch_words, pl.col("branch"))),
        due_at=wall_clock(pl.col("due_moment")),
        since=pl.when(pl.col("status") == "unassessable").then((known.today - pl.col("start")).dt.total_days()),
        days_late=pl.when(late).then((pl.col("stop") - pl.col("due")).dt.total_days().clip(0)),
        working_days_late=pl.when(late).then(dates.between(WORKING, pl.col("due"), pl.col("stop")).clip(0)),
        days_left=pl.when(left).then((pl.col("due") - known.today).dt.total_days()),
        precision=_precision(law),
    )
    return found.select("child", *(pl.col(name).cast(kind) for name, kind in COLUMNS.items()))


def _of_law(law: Law) -> dict[str, pl.Expr]:
    return {
        "rule_id": law.of_rule(lambda rule: rule.id, pl.String),
        "version_name": law.of_version(lambda version: version.name, pl.String),
        "verified": law.of_version(lambda version: version.verified is not None, pl.Boolean),
        "force": law.of_rule(lambda rule: rule.force, pl.String),
        "severity": law.of_rule(lambda rule: rule.severity, pl.String),
    }


def _of_known(known: Known) -> dict[str, pl.Expr]:
    pooled = "authority" in known.children.columns
    sources = {name: taken(known.sources, pl.col(fact)) for name, fact in _EVIDENCE.items()}
    return sources | {
        "authority": known.of_child("authority") if pooled else pl.lit(None, dtype=pl.String),
        "child_id": known.of_child("child_id"),
    }


def _key(law: Law, known: Known) -> pl.Expr:
    """Tell clocks apart from night to night: rule, child, spell and starting fact, by their ids where known.

    A spell may start one clock as it begins and another as it ends.
    """
    spell = known.names.of_fact(of_spell({"spell": "fact"}, law, known)["spell"]).fill_null("")
    start = known.names.of_fact(pl.col("fact"))
    if any(ref.moment == "end" for rule in law.rules for ref in _starting(rule)):
        start = pl.when("is_end").then(pl.concat_str(start, pl.lit(".end"))).otherwise(start)
    parts = [pl.col("rule_id"), pl.col("authority"), pl.col("child_id").fill_null(""), spell, start]
    return pl.concat_str(parts, separator="|", ignore_nulls=True)


def _starting(rule: Rule) -> list[Ref]:
    return [*rule.starts, *(ref for version in rule.versions if rule.repeats for ref in version.met_by)]


def _limit(law: Law) -> pl.Expr:
    """The limit in words, with the number that was read where it is one of a fact."""
    fixed = law.of_branch(_fixed, pl.String)
    one = law.of_branch(lambda branch: branch.limit.worded(1), pl.String)
    several = law.of_branch(lambda branch: branch.limit.worded(2).removeprefix("2"), pl.String)
    read = pl.when(pl.col("amount") == 1).then(one).otherwise(pl.concat_str(pl.col("amount"), several))
    return pl.coalesce(fixed, read)


def _fixed(branch: Branch) -> str | None:
    return branch.limit.worded(branch.limit.amount) if isinstance(branch.limit.amount, int) else None


def _precision(law: Law) -> pl.Expr:
    """How exact the dates are: by the minute, by the day, or only since the extract's history began."""
    by_hours = law.of_branch(lambda branch: branch.limit.unit == "hour", pl.Boolean) & pl.col("due_first").is_not_null()
    exact = pl.when(pl.col("due_moment").is_not_null()).then(pl.lit("time")).otherwise(pl.lit("date"))
    return pl.when("history").then(pl.lit("history")).when(by_hours).then(exact)
