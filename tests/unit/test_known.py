"""Every fact has a number of its own, by which its kind and its name are found."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from timeliness.engine.known import Known, know
from timeliness.facts import Facts
from timeliness.resources import shipped
from timeliness.rulebook.load import load_rulebook

DAY, LATER = date(2024, 1, 8), date(2024, 2, 5)


@pytest.fixture(scope="module")
def vocabulary():
    return load_rulebook(shipped("rules")).vocabulary


def known(vocabulary, **tables: dict[str, list[object]]) -> Known:
    """Two children, and tables of facts as they are given; `source` numbers the rows."""
    children = {"child": [0, 1], "child_id": ["A", "B"], "born": [None, None], "died": [None, None]}
    children |= {"complete_from": [None, None], "listed": [True, True]}
    kinds = {"child": pl.Int32, "born": pl.Date, "died": pl.Date, "complete_from": pl.Date}
    facts = {}
    for name, columns in tables.items():
        day = {"child": pl.Int32, "date": pl.Date, "start": pl.Date, "end": pl.Date}
        frame = pl.DataFrame(columns, schema_overrides={key: kind for key, kind in day.items() if key in columns})
        facts[name] = frame.with_columns(source=pl.int_range(pl.len(), dtype=pl.Int64)).lazy()
    given = Facts(pl.DataFrame(children, schema_overrides=kinds).lazy(), facts)
    return know(given, vocabulary, date(2024, 12, 31))


def names(of: Known) -> list[str]:
    facts = pl.DataFrame({"fact": pl.Series(range(len(of.sources)), dtype=pl.UInt32)})
    return facts.select(of.names.of_fact(pl.col("fact"))).to_series().to_list()


def test_facts_are_of_their_own_kind_where_a_table_beside_them_has_none(vocabulary):
    of = known(
        vocabulary,
        proceedings_issued={"child": [0], "date": [DAY], "id": ["C1"]},
        private_fostering={"child": [], "start": [], "end": []},
    )
    fact = pl.DataFrame({"fact": pl.Series([0], dtype=pl.UInt32)})
    assert fact.select(of.kind_of(pl.col("fact"))).item() == "proceedings_issued"
    assert names(of) == ["proceedings_issued:C1"]


def test_facts_that_are_called_the_same_are_numbered_for_each_child(vocabulary):
    of = known(vocabulary, referral={"child": [0, 0, 1, None, None], "date": [DAY, DAY, DAY, DAY, DAY]})
    day = f"referral:{DAY}"
    assert names(of) == [day, f"{day}#2", day, day, f"{day}#2"]


def test_a_spell_that_cannot_be_is_numbered_with_the_one_that_can(vocabulary):
    spells = {"child": [0, 0, 1], "start": [LATER, LATER, LATER], "end": [None, DAY, None]}
    of = known(vocabulary, looked_after=spells)
    assert names(of) == [f"looked_after:{LATER}", f"looked_after:{LATER}", f"looked_after:{LATER}#2"]


def test_a_fact_that_is_called_by_its_id_is_numbered_among_those_of_its_id(vocabulary):
    facts = {"child": [0, 0, 1, 1], "date": [DAY, LATER, DAY, None], "id": ["R1", "R1", "R1", None]}
    of = known(vocabulary, referral=facts)
    assert names(of) == ["referral:R1", "referral:R1#2", "referral:R1", "referral:undated"]
