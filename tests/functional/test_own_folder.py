"""`timeliness run` with a council's own folder: its rules, calendars, name and templates."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.functional.calling import call, contents, run
from tests.shipped import RULES
from tests.unit.extract_made import rule, write_council, write_extract

OWN = rule("mine", "starts: referral\nmet_by: assessment_authorised\nwithin: 9 days")


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


def test_a_mapping_that_is_not_valid_is_refused_only_where_an_extract_needs_one(small: Path, here: Path) -> None:
    council = write_council(here / "own", OWN)
    (council / "mappings").mkdir(exist_ok=True)
    (council / "mappings" / "ours.yaml").write_text("id: ours\n", encoding="utf-8")
    assert run(small, here / "out", "--council", council, "--rule", "mine", as_at="2024-03-30").code == 0
    said = run(small, here / "other", "--council", council, "--mapping", "ours", as_at="2024-03-30")
    assert (said.code, "'title' is missing" in said.err) == (3, True)


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


def test_a_councils_own_files_that_are_no_text_are_refused_by_name(small: Path, here: Path) -> None:
    council = write_council(here / "own", OWN)
    (council / "rules" / "local" / "own.yaml").write_bytes(b"title: Caf\xe9\n")
    (council / "rules" / "local" / "old.yaml").mkdir()
    said = run(small, here / "out", "--council", council, as_at="2024-03-31")
    assert said.code == 3
    assert "old.yaml  The file cannot be read: " in said.err
    assert "own.yaml  The file is not UTF-8 text. Save it as UTF-8." in said.err
    (council / "timeliness.yaml").write_bytes(b"council: \0\n")
    said = run(small, here / "out", "--council", council, as_at="2024-03-31")
    assert said.code == 3
    assert "timeliness.yaml:1  There are NUL bytes here" in said.err


def test_a_councils_name_may_be_written_in_windows_1252(small: Path, here: Path) -> None:
    council = write_council(here / "own", OWN)
    (council / "timeliness.yaml").write_bytes("council: Café\n".encode("cp1252"))
    assert run(small, here / "out", "--council", council, as_at="2024-03-31").code == 0
    assert any("Café" in text.decode("utf-8") for name, text in contents(here / "out").items() if ".txt" in name)


def test_a_councils_own_template_goes_before_the_shipped_one(small: Path, here: Path) -> None:
    council = write_council(here / "own", OWN)
    (council / "templates").mkdir()
    (council / "templates" / "notice.txt.j2").write_text("Written by the council itself.\n")
    assert run(small, here / "out", "--council", council, as_at="2024-03-31").code == 0
    texts = [text for name, text in contents(here / "out").items() if name.endswith(".txt")]
    assert texts
    assert all(b"Written by the council itself." in text for text in texts)


# A change of law that came later here


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """A council that took up the single assessment in September 2016."""
    folder = tmp_path / "later"
    assert call("init", folder).code == 0
    said = "adopted:\n  - {rules: [assessment, initial-assessment], change: 2013-04-15, here: 2016-09-01}\n"
    settings = folder / "timeliness.yaml"
    told = settings.read_text(encoding="utf-8").splitlines()
    settings.write_text(
        "\n".join(line for line in told if not line.startswith("adopted:")) + "\n" + said, encoding="utf-8"
    )
    return folder


def test_a_change_that_came_later_here_governs_from_the_councils_own_day(later: Path, tmp_path: Path) -> None:
    referrals = [{"child_id": "1", "date": day} for day in ("2016-08-31", "2016-09-01")]
    answers = {"assessment_authorised": [], "initial_assessment_completed": []}
    extract = write_extract(tmp_path / "extract", {"referral": referrals, **answers}, "taken_on: 2017-05-31\n")
    out = tmp_path / "out"
    rules = ["--rule", "assessment", "--rule", "initial-assessment"]
    assert call("run", extract, "--as-at", "2017-05-31", "--out", out, "--council", later, *rules).code == 0
    found = pl.read_parquet(out / "clocks.parquet").select("rule", pl.col("start").cast(pl.String), "limit", "version")
    assert found.sort("start").rows() == [
        ("initial-assessment", "2016-08-31", "10 working days", "2010-03-17"),
        ("assessment", "2016-09-01", "45 working days", "2016-09-01"),
    ]
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["asked"]["adopted"] == ["2013-04-15 here on 2016-09-01: assessment, initial-assessment"]
    shown = call("rules", "show", "initial-assessment", "--on", "2016-08-31", "--council", later)
    assert "to 2016-08-31" in shown.out
    assert call("explain", out, "--child", "1", "--council", later).code == 0


def test_a_rehearsal_judges_by_the_councils_own_day_too(later: Path, tmp_path: Path) -> None:
    referrals = [{"child_id": "1", "date": "2016-08-31"}]
    answers = {"assessment_authorised": [], "initial_assessment_completed": []}
    extract = write_extract(tmp_path / "extract", {"referral": referrals, **answers}, "taken_on: 2016-12-31\n")
    new = tmp_path / "new"
    shutil.copytree(RULES, new)
    assessments = new / "front-door" / "assessments.yaml"
    text = assessments.read_text(encoding="utf-8")
    assert "within: 10 working days" in text
    assessments.write_text(text.replace("within: 10 working days", "within: 90 working days"), encoding="utf-8")
    rules = ["--rules", RULES, "--rules", new, "--as-at", "2016-10-31"]
    said = call("compare", extract, *rules, "--council", later)
    assert "initial-assessment: overdue -> " in said.out
    assert "initial-assessment: overdue -> " not in call("compare", extract, *rules).out


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("{rules: [asessment], change: 2013-04-15, here: 2016-09-01}", "Did you mean 'assessment'"),
        ("{rules: [assessment], change: 2013-04-16, here: 2016-09-01}", "has no change on 2013-04-16"),
        ("{rules: [assessment], change: 2013-04-15, here: 2013-04-15}", "is not after"),
    ],
)
def test_a_change_that_there_was_not_is_refused(later: Path, said: str, says: str) -> None:
    (later / "timeliness.yaml").write_text(f"adopted: [{said}]\n", encoding="utf-8")
    refused = call("rules", "list", "--council", later)
    assert refused.code == 2
    assert says in refused.err
