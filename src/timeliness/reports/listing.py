"""Which clocks a notice speaks of, in which section and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from timeliness.errors import UsageError
from timeliness.facts import UNALLOCATED
from timeliness.reports.clock import Clock
from timeliness.reports.run import Run
from timeliness.reports.sections import (
    DUE_SOON,
    EXCUSED,
    GUIDANCE,
    LAW,
    LOCAL,
    OVERDUE,
    RUNNING,
    SECTIONS,
    UNJUDGED,
    Section,
)

SEVERITIES = ("critical", "high", "normal")
"""The most serious first."""

_BY_STATUS = {
    "due_soon": DUE_SOON,
    "unassessable": UNJUDGED,
    "excluded": EXCUSED,
    "excepted": EXCUSED,
    "paused": EXCUSED,
    "running": RUNNING,
}
_BY_FORCE = {"statute": LAW, "guidance": GUIDANCE, "practice": LOCAL, "local": LOCAL}
_UNKNOWN = 10**6
_CHILD = ("authority", "child_id")


class Holding(NamedTuple):
    """What a team holds: `rows` of a section and a clock, in order; and how many closed clocks cannot be judged."""

    rows: list[tuple[int, tuple[object, ...]]]
    ended_unjudged: int


def by_team(run: Run) -> dict[str, Holding]:
    """What every team that has a notice holds.

    A team has a notice if it holds any clock, even a closed one, or has an address. The unallocated have one only
    if there is an open clock among them.
    """
    clocks = _with_teams(run.clocks)
    ended = _ended_unjudged(clocks, run)
    teams = {*clocks["team"].filter(clocks["held"]).unique().to_list(), *run.addresses} - {UNALLOCATED}
    found = {team: Holding([], ended.get(team, 0)) for team in sorted(teams)}
    for team, section, *clock in listed(clocks, run).iter_rows():
        found.setdefault(team, Holding([], ended.get(team, 0))).rows.append((section, tuple(clock)))
    return found


def _ended_unjudged(clocks: pl.DataFrame, run: Run) -> dict[str, int]:
    lists = [rule.id for rule in run.rules.values() if rule.lists]
    closed = pl.col("met").is_not_null() | pl.col("ended").is_not_null()
    found = clocks.filter(pl.col("rule").is_in(lists) & (pl.col("status") == "unassessable") & closed)
    return dict(found.group_by("team").len().iter_rows())


def listed(clocks: pl.DataFrame, run: Run) -> pl.DataFrame:
    """Open clocks of rules that list: `team`, `section` and the columns of a clock in words, sorted for a notice.

    Neither readings nor indicators are here. Of the excluded, only those that still matter (`_current`).
    """
    _known_rules(clocks, run)
    lists = [rule.id for rule in run.rules.values() if rule.lists]
    of_rules = clocks.filter(pl.col("rule").is_in(lists))
    still_open = of_rules.filter(pl.col("met").is_null() & pl.col("ended").is_null())
    placed = still_open.with_columns(section=_section())
    current = pl.concat([placed.filter(pl.col("status") != "excluded"), _current(placed, of_rules, run)])
    order = ["team", "section", *_urgency(), "child_id", "clock_key", "authority"]
    return current.with_columns(**_urgency()).sort(order, nulls_last=True).select("team", "section", *Clock._fields)


def _with_teams(clocks: pl.DataFrame) -> pl.DataFrame:
    """Name the team of every clock, and say whether one holds it. Two councils' teams of one name are two teams."""
    team = pl.col("team").fill_null(UNALLOCATED)
    several = clocks["authority"].n_unique() > 1
    council = pl.concat_str(pl.col("authority").fill_null("No council"), pl.lit(": "))
    named = pl.concat_str(council, team) if several else team
    then = pl.col("team_then").fill_null(UNALLOCATED)
    return clocks.with_columns(
        team=named,
        held=team != UNALLOCATED,
        due_with=pl.when(then != team).then(then),
        status=pl.col("status").cast(pl.String),
    )


def _known_rules(clocks: pl.DataFrame, run: Run) -> None:
    unknown = sorted(set(clocks["rule"].unique().to_list()) - set(run.rules))
    if unknown:
        message = f"The results name rules that the rulebook does not have: {', '.join(unknown)}."
        raise UsageError(f"{message} Give the rulebook that the run used.")


def _section() -> pl.Expr:
    """The section's place in SECTIONS."""
    by_force = _place(_BY_FORCE, pl.col("force"))
    return pl.when(pl.col("status") == "overdue").then(by_force).otherwise(_place(_BY_STATUS, pl.col("status")))


def _place(sections: Mapping[str, Section], column: pl.Expr) -> pl.Expr:
    places = {value: SECTIONS.index(section) for value, section in sections.items()}
    return column.replace_strict(places, default=None, return_dtype=pl.Int32)


def _current(placed: pl.DataFrame, of_rules: pl.DataFrame, run: Run) -> pl.DataFrame:
    """Of the excluded, which never close, keep those that still matter.

    They are of a duty still in law, of a child whom a team holds or who has another open clock, and the latest of
    that child under the rule.
    """
    in_force = [rule.id for rule in run.rules.values() if rule.in_force(run.as_at) is not None]
    children = placed.filter(pl.col("status") != "excluded").select(_CHILD).unique().with_columns(active=True)
    excluded = placed.filter((pl.col("status") == "excluded") & pl.col("rule").is_in(in_force))
    of_them = of_rules.join(excluded, on=["rule", *_CHILD], how="semi", nulls_equal=True)
    latest = of_them.group_by("rule", *_CHILD).agg(latest=pl.col("start").max())
    known = excluded.join(children, on=_CHILD, how="left", nulls_equal=True)
    known = known.join(latest, on=["rule", *_CHILD], how="left", nulls_equal=True)
    matters = pl.col("held") | pl.col("active").fill_null(value=False)
    return known.filter(matters & (pl.col("start") == pl.col("latest"))).select(placed.columns)


def _urgency() -> dict[str, pl.Expr]:
    """What a section is ordered by, first and second; a lower number goes before."""
    severity = pl.col("severity").replace_strict({name: i for i, name in enumerate(SEVERITIES)}, return_dtype=pl.Int32)
    section = pl.col("section")
    late, left = -pl.col("days_late").fill_null(0), pl.col("days_left").fill_null(_UNKNOWN)
    overdue = section.is_in([SECTIONS.index(each) for each in OVERDUE])
    measure = pl.when(section == SECTIONS.index(UNJUDGED)).then(-pl.col("since").fill_null(-_UNKNOWN)).otherwise(left)
    oldest = pl.when(section == SECTIONS.index(EXCUSED)).then(pl.col("start").cast(pl.Int32)).otherwise(measure)
    return {
        "first_by": pl.when(overdue).then(severity).otherwise(oldest),
        "second_by": pl.when(overdue).then(late).otherwise(severity),
    }
