"""`timeliness run`: what it refuses, what it prints and what it leaves."""

from __future__ import annotations

import csv
import email
import hashlib
import io
import json
import shutil
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import polars.selectors as cs
import pytest
from tests.functional.calling import DAY, Said, call, contents, spawn
from tests.unit.extract_made import rule, write_council, write_extract

from timeliness import __version__
from timeliness.facts import SOURCE_ROWS

OWN = rule("mine", "starts: referral\nmet_by: assessment_authorised\nwithin: 9 days")
EXCEL = date(1899, 12, 30)
TABLES = ("clocks", "summaries", "findings", "coverage")


def run(extract: Path, out: Path, *options: object, as_at: str | None = DAY, watched: bool = False) -> Said:
    asked = ("--as-at", as_at) if as_at else ()
    return call("run", extract, "--out", out, *asked, *options, watched=watched)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Two children of a plan; one was visited late."""
    plans = [{"child_id": child, "start": "2024-03-01", "visit_every": 10, "end": None} for child in ("001", "2")]
    visits = [{"child_id": "001", "date": "2024-03-20", "child_seen": "true", "recorded_on": "2024-03-29"}]
    return write_extract(tmp_path / "small", {"cp_plan": plans, "cp_visit": visits})


def statuses(results: Path, rule_id: str = "cp-visit") -> dict[str, list[str]]:
    clocks = pl.read_parquet(results / "clocks.parquet").filter(pl.col("rule") == rule_id)
    found = clocks.with_columns(pl.col("status").cast(pl.String)).group_by("child_id").agg("status").sort("child_id")
    return dict(found.rows())


# What it refuses, and says


def test_without_a_day_it_refuses_and_says_why_there_is_no_default(small: Path, here: Path) -> None:
    said = run(small, here / "out", as_at=None)
    assert said.code == 2
    assert "--as-at DATE" in said.err
    assert "There is no default, so that the same command gives the same result tomorrow" in said.err
    assert not (here / "out").exists()


@pytest.mark.parametrize("day", ["yesterday", "19/05/2016", "2016-02-30", ""])
def test_a_day_that_is_no_date_is_a_usage_error_that_shows_how_to_write_one(small: Path, here: Path, day: str) -> None:
    said = call("run", small, "--out", here / "out", "--as-at", day)
    assert said.code == 2
    assert f"'{day}' is not a date. Write year-month-day, as 2016-05-19." in said.err


def test_without_a_folder_for_results_it_is_a_usage_error(small: Path) -> None:
    said = call("run", small, "--as-at", DAY)
    assert said.code == 2
    assert "--out" in said.err


def test_a_day_after_the_extract_was_taken_is_refused_unless_it_is_meant(small: Path, here: Path) -> None:
    said = run(small, here / "out", as_at="2024-04-01")
    assert said.code == 2
    assert "The as-at date 2024-04-01 is after 2024-03-31, when small was taken" in said.err
    assert "--beyond-extract" in said.err
    assert run(small, here / "out", "--beyond-extract", as_at="2024-04-01").code == 0
    assert json.loads((here / "out" / "manifest.json").read_text())["asked"]["beyond_extract"] is True


def test_without_extract_yaml_it_asks_when_the_extract_was_taken(small: Path, here: Path) -> None:
    (small / "extract.yaml").unlink()
    said = run(small, here / "out", as_at="2024-03-31")
    assert said.code == 2
    assert "Say it with --taken-on DATE, or write 'taken_on: DATE' into small/extract.yaml." in said.err
    assert run(small, here / "out", "--taken-on", "2024-03-31", as_at="2024-03-31").code == 0
    why = pl.read_parquet(here / "out" / "coverage.parquet").filter(pl.col("rule") == "cp-visit")["why"].item()
    assert "their histories are taken as whole" in why
    assert run(small, here / "no", "--taken-on", "2024-03-30", as_at="2024-03-31").code == 2


def test_two_days_on_which_it_was_taken_are_one_too_many(small: Path, here: Path) -> None:
    said = run(small, here / "out", "--taken-on", "2024-05-01", as_at="2024-04-30")
    assert said.code == 2
    assert "says that it was taken on 2024-03-31, --taken-on says 2024-05-01" in said.err
    assert run(small, here / "out", "--taken-on", "2024-03-31", as_at="2024-03-31").code == 0


def test_a_folder_that_is_not_there_or_holds_no_facts_is_refused_as_an_extract(here: Path) -> None:
    missing = run(here / "nowhere", here / "out")
    assert missing.code == 4
    assert "There is no folder" in missing.err
    (here / "empty").mkdir()
    empty = run(here / "empty", here / "out")
    assert empty.code == 4
    assert "has no CSV or Parquet file" in empty.err
    assert "timeliness rules vocabulary" in empty.err


def test_a_column_of_two_kinds_of_date_is_refused_with_its_rows(small: Path, here: Path) -> None:
    (small / "cp_visit.csv").write_text("child_id,date,child_seen\n001,2024-03-09,true\n001,20/03/2024,true\n")
    said = run(small, here / "out", as_at="2024-03-31")
    assert said.code == 4
    assert "cp_visit.csv" in said.err
    assert "Nothing was run." in said.err
    assert not (here / "out").exists()


def test_an_unknown_rule_mapping_or_council_is_named_with_what_there_is(small: Path, here: Path) -> None:
    no_rule = run(small, here / "out", "--rule", "cp-icp")
    assert no_rule.code == 2
    assert "'cp-icp' is not a rule. Did you mean 'cp-icpc'?" in no_rule.err
    no_mapping = run(small, here / "out", "--mapping", "ssda")
    assert no_mapping.code == 2
    assert "'ssda' is not a mapping. Did you mean 'ssda903'?" in no_mapping.err
    no_council = run(small, here / "out", "--council", here / "nobody")
    assert no_council.code == 3
    assert "timeliness init" in no_council.err


def test_results_are_not_put_over_anything(small: Path, here: Path) -> None:
    (here / "mine").mkdir()
    (here / "mine" / "letter.txt").write_text("kept")
    said = run(small, here / "mine", "--replace", as_at="2024-03-31")
    assert said.code == 2
    assert "is not empty and holds no run's results" in said.err
    a_file = run(small, here / "mine" / "letter.txt", as_at="2024-03-31")
    assert a_file.code == 2
    assert "is a file. Results go into a folder" in a_file.err
    assert contents(here / "mine") == {"letter.txt": b"kept"}


def test_another_runs_results_are_replaced_only_when_that_is_asked(small: Path, here: Path) -> None:
    out = here / "out"
    assert run(small, out, as_at="2024-03-30").code == 0
    first = contents(out)
    refused = run(small, out, as_at="2024-03-31")
    assert refused.code == 2
    assert "--replace" in refused.err
    assert contents(out) == first
    assert run(small, out, "--replace", as_at="2024-03-31").code == 0
    assert contents(out) != first


def test_replacing_never_deletes_what_no_run_wrote(small: Path, here: Path) -> None:
    out = here / "out"
    assert run(small, out, as_at="2024-03-31").code == 0
    (out / "notices" / "to-do.txt").write_text("kept")
    said = run(small, out, "--replace", as_at="2024-03-31")
    assert said.code == 2
    assert "--replace would delete it: notices/to-do.txt" in said.err
    assert (out / "notices" / "to-do.txt").read_text() == "kept"


# Whole or not at all


@pytest.mark.parametrize("step", ["timeliness.runs.results.write_notices", "timeliness.runs.results.write_manifest"])
def test_a_run_that_fails_half_way_leaves_the_old_results_and_nothing_else(
    small: Path, here: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the child is called nobody")

    assert run(small, here / "out", as_at="2024-03-30").code == 0
    before = contents(here)
    monkeypatch.setattr(step, fail)
    said = run(small, here / "out", "--replace", as_at="2024-03-31")
    assert said.code == 1
    assert contents(here) == before
    assert [path.name for path in here.iterdir() if path.name.startswith(".")] == []
    assert "An internal error (RuntimeError)" in said.err
    assert "nobody" not in said.err  # a message of an error may quote data
    fresh = run(small, here / "fresh", as_at="2024-03-31")
    assert fresh.code == 1
    assert not (here / "fresh").exists()


def test_old_results_come_back_when_the_new_ones_cannot_take_their_place(
    small: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(small, here / "out", as_at="2024-03-30").code == 0
    before = contents(here)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if (self / "manifest.json").exists() and "-old-" not in self.name and self.name.startswith("."):
            raise PermissionError(13, "Permission denied", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    said = run(small, here / "out", "--replace", as_at="2024-03-31")
    assert said.code == 1
    assert "Permission denied. Nothing was written." in said.err
    assert contents(here) == before


def test_a_place_that_cannot_be_written_is_said_without_calling_it_a_defect(small: Path, here: Path) -> None:
    (here / "file").write_text("")
    said = run(small, here / "file" / "out", as_at="2024-03-31")
    assert said.code == 1
    assert "Nothing was written." in said.err
    assert "defect" not in said.err


# What it leaves


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
    assert said["asked"] == {"as_at": DAY, "known_at": None, "beyond_extract": False, "rules": []}
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


# What it prints


def test_where_nobody_watches_it_prints_nothing(small: Path, here: Path) -> None:
    said = run(small, here / "out", as_at="2024-03-31")
    assert (said.code, said.out, said.err) == (0, "", "")


def test_where_somebody_watches_it_prints_the_figures_and_warns_of_rules_that_could_not_run(
    small: Path, here: Path
) -> None:
    said = run(small, here / "out", "--rule", "cp-visit", "--rule", "iha", as_at="2024-03-31", watched=True)
    assert said.code == 0
    assert "As at 31 March 2024." in said.out
    assert "Statutory guidance" in said.out
    assert "0.0% (0 of 2)" in said.out
    assert "1 rule could not run: iha." in said.err
    assert "Could not run" in said.out
    assert "no table looked_after" in said.out
    assert f"Results: {here / 'out'}" in said.out


def test_quiet_and_no_quiet_decide_for_themselves(small: Path, here: Path) -> None:
    loud = run(small, here / "a", "--no-quiet", as_at="2024-03-31")
    assert "As at 31 March 2024." in loud.out
    silent = run(small, here / "b", "--quiet", as_at="2024-03-31", watched=True)
    assert (silent.out, silent.err) == ("", "")


@pytest.mark.parametrize("watched", [True, False])
def test_json_is_json_and_nothing_else(small: Path, here: Path, *, watched: bool) -> None:
    said = run(small, here / "out", "--json", as_at="2024-03-31", watched=watched)
    found = json.loads(said.out)
    assert found["as_at"] == "2024-03-31"
    now = next(row for row in found["summaries"] if row["rule"] == "cp-visit" and row["cohort"] == "now")
    assert (now["overdue"], now["met_late"], now["clocks"]) == (2, 1, 3)
    states = {row["rule"]: row["state"] for row in found["coverage"]}
    assert states["iha"] == "could not run"
    assert states["cp-visit"] == "partly"  # no birth dates: nobody is seen to turn 18


def test_every_figure_that_is_printed_has_what_it_is_out_of(council: Path, here: Path) -> None:
    said = run(council, here / "out", "--no-quiet")
    shares = [word for word in said.out.split() if word.endswith("%")]
    assert shares
    assert said.out.count("% (") == len(shares)
    assert "Other readings of the same duties: never breaches" in said.out
    assert "Indicators: not duties" in said.out
    assert "386.0 days from start to meeting, the average over 3 years to 2016-05-19, of 7 clocks" in said.out


# A council's own folder


def test_a_councils_own_rule_calendar_and_name_are_used(small: Path, here: Path) -> None:
    own = rule("first-visit", "starts: cp_plan.start\nmet_by: cp_visit\nwithin: 3 school days")
    council = write_council(here / "own", own, keys="council: Borchester\n")
    (council / "rules" / "calendar").mkdir()
    days = [f"2024-03-{day:02}" for day in range(1, 31) if day not in (2, 3, 4, 5)]
    (council / "rules" / "calendar" / "school.csv").write_text("\n".join(["date", *days]) + "\n")
    said = run(small, here / "out", "--council", council, "--rule", "first-visit", as_at="2024-03-30")
    assert said.code == 0
    clocks = pl.read_parquet(here / "out" / "clocks.parquet")
    assert clocks["due"].unique().to_list() == [date(2024, 3, 8)]  # the 6th, 7th and 8th are school days
    assert clocks["force"].unique().to_list() == ["local"]
    assert any("Borchester" in text.decode("utf-8") for name, text in contents(here / "out").items() if ".txt" in name)


def test_in_the_councils_own_folder_it_is_found(small: Path, here: Path) -> None:
    write_council(here, rule("first-visit", "starts: cp_plan.start\nmet_by: cp_visit\nwithin: 3 days"))
    assert run(small, here / "out", "--rule", "first-visit", as_at="2024-03-31").code == 0


def test_a_shipped_id_may_not_be_used_again_and_both_places_are_named(small: Path, here: Path) -> None:
    council = write_council(here / "own", rule("cp-visit", "starts: cp_plan.start\nmet_by: cp_visit\nwithin: 9 days"))
    said = run(small, here / "out", "--council", council, as_at="2024-03-31")
    assert said.code == 3
    assert "own/rules/local/own.yaml:1:1  'cp-visit' is already a rule, in " in said.err
    assert "rules/child-protection/visits.yaml:1" in said.err
    assert "1 problem(s) in 1 file(s) of rules. Nothing was run." in said.err


def test_every_problem_of_a_councils_rules_is_said_at_once_with_its_line(small: Path, here: Path) -> None:
    bad = rule("mine", "starts: cp_plan.begin\nmet_by: cp_vist\nwithin: 9 dais\nwhithin: 3 days")
    council = write_council(here / "own", bad)
    said = run(small, here / "out", "--council", council, as_at="2024-03-31")
    assert said.code == 3
    assert "own.yaml:8" in said.err
    assert "'whithin' is not a key here. Did you mean 'within'?" in said.err


def test_a_wrong_key_of_a_councils_own_file_is_refused_with_its_line(small: Path, here: Path) -> None:
    council = write_council(here / "own", OWN)
    (council / "timeliness.yaml").write_text("council: Borchester\ncontct: us\n")
    said = run(small, here / "out", "--council", council, as_at="2024-03-31")
    assert said.code == 3
    assert "timeliness.yaml:2:1  'contct' is not a key here. Did you mean 'contact'?" in said.err


def test_a_councils_own_template_goes_before_the_shipped_one(small: Path, here: Path) -> None:
    council = write_council(here / "own", OWN)
    (council / "templates").mkdir()
    (council / "templates" / "notice.txt.j2").write_text("Written by the council itself.\n")
    assert run(small, here / "out", "--council", council, as_at="2024-03-31").code == 0
    texts = [text for name, text in contents(here / "out").items() if name.endswith(".txt")]
    assert texts
    assert all(b"Written by the council itself." in text for text in texts)


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
    written = {name: readable(here / "out" / name, content) for name, content in contents(here / "out").items()}
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


def readable(path: Path, content: bytes) -> str:
    """The text of a file: what is packed in a workbook, a message or a Parquet file is unpacked."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as packed:
            return "".join(packed.read(name).decode("utf-8") for name in packed.namelist())
    if path.suffix == ".parquet":
        return pl.read_parquet(path).write_csv()
    if path.suffix == ".eml":
        parts = email.message_from_bytes(content).walk()
        return "".join((part.get_payload(decode=True) or b"").decode("utf-8", "replace") for part in parts)
    return content.decode("utf-8")
