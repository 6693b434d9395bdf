"""Mappings: the files of a return become facts by a few lines of YAML."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.extract_made import (
    evaluated,
    findings,
    looked_at,
    opened,
    refusals,
    table,
    write_council,
    write_files,
)

from timeliness.errors import RulesInvalidError, UsageError

MAPPING = """\
id: returned
title: A return made for a test
dates: day-first
tables:
  people: {headings: [Person, Birth], required: false}
  cases: {headings: [Person, Opened, Closed, Why]}
facts:
  - {fact: child, table: people, columns: {child_id: Person, born: Birth}}
  - fact: cp_plan
    table: cases
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
    folder = write_files(
        tmp_path / "extract", {"cases.csv": f"{CASES}1,05/01/2024,,new,PLAN,\n", "other.csv": "a,b\n", "notes.txt": "x"}
    )
    found = opened(folder, council=council).findings
    assert found.select("finding", "table").rows() == [("file not used", "other.csv"), ("file not used", "notes.txt")]


def test_a_table_with_headings_and_no_row_is_found(tmp_path, council):
    folder = write_files(tmp_path / "extract", {"cases.csv": CASES, "people.csv": "Person,Birth\n1,03/04/2014\n"})
    found = opened(folder, council=council).findings
    assert found.select("finding", "table").rows() == [("no row under the headings", "cases")]


def test_a_required_file_that_is_not_there_is_refused_with_the_headings_that_it_has(tmp_path, council):
    folder = write_files(tmp_path / "extract", {"people.csv": "Person,Birth\n"})
    (said,) = refusals(folder, "returned", council)
    assert said == (
        "extract  There is no table of cases: one with the headings Person, Opened, Closed, Why. "
        "Tables here: people.csv."
    )


def test_files_with_the_same_headings_are_one_table_as_the_returns_of_several_years_are(tmp_path, council):
    files = {"2023.csv": f"{CASES}1,05/01/2023,,new,PLAN,w\n", "2024.csv": f"{CASES}2,05/01/2024,,new,PLAN,f\n"}
    found = opened(write_files(tmp_path / "extract", files), council=council)
    assert found.tables["cp_plan"].select("child_id", "visit_every").rows() == [("1", 7), ("2", 14)]
    assert found.sources == ("2023.csv", "2024.csv")
    assert (found.tables["cp_plan"]["source"] // (1 << 40)).to_list() == [0, 1]


@pytest.mark.parametrize(
    "heading", ["Was it late?", "was it  LATE", "Was it late (Y/N)", "Was it late (Y/N))", "Was\u00a0it late"]
)
def test_official_headings_that_differ_by_year_are_one(heading, tmp_path, council):
    path = council / "mappings" / "returned.yaml"
    path.write_text(MAPPING.replace("What:", "Was it late?:"), encoding="utf-8")
    row = f"Person,Opened,Closed,Why,{heading}\n1,05/01/2024,,new,PLAN\n"
    assert opened(write_files(tmp_path / "extract", {"c.csv": row}), council=council).tables["cp_plan"].height == 1


def test_two_headings_that_differ_only_in_case_are_refused(tmp_path, council):
    folder = write_files(tmp_path / "extract", {"cases.csv": "person," + CASES})
    (said,) = refusals(folder, None, council)
    assert said == "cases.csv:1  Columns 1 and 2 have the same heading. Keep one of them."


def test_a_heading_that_says_which_rows_count_and_is_not_there_is_refused(tmp_path, council):
    folder = write_files(tmp_path / "extract", {"cases.csv": "Person,Opened,Closed,Why\n"})
    (said,) = refusals(folder, None, council)
    assert said == "cases.csv:1  There is no column 'What', which says which rows are cp_plan. Put it there."


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
        (["", ""], date(2019, 4, 1)),
        (["01/02/2020", "02/05/2023"], date(2023, 4, 1)),
        (["02/05/2023", "01/05/2027"], date(2023, 4, 1)),
        (["01/01/2019", "02/05/2023"], date(2023, 4, 1)),
    ],
    ids=["the earliest", "the first day of a year", "no end", "a gap", "to come", "ends before it starts"],
)
def test_a_history_is_whole_from_the_first_of_the_years_that_follow_on_up_to_the_last(
    closed, whole_from, tmp_path, council
):
    whole = 'complete_from: {year_begins: "04-01", first_year: cp_plan.end, tables: [cp_plan]}\n'
    (council / "mappings" / "returned.yaml").write_text(MAPPING + whole, encoding="utf-8")
    folder = write_cases(tmp_path, *(f"{n},05/01/2020,{day},new,PLAN,w" for n, day in enumerate(closed)))
    found = opened(folder, council=council)
    assert found.complete_from == {"cp_plan": whole_from}
    assert found.declares_history


