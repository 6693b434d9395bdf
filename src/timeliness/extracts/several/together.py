"""The extracts of several sources, made one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from timeliness.extracts import findings
from timeliness.extracts.extract import AND, Extract
from timeliness.extracts.several.children import as_children, named_in, once
from timeliness.extracts.several.history import latest_only, of_children, whole_from
from timeliness.extracts.several.links import as_first
from timeliness.extracts.several.merged import merged
from timeliness.extracts.several.pairs import paired
from timeliness.extracts.several.teams import with_allocations_dated, with_teams
from timeliness.facts import ALLOCATION, SOURCE_ROWS, Vocabulary

Named = tuple[str, Extract]
"""An extract, and the name by which its source is shown."""


def together(named: Sequence[Named], vocabulary: Vocabulary) -> Extract:
    """Make one extract of several, of which the first goes before the others where they disagree.

    A fact that stands in several is one; one that stands in a single source is kept. It was taken on the earliest day
    of all: what happened after it is not in one of them. What any of them cannot show, they cannot show together.
    """
    extracts = [with_allocations_dated(each) for each in _numbered(named)]
    folded = _Folded(vocabulary)
    for each in extracts:
        folded.add(each)
    taken = [each.taken_on for each in extracts]
    history = whole_from(extracts)
    return Extract(
        folded.tables | as_children(folded.tables, extracts, of_children(extracts, history)),
        findings.together([*(each.findings for each in extracts), *folded.findings]),
        tuple(source for each in extracts for source in each.sources),
        None if None in taken else min(day for day in taken if day),
        history,
        _said(named, lambda each: each.limits),
        AND.join(dict.fromkeys(each.mapping for each in extracts if each.mapping)),
        declares_history=all(each.declares_history for each in extracts),
        headings=[heading for each in extracts for heading in each.headings],
        cannot=_said(named, lambda each: each.cannot),
        latest_only=latest_only(extracts),
    )


def _numbered(named: Sequence[Named]) -> Iterator[Extract]:
    """The extracts with all their files numbered through, and shown with the name of their source."""
    first = 0
    for name, extract in named:
        moved = (pl.col("source") + first * SOURCE_ROWS).alias("source")
        yield replace(
            extract,
            tables={kind: table.with_columns(moved) for kind, table in extract.tables.items()},
            findings=extract.findings.with_columns(moved),
            sources=tuple(source if source == name else f"{name}/{source}" for source in extract.sources),
            headings=[replace(each, source=each.source + first) for each in extract.headings],
        )
        first += len(extract.sources)


def _said(named: Sequence[Named], of: Callable[[Extract], Mapping[str, str]]) -> dict[str, str]:
    """What the sources say of rules, each with its name."""
    rules = sorted({rule for _, each in named for rule in of(each)})
    return {rule: "; ".join(f"{name}: {of(each)[rule]}" for name, each in named if rule in of(each)) for rule in rules}


@dataclass
class _Folded:
    """The tables of the sources so far, and what they were found to disagree on."""

    vocabulary: Vocabulary
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    findings: list[pl.DataFrame] = field(default_factory=list)

    def add(self, extract: Extract) -> None:
        """Fold one more source into the tables."""
        first, tables = dict(self.tables), dict(extract.tables)
        if "child" in tables:
            tables["child"], twice = once(tables["child"])
            self.findings.append(findings.found(findings.CHILD_TWICE, "child", twice))
        if first:
            self.findings += _alone(first, tables)
        if ALLOCATION in first and ALLOCATION in tables:
            first[ALLOCATION], tables[ALLOCATION], found = with_teams(first[ALLOCATION], tables[ALLOCATION])
            self.findings += found
        both = [name for name in tables if name in first]
        pairs = {name: paired(first[name], tables[name], self.vocabulary[name]) for name in both}
        tables = as_first(tables, first, pairs, self.vocabulary)
        for name in both:
            tables[name], found = merged(first[name], tables[name], pairs[name], self.vocabulary[name])
            self.findings += found
        self.tables = first | tables


def _alone(first: Mapping[str, pl.DataFrame], tables: Mapping[str, pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """A finding for each child of a source whom no source before it has, where the source first names the child."""
    known, here = named_in(first), named_in(tables)
    owner = [name for name in here.columns if name in known.columns and name not in ("source", "table")]
    new = here.join(known, on=owner, how="anti", nulls_equal=True)
    for (table,), rows in new.group_by("table", maintain_order=True):
        yield findings.found(findings.ALONE, str(table), rows, "child_id")
