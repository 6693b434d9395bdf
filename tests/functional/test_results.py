"""What `timeliness run` leaves, what it reads for it, and that no name of a child is in it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from datetime import date
from pathlib import Path

import polars as pl
import polars.selectors as cs
import pytest
from tests.functional.calling import DAY, contents, readable, run, spawn

from timeliness import __version__
from timeliness.facts import SOURCE_ROWS

TABLES = ("clocks", "summaries", "findings", "coverage")
EXCEL = date(1899, 12, 30)


def test_a_run_leaves_its_tables_notices_and_manifest(results: Path) -> None:
    names = set(contents(results))
    assert {f"{name}.{kind}" for name in TABLES for kind in ("parquet", "csv")} <= names
    assert "manifest.json" in names
    kinds = {Path(name).suffix for name in names if name.startswith("notices/")}
    assert kinds == {".eml", ".html", ".txt", ".xlsx"}


def test_tables_are_csv_only_when_asked(small: Path, here: Path) -> None:
    assert run(small, here / "out", as_at="2024-03-31").code == 0
    assert not [name for name in contents(here / "out") if name.endswith(".csv")]


@pytest.mark.parametrize("name", TABLES)
def test_a_csv_table_is_the_parquet_table_with_file_and_row_for_evidence(results: Path, name: str) -> None:
    table = pl.read_parquet(results / f"{name}.parquet")
    sources = json.loads((results / "manifest.json").read_text(encoding="utf-8"))["extract"]["sources"]
    rows = list(csv.reader(io.StringIO((results / f"{name}.csv").read_text(encoding="utf-8"))))
    assert rows[0] == table.columns
    assert len(rows) - 1 == table.height > 0
    for row, expected in zip(rows[1:], table.iter_rows(named=True), strict=True):
        assert row == [as_text(column, value, sources) for column, value in expected.items()]


def as_text(column: str, value: object, sources: list[str]) -> str:
    if value is None:
        return ""
    if column.endswith("_source"):
        number, row = divmod(int(str(value)), SOURCE_ROWS)
        return f"{sources[number]} row {row}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_clocks_are_sorted_by_a_key_that_is_unique(results: Path) -> None:
    key = pl.read_parquet(results / "clocks.parquet").select("rule", "authority", "child_id", "start", "clock_key")
    assert key.equals(key.unique().sort(key.columns))


def test_evidence_leads_to_the_row_of_the_extract_that_it_names(results: Path, council: Path) -> None:
    clocks = csv.DictReader(io.StringIO((results / "clocks.csv").read_text(encoding="utf-8")))
    met = [row for row in clocks if row["rule"] == "iha" and row["met"]]
    assert met
    for row in met:
        name, _, number = row["met_source"].partition(" row ")
        line = (council / name).read_text(encoding="utf-8").splitlines()[int(number) - 1]
        assert line.split(",")[:2] == [row["child_id"], row["met"]]


def test_the_manifest_says_what_ran_on_what_with_digests_that_hold(results: Path, council: Path) -> None:
    said = json.loads((results / "manifest.json").read_text(encoding="utf-8"))
    assert said["asked"] == {
        "as_at": DAY,
        "known_at": None,
        "beyond_extract": False,
        "rules": [],
        "packs": [],
        "adopted": [],
    }
    assert said["software"]["timeliness"] == __version__
    assert said["extract"]["taken_on"] == DAY
    for folder, listed in ((council, said["extract"]["files"]), (results, said["results"])):
        assert listed
        for each in listed:
            content = (folder / each["name"]).read_bytes()
            assert (each["bytes"], each["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    written = {each["name"] for each in said["results"]}
    assert written == set(contents(results)) - {"manifest.json"}
    assert str(council.parent) not in (results / "manifest.json").read_text(encoding="utf-8")


def test_two_processes_with_other_hash_seeds_write_the_same_bytes(council: Path, tmp_path: Path) -> None:
    for number in ("1", "2"):
        said = spawn("run", council, "--as-at", DAY, "--out", number, "--csv", cwd=tmp_path, PYTHONHASHSEED=number)
        assert (said.code, said.out, said.err) == (0, "", "")
    one, two = contents(tmp_path / "1"), contents(tmp_path / "2")
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


def test_the_order_of_rows_in_the_extract_changes_no_clock(small: Path, here: Path) -> None:
    assert run(small, here / "a", "--rule", "cp-visit", as_at="2024-03-31").code == 0
    path = small / "cp_plan.csv"
    head, *rows = path.read_text().splitlines()
    path.write_text("\n".join([head, *reversed(rows)]) + "\n")
    assert run(small, here / "b", "--rule", "cp-visit", as_at="2024-03-31").code == 0
    one, two = (pl.read_parquet(here / name / "clocks.parquet").drop("start_source") for name in "ab")
    assert one.equals(two)


# What it reads


def statuses(results: Path, rule_id: str = "cp-visit") -> dict[str, list[str]]:
    clocks = pl.read_parquet(results / "clocks.parquet").filter(pl.col("rule") == rule_id)
    found = clocks.with_columns(pl.col("status").cast(pl.String)).group_by("child_id").agg("status").sort("child_id")
    return dict(found.rows())


def test_facts_dated_later_than_the_day_change_nothing(council: Path, here: Path) -> None:
    shutil.copytree(council, here / "extract")
    assert run(here / "extract", here / "a", "--rule", "cla-visit", as_at="2016-03-01").code == 0
    path = here / "extract" / "cla_visit.csv"
    head, *rows = path.read_text().splitlines()
    path.write_text("\n".join([head, *(row for row in rows if row.split(",")[1] <= "2016-03-01")]) + "\n")
    assert run(here / "extract", here / "b", "--rule", "cla-visit", as_at="2016-03-01").code == 0
    one, two = (pl.read_parquet(here / name / "clocks.parquet").drop(cs.ends_with("_source")) for name in "ab")
    assert one.equals(two)


def test_known_at_leaves_out_what_was_recorded_later_and_names_tables_that_do_not_say(small: Path, here: Path) -> None:
    assert run(small, here / "now", "--rule", "cp-visit", as_at="2024-03-31").code == 0
    assert statuses(here / "now")["001"] == ["met_late", "overdue"]
    assert run(small, here / "then", "--rule", "cp-visit", "--known-at", "2024-03-28", as_at="2024-03-31").code == 0
    assert statuses(here / "then")["001"] == ["overdue"]
    why = pl.read_parquet(here / "then" / "coverage.parquet")["why"].item()
    assert "cp_plan" in why
    assert "not known when recorded" in why
    assert json.loads((here / "then" / "manifest.json").read_text())["asked"]["known_at"] == "2024-03-28"


def test_identifiers_keep_their_zeros(small: Path, here: Path) -> None:
    assert run(small, here / "out", "--rule", "cp-visit", as_at="2024-03-31").code == 0
    assert set(statuses(here / "out")) == {"001", "2"}


def test_only_the_rules_that_are_asked_for_run(small: Path, here: Path) -> None:
    assert run(small, here / "out", "--rule", "cp-visit", "--rule", "cp-review", as_at="2024-03-31").code == 0
    assert pl.read_parquet(here / "out" / "coverage.parquet")["rule"].to_list() == ["cp-review", "cp-visit"]
    assert json.loads((here / "out" / "manifest.json").read_text())["asked"]["rules"] == ["cp-visit", "cp-review"]


def test_when_no_rule_can_run_the_run_says_so_and_leaves_empty_tables(small: Path, here: Path) -> None:
    said = run(small, here / "out", "--rule", "cp-icpc", as_at="2024-03-31", watched=True)
    assert said.code == 0
    assert "1 rule could not run: cp-icpc." in said.err
    assert pl.read_parquet(here / "out" / "clocks.parquet").height == 0


# Nobody's name


def test_no_name_birth_date_or_address_of_a_child_reaches_anything_that_is_written(council: Path, here: Path) -> None:
    extract = here / "extract"
    shutil.copytree(council, extract)
    path = extract / "child.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    assert head == "child_id,born,died"
    planted = [f"{row},Zebedee Quillfeather,7 Larkspur Parade" for row in rows]
    path.write_text("\n".join([f"{head},name,address", *planted]) + "\n", encoding="utf-8")
    said = run(extract, here / "out", "--csv", "--no-quiet")
    assert said.code == 0
    born = {date.fromisoformat(day) for day in (row.split(",")[1] for row in rows) if day and day < "2008-01-01"}
    assert len(born) > 100  # older than any other fact, and so the day of nothing else
    secret = ["Zebedee", "Larkspur", *(way for day in born for way in ways_to_write(day))]
    written = {name: readable(name, content) for name, content in contents(here / "out").items()}
    for name, text in [*written.items(), ("what it printed", said.text)]:
        assert [each for each in secret if each in text] == [], name
    findings = pl.read_parquet(here / "out" / "findings.parquet")
    assert {"name", "address"} <= set(findings.filter(pl.col("table") == "child")["column"])


def ways_to_write(day: date) -> list[str]:
    """As machines, people and workbooks write a day."""
    spoken = f"{day.day} {day:%B} {day.year}"
    return [
        day.isoformat(),
        spoken,
        f"{day.day} {day:%b} {day.year}",
        f"{day:%d/%m/%Y}",
        f"<v>{(day - EXCEL).days}</v>",
    ]