# Mappings with errors


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title:", "titel:", "2:1  'titel' is not a key here. Did you mean 'title'?"),
        ("day-first", "dayfirst", "3:1  'dayfirst' is not a value of 'dates'. Did you mean 'day-first'?"),
        ("fact: cp_plan", "fact: cp_plans", "9:5  'cp_plans' is not a kind of fact. Did you mean 'cp_plan'?"),
        ("    table: cases", "    table: case", "10:5  'case' is not a table of this mapping. Did you mean 'cases'?"),
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
    assert "Reviews before the first year are not in the return" in row["why"]
    assert findings(folder) == []
    assert table(folder, "cla_review") == [{"child_id": "1", "date": date(2023, 5, 20)}]


# Columns


WIDER = """\
id: wide
title: A return of one wide table
dates: iso
codes:
  yes: {a: true, y: true, b: false, n: false, c: null}
tables:
  cases: {headings: [Person, Began]}
facts:
  - fact: section_47_enquiry
    table: cases
    columns:
      child_id: Person
      start: Began
      end: [Ended, Closed]
      conference_required: {column: Needed, codes: yes}
  - fact: strategy_discussion
    table: cases
    columns: {child_id: Person, date: Began, initiated_section_47: {value: true}}
  - fact: initial_cp_conference
    table: cases
    columns: {child_id: Person, date: Held}
    where: {Held: known}
  - fact: initial_cp_conference
    table: cases
    columns: {child_id: Person, date: Held again}
    where: {Held again: known, Needed: [a, unknown]}
"""


@pytest.fixture
def wide(council: Path) -> Path:
    """A council whose mapping makes several facts of one row."""
    (council / "mappings" / "returned.yaml").write_text(WIDER, encoding="utf-8")
    return council


def wide_file(folder: Path, *rows: str) -> Path:
    heads = "Person,Began,Ended,Closed,Needed,Held,Held again\n"
    return write_files(folder / "extract", {"c.csv": heads + "".join(f"{row}\n" for row in rows)})


def test_a_value_may_stand_in_the_mapping_where_no_column_says_it(tmp_path, wide):
    found = opened(wide_file(tmp_path, "1,2024-01-05,,,,,"), council=wide)
    assert found.tables["strategy_discussion"]["initiated_section_47"].to_list() == [True]


def test_of_several_headings_the_first_that_has_a_value_counts(tmp_path, wide):
    folder = wide_file(tmp_path, "1,2024-01-05,2024-02-01,2024-03-01,,,", "2,2024-01-05,,2024-03-01,,,")
    assert opened(folder, council=wide).tables["section_47_enquiry"]["end"].to_list() == [
        date(2024, 2, 1),
        date(2024, 3, 1),
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("a", True), ("A) Yes", True), ("a)Yes", True), ("1 - Y", True), ("Y", True), (" b) No ", False), ("c) ?", None)],
)
def test_a_code_is_found_alone_before_its_words_or_behind_its_number(written, meant, tmp_path, wide):
    found = opened(wide_file(tmp_path, f"1,2024-01-05,,,{written},,"), council=wide)
    assert found.tables["section_47_enquiry"]["conference_required"].to_list() == [meant]
    assert not found.findings.filter(finding="not a code of the mapping").height


