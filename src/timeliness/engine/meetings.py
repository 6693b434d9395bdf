"""What counts as a meeting: the facts of `met_by`, by the version in force on their own day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import product

import polars as pl

from timeliness.engine.base import Base
from timeliness.engine.known import Known
from timeliness.engine.moments import Moments
from timeliness.engine.refs import LINK, OWN, comparable, links
from timeliness.facts import Kind
from timeliness.rulebook.rules import Length, Ref, Rule

OF_SPELL = "of_spell"
"""The spell that a meeting is the end of, where it may meet the clocks of that spell alone."""


def meetings(rule: Rule, base: Base) -> Moments | None:
    """The facts that may meet the rule's clocks, in order of child, date, kind and row.

    Days before the first version count by the first, days after the last by the last.
    """
    texts = _texts(rule)
    if len(texts) == 1:
        return base.moments(texts[0][0])
    found = [(base.moments(refs), first, last) for refs, first, last in texts]
    there = [(each, first, last) for each, first, last in found if each is not None]
    if not there:
        return None
    rows: list[pl.DataFrame] = []
    early: list[Length | None] = []
    places = 0
    for each, first, last in there:
        inside = each.rows.filter(pl.col("date").is_between(first, last))
        rows.append(inside.with_columns(pl.col("place") + places))
        early += each.early
        places += len(each.early)
    together = pl.concat(rows, how="diagonal").sort("child", "date", "place", "fact")
    return Moments(together, tuple(early), base.known.children.height)


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


def compared(mine: Sequence[str], theirs: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs of identifier columns by which clocks and meetings can be linked, or at odds."""
    return [pair for pair in product(mine, theirs) if comparable([pair[0]], [pair[1]])]


def told_apart(rule: Rule, known: Known, columns: Sequence[str]) -> dict[str, pl.Expr]:
    """What tells meetings of one day apart: the links that some starting kind and some kind in `met_by` both have.

    And the spell whose own end a meeting is (`OF_SPELL`), where such an end may meet the clocks of that spell.
    Each is the identifier that a meeting carries under that link, its own id included, whatever the extract has.
    """
    vocabulary = known.vocabulary
    starting = [_identifiers(vocabulary[ref.kind]) for ref in rule.starts]
    meeting = [_identifiers(vocabulary[ref.kind]) for version in rule.versions for ref in version.met_by]
    pairs = [pair for mine, theirs in product(starting, meeting) for pair in compared(mine, theirs)]
    shared = dict.fromkeys(name.partition(":")[2] for _, name in pairs)
    carried = {link: [name for name in (f"{OWN}{link}", f"{LINK}{link}") if name in columns] for link in shared}
    return {f"same:{link}": pl.coalesce(names) for link, names in carried.items() if names} | _own_ends(rule, known)


def _identifiers(kind: Kind) -> list[str]:
    return list(links(kind, kind.identifiers))


def _own_ends(rule: Rule, known: Known) -> dict[str, pl.Expr]:
    """The spell whose own end a meeting is, where rules are met by ends of the kind that their clocks belong to."""
    refs = (ref for version in rule.versions for ref in version.met_by)
    if not any((ref.kind, ref.moment) == (rule.during, "end") for ref in refs):
        return {}
    is_own = pl.col("is_end") & (known.kind_of(pl.col("fact")) == rule.during)
    return {OF_SPELL: pl.when(is_own).then("spell_at")}


def one_a_day(found: Moments, apart: Mapping[str, pl.Expr]) -> pl.LazyFrame:
    """One meeting for each child, day and set of what tells them `apart`.

    Those that carry none of it fold into the others of the day, but not into the end of a clock's own spell.
    """
    rows = found.rows.lazy().with_columns(**apart)
    if apart:
        marked = rows.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in apart))
        unmarked = rows.filter(pl.all_horizontal(pl.col(name).is_null() for name in apart))
        others = marked.filter(pl.col(OF_SPELL).is_null()) if OF_SPELL in apart else marked
        rows = pl.concat([marked, unmarked.join(others, on=["child", "date"], how="anti")])
    return together(rows, ["child", "date", *apart], found)


def together(rows: pl.LazyFrame, same: Sequence[str], found: Moments) -> pl.LazyFrame:
    """Make one meeting of the facts that are the same, the first of them standing for all.

    `places` says which refs it holds facts of, each a bit: a meeting is early if any of its facts may be.
    """
    place = pl.lit(2, dtype=pl.Int64).pow(pl.col("place"))
    several = len(found.early) > 1 and any(found.early)
    marked = rows.with_columns(places=place.unique().sum().over(same) if several else place)
    if len(same) > len(_DAY):
        return marked.unique(same, keep="first", maintain_order=True)
    return marked.filter(pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift()) for name in _DAY))


_DAY = ("child", "date")
"""What orders moments, so that those of one day stand together."""


def of_place(place: int) -> pl.Expr:
    """Whether a meeting holds a fact of a ref."""
    return (pl.col("places") & (1 << place)) != 0


def own_meetings(starting: pl.LazyFrame, found: Moments, apart: Mapping[str, pl.Expr]) -> pl.LazyFrame:
    """The meetings that hold what started a clock, the same moment of the same fact: `by, spell, start`."""
    same, moment = ["child", "date", *apart], ["fact", "is_end"]
    facts = found.rows.lazy().with_columns(**apart).select(*same, *moment)
    begun = facts.join(starting.select(*moment, "spell", "start"), on=moment)
    one = one_a_day(found, apart).select(*same, by="fact")
    return begun.join(one, on=same, nulls_equal=True).select("by", "spell", "start")
