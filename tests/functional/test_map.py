"""`timeliness map`: a draft of a mapping from the headings of an extract."""

from __future__ import annotations

import json
from pathlib import Path

from tests.functional.calling import call, contents
from tests.unit.extract_made import write_extract, write_files

EPISODES = "Child ID,DECOM,RNE,Legal Status (LS),PLACE,DEC,Reason ceased (REC)\n1,01/05/2023,S,C2,U4,,\n"
REVIEWS = "Child ID,DOB,REVIEW,REVIEW_CODE\n1,01/01/2014,20/05/2023,PN1\n"


def returned(here: Path) -> Path:
    return write_files(here / "ours", {"e.csv": EPISODES, "r.csv": REVIEWS})


def test_a_draft_is_kept_in_the_councils_folder_and_the_extract_is_then_read_by_it(here: Path) -> None:
    assert call("init", here / "council").code == 0
    refused = call("check", returned(here))
    assert refused.code == 4
    out = here / "council" / "mappings" / "ssda903.yaml"
    said = call("map", here / "ours", "--out", out)
    assert (said.code, said.out) == (0, "")
    assert said.err.startswith("Drafted from the mapping ssda903. Headings: ")
    assert "timeliness check" in said.err
    read = json.loads(call("check", here / "ours", "--council", here / "council", "--json").out)
    assert read["mapping"] == "ssda903"
    rows = {row["table"]: row["rows"] for row in read["tables"] if row["rows"]}
    assert rows == dict.fromkeys(["child", "cla_review", "legal_status", "looked_after", "placement"], 1)
    assert "\n    one_per:\n      - Child ID  # guess: CHILD\n" in out.read_text(encoding="utf-8")


def test_facts_that_need_a_heading_that_is_not_here_are_none_of_the_extract(here: Path) -> None:
    call("init", here / "council")
    out = here / "council" / "mappings" / "ssda903.yaml"
    lacking = EPISODES.replace("Legal Status (LS)", "Law").replace("Reason ceased (REC)", "Why")
    call("map", write_files(here / "ours", {"e.csv": lacking, "r.csv": REVIEWS}), "--out", out)
    read = json.loads(call("check", here / "ours", "--council", here / "council", "--json").out)
    rows = {row["table"]: row["rows"] for row in read["tables"]}
    assert rows["looked_after"] == 1
    assert not {"adoption_order", "police_protection"} & set(rows)


def test_without_out_the_draft_is_printed_and_the_next_steps_go_to_the_error_stream(here: Path) -> None:
    extract = returned(here)
    before = contents(here)
    said = call("map", extract)
    assert said.out.startswith("# A draft of a mapping.")
    assert "      - Child ID  # guess: CHILD\n" in said.out
    assert said.err.startswith("Drafted from")
    assert contents(here) == before
    assert call("map", extract).out == said.out


def test_a_draft_takes_the_place_of_nothing(here: Path) -> None:
    (here / "mine.yaml").write_text("mine")
    said = call("map", returned(here), "--out", here / "mine.yaml")
    assert said.code == 2
    assert "is there already. Nothing was changed." in said.err
    assert (here / "mine.yaml").read_text() == "mine"


def test_a_facts_folder_an_unknown_mapping_and_no_extract_are_refused(here: Path) -> None:
    facts = write_extract(here / "facts", {"cp_visit": [{"child_id": "1", "date": "2024-01-08"}]})
    assert "a facts folder needs no mapping" in call("map", facts).err
    assert "Did you mean 'ssda903'?" in call("map", returned(here), "--mapping", "ssda90").err
    assert "Name the extract" in call("map").err
    assert call("map", here / "nowhere").code == 4


def test_the_schema_of_a_mapping_is_printed(here: Path) -> None:
    schema = json.loads(call("map", "--schema").out)
    assert schema["title"] == "A mapping"
    assert {"id", "tables", "facts", "limits"} <= schema["properties"].keys()
    assert list(here.iterdir()) == []