def test_what_is_not_a_code_in_any_way_is_a_finding(tmp_path, wide):
    found = opened(wide_file(tmp_path, "1,2024-01-05,,,perhaps,,"), council=wide)
    assert found.findings.select("finding", "table", "column").rows() == [
        ("not a code of the mapping", "section_47_enquiry", "conference_required")
    ]


def test_a_row_is_a_fact_only_where_its_column_is_known_and_entries_of_one_kind_are_put_together(tmp_path, wide):
    folder = wide_file(
        tmp_path,
        "1,2024-01-05,,,a,2024-01-20,2024-02-20",
        "2,2024-01-05,,,b,2024-01-21,2024-02-21",
        "3,2024-01-05,,,,#N/A,2024-02-22",
    )
    held = opened(folder, council=wide).tables["initial_cp_conference"]
    assert held.select("child_id", "date").rows() == [
        ("1", date(2024, 1, 20)),
        ("2", date(2024, 1, 21)),
        ("1", date(2024, 2, 20)),
        ("3", date(2024, 2, 22)),
    ]


def test_of_two_facts_of_one_row_that_are_the_same_one_is_left(tmp_path, wide):
    folder = wide_file(tmp_path, "1,2024-01-05,,,a,2024-01-20,2024-01-20")
    assert opened(folder, council=wide).tables["initial_cp_conference"].height == 2
    (met,) = evaluated(folder, date(2024, 3, 31), ["cp-icpc"], wide).clocks["met"]
    assert met == date(2024, 1, 20)


def test_where_each_column_stood_is_known_by_heading_and_letter(tmp_path, wide):
    found = opened(wide_file(tmp_path, "1,2024-01-05,,,a,,"), council=wide).headings
    assert ("section_47_enquiry", "conference_required", "Needed", "E") in [
        (each.table, each.column, each.heading, each.letter) for each in found
    ]


# Rows that are one fact


def test_of_several_years_the_last_return_that_has_a_fact_says_all_of_it(tmp_path, council):
    path = council / "mappings" / "returned.yaml"
    path.write_text(MAPPING.replace("    continues: {Why: moved}", "    one_per: [child_id, start]"), encoding="utf-8")
    files = {
        "2023.csv": f"{CASES}1,05/01/2023,,new,PLAN,w\n2,05/01/2023,01/02/2023,new,PLAN,w\n3,05/01/2023,,new,PLAN,w\n",
        "2024.csv": f"{CASES}1,05/01/2023,09/05/2023,new,PLAN,f\n2,05/01/2023,,new,PLAN,\n,05/01/2023,,new,PLAN,w\n",
    }
    assert plans(write_files(tmp_path / "extract", files), council) == [
        ("3", date(2023, 1, 5), None, 7, 4),
        ("1", date(2023, 1, 5), date(2023, 5, 9), 14, 2),
        ("2", date(2023, 1, 5), None, None, 3),
        (None, date(2023, 1, 5), None, 7, 4),
    ]


def test_of_several_rows_of_one_return_a_spell_runs_from_the_first_start_to_the_last_end(tmp_path, council):
    path = council / "mappings" / "returned.yaml"
    path.write_text(
        MAPPING.replace("    continues: {Why: moved}", "    one_per: [child_id, visit_every]"), encoding="utf-8"
    )
    folder = write_cases(
        tmp_path,
        "1,05/02/2024,01/03/2024,new,PLAN,w",
        "1,05/01/2024,05/02/2024,new,PLAN,w",
        "1,05/01/2024,05/02/2024,new,PLAN,f",
        "1,05/02/2024,,new,PLAN,f",
    )
    assert plans(folder, council) == [
        ("1", date(2024, 1, 5), date(2024, 3, 1), 7, 2),
        ("1", date(2024, 1, 5), None, 14, 4),
    ]


# When it was taken


