"""What counts as a meeting: the facts of `met_by`, by the version in force on their own day."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from timeliness.engine.known import Known
from timeliness.engine.refs import Moments, moments
from timeliness.engine.states import States
from timeliness.rulebook.rules import Ref, Rule


def meetings(rule: Rule, known: Known, states: States) -> Moments | None:
    """The facts that may meet the rule's clocks, in order of child, date, kind and row.

    Days before the first version count by the first, days after the last by the last.
    """
    texts = _texts(rule)
    if len(texts) == 1:
        return moments(texts[0][0], known, states)
    found = [(moments(refs, known, states), first, last) for refs, first, last in texts]
    there = [(each, first, last) for each, first, last in found if each is not None]
    if not there:
        return None
    rows, early, places = [], [], 0
    for each, first, last in there:
        inside = each.rows.filter(pl.col("date").is_between(first, last))
        rows.append(inside.with_columns(pl.col("place") + places))
        early += each.early
        places += len(each.early)
    together = pl.concat(rows, how="diagonal").sort("child", "date", "place", "fact")
    return Moments(together, tuple(early), known.children.height)


def _texts(rule: Rule) -> list[tuple[tuple[Ref, ...], date, date]]:
    """Each different `met_by` with its first and last day, neighbours with the same one together."""
    found: list[tuple[tuple[Ref, ...], date, date]] = []
    for position, version in enumerate(rule.versions):
        first = version.first if position else date.min
        if found and found[-1][0] == version.met_by:
            found[-1] = (version.met_by, found[-1][1], date.max)
            continue
        if found:
            found[-1] = (*found[-1][:2], first - timedelta(days=1))
        found.append((version.met_by, first, date.max))
    return found
