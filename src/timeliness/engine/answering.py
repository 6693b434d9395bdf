"""The meetings of a rule that does not repeat, laid out to be compared with its clocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import polars as pl

from timeliness.engine.base import Base
from timeliness.engine.dates import Dates
from timeliness.engine.law import Law
from timeliness.engine.meetings import OF_SPELL, compared, meetings, one_a_day, own_meetings, told_apart
from timeliness.engine.order import taken
from timeliness.engine.refs import identifiers
from timeliness.rulebook.rules import Length

_Schema = dict[str, type[pl.DataType]]
_KEYS: _Schema = {"rule": pl.UInt16, "child": pl.Int32}
_MEETING: _Schema = {
    "place": pl.UInt8,
    "places": pl.Int64,
    "of_spell": pl.UInt32,
    "day": pl.Date,
    "at": pl.Time,
    "by": pl.UInt32,
}
_OWN: _Schema = {"rule": pl.UInt16, "by": pl.UInt32, "spell": pl.UInt32, "start": pl.Date}


@dataclass(frozen=True)
class Answering:
    """The meetings of a rule, as they are compared with its clocks.

    `links` are the columns of its clocks whose identifiers are compared with `theirs_0`, ... of the meetings;
    `early` is, for each place, by how much a meeting may lie before the start. `own` are the meetings that hold a
    fact which started a clock. `by_day`: nothing but the day decides which clock a meeting meets.
    """

    rule: int
    links: tuple[str, ...]
    early: tuple[Length | None, ...]
    meetings: pl.LazyFrame
    own: pl.LazyFrame | None
    by_day: bool = False


def answering(number: int, law: Law, base: Base, starting: pl.DataFrame) -> Answering:
    """Plan the meetings of a rule that does not repeat; `starting` are its starting facts."""
    rule, mine = law.rules[number], identifiers(starting.columns)
    found = meetings(rule, base)
    if found is None:
        return Answering(number, (), (), pl.LazyFrame(schema=_KEYS | _MEETING), None)
    pairs = compared(mine, identifiers(found.rows.columns))
    theirs = {f"theirs_{i}": pl.col(pair[1]) for i, pair in enumerate(pairs)}
    tag = pl.lit(number, dtype=pl.UInt16)
    apart = told_apart(rule, base.known, found.rows.columns)
    of_spell = pl.col(OF_SPELL) if OF_SPELL in apart else pl.lit(None, dtype=pl.UInt32)
    rows = one_a_day(found, apart).select(
        "child", "place", "places", rule=tag, day="date", at="time", by="fact", of_spell=of_spell, **theirs
    )
    own = None
    if {ref.kind for ref in rule.starts} & {ref.kind for version in rule.versions for ref in version.met_by}:
        own = own_meetings(starting.lazy(), found, apart).with_columns(rule=tag).select(_OWN.keys())
    by_day = not (pairs or apart or any(found.early) or own is not None or rule.backwards)
    return Answering(number, tuple(pair[0] for pair in pairs), found.early, rows, own, by_day)


def asked_of(
    answers: Sequence[Answering], law: Law, dates: Dates, started: Sequence[pl.DataFrame]
) -> dict[str, pl.Expr]:
    """What answering asks of clocks: `mine_0`, ... the links compared; `early_0`, ... the first day that is early."""
    mine: dict[str, dict[int, pl.Series]] = {}
    early: dict[str, dict[Length, list[int]]] = {}
    for each in answers:
        for place, link in enumerate(each.links):
            mine.setdefault(f"mine_{place}", {})[each.rule] = started[each.rule][link]
        for place, length in enumerate(each.early):
            if length is not None:
                early.setdefault(f"early_{place}", {}).setdefault(length, []).append(each.rule)
    links = {name: _of_starter(values, law) for name, values in sorted(mine.items())}
    return links | {name: _by_rule(values, dates) for name, values in sorted(early.items())}


def _of_starter(values: Mapping[int, pl.Series], law: Law) -> pl.Expr:
    """What the starting fact of each clock has, of values for the facts of some rules."""
    sizes = accumulate((len(each) for each in values.values()), initial=0)
    firsts = dict(zip(values, sizes, strict=False))
    first = taken(pl.Series([firsts.get(n) for n in range(len(law.rules))], dtype=pl.Int64), pl.col("rule"))
    return taken(pl.concat(list(values.values())), first + pl.col("starter"))


def _by_rule(values: Mapping[Length, list[int]], dates: Dates) -> pl.Expr:
    chosen: pl.Expr = pl.lit(None)
    for length, rules in values.items():
        early = dates.less(length, pl.col("start"))
        chosen = pl.when(pl.col("rule").is_in(rules)).then(early).otherwise(chosen)
    return chosen