def test_an_extract_may_say_itself_when_it_was_taken_and_tables_be_whole_for_so_long_before(tmp_path, council):
    more = "taken_on: {table: people, column: Printed}\ncomplete_from: {tables: [cp_plan], before_taken: 6 months}\n"
    (council / "mappings" / "returned.yaml").write_text(MAPPING + more, encoding="utf-8")
    people = "Person,Birth,Printed\n1,03/04/2014,30/08/2024\n2,03/04/2014,29/08/2024\n"
    folder = write_files(tmp_path / "extract", {"cases.csv": CASES, "people.csv": people}, about="")
    found = opened(folder, council=council)
    assert found.taken_on == date(2024, 8, 30)
    assert found.complete_from == {"cp_plan": date(2024, 3, 1)}


@pytest.mark.parametrize(
    ("days", "whole_from"),
    [
        (["31/03/2024"], date(2023, 4, 1)),
        (["31/03/2022", "31/03/2023", "31/03/2024"], date(2021, 4, 1)),
        (["31/03/2021", "31/03/2023", "31/03/2024"], date(2022, 4, 1)),
        (["31/03/2022", "31/03/2024"], date(2023, 4, 1)),
        (["31/12/2022", "31/03/2023"], date(2022, 1, 1)),
    ],
    ids=["one", "one after the other", "a gap before", "a gap", "one within the other"],
)
def test_several_returns_are_whole_from_the_first_of_those_that_follow_without_a_gap(
    days, whole_from, tmp_path, council
):
    more = "taken_on: {table: people, column: Printed}\ncomplete_from: {tables: [cp_plan], before_taken: 1 year}\n"
    (council / "mappings" / "returned.yaml").write_text(MAPPING + more, encoding="utf-8")
    people = {f"{number}.csv": f"Person,Birth,Printed\n1,03/04/2014,{day}\n" for number, day in enumerate(days)}
    found = opened(write_files(tmp_path / "extract", {"cases.csv": CASES} | people, about=""), council=council)
    assert found.complete_from == {"cp_plan": whole_from}
    assert found.taken_on == date(int(days[-1][-4:]), 3, 31)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            "taken_on: {table: persons, column: Printed}",
            "'persons' is not a table of this mapping. Allowed: people, cases",
        ),
        ("complete_from: {tables: [cp_plan], before_taken: 10 working days}", "is not a plain length of time"),
        ("complete_from: {tables: [cp_plan], before_taken: 3 hours}", "is not in days, weeks, months or years"),
        ("complete_from: {tables: [cp_plan]}", "Say 'year_begins' with 'first_year', or 'before_taken' alone."),
        ("complete_from: {tables: [cp_visit], before_taken: 1 year}", "'cp_visit' is not a fact of this mapping."),
    ],
)
def test_a_history_that_cannot_be_meant_is_refused(more, said, tmp_path, council):
    (council / "mappings" / "returned.yaml").write_text(f"{MAPPING}{more}\n", encoding="utf-8")
    with pytest.raises(RulesInvalidError) as refused:
        opened(write_cases(tmp_path), council=council)
    assert any(said in str(each) for each in refused.value.problems)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{column: How often, codes: {w: 7, f: 14}}", "{column: How often, codes: weeks}", "'weeks' is not a list of"),
        ("{column: How often, codes: {w: 7, f: 14}}", "{codes: {w: 7}}", "Say 'column: HEADING' or 'value: VALUE'"),
        ("continues: {Why: moved}", "one_per: [child_id, began]", "'began' is not a column of this fact."),
        ("headings: [Person, Opened, Closed, Why]", "required: true", "Say by what the table is known"),
    ],
)
def test_a_column_or_table_that_cannot_be_meant_is_refused(old, new, said, tmp_path, council):
    (council / "mappings" / "returned.yaml").write_text(MAPPING.replace(old, new), encoding="utf-8")
    with pytest.raises(RulesInvalidError) as refused:
        opened(write_cases(tmp_path), council=council)
    assert any(said in str(each) for each in refused.value.problems)


# From elsewhere


