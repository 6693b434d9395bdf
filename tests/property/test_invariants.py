"""What holds of the clocks of any facts, whatever the rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from unittest.mock import patch

import polars as pl
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.property.books import BOOK
from tests.property.held import SOURCES, by_engine, can_run, clocks_of, known_of
from tests.property.made import Row, cases

from timeliness.engine import chain
from timeliness.engine.judge import STATUSES, SUPERSEDED, UNASSESSABLE

SEVERAL = settings(max_examples=6 * settings.default.max_examples)
REPEATING = [name for name, rule in BOOK.rules.items() if rule.repeats]
OPEN = ("running", "due_soon", "overdue", "paused")
SPELL = pl.col("clock_key").str.split("|").list.get(2)


@st.composite
def rules_with_facts(draw, names=tuple(BOOK.rules)):
    name = draw(st.sampled_from(list(names)))
    return name, draw(cases(name))


def plain(clocks: pl.DataFrame) -> list[str]:
    """The clocks without the numbers of their rows, in an order of their own."""
    return sorted(map(repr, clocks.drop(SOURCES).rows()))


@SEVERAL
@given(rules_with_facts())
def test_every_clock_has_one_of_the_eleven_statuses_and_a_key_of_its_own(given_):
    name, case = given_
    clocks = by_engine([name], case)
    assert set(clocks["status"].to_list()) <= set(STATUSES)
    assert clocks["clock_key"].is_unique().all()


def _is_so(row: dict) -> bool:
    """Whether a clock's dates bear its status out."""
    met, ended, due, as_at = row["met"], row["ended"], row["due"], row["as_at"]
    by_time = row["precision"] == "time"
    is_open = met is None and ended is None
    match row["status"]:
        case "excluded" | "unassessable":
            return row["reason"] is not None
        case "met_on_time":
            return met is not None and met <= due and ended is None
        case "met_late":
            return met is not None and (met > due or (by_time and met == due))
        case "excepted":
            return row["reason"] is not None and (max(met or ended or as_at, due) > due or by_time)
        case "ended_before_due":
            return met is None and ended is not None and ended <= due
        case "never_met":
            return met is None and ended is not None and (ended > due or by_time)
        case "overdue":
            return is_open and (as_at > due or (by_time and as_at == due))
        case "due_soon" | "running":
            return is_open and as_at <= due and row["days_left"] == (due - as_at).days
        case "paused":
            return is_open and row["reason"] is not None


@SEVERAL
@given(rules_with_facts())
def test_the_dates_of_every_clock_bear_its_status_out(given_):
    name, case = given_
    clocks = by_engine([name], case).with_columns(as_at=pl.lit(case.as_at))
    assert [row for row in clocks.to_dicts() if not _is_so(row)] == []


@SEVERAL
@given(rules_with_facts())
def test_why_a_clock_cannot_be_judged_is_of_the_closed_list(given_):
    name, case = given_
    clocks = by_engine([name], case).filter(pl.col("status") == "unassessable")
    assert set(clocks["reason"].to_list()) <= set(UNASSESSABLE)


@SEVERAL
@given(rules_with_facts(REPEATING))
def test_a_spell_in_which_a_rule_repeats_has_one_open_clock_until_the_duty_ends(given_):
    name, case = given_
    assume(can_run(name, case))
    known, rule = known_of(case), BOOK.rules[name]
    clocks = clocks_of([name], known).with_columns(spell=SPELL).filter(pl.col("start").is_not_null())
    own = ["child_id", "spell"]
    standing = Counter(clocks.filter(pl.col("status").is_in(OPEN)).select(own).iter_rows())
    assert max(standing.values(), default=0) <= 1
    spells = known.spells[rule.during].spells.filter("sound", pl.col("end").is_null())
    running = spells.select(child_id=known.of_child("child_id"), spell=known.names.of_fact(pl.col("fact")))
    last = clocks.sort(*own, "start", "occurrence", nulls_last=True).unique(own, keep="last", maintain_order=True)
    for row in last.join(running, on=own, how="semi").to_dicts():
        is_over = row["ended"] is not None and row["reason"] != SUPERSEDED
        is_judged = row["status"] not in ("excluded", "unassessable", "excepted")
        assert standing[row["child_id"], row["spell"]] == 1 or is_over or not is_judged or row["met"], row


@SEVERAL
@given(rules_with_facts())
def test_a_fact_meets_at_most_one_clock_of_a_rule_in_each_spell(given_):
    name, case = given_
    clocks = by_engine([name], case).filter(pl.col("met_source").is_not_null())
    met = clocks.select("child_id", "met_source", spell=SPELL)
    assert met.is_unique().all()


@SEVERAL
@given(rules_with_facts())
def test_facts_dated_after_the_day_change_nothing(given_):
    """But for the last event of a child in a table that holds no other: it shows that those before it are not known."""
    name, case = given_
    later = case.latest_only
    known = {kind: rows if kind in later else _known_by(rows, case.as_at) for kind, rows in case.facts.items()}
    cut = replace(case, facts=known)
    assert plain(by_engine([name], cut)) == plain(by_engine([name], case))


def _known_by(rows: Sequence[Row], day: date) -> list[Row]:
    """The rows without what had not happened by a day; birth dates may be expected."""
    begun = [row for row in rows if (row.get("date") or row.get("start") or day) <= day]
    return [
        {key: None if key in ("end", "died") and _after(said, day) else said for key, said in row.items()}
        for row in begun
    ]


def _after(said: Any, day: date) -> bool:
    return said is not None and said > day


@SEVERAL
@given(rules_with_facts(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_of_different_children_changes_nothing(given_, chance):
    name, case = given_
    children = sorted({row.get("child_id") or "" for rows in case.facts.values() for row in rows})
    places = {child: chance.random() for child in children}
    facts = {kind: sorted(rows, key=lambda row: places[row.get("child_id") or ""]) for kind, rows in case.facts.items()}
    assert plain(by_engine([name], replace(case, facts=facts))) == plain(by_engine([name], case))


@SEVERAL
@given(rules_with_facts())
def test_rules_that_are_evaluated_together_give_what_each_gives_alone(given_):
    name, case = given_
    others = list(BOOK.rules)[:6]
    together = by_engine([*others, name] if name not in others else others, case)
    assert plain(together.filter(pl.col("rule") == name)) == plain(by_engine([name], case))


@SEVERAL
@given(rules_with_facts(REPEATING))
def test_in_how_many_pieces_the_clocks_of_a_chain_are_laid_out_changes_nothing(given_):
    name, case = given_
    with patch.object(chain, "_A_PIECE", 2):
        in_pieces = by_engine([name], case)
    assert_frame_equal(in_pieces, by_engine([name], case))
