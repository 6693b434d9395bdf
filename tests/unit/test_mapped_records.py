"""Mappings of nested records: keys, records sent to be deleted, and what such a mapping cannot mean."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.extract_made import opened, refusals, write_council, write_files

from timeliness.errors import RulesInvalidError
from timeliness.extracts.extract import Extract

NESTED = """\
id: nested
title: A return of nested records
dates: iso
purged: gone
tables:
  people: {records: person, headings: [person/id], key: [person/id]}
  cases: {records: person/cases, key: [person/id, cases/no], required: false}
facts:
  - fact: child
    table: people
    columns: {child_id: person/id, born: person/details/born}
    one_per: [child_id]
  - fact: referral
    table: cases
    columns: {child_id: person/id, date: cases/on, id: cases/no}
    one_per: [child_id, id]
"""


@pytest.fixture
def nested(tmp_path: Path) -> Path:
    """A council with a mapping of its own that reads nested records."""
    council = write_council(tmp_path / "council")
    (council / "rules" / "local" / "own.yaml").unlink()
    (council / "mappings").mkdir()
    (council / "mappings" / "returned.yaml").write_text(NESTED, encoding="utf-8")
    return council


def persons(folder: Path, *files: str) -> Path:
    return write_files(folder / "extract", {f"{number}.json": content for number, content in enumerate(files)})


CASE = (
    '{"id": "1", "details": {"born": "2010-01-01"}, '
    '"cases": [{"no": "a", "on": "2024-01-05"}, {"no": "b", "on": "2024-01-06"}]}'
)


def referrals(found: Extract) -> list[tuple]:
    return found.tables["referral"].select("child_id", "id", "date").rows()


def test_records_of_several_files_with_one_key_are_one_fact_with_what_is_known_last(tmp_path, nested):
    found = opened(persons(tmp_path, f"[{CASE}]", f"[{CASE.replace('2024-01-05', '2024-02-05')}]"), council=nested)
    assert referrals(found) == [("1", "a", date(2024, 2, 5)), ("1", "b", date(2024, 1, 6))]


@pytest.mark.parametrize(
    ("files", "left", "found"),
    [
        ([CASE.replace('"no": "a"', '"gone": true, "no": "a"')], ["b"], [("cases", "", "1")]),
        ([CASE.replace('"id": "1"', '"gone": true, "id": "1"')], [], [("people", "", "1")] + [("cases", "", "1")] * 2),
        ([CASE.replace('"id": "1"', '"gone": false, "id": "1"')], ["a", "b"], []),
        ([CASE, '{"id": "1", "cases": [{"no": "a", "gone": true}]}'], ["b"], [("cases", "", "1")] * 2),
        ([CASE, '{"id": "1", "gone": true}'], [], [("people", "", "1")] * 2 + [("cases", "", "1")] * 2),
        (['{"id": "1", "gone": true}', CASE], ["a", "b"], [("people", "", "1")]),
        ([CASE, '{"id": "2", "gone": true}'], ["a", "b"], [("people", "", "2")]),
    ],
    ids=["a record", "all in it", "a flag that says no", "sent before", "all sent before", "sent again", "another's"],
)
def test_a_purged_record_is_no_fact_nor_is_what_was_sent_of_it_before(files, left, found, tmp_path, nested):
    extract = opened(persons(tmp_path, *(f"[{each}]" for each in files)), council=nested)
    assert [id_ for _, id_, _ in referrals(extract)] == left
    purged = extract.findings.filter(finding="purged: not read as a fact")
    assert purged.select("table", "column", "child_id").rows() == found


def test_the_values_in_a_purged_object_are_not_known(tmp_path, nested):
    gone = CASE.replace('{"born"', '{"gone": true, "born"')
    assert opened(persons(tmp_path, f"[{gone}]"), council=nested).tables["child"]["born"].to_list() == [None]


def test_a_kind_of_record_of_which_there_is_none_is_a_table_without_rows_and_a_finding(tmp_path, nested):
    found = opened(persons(tmp_path, '[{"id": "1"}]'), council=nested)
    assert found.tables["referral"].height == 0
    assert found.findings.select("finding", "table").rows() == [("no such records in any file", "cases")]


def test_a_file_of_another_shape_is_refused_with_what_is_allowed(tmp_path, nested):
    folder = persons(tmp_path, '[{"name": "1"}]')
    for name, allowed in ((None, "id or la_child_id"), ("nested", "id")):
        (said,) = refusals(folder, name, nested)
        assert said.startswith(
            f"0.json  Allowed is a list of objects that have {allowed}. The first object here has not."
        )


def test_two_kinds_of_outermost_records_of_one_name_are_refused(tmp_path, nested):
    ways = NESTED.replace("records: person/cases", "records: all/cases").replace("cases/no", "cases/id")
    text = ways.replace(
        "records: person, headings: [person/id], key: [person/id]", "records: all/more/cases, key: [cases/id]"
    )
    text = text.replace("person/", "cases/").replace("cases/cases", "cases")
    (nested / "mappings" / "returned.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RulesInvalidError) as refused:
        opened(persons(tmp_path, f"[{CASE}]"), council=nested)
    (said,) = refused.value.problems
    assert "Two kinds of outermost records have one name" in str(said)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("date: cases/on", "date: case/on", "'case' is not a record of this table by which 'case/on' can begin."),
        ("records: person/cases", "records: people/cases", "The ways begin with people and person."),
        (
            "records: person/cases",
            "records: person//cases",
            "Write the way to the records as names with one '/' between two",
        ),
        ("born: person/details/born", "born: person/cases", "'person/cases' is a table of this mapping"),
        ("cases, key", "cases, headings: [no], key", "Only the outermost records of JSON are known by headings too"),
    ],
)
def test_records_that_cannot_be_meant_are_refused(old, new, said, tmp_path, nested):
    (nested / "mappings" / "returned.yaml").write_text(NESTED.replace(old, new), encoding="utf-8")
    with pytest.raises(RulesInvalidError) as refused:
        opened(persons(tmp_path, f"[{CASE}]"), council=nested)
    assert any(said in str(each) for each in refused.value.problems), refused.value.problems