ELSEWHERE = """\
id: elsewhere
title: Tables that refer to each other
dates: iso
tables:
  visits: {headings: [Visit, When]}
  cases: {headings: [Case, Child], required: false}
facts:
  - fact: cp_visit
    table: visits
    columns:
      child_id: {column: Child of visit, otherwise: {column: Case, through: {table: cases, key: Case, column: Child}}}
      date: When
      child_seen:
        column: Notes
        json_key: SEEN
        codes: {y: true, n: false}
        otherwise: {column: Seen, otherwise: {value: true}}
    unless: {State: [cancelled], Kind: [letter]}
"""


def elsewhere(council: Path) -> Path:
    (council / "mappings" / "returned.yaml").write_text(ELSEWHERE, encoding="utf-8")
    return council


def visits(folder: Path, council: Path) -> list[tuple]:
    found = opened(folder, council=elsewhere(council)).tables["cp_visit"]
    return found.select("child_id", "child_seen").rows()


def test_a_child_is_found_through_the_table_of_its_case_where_its_own_column_says_nothing(tmp_path, council):
    cases = "Case,Child\nA,0\n A ,1\nB,\n"
    rows = "Visit,When,Child of visit,Case\nx,2024-01-05,,A\ny,2024-01-05,2,A\nz,2024-01-05,,B\nw,2024-01-05,,C\n"
    folder = write_files(tmp_path / "extract", {"v.csv": rows, "c.csv": cases})
    assert visits(folder, council) == [("1", True), ("2", True), (None, True), (None, True)]


def test_a_table_that_a_child_must_be_found_through_and_that_is_not_there_is_refused(tmp_path, council):
    folder = write_files(tmp_path / "extract", {"v.csv": "Visit,When,Case\nx,2024-01-05,A\n"})
    (said,) = refusals(folder, None, elsewhere(council))
    assert said == (
        "v.csv:1  There is no table of cases, through which 'Child of visit' or 'Case' is read, which says "
        "cp_visit.child_id."
    )


def test_a_value_is_read_out_of_json_and_otherwise_from_another_column_or_the_mapping(tmp_path, council):
    rows = (
        "Visit,When,Child of visit,Notes,Seen\n"
        'x,2024-01-05,1,"{""SEEN"": ""N"", ""OTHER"": ""Y""}",yes\n'
        'y,2024-01-05,2,"{""OTHER"":""N"",""SEEN"":""Y""}",\n'
        'z,2024-01-05,3,"{""SEEN"":null}",no\n'
        "w,2024-01-05,4,,\n"
    )
    folder = write_files(tmp_path / "extract", {"v.csv": rows})
    assert visits(folder, council) == [("1", False), ("2", True), ("3", False), ("4", True)]


def test_rows_that_are_said_not_to_count_are_no_facts_whichever_column_says_it(tmp_path, council):
    rows = "Visit,When,Child of visit,State\nx,2024-01-05,1,Cancelled\ny,2024-01-05,2,\nz,2024-01-05,3,held\n"
    folder = write_files(tmp_path / "extract", {"v.csv": rows})
    assert [child for child, _ in visits(folder, council)] == ["2", "3"]


def test_a_column_that_is_not_there_leaves_a_table_that_need_not_be_there_without_its_facts(tmp_path, council):
    path = council / "mappings" / "returned.yaml"
    path.write_text(MAPPING.replace("child_id: Person, born: Birth", "child_id: Whom, born: Birth"), encoding="utf-8")
    folder = write_files(
        tmp_path / "extract",
        {"cases.csv": f"{CASES}1,05/01/2024,,new,PLAN,\n", "people.csv": "Person,Birth\n1,03/04/2014\n"},
    )
    found = opened(folder, council=council)
    assert "child" not in found.tables
    assert found.findings.select("finding", "table", "column").rows() == [
        ("no such column: the extract does not have these facts", "child", "Whom")
    ]


