"""A comparison of two readings in words and tables."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from timeliness.audit.comparison import Comparison
from timeliness.reports.aligned import aligned
from timeliness.reports.beside import beside
from timeliness.reports.overview import share
from timeliness.reports.wording import counted
from timeliness.rulebook.rules import Rule

_MEASURES = ("on_time_of_completed", "on_time_of_due", "children_in_time", "days_in_date")


def text(found: Comparison, rules: Mapping[str, Rule], most: int | None) -> str:
    """Lay out a comparison: the two titles, the measures of both, and the children they judge differently."""
    titles = [f"{id_}: {rules[id_].title}" for id_ in (found.rule, found.reading)]
    year = found.rates.filter(pl.col("cohort").str.starts_with("12 months"))
    rows = {row["rule"]: row for row in year.iter_rows(named=True)}
    if len(rows) < len(titles):
        return "\n".join([*titles, "\nThis run has no figures of one of them: there is nothing to compare."])
    cohort = next(iter(rows.values()))["cohort"]
    rates = [[name, share(rows[found.rule], name), share(rows[found.reading], name)] for name in _MEASURES]
    return "\n".join(
        [
            *titles,
            f"\nMeasures of the {cohort}",
            aligned(("measure", found.rule, found.reading), rates),
            f"\n{_moved(found)}",
            *_children(found, most),
        ]
    )


def _moved(found: Comparison) -> str:
    """How many are judged differently, and from what to what."""
    changed = found.changed
    ways = (
        changed.group_by("rule_status", "reading_status")
        .len()
        .sort("len", "rule_status", "reading_status", descending=[True, False, False])
    )
    said = [
        f"  {row['len']:,}  {row['rule_status'] or 'no clock'} -> {row['reading_status'] or 'no clock'}"
        for row in ways.iter_rows(named=True)
    ]
    ways_of = f"({found.rule} -> {found.reading})"
    head = f"{counted(changed.height, 'clock')} of {found.pairs.height:,}, of all years, judged differently {ways_of}:"
    return "\n".join([head, *said])


def _children(found: Comparison, most: int | None) -> list[str]:
    alone = pl.any_horizontal(pl.col("rule_status", "reading_status").is_null())
    changed = found.changed.sort(alone, maintain_order=True).with_columns(pl.col("child_id").fill_null(""))
    title = f"\nEach clock by {found.rule} (left) and by {found.reading} (right)"
    return beside(title, changed, {"child": "child_id"}, ("rule", "reading"), most)
