"""What is prepared once gives the same as the extract itself, or is refused with the way out."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.unit.extract_made import rulebook, write_extract, write_files

from timeliness.council.making import AS_AT, make
from timeliness.errors import ExtractRefusedError, UsageError
from timeliness.extracts.prepared import made_by
from timeliness.reports.check.console import as_text
from timeliness.resources import Folders, shipped
from timeliness.runs.asked import Asked
from timeliness.runs.checking import check
from timeliness.runs.council import Council
from timeliness.runs.evaluation import evaluate
from timeliness.runs.opened import read
from timeliness.runs.preparing import check_out, prepare
from timeliness.runs.results import write_results

RULES = ("cp-visit", "cla-review", "cp-icpc", "iha")


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A council as a facts folder, as returns of many years, and as a census."""
    folder = tmp_path_factory.mktemp("made") / "council"
    make(folder, seed=2, size=0.1, exports=["ssda903", "cin-census"])
    return folder


def written(asked: Asked, out: Path) -> dict[str, bytes]:
    """Every file of a run's results."""
    write_results(evaluate(asked), out)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("kind", ["extract", "ssda903", "cin-census"])
def test_a_run_over_what_was_prepared_writes_the_same_bytes(kind, council, tmp_path):
    raw = Asked(council / kind, AS_AT, rules=RULES)
    prepare(Asked(council / kind, AS_AT), tmp_path / "prepared")
    of_raw = written(raw, tmp_path / "raw")
    of_prepared = written(Asked(tmp_path / "prepared", AS_AT, rules=RULES), tmp_path / "results")
    assert of_prepared == of_raw
    assert {"clocks.parquet", "findings.parquet", "coverage.parquet", "manifest.json"} <= of_raw.keys()
    files = json.loads(of_raw["manifest.json"])["extract"]["files"]
    assert {each["name"] for each in files} == {each.name for each in (council / kind).iterdir()} - {"extract.yaml"}


def test_a_check_of_what_was_prepared_says_the_same(council, tmp_path):
    for kind in ("extract", "ssda903"):
        prepare(Asked(council / kind, AS_AT), tmp_path / kind)
        raw, prepared = (as_text(check(Asked(each / kind, AS_AT))) for each in (council, tmp_path))
        assert prepared == raw


def test_several_sources_are_prepared_as_one(council, tmp_path):
    more = (council / "ssda903",)
    prepare(Asked(council / "extract", AS_AT, more=more), tmp_path / "prepared")
    of_raw = written(Asked(council / "extract", AS_AT, rules=RULES, more=more), tmp_path / "raw")
    assert written(Asked(tmp_path / "prepared", AS_AT, rules=RULES), tmp_path / "results") == of_raw
    names = [each["name"] for each in json.loads(of_raw["manifest.json"])["extract"]["files"]]
    assert "extract/cp_visit.csv" in names
    assert "ssda903/2015-episodes.csv" in names


def test_facts_lie_sorted_by_child_and_day_and_two_folders_of_one_extract_are_the_same_bytes(council, tmp_path):
    for name in ("one", "two"):
        prepare(Asked(council / "extract", AS_AT), tmp_path / name)
    visits = pl.read_parquet(tmp_path / "one" / "facts" / "cp_visit.parquet")
    assert visits.select("child_id", "date").equals(visits.select("child_id", "date").sort("child_id", "date"))
    files = [{p.name: p.read_bytes() for p in (tmp_path / name).rglob("*") if p.is_file()} for name in ("one", "two")]
    assert files[0] == files[1]