def test_facts_that_are_optional_are_left_out_without_a_word(tmp_path, council):
    path = council / "mappings" / "returned.yaml"
    path.write_text(
        MAPPING.replace("file: people, ", "").replace(
            "{fact: child, table: people, columns: {child_id: Person",
            "{fact: child, optional: true, table: people, columns: {child_id: Whom",
        ),
        encoding="utf-8",
    )
    folder = write_files(
        tmp_path / "extract",
        {"cases.csv": f"{CASES}1,05/01/2024,,new,PLAN,\n", "people.csv": "Person,Birth\n1,03/04/2014\n"},
    )
    found = opened(folder, council=council)
    assert "child" not in found.tables
    assert not found.findings.height


# Values that hold only in some rows


def test_a_column_may_have_its_value_only_in_rows_with_a_value_of_another(tmp_path, wide):
    text = WIDER.replace("end: [Ended, Closed]", "end: {column: Ended, where: {Needed: [b, unknown]}}")
    (wide / "mappings" / "returned.yaml").write_text(text, encoding="utf-8")
    folder = wide_file(
        tmp_path, "1,2024-01-05,2024-02-01,,a,,", "2,2024-01-05,2024-02-01,,b,,", "3,2024-01-05,2024-02-01,,,,"
    )
    ends = opened(folder, council=wide).tables["section_47_enquiry"]["end"].to_list()
    assert ends == [None, date(2024, 2, 1), date(2024, 2, 1)]


def test_where_the_column_that_would_tell_is_not_there_the_value_is_not_known(tmp_path, wide):
    text = WIDER.replace("end: [Ended, Closed]", "end: {column: Ended, where: {Nowhere: known}}")
    (wide / "mappings" / "returned.yaml").write_text(text, encoding="utf-8")
    folder = wide_file(tmp_path, "1,2024-01-05,2024-02-01,,a,,")
    assert opened(folder, council=wide).tables["section_47_enquiry"]["end"].to_list() == [None]


# Checks


CHECKS = """\
checks:
  - {finding: not the third working day, table: cases, column: Held, equals: Began, plus: 3 working days}
  - {finding: ended before it began, table: cases, column: Ended, not_before: Began}
  - {finding: not later, table: cases, column: Held again, after: Held, plus: 1 month}
  - {finding: on a day off, table: cases, column: Held, counts_in: working}
  - {finding: held though not needed, table: cases, column: Held, where: {Held: known, Needed: b}}
  - {finding: needed and not held in time, table: cases, column: Held, equals: Began, where: {Needed: a}}
"""


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("1,2024-05-02,,,c,2024-05-08,", []),
        ("1,2024-05-02,,,c,2024-05-07,", [("not the third working day", "Held")]),
        ("1,2024-05-02,,,c,2024-05-06,", [("not the third working day", "Held"), ("on a day off", "Held")]),
        ("1,2024-05-02,2024-05-01,,c,,", [("ended before it began", "Ended")]),
        ("1,2024-05-02,2024-05-02,,c,,", []),
        ("1,2024-05-02,,,c,2024-05-08,2024-06-08", [("not later", "Held again")]),
        ("1,2024-05-02,,,c,2024-05-08,2024-06-09", []),
        ("1,2024-05-02,,,b,2024-05-08,", [("held though not needed", "Held")]),
        ("1,2024-05-02,,,a,2024-05-08,", [("needed and not held in time", "Held")]),
        ("1,2024-05-02,,,a,,", []),
        ("1,,,,c,2024-05-08,", []),
        ("1,2150-05-02,,,c,2150-05-08,", []),
    ],
)
def test_a_date_that_lies_wrong_of_another_is_a_finding_in_its_row(row, found, tmp_path, wide):
    (wide / "mappings" / "returned.yaml").write_text(WIDER + CHECKS, encoding="utf-8")
    odd = opened(wide_file(tmp_path, "9,2024-01-02,,,,,", row), council=wide).findings
    assert odd.select("finding", "column").rows() == found
    assert {(each["table"], each["child_id"], each["source"]) for each in odd.to_dicts()} <= {("cases", "1", 3)}


