"""`timeliness rules`: list, show, test and describe the rules."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from tests.functional.calling import Said, call
from tests.shipped import written_rules
from tests.unit.extract_made import rule, write_council, write_extract

EXAMPLE = """
examples:
  - name: Answered on the day after the last
    as_at: 2024-05-31
    given: [{referral: 2024-05-01}, {assessment_authorised: 2024-05-12}]
    expect: {due: 2024-05-11, status: met_on_time}
"""
MINE = rule("mine", "starts: referral\nmet_by: assessment_authorised\nwithin: 10 days") + EXAMPLE.lstrip()


def ids() -> set[str]:
    return set(written_rules())


def test_list_has_every_rule_with_its_force_and_readings_apart() -> None:
    said = call("rules", "list")
    assert (said.code, said.err) == (0, "")
    rows = [line.split() for line in said.out.splitlines()]
    assert rows[0] == ["id", "force", "severity", "pack", "title"]
    found = {row[0]: row[1:3] for row in rows[2:]}
    assert set(found) == ids()
    assert found["cla-visit"] == ["statute", "critical"]
    assert found["cp-icpc-from-meeting"][0] == "reading"
    assert found["adoption-a1"][0] == "indicator"


def test_show_prints_every_key_of_a_rule_under_its_own_name() -> None:
    said = call("rules", "show", "cla-visit")
    assert said.code == 0
    names = [line.split()[0] for line in said.out.splitlines()]
    assert names.count("within") == 10
    for name in ("id", "title", "force", "severity", "starts", "met_by", "repeats", "reread", "excluded", "cite"):
        assert name in names


@pytest.mark.parametrize(
    ("day", "limit", "version"),
    [("2010-03-16", "7 working days", "2000-04-01"), ("2010-03-17", "10 working days", "2010-03-17 to 2013-04-14")],
)
def test_show_on_a_day_prints_the_text_in_force_on_it(day: str, limit: str, version: str) -> None:
    lines = call("rules", "show", "initial-assessment", "--on", day).out.splitlines()
    assert f"within       {limit}" in lines
    assert f"from         {version}" in lines


def test_show_on_a_day_without_law_says_when_there_was_some() -> None:
    after = call("rules", "show", "initial-assessment", "--on", "2013-04-15")
    assert after.code == 0
    assert "none is in force on 2013-04-15: the first begins on 2000-04-01, the last ended on 2013-04-14" in after.out
    before = call("rules", "show", "cp-icpc", "--on", "2005-01-01")
    assert "none is in force on 2005-01-01: the first begins on 2010-03-17" in before.out
    assert "\nwithin" not in before.out


def test_show_of_an_unknown_rule_names_the_nearest() -> None:
    said = call("rules", "show", "cla-vist")
    assert said.code == 2
    assert "'cla-vist' is not a rule. Did you mean 'cla-visit'?" in said.err
    assert call("rules", "show", "cla-visit", "--on", "soon").code == 2


def test_the_worked_examples_of_every_rule_pass() -> None:
    said = call("rules", "test")
    assert said.code == 0, said.text
    number = int(said.out.split()[0].replace(",", ""))
    assert number > 200
    assert said.out.endswith(f"{number:,} examples of {len(ids())} rules: {number:,} passed, 0 failed.\n")


def test_the_examples_of_one_rule_may_be_run_alone() -> None:
    said = call("rules", "test", "iha")
    assert said.code == 0
    assert "examples of 1 rule:" in said.out
    assert call("rules", "test", "ihaa").code == 2


def test_a_failing_example_says_where_it_stands_what_was_expected_and_found(here: Path) -> None:
    council = write_council(here / "own", MINE)
    said = call("rules", "test", "mine", "--council", council)
    assert said.code == 3
    assert said.out.splitlines() == [
        "own/rules/local/own.yaml:10  mine: Answered on the day after the last",
        "  clock 1: status: expected met_on_time, found met_late",
        "1 example of 1 rule: 0 passed, 1 failed.",
    ]


def test_another_number_of_clocks_fails_an_example(here: Path) -> None:
    council = write_council(here / "own", MINE.replace("expect: {due: 2024-05-11, status: met_on_time}", "expect: []"))
    said = call("rules", "test", "--council", council)
    assert said.code == 3
    assert "  number of clocks: expected 0, found 1" in said.out


def test_a_rule_without_examples_is_named(here: Path) -> None:
    council = write_council(
        here / "own", rule("mine", "starts: referral\nmet_by: assessment_authorised\nwithin: 9 days")
    )
    said = call("rules", "test", "mine", "--council", council)
    assert said.code == 0
    assert "mine has no example." in said.out


def test_schema_is_a_json_schema_with_a_description_of_every_key() -> None:
    said = call("rules", "schema")
    found = json.loads(said.out)
    assert found["$schema"].startswith("https://json-schema.org/")
    assert [name for name, key in found["properties"].items() if not key.get("description")] == []


def test_stale_lists_texts_that_nobody_has_read_for_a_year() -> None:
    now = call("rules", "stale", "--on", "2026-11-24").out
    assert "not yet verified" in now
    assert "SI 2010/959) reg. 33" not in now
    later = call("rules", "stale", "--on", "2027-11-24").out
    assert "SI 2010/959) reg. 33" in later
    assert len(later.splitlines()) > len(now.splitlines())
    assert call("rules", "stale").code == 0  # by default as on today


def test_vocabulary_prints_the_files_of_a_facts_folder() -> None:
    said = call("rules", "vocabulary")
    assert said.code == 0
    assert "## `cp_visit` (event)" in said.out
    assert "| `child_seen` |" in said.out


@pytest.mark.parametrize("name", ["list", "stale", "vocabulary", "test"])
def test_every_command_reads_the_councils_own_rules(here: Path, name: str) -> None:
    council = write_council(here / "own", "id: mine\n")
    said = call("rules", name, "--council", council)
    assert said.code == 3
    assert "own/rules/local/own.yaml:1" in said.err


def test_stale_puts_first_what_most_clocks_of_a_run_rest_on(results: Path) -> None:
    said = call("rules", "stale", "--results", results, "--on", "2026-11-24")
    assert said.code == 0
    lines = [line.split() for line in said.out.splitlines()]
    assert lines[0][:3] == ["clocks", "rule", "version"]
    numbers = [int(line[0].replace(",", "")) for line in lines[2:]]
    assert numbers == sorted(numbers, reverse=True)
    clocks = pl.read_parquet(results / "clocks.parquet", columns=["rule", "version"])
    first = clocks.filter((pl.col("rule") == lines[2][1]) & (pl.col("version") == lines[2][2]))
    assert first.height == numbers[0] > 0


# A rule of the council's own


def own_rule(folder: Path, id_: str, starts: str, met_by: str, within: str, *more: str) -> Said:
    asked = ["--title", "Ours", "--starts", starts, "--met-by", met_by, "--within", within, *more]
    return call("rules", "new", id_, *asked, "--council", folder)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    assert call("init", folder).code == 0
    return folder


@pytest.mark.parametrize(
    ("starts", "met_by", "within", "more"),
    [
        ("cp_plan.start", "cp_visit", "10 working days", ["--repeats"]),
        ("initial_cp_conference", "cp_visit", "4 weeks", ["--during", "cp_plan"]),
        ("referral", "assessment.end", "30 days", []),
        ("looked_after.start", "cla_visit", "1 month", ["--from", "2020-01-01"]),
    ],
)
def test_new_writes_a_rule_whose_examples_hold(
    own: Path, starts: str, met_by: str, within: str, more: list[str]
) -> None:
    assert own_rule(own, "ours", starts, met_by, within, *more).code == 0
    tested = call("rules", "test", "ours", "--council", own)
    assert tested.code == 0
    assert "2 examples of 1 rule: 2 passed, 0 failed." in tested.out
    shown = call("rules", "show", "ours", "--council", own).out
    assert "force        local" in shown


def test_new_takes_a_title_with_any_sign_in_it(own: Path) -> None:
    asked = ["--starts", "referral", "--met-by", "cin_visit", "--within", "5 days", "--council", own]
    assert call("rules", "new", "ours", "--title", 'Visits: "soon" & {often}', *asked).code == 0
    assert 'Visits: "soon" & {often}' in call("rules", "show", "ours", "--council", own).out


def test_new_names_every_slip_and_leaves_no_file(own: Path) -> None:
    said = own_rule(own, "ours", "cp_plan.strt", "cp_vist", "10 wrking days")
    assert said.code == 3
    for slip in ("'strt'", "'cp_vist'", "'wrking'"):
        assert slip in said.err
    assert not (own / "rules" / "local" / "ours.yaml").exists()


def test_new_refuses_a_limit_whose_date_it_cannot_find_and_a_name_that_is_taken(own: Path) -> None:
    said = own_rule(own, "ours", "cp_plan.start", "cp_visit", "visit_every days")
    assert said.code == 3
    assert "No date comes of this limit" in said.err
    assert own_rule(own, "ours", "referral", "cin_visit", "5 days").code == 0
    before = (own / "rules" / "local" / "ours.yaml").read_bytes()
    assert own_rule(own, "ours", "referral", "cin_visit", "9 days").code == 2
    assert (own / "rules" / "local" / "ours.yaml").read_bytes() == before
    taken = own_rule(own, "cp-icpc", "referral", "cin_visit", "5 days")
    assert taken.code == 3
    assert "already a rule" in taken.err


def test_a_pack_is_off_until_the_council_chooses_it(own: Path, tmp_path: Path) -> None:
    assert own_rule(own, "ours", "cp_plan.start", "cp_visit", "10 days").code == 0
    path = own / "rules" / "local" / "ours.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "pack: local-visits\n", encoding="utf-8")
    extract = write_extract(tmp_path / "extract", {"cp_plan": [{"child_id": "1", "start": "2024-05-01", "end": None}]})

    def rules_of(*more: str) -> set[str]:
        out = tmp_path / "out"
        asked = ["--as-at", "2024-05-31", "--beyond-extract", "--out", out, "--replace", "--csv"]
        assert call("run", extract, *asked, "--council", own, *more).code == 0
        lines = (out / "coverage.csv").read_text(encoding="utf-8").splitlines()[1:]
        return {line.split(",")[0] for line in lines}

    assert "ours" not in rules_of()
    assert rules_of("--rule", "ours") == {"ours"}
    settings = own / "timeliness.yaml"
    chosen = settings.read_text(encoding="utf-8").replace("packs: []", "packs: [local-visits]")
    settings.write_text(chosen, encoding="utf-8")
    assert "ours" in rules_of()
    settings.write_text(chosen.replace("local-visits", "local-visit"), encoding="utf-8")
    said = call("run", extract, "--as-at", "2024-05-31", "--out", tmp_path / "no", "--council", own)
    assert said.code == 2
    assert "Did you mean 'local-visits'?" in said.err
