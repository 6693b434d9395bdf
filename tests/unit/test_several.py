"""Several sources at once: one event in two systems is one fact, and what the systems disagree on is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.unit.extract_made import rulebook, write_extract, write_files
from tests.unit.round_trip import COLUMNS

from timeliness.council.making import AS_AT, make
from timeliness.errors import UsageError
from timeliness.extracts.extract import Extract
from timeliness.facts import SOURCE_ROWS
from timeliness.runs.asked import Asked
from timeliness.runs.evaluation import evaluate
from timeliness.runs.looking import look, placed
from timeliness.runs.opened import read

DAY = date(2024, 3, 31)
Rows = Sequence[Mapping[str, Any]]


@pytest.fixture
def folders(tmp_path: Path):
    """Write sources, named A, B and so on, each with its tables; `about` is what stands beside each."""

    def write(*sources: Mapping[str, Rows], about: Sequence[str] = ()) -> list[Path]:
        beside = [*about, *["taken_on: 2024-03-31\n"] * (len(sources) - len(about))]
        return [write_extract(tmp_path / "ABC"[n], tables, beside[n]) for n, tables in enumerate(sources)]

    return write


def opened(folders: Sequence[Path], taken_on: date | None = None, mapping: str | None = None) -> Extract:
    asked = Asked(folders[0], DAY, taken_on=taken_on, mapping=mapping, more=tuple(folders[1:]))
    return read(asked, rulebook())


def facts(extract: Extract, table: str, *columns: str) -> list[tuple]:
    """The rows of a table: some columns, and where each stood."""
    rows = extract.tables[table]
    where = [f"{extract.sources[each // SOURCE_ROWS]}:{each % SOURCE_ROWS}" for each in rows["source"]]
    return [(*row, place) for row, place in zip(rows.select(columns).rows(), where, strict=True)]


def found(extract: Extract, *kinds: str) -> list[tuple]:
    """The findings of putting sources together: what, in which column of a table, of whom, in which file and row."""
    rows = placed(look(extract, rulebook().vocabulary, [], DAY).findings, extract)
    chosen = rows.filter(pl.col("finding").is_in(kinds or list(OWN)))
    return chosen.select("finding", "table", "column", "child_id", "file", "row").rows()


OTHERWISE = "another source says otherwise: the first is read"
NEARBY = "days apart from one in another source: both are read"
ALONE = "child in none of the sources before"
NO_TEAM = "names no team, and another source does: not read"
OWN = (OTHERWISE, NEARBY, ALONE, NO_TEAM)


# Which facts are one


def test_an_event_of_one_child_and_day_is_one_fact_and_one_that_a_single_source_has_is_kept(folders):
    left = [{"child_id": "1", "date": "2024-01-03"}, {"child_id": "2", "date": "2024-01-03"}]
    right = [{"child_id": "1", "date": "2024-01-03"}, {"child_id": "1", "date": "2024-02-20"}]
    made = opened(folders({"cp_visit": left}, {"cp_visit": right}))
    assert facts(made, "cp_visit", "child_id", "date") == [
        ("1", date(2024, 1, 3), "A/cp_visit.csv:2"),
        ("2", date(2024, 1, 3), "A/cp_visit.csv:3"),
        ("1", date(2024, 2, 20), "B/cp_visit.csv:3"),
    ]
    assert found(made) == []


def test_a_table_that_one_source_has_is_read_and_every_file_is_a_source(folders):
    made = opened(folders({"cp_visit": []}, {"cp_plan": [{"child_id": "1", "start": "2024-01-02", "end": ""}]}))
    assert made.sources == ("A/cp_visit.csv", "B/cp_plan.csv")
    assert facts(made, "cp_plan", "child_id") == [("1", "B/cp_plan.csv:2")]


def test_one_fact_under_two_ids_is_one_and_what_refers_to_it_in_the_second_source_refers_to_the_first(folders):
    plan = {"child_id": "1", "start": "2024-01-02", "end": ""}
    left = {"cp_plan": [{**plan, "id": "P1"}]}
    right = {
        "cp_plan": [{**plan, "id": "77"}],
        "cp_visit": [{"child_id": "1", "date": "2024-01-09", "plan": "77"}],
        "cp_review_conference": [{"child_id": "1", "date": "2024-03-09", "plan": "88"}],
    }
    made = opened(folders(left, right))
    assert facts(made, "cp_plan", "id") == [("P1", "A/cp_plan.csv:2")]
    assert facts(made, "cp_visit", "plan") == [("P1", "B/cp_visit.csv:2")]
    assert facts(made, "cp_review_conference", "plan") == [("88", "B/cp_review_conference.csv:2")]


def test_an_id_of_another_child_is_another_id(folders):
    plans = [{"child_id": each, "start": "2024-01-02", "end": "", "id": f"P{each}"} for each in "12"]
    others = [{**plan, "id": "7"} for plan in plans]
    visits = [{"child_id": each, "date": "2024-01-09", "plan": "7"} for each in "12"]
    made = opened(folders({"cp_plan": plans}, {"cp_plan": others, "cp_visit": visits}))
    assert facts(made, "cp_visit", "child_id", "plan") == [
        ("1", "P1", "B/cp_visit.csv:2"),
        ("2", "P2", "B/cp_visit.csv:3"),
    ]


def test_a_fact_of_one_id_and_two_days_is_one_and_has_the_day_of_the_source_named_first(folders):
    left = [{"child_id": "1", "date": "2024-01-10", "id": "C1"}]
    right = [{"child_id": "1", "date": "2024-01-03", "id": "C1"}]
    both = folders({"initial_cp_conference": left}, {"initial_cp_conference": right})
    made = opened(both)
    assert facts(made, "initial_cp_conference", "date") == [(date(2024, 1, 10), "A/initial_cp_conference.csv:2")]
    assert found(made) == [(OTHERWISE, "initial_cp_conference", "date", "1", "B/initial_cp_conference.csv", 2)]
    assert facts(opened(both[::-1]), "initial_cp_conference", "date") == [
        (date(2024, 1, 3), "B/initial_cp_conference.csv:2")
    ]


def test_two_facts_of_one_day_stay_two_and_where_ids_are_shared_other_ids_are_other_facts(folders):
    day = {"child_id": "1", "date": "2024-01-03"}
    left = [{**day, "id": "R1"}, {"child_id": "2", "date": "2024-01-03", "id": "R5"}]
    own = opened(folders({"referral": left}, {"referral": [{**day, "id": "x"}, {**day, "id": "y"}]}))
    assert [row[0] for row in facts(own, "referral", "id")] == ["R1", "R5", "y"]
    right = [{**day, "id": "R2"}, {"child_id": "2", "date": "2024-01-03", "id": "R5"}, {**day, "id": ""}]
    shared = opened(folders({"referral": left}, {"referral": right}))
    assert [row[0] for row in facts(shared, "referral", "id")] == ["R1", "R5", "R2"]


def test_of_two_facts_of_one_day_those_that_agree_are_one(folders):
    day = {"child_id": "1", "date": "2024-01-03"}
    left = [{**day, "child_seen": "false"}, {**day, "child_seen": "true", "seen_alone": "true"}]
    right = [{**day, "child_seen": "true", "seen_alone": "true"}]
    made = opened(folders({"cp_visit": left}, {"cp_visit": right}))
    assert [row[0] for row in facts(made, "cp_visit", "child_seen")] == [False, True]
    assert found(made) == []


def test_facts_without_a_day_are_one_only_by_their_id(folders):
    undated = {"child_id": "1", "date": ""}
    left = [{**undated, "id": "S1"}, {**undated, "id": ""}]
    right = [{"child_id": "1", "date": "2024-02-01", "id": "S1"}, {**undated, "id": ""}]
    made = opened(folders({"strategy_discussion": left}, {"strategy_discussion": right}))
    assert facts(made, "strategy_discussion", "date", "id") == [
        (date(2024, 2, 1), "S1", "A/strategy_discussion.csv:2"),
        (None, None, "A/strategy_discussion.csv:3"),
        (None, None, "B/strategy_discussion.csv:3"),
    ]


def test_a_conference_dated_differently_without_an_id_is_found_and_both_are_read(folders):
    left, right = [{"child_id": "1", "date": "2024-01-10"}], [{"child_id": "1", "date": "2024-01-15"}]
    made = opened(folders({"initial_cp_conference": left}, {"initial_cp_conference": right}))
    assert made.tables["initial_cp_conference"].height == 2
    assert found(made) == [(NEARBY, "initial_cp_conference", "date", "1", "B/initial_cp_conference.csv", 2)]
    far = [{"child_id": "1", "date": "2024-01-18"}, {"child_id": "2", "date": "2024-01-10"}]
    assert found(opened(folders({"initial_cp_conference": left}, {"initial_cp_conference": far})), NEARBY) == []


# What is said of them


def test_where_sources_disagree_the_first_is_read_and_what_it_does_not_know_the_other_says(folders):
    day = {"child_id": "1", "date": "2024-01-03"}
    left = [{**day, "child_seen": "true", "seen_alone": ""}]
    right = [{**day, "child_seen": "false", "seen_alone": "true"}]
    made = opened(folders({"cp_visit": left}, {"cp_visit": right}))
    assert facts(made, "cp_visit", "child_seen", "seen_alone") == [(True, True, "A/cp_visit.csv:2")]
    assert found(made) == [(OTHERWISE, "cp_visit", "child_seen", "1", "B/cp_visit.csv", 2)]


@pytest.mark.parametrize(
    ("first", "second", "end", "said"),
    [
        (["", "2024-02-02"], ["2024-03-01"], None, True),
        (["2024-03-01", "2024-02-02"], ["", "2024-03-02"], date(2024, 3, 1), True),
        (["", ""], ["2024-03-01"], date(2024, 3, 1), False),
        (["2024-03-01"], [""], date(2024, 3, 1), False),
    ],
    ids=["it runs in the first", "it runs in the second", "the first has no ends", "the second has no ends"],
)
def test_a_spell_that_runs_in_the_first_runs_unless_that_knows_no_ends(first, second, end, said, folders):
    left, right = (
        [{"child_id": f"{n}", "start": "2024-01-02", "end": day} for n, day in enumerate(ends)]
        for ends in (first, second)
    )
    made = opened(folders({"cin_plan": left}, {"cin_plan": right}))
    assert made.tables["cin_plan"].filter(child_id="0")["end"].to_list() == [end]
    assert [row[2] for row in found(made, OTHERWISE) if row[3] == "0"] == (["end"] if said else [])


def test_when_it_was_recorded_is_what_the_own_row_of_a_fact_says(folders):
    left = [{"child_id": "1", "date": "2024-01-03", "recorded_on": ""}]
    right = [{"child_id": "1", "date": "2024-01-03", "recorded_on": "2024-03-01"}]
    made = opened(folders({"cp_visit": left}, {"cp_visit": right}))
    assert facts(made, "cp_visit", "recorded_on") == [(None, "A/cp_visit.csv:2")]
    assert found(made) == []


def test_an_allocation_of_which_the_beginning_is_not_known_begins_with_the_history_of_its_own_source(folders):
    left = [{"child_id": "1", "start": "", "end": "", "team": "North"}]
    right = [{"child_id": "2", "start": "2024-01-01", "end": "", "team": "South"}]
    since = "taken_on: 2024-03-31\ncomplete_from: {allocation: 2024-03-01}\n"
    made = opened(folders({"allocation": left}, {"allocation": right}, about=(since,)))
    assert [row[:2] for row in facts(made, "allocation", "team", "start")] == [
        ("North", date(2024, 2, 29)),
        ("South", date(2024, 1, 1)),
    ]


def test_whose_list_a_child_is_on_is_read_from_the_source_that_knows_teams(folders):
    left = [{"child_id": "1", "start": "2024-02-01", "end": "", "worker": "W9"}]
    right = [{"child_id": "1", "start": "2024-01-01", "end": "", "team": "North", "worker": "Ann"}]
    made = opened(folders({"allocation": left}, {"allocation": right}))
    assert [row[:2] for row in facts(made, "allocation", "team", "worker")] == [("North", "Ann")]
    assert found(made) == [(NO_TEAM, "allocation", "team", "1", "A/allocation.csv", 2)]
    other = opened(folders({"allocation": left}, {"allocation": [{**right[0], "child_id": "2"}]}))
    assert other.tables["allocation"].height == 2


# Children


def test_a_child_of_two_sources_is_one_and_one_whom_only_the_second_has_is_found(folders):
    left = [{"child_id": "1", "born": "2014-05-06", "died": ""}]
    right = [{"child_id": "1", "born": "2014-06-05", "died": "2024-03-03"}, {"child_id": "01", "born": "2014-05-06"}]
    made = opened(folders({"child": left}, {"child": right}))
    assert facts(made, "child", "child_id", "born", "died") == [
        ("1", date(2014, 5, 6), date(2024, 3, 3), "A/child.csv:2"),
        ("01", date(2014, 5, 6), None, "B/child.csv:3"),
    ]
    assert found(made) == [
        (OTHERWISE, "child", "born", "1", "B/child.csv", 2),
        (ALONE, "child", "child_id", "01", "B/child.csv", 3),
    ]


def test_children_of_a_source_without_a_list_of_them_are_listed_still(folders):
    made = opened(folders({"cp_visit": [{"child_id": "1", "date": "2024-01-03"}]}, {"child": [{"child_id": "2"}]}))
    known, _ = made.facts(rulebook().vocabulary)
    assert known.children.collect().select("child_id", "listed").rows() == [("1", True), ("2", True)]


def test_of_a_child_who_stands_twice_in_the_second_list_the_last_row_is_read(folders):
    left = [{"child_id": "1", "born": ""}]
    right = [{"child_id": "1", "born": "2014-01-01"}, {"child_id": "1", "born": "2014-02-02"}]
    made = opened(folders({"child": left}, {"child": right}))
    assert [row[0] for row in facts(made, "child", "born")] == [date(2014, 2, 2)]
    assert found(made, "child twice in the child table: the last row is read") == [
        ("child twice in the child table: the last row is read", "child", "", "1", "B/child.csv", 2)
    ]


# From when, and by when


SINCE = "taken_on: 2024-03-31\ncomplete_from: {{cp_visit: {}}}\n"


@pytest.mark.parametrize(
    ("about", "whole_from"),
    [
        ((SINCE.format("2022-01-01"), SINCE.format("2020-01-01")), date(2020, 1, 1)),
        ((SINCE.format("2022-01-01"), SINCE.format("null")), None),
        ((SINCE.format("2022-01-01"), ""), date(2022, 1, 1)),
    ],
    ids=["the earlier", "whole in one", "nothing said by one"],
)
def test_a_table_is_whole_from_when_it_is_so_in_any_source_that_says_it(about, whole_from, folders):
    rows = {"cp_visit": [{"child_id": "1", "date": "2024-01-03"}]}
    made = opened(folders(rows, rows, about=about), taken_on=None if about[1] else DAY)
    assert made.complete_from == ({"cp_visit": whole_from} if whole_from else {})
    assert made.declares_history == bool(about[1])


def test_a_child_whom_only_the_later_source_knows_is_whole_from_that_day_alone(folders):
    left = {"cp_visit": [{"child_id": each, "date": "2024-01-03"} for each in "13"]}
    right = {"cp_visit": [{"child_id": each, "date": "2024-01-03"} for each in "23"]}
    made = opened(folders(left, right, about=(SINCE.format("2020-01-01"), SINCE.format("2022-01-01"))))
    assert made.complete_from == {"cp_visit": date(2020, 1, 1)}
    children = made.tables["child"].sort("child_id").select("child_id", "complete_from").rows()
    assert children == [("1", None), ("2", date(2022, 1, 1)), ("3", None)]


def test_sources_were_taken_when_the_first_of_them_was(folders):
    rows = {"cp_visit": [{"child_id": "1", "date": "2024-01-03"}]}
    both = folders(rows, rows, about=("taken_on: 2024-03-31\n", "taken_on: 2024-03-20\n"))
    assert opened(both).taken_on == date(2024, 3, 20)
    with pytest.raises(UsageError, match="after 2024-03-20, when the first of A and B was taken"):
        evaluate(Asked(both[0], DAY, rules=("cp-visit",), more=(both[1],)))
    with pytest.raises(UsageError, match="A and B say themselves when they were taken"):
        opened(both, taken_on=date(2024, 3, 25))


def test_a_source_that_does_not_say_when_it_was_taken_asks_for_it(folders):
    rows = {"cp_visit": [{"child_id": "1", "date": "2024-01-03"}]}
    both = folders(rows, rows, about=("taken_on: 2024-03-31\n", ""))
    assert opened(both, taken_on=date(2024, 3, 25)).taken_on == date(2024, 3, 25)
    with pytest.raises(UsageError, match="It is not known when each of A and B was taken"):
        evaluate(Asked(both[0], DAY, rules=("cp-visit",), more=(both[1],)))


def test_what_a_source_cannot_show_is_said_with_its_name(folders, tmp_path):
    episodes = "CHILD,DECOM,RNE,LS,PLACE,DEC,REC\n1,01/05/2023,S,C2,U4,,\n"
    returned = write_files(tmp_path / "ssda903", {"e.csv": episodes})
    (own,) = folders({"cla_review": [{"child_id": "1", "date": "2023-05-25"}]})
    made = opened([own, returned])
    assert made.mapping == "ssda903"
    assert made.limits["cla-review"].startswith("ssda903: Reviews before the first year")


def test_sources_of_one_name_and_a_mapping_for_several_are_refused(tmp_path):
    both = [write_extract(tmp_path / each / "same", {"cp_visit": []}) for each in "ab"]
    with pytest.raises(UsageError, match="Several extracts are called same"):
        opened(both)
    with pytest.raises(UsageError, match="--mapping is of one extract"):
        opened(both, mapping="ssda903")


# A council in two systems


def moved(folder: Path, other: Path, tables: Mapping[str, str]) -> None:
    """Copy tables of a facts folder into another, with ids of its own in some columns."""
    other.mkdir()
    (other / "extract.yaml").write_bytes((folder / "extract.yaml").read_bytes())
    for name, columns in tables.items():
        rows = pl.read_csv(folder / f"{name}.csv", infer_schema=False)
        own = [pl.concat_str(pl.lit("other-"), column).alias(column) for column in columns.split()]
        rows.with_columns(own).write_csv(other / f"{name}.csv")


def test_a_council_in_two_systems_has_the_clocks_that_it_has_in_one(tmp_path):
    """Both systems know the children, their plans and enquiries, each by its own ids, and half of what follows."""
    make(tmp_path / "council", seed=5, size=0.2)
    whole, one, two = tmp_path / "council" / "extract", tmp_path / "one", tmp_path / "two"
    names = [path.stem for path in whole.glob("*.csv")]
    later = {
        "cp_visit": "plan",
        "cp_review_conference": "plan",
        "initial_cp_conference": "enquiry",
        "cla_visit": "placement",
        "assessment_authorised": "assessment",
    }
    shared = {"child": "", "cp_plan": "id", "section_47_enquiry": "id", "placement": "id", "assessment": "id referral"}
    shared |= {"strategy_discussion": "enquiry", "referral": "id", "looked_after": "", "cin_plan": "id"}
    moved(whole, one, {name: "" for name in names if name not in later})
    moved(whole, two, later | shared)
    rules = ("cp-visit", "cp-review", "cp-icpc", "cla-visit", "cla-review", "assessment", "assessment-cin")
    columns = [name for name in COLUMNS if name != "team"]
    runs = [Asked(whole, AS_AT, rules=rules), Asked(one, AS_AT, rules=rules, more=(two,))]
    alone, both = (evaluate(each).clocks.select("team", *columns).sort(columns, nulls_last=True) for each in runs)
    assert alone.height > 500
    assert both.rows() == alone.rows()
    back = evaluate(Asked(two, AS_AT, rules=rules, more=(one,))).clocks
    assert back.select("team", *columns).sort(columns, nulls_last=True).rows() == alone.rows()