def test_a_date_that_is_only_checked_and_cannot_be_read_is_a_finding(tmp_path, wide):
    text = WIDER + "checks: {finding: odd, table: cases, column: Target, equals: Began}\n"
    (wide / "mappings" / "returned.yaml").write_text(text, encoding="utf-8")
    folder = write_files(
        tmp_path / "extract", {"c.csv": "Person,Began,Ended,Needed,Held,Held again,Target\n1,2024-05-02,,,,,soon\n"}
    )
    assert opened(folder, council=wide).findings.select("finding", "column").rows() == [("not a date", "Target")]


def test_a_check_of_a_column_that_is_not_there_finds_nothing(tmp_path, wide):
    text = WIDER + "checks: {finding: odd, table: cases, column: Target, equals: Began}\n"
    (wide / "mappings" / "returned.yaml").write_text(text, encoding="utf-8")
    assert not opened(wide_file(tmp_path, "1,2024-05-02,,,,,"), council=wide).findings.height


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("table: case, column: Held, equals: Began", "'case' is not a table of which a fact is made here."),
        ("table: cases, column: Held", "Ask one thing: 'equals', 'not_before' or 'after'"),
        ("table: cases, column: Held, equals: Began, after: Ended", "Ask one thing"),
        ("table: cases, column: Held, counts_in: working, plus: 1 day", "Ask one thing"),
        ("table: cases, column: Held, counts_in: lunar", "'lunar' is not a calendar."),
        ("table: cases, column: Held, equals: Began, plus: 15 lunar days", "'lunar' is not a calendar."),
        ("table: cases, column: Held, equals: Began, plus: 3 hours", "is not a plain length of time"),
        ("table: cases, column: Held, equals: Began, plus: 3 days before the start", "is not a plain length of time"),
    ],
)
def test_a_check_that_cannot_be_meant_is_refused(check, said, tmp_path, wide):
    (wide / "mappings" / "returned.yaml").write_text(f"{WIDER}checks: {{finding: odd, {check}}}\n", encoding="utf-8")
    with pytest.raises(RulesInvalidError) as refused:
        opened(wide_file(tmp_path), council=wide)
    assert any(said in str(each) for each in refused.value.problems)


# Rules that cannot run


def test_a_rule_that_this_kind_of_extract_cannot_answer_does_not_run_and_says_why(tmp_path, wide):
    (wide / "mappings" / "returned.yaml").write_text(WIDER + "cannot: {cp-icpc: no reason}\n", encoding="utf-8")
    folder = wide_file(tmp_path, "1,2024-01-05,2024-02-01,,a,2024-01-20,")
    ran = evaluated(folder, date(2024, 3, 31), ["cp-icpc", "s47-outcome"], wide)
    assert [(each.rule, each.state, each.why) for each in ran.coverage] == [
        ("cp-icpc", "could not run", "no reason"),
        ("s47-outcome", "ran", ""),
    ]
    assert ran.clocks["rule"].cast(str).unique().to_list() == ["s47-outcome"]


# Rows of several tables, and only the latest


LISTS = """\
id: listed
title: Two lists of one council
dates: either
tables:
  early: {headings: [Person, Asked], required: false}
  late: {headings: [Person, Planned], required: false}
facts:
  - {fact: child, table: [early, late], columns: {child_id: Person, born: Birth}, one_per: child_id}
  - fact: allocation
    table: [early, late]
    columns: {child_id: Person, start: {value: null}, end: {value: null}, team: Team, worker: Worker}
    one_per: child_id
  - fact: cp_plan
    table: late
    columns: {child_id: Person, start: Planned, end: {value: null}, visit_every: {value: 10}}
  - {fact: cp_visit, table: late, latest: true, columns: {child_id: Person, date: Seen, child_seen: {value: true}}}
complete_from: {tables: [allocation], before_taken: 6 months}
"""
EARLY, LATE = "Person,Asked,Birth,Team,Worker\n", "Person,Planned,Birth,Team,Worker,Seen\n"


@pytest.fixture
def lists(council: Path) -> Path:
    """A council that has two lists, of which the second names the children's teams last."""
    (council / "mappings" / "returned.yaml").write_text(LISTS, encoding="utf-8")
    return council


