"""Bad extracts on the command line: exit code 4, every file named, nobody's data, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.calling import call, contents, run
from tests.unit.extract_made import write_files

GOOD = "child_id,start,end,visit_every\n001,2024-01-08,,10\n"
ABOUT = "taken_on: 2024-03-31\n"
SECRET = ("Zebedee", "2009-05-17", "17/05/2009", "17 May")

REFUSED = {
    "no headings": {"child.csv": "1,Zebedee,2009-05-17\n2,Zebedee,2009-05-17\n"},
    "no headings, and a value twice": {"child.csv": "Zebedee,2009-05-17,2009-05-17\n"},
    "another separator": {"child.csv": "child_id:born\n1:2009-05-17\n"},
    "a heading twice": {"child.csv": "child_id,born,born\n1,2009-05-17,2009-05-17\n"},
    "a column short": {"cp_visit.csv": "child_id,day\n1,2009-05-17\n"},
    "ragged rows": {"child.csv": "child_id,born\nZebedee\n1,2009-05-17,Zebedee\n"},
    "an open quote": {"child.csv": 'child_id,born\nZebedee,"2009-05-17\n'},
    "empty": {"cp_visit.csv": ""},
    "NUL bytes": {"child.csv": b"Zebedee\0"},
    "bytes of no encoding": {"child.csv": b"child_id,born\nZebedee\x81,2009-05-17\n"},
    "two ways of dates": {"cp_visit.csv": "child_id,date\n1,2009-05-17\n2,17/05/2009\n"},
    "dates in words": {"cp_visit.csv": "child_id,date\n1,17 May 2009\n"},
    "no Parquet": {"child.parquet": "Zebedee"},
    "two files of a kind": {"cp_plan.parquet": "Zebedee"},
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_refused_alike_by_check_and_run(name: str, here: Path) -> None:
    files = REFUSED[name]
    extract = write_files(here / "extract", {"cp_plan.csv": GOOD, **files}, ABOUT)
    before = contents(here)
    checked, ran = call("check", extract), run(extract, here / "out", as_at="2024-03-31")
    assert (checked.code, ran.code) == (4, 4)
    assert checked.err == ran.err
    assert ran.out == checked.out == ""
    (problem, end) = ran.err.splitlines()
    assert problem.startswith(next(iter(files)))
    assert end == "The extract was refused. Nothing was run."
    assert [each for each in SECRET if each in ran.err] == []
    assert contents(here) == before


def test_all_bad_files_are_named_at_once(here: Path) -> None:
    files = {f"{kind}.csv": "" for kind in ("assessment", "child", "cp_visit", "referral")}
    said = run(write_files(here / "extract", {"cp_plan.csv": GOOD, **files}, ABOUT), here / "out", as_at="2024-03-31")
    assert [line.partition(":")[0] for line in said.err.splitlines()] == [
        *files,
        "The extract was refused. Nothing was run.",
    ]


def test_a_wrong_extract_yaml_is_refused(here: Path) -> None:
    extract = write_files(here / "extract", {"cp_plan.csv": GOOD}, "taken_on: 31/03/2024\ncomplete: {}\n")
    said = call("check", extract)
    assert said.code == 4
    assert [line.split("  ")[0] for line in said.err.splitlines()] == [
        "extract.yaml:1:1",
        "extract.yaml:2:1",
        "extract.yaml is not valid. Nothing was read.",
    ]


def test_a_run_on_odd_facts_goes_through_and_leaves_them_as_findings(here: Path) -> None:
    plans = (
        "child_id,start,end,visit_every\n1,2024-01-08,2024-01-01,-5\n,,,\n,2024-01-08,,0\n2,1899-01-01,9999-12-31,ten\n"
    )
    visits = "child_id,date,child_seen\n1,2031-01-01,perhaps\n1,2024-02-30,\n9,2024-01-01,\n9,2024-01-01,\n"
    files = {"cp_plan.csv": plans, "cp_visit.csv": visits, "child.csv": "child_id,born\n1,2030-01-01\n1,0001-01-01\n"}
    said = run(write_files(here / "extract", files, ABOUT), here / "out", "--csv", "--no-quiet", as_at="2024-03-31")
    assert said.code == 0
    found = (here / "out" / "findings.csv").read_text(encoding="utf-8")
    for what in (
        "child is not in the child table",
        "child twice in the child table",
        "dated after the as-at date",
        "dated before 1900",
        "ends before it starts",
        "exact duplicate",
        "no child id",
        "no date",
        "not a date",
        "not a whole number",
        "not yes or no",
    ):
        assert what in found
        assert what in said.out


def test_names_of_any_bytes_and_values_with_control_characters_go_through(here: Path) -> None:
    plans = (
        'child_id,start,end,visit_every\n"a\x01b\x1f",2024-01-08,,10\n"new\nline",2024-01-08,,10\n=1+1,2024-01-08,,10\n'
    )
    teams = (
        'child_id,start,team,end,worker\n=1+1,2024-01-01,../../up,,=cmd()\n"new\nline",2024-01-01,"T\x02\r\nBcc: x",,\n'
    )
    files = {"cp_plan.csv": plans, "cp_visit.csv": "child_id,date,child_seen\n", "allocation.csv": teams}
    extract = write_files(here / "extract", files, ABOUT)
    (extract / "caf\udce9.csv").write_text("a,b\n")
    assert run(extract, here / "out", "--csv", as_at="2024-03-31").code == 0
    assert {path.name for path in here.iterdir()} == {"extract", "out"}
    assert "caf?.csv" in (here / "out" / "findings.csv").read_text(encoding="utf-8")


def test_one_may_stand_in_the_extract_itself(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extract = write_files(here / "extract", {"cp_plan.csv": GOOD}, "")
    monkeypatch.chdir(extract)
    said = run(Path(), here / "out", as_at="2024-03-31")
    assert said.code == 2
    assert "It is not known when extract was taken." in said.err
