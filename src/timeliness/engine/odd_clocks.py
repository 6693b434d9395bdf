"""What is odd about the facts by what a rule asks of them: findings by rule, file and row."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from timeliness.engine.clocks import Clocks
from timeliness.engine.collect import collect_all
from timeliness.engine.ends import may_begin
from timeliness.engine.findings import (
    CUT,
    IN_NONE,
    NO_LIMIT,
    NO_LONGER,
    NO_VALUE,
    SPENT,
    TOO_OLD,
    finding,
    no_findings,
)
from timeliness.engine.law import Law
from timeliness.engine.order import taken
from timeliness.engine.reasons import of_state
from timeliness.engine.states import subjects_of
from timeliness.rulebook.rules import Ref, Rule


def odd_clocks(clocks: Clocks) -> pl.DataFrame:
    """Find what rules could not read, starts that begin no clock, and extensions and exclusions to look at again."""
    found = [*_of_starts(clocks), *_of_clocks(clocks), *_no_longer(clocks)]
    values = [each for rule in clocks.law.rules for each in _no_values(rule, clocks)]
    return pl.concat([no_findings(), *found, *collect_all(values)])


def _no_values(rule: Rule, clocks: Clocks) -> Iterator[pl.LazyFrame]:
    """Events without a value that a `where` asks for: the row does not count."""
    known = clocks.base.known
    asked = dict.fromkeys(
        (ref.kind, test.subject.name)
        for ref in _counted(rule)
        for test in ref.where
        if test.subject.place == "fact" and test.operator != "unknown"
    )
    for kind, name in asked:
        if known.has(kind, name):
            yield finding(
                NO_VALUE, kind, known.rows(kind).lazy().filter(pl.col(name).is_null()), column=name, rule=rule.id
            )


def _counted(rule: Rule) -> Iterator[Ref]:
    """The refs of which every event counts or does not: what starts and meets a clock."""
    yield from rule.starts
    for version in rule.versions:
        yield from version.met_by


def _of_starts(clocks: Clocks) -> Iterator[pl.DataFrame]:
    """Starts that are in none of the spells by which the first counts, and those of a duty that was over."""
    law, known = clocks.law, clocks.base.known
    read = ("rule", "place", "child", "fact", "start", "kept")
    sound = [each.lazy().filter("sound").select(read) for each in clocks.started]
    if not sound:
        return
    rows = pl.concat(sound).with_columns(source=taken(known.sources, pl.col("fact")))
    kept = law.of_rule(lambda rule: any(ref.first_in or ref.last_in for ref in rule.starts), pl.Boolean)
    over = pl.col("start").is_not_null() & ~may_begin(law, known)
    loose, late = collect_all([rows.filter(kept & pl.col("kept").is_null()), rows.filter(over)])
    for number, place, of in _by_start(loose):
        ref = law.rules[number].starts[place]
        if ref.first_in or ref.last_in:
            yield finding(IN_NONE, ref.kind, of, rule=_id(law, number))
    for number, place, of in _by_start(late):
        yield finding(TOO_OLD, law.rules[number].starts[place].kind, of, rule=_id(law, number))


def _by_start(rows: pl.DataFrame) -> Iterator[tuple[int, int, pl.DataFrame]]:
    """The rows of each rule and each of its `starts`."""
    for (rule, place), of in rows.group_by("rule", "place", maintain_order=True):
        yield int(str(rule)), int(str(place)), of


def _of_clocks(clocks: Clocks) -> Iterator[pl.DataFrame]:
    """Extensions that were cut or came once too often, and changes to limits that nobody knows."""
    closes = clocks.judged.select("clock", "rule", "child", "cut_fact", "spent_fact", stop=pl.coalesce("met", "ended"))
    for name, what in (("cut_fact", CUT), ("spent_fact", SPENT)):
        yield from _by_fact(closes.filter(pl.col(name).is_not_null()).rename({name: "by"}), what, clocks)
    unknown = clocks.weights.rereads.filter(pl.col("new").is_null()).join(closes, on="clock")
    heeded = unknown.filter((pl.col("change") < pl.col("stop")).fill_null(value=True))
    yield from _by_fact(heeded.rename({"change_fact": "by"}), NO_LIMIT, clocks)


def _by_fact(rows: pl.DataFrame, what: str, clocks: Clocks) -> Iterator[pl.DataFrame]:
    """One finding for each fact and rule, in the fact's own table."""
    known, law = clocks.base.known, clocks.law
    if not rows.height:
        return
    once = rows.unique(["rule", "by"], maintain_order=True).with_columns(
        source=taken(known.sources, pl.col("by")), table=known.kind_of(pl.col("by"))
    )
    for (rule, table), of in once.group_by("rule", "table", maintain_order=True):
        yield finding(what, str(table), of, rule=_id(law, rule))


def _no_longer(clocks: Clocks) -> Iterator[pl.DataFrame]:
    """Clocks that state at their start excludes, of spells that still run, where that state has changed.

    What a clock is excluded by is read once, at its start. A child must not be out of sight because of what was so
    then, so each is found by its starting fact.
    """
    law, known = clocks.law, clocks.base.known
    still = clocks.judged.filter(
        (pl.col("status") == "excluded")
        & pl.col("excluded_fact").is_null()
        & (pl.col("ends") > known.today).fill_null(value=True)
    )
    for (rule_number,), of_rule in still.group_by("rule", maintain_order=True):
        number = int(str(rule_number))
        rule, first = law.rules[number], law.first_version[number]
        states = clocks.base.states(rule)
        local = of_rule.lazy().with_columns(version=pl.col("version") - first, today=known.today)
        entries = [each for each in of_state(rule, known) if each[0] == "excluded"]
        read = states.read(local, subjects_of(entry.when for _, _, entry, _ in entries), "today")
        holds = [
            pl.col("version").is_in(versions) & states.holds(entry.when, "today") for _, _, entry, versions in entries
        ]
        changed = collect_all([read.filter(~pl.any_horizontal(pl.lit(value=False), *holds))])[0]
        yield from _by_fact(changed.select("rule", "child", by="fact"), NO_LONGER, clocks)


def _id(law: Law, number: object) -> str:
    return law.rules[int(str(number))].id