def test_a_fact_may_come_from_several_tables_each_value_from_the_last_that_has_one(tmp_path, lists):
    files = {
        "a.csv": f"{LATE}1,2024-01-05,,South,,\n2,2024-01-05,,,,\n",
        "b.csv": f"{EARLY}1,2024-01-01,03/04/2014,North,A. B.\n2,2024-01-01,,North,C. D.\n3,2024-01-01,,,\n",
    }
    found = opened(write_files(tmp_path / "extract", files), council=lists).tables
    assert found["child"].drop("source").sort("child_id").rows() == [("1", date(2014, 4, 3)), ("2", None), ("3", None)]
    held = found["allocation"].sort("child_id")
    assert held.select("child_id", "start", "end", "team", "worker").rows() == [
        ("1", None, None, "South", "A. B."),
        ("2", None, None, "North", "C. D."),
        ("3", None, None, None, None),
    ]


def test_dates_may_be_written_in_either_way_and_months_first_are_refused_unless_the_council_settles_it(tmp_path, lists):
    rows = f"{LATE}1,2024-01-05,,,,05/02/2024\n2,05/01/2024,,,,2024-02-05\n"
    folder = write_files(tmp_path / "extract", {"a.csv": rows})
    assert opened(folder, council=lists).tables["cp_plan"]["start"].to_list() == [date(2024, 1, 5)] * 2
    write_files(folder, {"a.csv": f"{rows}3,2024-01-05,,,,02/28/2024\n"})
    (said,) = refusals(folder, None, lists)
    assert "year-month-day in row 3; day/month/year in row 2; month/day/year in row 4" in said
    write_files(folder, {}, "taken_on: 2024-03-31\ndates: {cp_visit.date: either}\n")
    assert opened(folder, council=lists).tables["cp_visit"]["date"].to_list() == [date(2024, 2, 5)] * 2


def test_of_latest_facts_rows_without_a_date_are_left_out_and_without_any_date_there_are_no_such_facts(tmp_path, lists):
    some = write_files(tmp_path / "some", {"a.csv": f"{LATE}1,2024-01-05,,,,2024-02-05\n2,2024-01-05,,,,\n"})
    extract = opened(some, council=lists)
    assert extract.tables["cp_visit"]["child_id"].to_list() == ["1"]
    assert extract.latest_only == {"cp_visit"}
    none = opened(write_files(tmp_path / "none", {"a.csv": f"{LATE}1,2024-01-05,,,,\n"}), council=lists)
    assert "cp_visit" not in none.tables
    assert none.findings.select("finding", "table", "column").rows() == [
        ("blank in every row: the extract is taken not to have it", "cp_visit", "date")
    ]
    empty = opened(write_files(tmp_path / "empty", {"a.csv": LATE}), council=lists)
    assert empty.tables["cp_visit"].height == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "late\n    columns: {child_id: Person, start",
            "late\n    latest: true\n    columns: {child_id: Person, start",
            "A cp_plan is no event.",
        ),
        ("tables: [allocation]", "tables: [allocation, cp_visit]", "cp_visit is in complete_from too."),
        (
            "table: [early, late]\n",
            "table: [early, latest]\n",
            "'latest' is not a table of this mapping. Did you mean 'late'?",
        ),
        ("start: {value: null}", "start: {}", "Say 'column: HEADING' or 'value: VALUE', and not both."),
        (
            "complete_from",
            "  - {fact: cp_visit, table: early, columns: {child_id: Person, date: Asked}}\ncomplete_from",
            "Another entry of cp_visit is not 'latest'.",
        ),
    ],
)
def test_an_error_about_the_latest_is_refused(old, new, said, tmp_path, lists):
    (lists / "mappings" / "returned.yaml").write_text(LISTS.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RulesInvalidError) as refused:
        opened(write_files(tmp_path / "extract", {"a.csv": LATE}), council=lists)
    assert [str(each) for each in refused.value.problems if said in str(each)], refused.value.problems
