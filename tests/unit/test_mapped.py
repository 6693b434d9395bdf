"""Mappings: the files of a return become facts by a few lines of YAML."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.extract_made import findings, looked_at, opened, refusals, table, write_council, write_files

from timeliness.errors import RulesInvalidError, UsageError

MAPPING = """\
id: returned
title: A return made for a test
dates: day-first
files:
  people: {headings: [Person, Birth], required: false}
  cases: {headings: [Person, Opened, Closed, Why]}
facts:
  - {fact: child, file: people, columns: {child_id: Person, born: Birth}}
  - fact: cp_plan
    file: cases
    columns: {child_id: Person, start: Opened, end: Closed, visit_every: {column: How often, codes: {w: 7, f: 14}}}
    where: {What: [PLAN, plan]}
    continues: {Why: moved}
"""
CASES = "Person,Opened,Closed,Why,What,How often\n"


@pytest.fixture
def council(tmp_path: Path) -> Path:
    """A council with a mapping of its own."""
    folder = write_council(tmp_path / "council")
    (folder / "rules" / "local" / "own.yaml").unlink()
    (folder / "mappings").mkdir()
    (folder / "mappings" / "returned.yaml").write_text(MAPPING, encoding="utf-8")
    return folder


def plans(folder: Path, council: Path) -> list[tuple]:
    """The plans of an extract: child, start, end, visit_every, and the row that each rests on."""
    found = opened(folder, council=council).tables["cp_plan"]
    return found.select("child_id", "start", "end", "visit_every", found["source"] % (1 << 40)).rows()


def write_cases(folder: Path, *rows: str) -> Path:
    return write_files(folder / "extract", {"cases.csv": CASES + "".join(f"{row}\n" for row in rows)})


# Files


def test_files_are_recognised_by_their_headings_whatever_their_names_case_and_spaces(tmp_path, council):
    files = {
        "a.csv": " person ,BIRTH,Other\n007,03/04/2014,x\n",
        "b.CSV": "Extra,CLOSED,why,opened, Person,WHAT,how  often\n,,,05/01/2024,007,plan,w\n",
    }
    extract = opened(write_files(tmp_path / "extract", files), council=council)
    assert extract.mapping == "returned"
    assert extract.tables["child"].drop("source").rows() == [("007", date(2014, 4, 3))]
    assert plans(tmp_path / "extract", council) == [("007", date(2024, 1, 5), None, 7, 2)]


def test_files_that_no_fact_comes_from_are_listed(tmp_path, council):
    folder = write_files(tmp_path / "extract", {"cases.csv": CASES, "other.csv": "a,b\n", "notes.txt": "x"})
    found = opened(folder, council=council).findings
    assert found.select("finding", "table").rows() == [("file not used", "other.csv"), ("file not used", "notes.txt")]


def test_a_required_file_that_is_not_there_is_refused_with_the_headings_that_it_has(tmp_path, council):
    folder = write_files(tmp_path / "extract", {"people.csv": "Person,Birth\n"})
    (said,) = refusals(folder, "returned", council)
    assert said == (
        "extract  There is no file of cases: one with the headings Person, Opened, Closed, Why. Files here: people.csv."
    )


def test_two_files_with_the_same_headings_are_refused(tmp_path, council):
    folder = write_files(tmp_path / "extract", {"one.csv": CASES, "two.csv": CASES})
    (said,) = refusals(folder, None, council)
    assert said == "two.csv:1  one.csv has the headings of cases too. Give one year's files, one of each."


def test_two_headings_that_differ_only_in_case_are_refused(tmp_path, council):
    folder = write_files(tmp_path / "extract", {"cases.csv": "person," + CASES})
    (said,) = refusals(folder, None, council)
    assert said == "cases.csv:1  Columns 1 and 2 have the same heading. Keep one of them."


def test_a_heading_that_says_which_rows_count_and_is_not_there_is_refused(tmp_path, council):
    folder = write_files(tmp_path / "extract", {"cases.csv": "Person,Opened,Closed,Why\n"})
    (said,) = refusals(folder, None, council)
    assert said == "cases.csv:1  There is no column 'What', which says which rows are a cp_plan. Put it there."


def test_all_that_is_wrong_with_all_files_is_said_at_once(tmp_path, council):
    files = {"cases.csv": f"{CASES}1,05/01/2024,\n", "people.csv": "Person,Birth\n1,2\n3\n", "x.csv": b"\0"}
    said = refusals(write_files(tmp_path / "extract", files), "returned", council)
    assert [each.split("  ")[0] for each in said] == ["cases.csv:2", "people.csv:3", "x.csv:1"]


def test_dates_that_are_not_as_the_mapping_says_are_refused_by_the_heading_in_the_file(tmp_path, council):
    folder = write_cases(tmp_path, "1,2024-01-05,,new,PLAN,w")
    (said,) = refusals(folder, None, council)
    assert said.startswith("cases.csv  None of the dates in 'Opened' can be read (row 2).")
    assert "They must be written day/month/year, as is declared." in said


def test_extract_yaml_may_declare_another_format_and_name_the_mapping(tmp_path, council):
    about = (
        "mapping: returned\ntaken_on: 2024-03-31\ndates: {cp_plan.start: iso}\ncomplete_from: {cp_plan: 2020-04-01}\n"
    )
    folder = write_files(tmp_path / "extract", {"cases.csv": f"{CASES}1,2024-01-05,,new,PLAN,w\n"}, about)
    assert plans(folder, council) == [("1", date(2024, 1, 5), None, 7, 2)]
    assert opened(folder, council=council).complete_from == {"cp_plan": date(2020, 4, 1)}
    with pytest.raises(UsageError, match="'returned' is not a mapping"):
        opened(folder)


def test_files_that_two_mappings_fit_ask_for_one(tmp_path, council):
    other = MAPPING.replace("id: returned", "id: other")
    (council / "mappings" / "other.yaml").write_text(other, encoding="utf-8")
    folder = write_cases(tmp_path)
    with pytest.raises(UsageError, match="These files fit other and returned"):
        opened(folder, council=council)
    assert opened(folder, "other", council).mapping == "other"


# Rows


def test_only_rows_with_a_value_that_is_named_are_facts_whatever_its_case(tmp_path, council):
    folder = write_cases(
        tmp_path,
        "1,05/01/2024,,new,PLAN,w",
        "2,05/01/2024,,new, plan ,w",
        "3,05/01/2024,,new,other,w",
        "4,05/01/2024,,new,,w",
    )
    assert [plan[0] for plan in plans(folder, council)] == ["1", "2"]


def test_codes_become_values_and_one_that_is_not_named_is_a_finding(tmp_path, council):
    folder = write_cases(
        tmp_path,
        "1,05/01/2024,,new,PLAN,w",
        "2,05/01/2024,,new,PLAN, f ",
        "3,05/01/2024,,new,PLAN,x",
        "4,05/01/2024,,new,PLAN,",
    )
    assert [plan[3] for plan in plans(folder, council)] == [7, 14, None, None]
    found = opened(folder, council=council).findings
    assert found.select("finding", "table", "column", "child_id").rows() == [
        ("not a code of the mapping", "cp_plan", "visit_every", "3")
    ]


# Spells that carry on


def test_a_row_that_carries_on_the_spell_before_it_is_part_of_it(tmp_path, council):
    folder = write_cases(
        tmp_path,
        "1,05/01/2024,09/01/2024,new,PLAN,w",
        "1,09/01/2024,20/01/2024,moved,PLAN,f",
        "1,21/01/2024,,moved,PLAN,f",
    )
    assert plans(folder, council) == [("1", date(2024, 1, 5), None, 7, 2)]


def test_rows_may_stand_in_any_order(tmp_path, council):
    folder = write_cases(
        tmp_path,
        "1,20/01/2024,25/01/2024,moved,PLAN,f",
        "2,01/01/2024,,new,PLAN,w",
        "1,05/01/2024,20/01/2024,new,PLAN,w",
    )
    assert plans(folder, council) == [
        ("2", date(2024, 1, 1), None, 7, 3),
        ("1", date(2024, 1, 5), date(2024, 1, 25), 7, 4),
    ]


def test_a_row_that_begins_anew_is_a_spell_of_its_own_though_it_touches_the_one_before(tmp_path, council):
    folder = write_cases(tmp_path, "1,05/01/2024,09/01/2024,new,PLAN,w", "1,09/01/2024,,new,PLAN,f")
    assert [plan[1:3] for plan in plans(folder, council)] == [
        (date(2024, 1, 5), date(2024, 1, 9)),
        (date(2024, 1, 9), None),
    ]


def test_a_first_row_that_carries_one_on_began_before_the_extract(tmp_path, council):
    folder = write_cases(tmp_path, "1,05/01/2024,09/01/2024,moved,PLAN,w", "1,09/01/2024,10/01/2024,moved,PLAN,w")
    assert plans(folder, council) == [("1", None, date(2024, 1, 10), 7, 2)]


def test_a_row_that_carries_on_what_had_ended_two_days_before_is_a_spell_and_a_finding(tmp_path, council):
    folder = write_cases(tmp_path, "1,05/01/2024,09/01/2024,new,PLAN,w", "1,11/01/2024,,moved,PLAN,f")
    assert [plan[1:3] for plan in plans(folder, council)] == [
        (date(2024, 1, 5), date(2024, 1, 9)),
        (date(2024, 1, 11), None),
    ]
    found = opened(folder, council=council).findings
    assert found.select("finding", "table", found["source"] % (1 << 40)).rows() == [("continues nothing", "cp_plan", 3)]


def test_a_spell_of_which_a_part_has_no_end_runs_whatever_a_later_row_says(tmp_path, council):
    folder = write_cases(tmp_path, "1,05/01/2024,,new,PLAN,w", "1,09/01/2024,20/01/2024,moved,PLAN,f")
    assert plans(folder, council) == [("1", date(2024, 1, 5), None, 7, 2)]


def test_another_childs_row_is_carried_on_by_nobody(tmp_path, council):
    folder = write_cases(tmp_path, "1,05/01/2024,20/01/2024,new,PLAN,w", "2,20/01/2024,25/01/2024,moved,PLAN,w")
    assert [plan[:3] for plan in plans(folder, council)] == [
        ("1", date(2024, 1, 5), date(2024, 1, 20)),
        ("2", None, date(2024, 1, 25)),
    ]


# From when it is whole


@pytest.mark.parametrize(
    ("closed", "whole_from"),
    [
        (["31/03/2023", "02/05/2023"], date(2022, 4, 1)),
        (["01/04/2023"], date(2023, 4, 1)),
        (["", ""], None),
        (["01/01/2019", "02/05/2023"], date(2023, 4, 1)),
    ],
    ids=["the earliest", "the first day of a year", "no date", "ends before it starts"],
)
def test_a_history_is_whole_from_the_first_day_of_the_year_of_the_earliest_date(closed, whole_from, tmp_path, council):
    whole = 'complete_from: {begins: "04-01", before_first: cp_plan.end, tables: [cp_plan]}\n'
    (council / "mappings" / "returned.yaml").write_text(MAPPING + whole, encoding="utf-8")
    folder = write_cases(tmp_path, *(f"{n},05/01/2020,{day},new,PLAN,w" for n, day in enumerate(closed)))
    found = opened(folder, council=council)
    assert found.complete_from == ({"cp_plan": whole_from} if whole_from else {})
    assert found.declares_history


# Mappings with errors


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title:", "titel:", "2:1  'titel' is not a key here. Did you mean 'title'?"),
        ("day-first", "dayfirst", "3:1  'dayfirst' is not a value of 'dates'. Did you mean 'day-first'?"),
        ("fact: cp_plan", "fact: cp_plans", "9:5  'cp_plans' is not a kind of fact. Did you mean 'cp_plan'?"),
        ("file: cases", "file: case", "10:5  'case' is not a file of this mapping. Did you mean 'cases'?"),
        ("start: Opened", "begin: Opened", "11:5  The columns do not say 'start'. A cp_plan must have it."),
        ("fact: cp_plan", "fact: referral", "13:5  A referral has no end: only a spell carries another on."),
    ],
)
def test_an_error_in_a_mapping_is_refused_with_its_line(old, new, said, tmp_path, council):
    path = council / "mappings" / "returned.yaml"
    path.write_text(MAPPING.replace(old, new), encoding="utf-8")
    with pytest.raises(RulesInvalidError) as refused:
        opened(write_cases(tmp_path), council=council)
    assert [str(each) for each in refused.value.problems if f"returned.yaml:{said}" in str(each)]


def test_a_mapping_that_is_not_text_is_refused(tmp_path, council):
    (council / "mappings" / "returned.yaml").write_bytes(b"\0")
    with pytest.raises(RulesInvalidError, match="There are NUL bytes here"):
        opened(write_cases(tmp_path), council=council)


def test_what_a_mapping_cannot_show_stands_in_the_coverage(tmp_path):
    episodes = "CHILD,DECOM,RNE,LS,PLACE,DEC,REC\n1,01/05/2023,S,C2,U4,,\n"
    reviews = "CHILD,DOB,REVIEW,REVIEW_CODE\n1,01/01/2014,20/05/2023,PN1\n"
    folder = write_files(tmp_path, {"e.csv": episodes, "r.csv": reviews})
    (row,) = looked_at(folder, ids=["cla-review"]).coverage.to_dicts()
    assert row["state"] == "partly"
    assert "The return does not tell short breaks apart" in row["why"]
    assert findings(folder) == []
    assert table(folder, "cla_review") == [{"child_id": "1", "date": date(2023, 5, 20)}]