def test_rows_in_the_order_in_which_they_were_read_decide_what_they_decided(tmp_path):
    """Of rows with one id and day the last in the file counts, and of a child who stands twice the last row."""
    visits = [{"child_id": "1", "date": "2024-01-03", "id": "V", "child_seen": seen} for seen in ("true", "false")]
    tables = {"cp_visit": visits, "child": [{"child_id": "1", "born": day} for day in ("2014-01-01", "2013-01-01")]}
    folder = write_extract(tmp_path / "own", tables)
    prepare(Asked(folder, date(2024, 3, 31)), tmp_path / "prepared")
    for path in (folder, tmp_path / "prepared"):
        facts, _ = read(Asked(path, date(2024, 3, 31)), rulebook()).facts(rulebook().vocabulary)
        assert facts.tables["cp_visit"].collect()["child_seen"].to_list() == [True, False]
        assert facts.children.collect()["born"].to_list() == [date(2013, 1, 1)]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A prepared return, whose mapping says from when it is whole."""
    episodes = "CHILD,DECOM,RNE,LS,PLACE,DEC,REC\n1,01/05/2023,S,C2,U4,,\n"
    folder = write_files(tmp_path / "returned", {"e.csv": episodes})
    prepare(Asked(folder, date(2024, 3, 31)), tmp_path / "prepared")
    return tmp_path / "prepared"


def refused(folder: Path) -> str:
    with pytest.raises(ExtractRefusedError) as found:
        read(Asked(folder, date(2024, 3, 31)), rulebook())
    return str(found.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda made: made.update(timeliness="0.0.1"), "It was prepared by timeliness 0.0.1, and this is timeliness"),
        (lambda made: made.update({"the vocabulary": "x"}), "The vocabulary has changed since."),
        (lambda made: made.update({"the mapping ssda903": "x"}), "The mapping ssda903 has changed since."),
    ],
    ids=["the program", "the vocabulary", "the mapping"],
)
def test_facts_prepared_by_another_version_are_refused_with_the_way_out(
    change: Callable[[dict[str, str]], None], said, small
):
    path = small / "prepared.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content["made_by"])
    path.write_text(json.dumps(content), encoding="utf-8")
    message = refused(small)
    assert said in message
    assert f"Prepare it again: timeliness prepare EXTRACT --out {small} --replace." in message


def test_a_mapping_that_is_edited_or_gone_has_another_digest(small, tmp_path):
    own = tmp_path / "own"
    (own / "mappings").mkdir(parents=True)
    text = (shipped("mappings") / "ssda903.yaml").read_text(encoding="utf-8")
    (own / "mappings" / "ssda903.yaml").write_text(text.replace("kind: PLACE", "kind: CIN"), encoding="utf-8")
    with pytest.raises(ExtractRefusedError) as found:
        read(Asked(small, date(2024, 3, 31), council=Council(folders=Folders(own))), rulebook())
    assert "The mapping ssda903 has changed since." in str(found.value)
    assert made_by.made_by("gone", {}, rulebook())["the mapping gone"] == ""


def test_facts_that_were_changed_or_are_not_there_are_refused(small):
    path = small / "facts" / "placement.parquet"
    pl.read_parquet(path).with_columns(kind=pl.lit("P1")).write_parquet(path)
    assert "facts/placement.parquet is not as it was written" in refused(small)
    path.unlink()
    assert "facts/placement.parquet is not as it was written" in refused(small)
    (small / "prepared.json").write_text("{", encoding="utf-8")
    assert "prepared.json is there, and it cannot be read" in refused(small)
    (small / "prepared.json").write_text("{}", encoding="utf-8")
    assert "prepared.json is there, and it does not hold what it should" in refused(small)


def test_an_extract_that_does_not_say_when_it_was_taken_is_prepared_with_the_day(tmp_path):
    folder = write_extract(tmp_path / "own", {"cp_visit": [{"child_id": "1", "date": "2024-01-03"}]}, about="")
    with pytest.raises(UsageError, match="It is not known when own was taken"):
        prepare(Asked(folder, AS_AT), tmp_path / "prepared")
    assert not (tmp_path / "prepared").exists()
    prepare(Asked(folder, AS_AT, taken_on=date(2024, 3, 3)), tmp_path / "prepared")
    assert read(Asked(tmp_path / "prepared", AS_AT), rulebook()).taken_on == date(2024, 3, 3)


def test_another_mapping_than_the_one_by_which_it_was_prepared_is_refused(small):
    assert read(Asked(small, AS_AT, mapping="ssda903"), rulebook()).mapping == "ssda903"
    with pytest.raises(UsageError, match="was prepared by the mapping ssda903, and --mapping says cin-census"):
        read(Asked(small, AS_AT, mapping="cin-census"), rulebook())


def test_only_a_folder_of_prepared_facts_is_replaced(small, tmp_path):
    check_out(small, replace=True)
    with pytest.raises(UsageError, match=r"holds facts that were prepared before\..* or say --replace"):
        check_out(small, replace=False)
    (tmp_path / "other").mkdir()
    check_out(tmp_path / "other", replace=False)
    (tmp_path / "other" / "notes.txt").write_text("x", encoding="utf-8")
    for replace in (True, False):
        with pytest.raises(UsageError, match="is not empty and holds no prepared facts"):
            check_out(tmp_path / "other", replace=replace)
    with pytest.raises(UsageError, match="is a file"):
        check_out(tmp_path / "other" / "notes.txt", replace=True)
