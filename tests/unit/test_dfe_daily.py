"""The Department's daily collection: payloads made here, and its published schema."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import polars as pl
import pytest
from tests.unit.extract_made import evaluated, looked_at, opened, write_files

from timeliness.council.making import make

SCHEMA = Path(__file__).parents[3] / "shared" / "samples" / "dfe-daily-openapi.json"

there = pytest.mark.skipif(
    not SCHEMA.is_file(), reason="the published schema is not at hand (../shared/samples/dfe-daily-openapi.json)"
)

AS_AT = date(2024, 3, 31)


def payloads(folder: Path, *children: list[dict[str, Any]]) -> Path:
    files = {f"{number}.json": json.dumps(each, indent=1) for number, each in enumerate(children)}
    return write_files(folder / "daily", files)


def child(id_: str, **episode: Any) -> dict[str, Any]:
    episodes = [{"social_care_episode_id": f"E{id_}", "referral_date": "2024-01-02"} | episode]
    return {"la_child_id": id_, "child_details": {"date_of_birth": "2015-03-27"}, "social_care_episodes": episodes}


def enquiry(id_: str, **more: Any) -> dict[str, Any]:
    return {"section_47_assessment_id": id_, "start_date": "2024-01-05"} | more


def statuses(folder: Path, rule: str) -> list[tuple]:
    clocks = evaluated(folder, AS_AT, [rule]).clocks
    return clocks.select("child_id", "start", "met", pl.col("status").cast(pl.String), "reason", "matched_by").rows()


def test_enquiries_are_known_by_their_own_ids_and_answered_by_the_conference_that_stands_with_them(tmp_path):
    two = [enquiry("A"), enquiry("B", icpc_date="2024-01-24", icpc_required_flag=True, end_date="2024-01-20")]
    three = [enquiry("C", icpc_required_flag=False, end_date="2024-01-12")]
    folder = payloads(tmp_path, [child("1", section_47_assessments=two), child("2", section_47_assessments=three)])
    began = date(2024, 1, 5)
    assert statuses(folder, "cp-icpc") == [
        ("1", began, None, "overdue", None, None),
        ("1", began, date(2024, 1, 24), "met_on_time", None, "identifier"),
        ("2", began, None, "excluded", "conference not required", None),
    ]


def test_assessments_are_judged_from_the_referral_and_from_their_own_start(tmp_path):
    made = {"child_and_family_assessment_id": "A", "start_date": "2024-01-10", "authorisation_date": "2024-03-08"}
    folder = payloads(tmp_path, [child("1", child_and_family_assessments=[made])])
    met = date(2024, 3, 8)
    assert statuses(folder, "assessment") == [("1", date(2024, 1, 2), met, "met_late", None, "identifier")]
    assert statuses(folder, "assessment-cin") == [("1", date(2024, 1, 10), met, "met_on_time", None, "identifier")]


@pytest.mark.parametrize(
    ("spoilt", "tables"),
    [
        (child("1", section_47_assessments=[enquiry("A", purge=True)]), {"section_47": 1}),
        (child("1", purge=True, section_47_assessments=[enquiry("A")]), {"episodes": 1, "section_47": 1}),
        (
            {**child("1", section_47_assessments=[enquiry("A")]), "purge": True},
            {"children": 1, "episodes": 1, "section_47": 1},
        ),
    ],
    ids=["an enquiry", "an episode", "a child"],
)
def test_what_is_purged_is_no_fact_and_is_counted(spoilt, tables, tmp_path):
    kept = child("2", section_47_assessments=[enquiry("B", purge=False)])
    folder = payloads(tmp_path, [spoilt, kept])
    assert [clock[0] for clock in statuses(folder, "cp-icpc")] == ["2"]
    found = looked_at(folder).findings.filter(finding="purged: not read as a fact")
    assert dict(found.group_by("table").len().rows()) == tables
    assert set(found["child_id"]) == {"1"}


def test_a_child_whose_details_are_purged_is_still_a_child(tmp_path):
    one = child("1", section_47_assessments=[enquiry("A")])
    one["child_details"]["purge"] = True
    folder = payloads(tmp_path, [one])
    assert opened(folder).tables["child"].select("child_id", "born").rows() == [("1", None)]
    assert len(statuses(folder, "cp-icpc")) == 1


def test_what_is_purged_on_a_later_day_takes_away_what_was_sent_before(tmp_path):
    sent = [child("1", section_47_assessments=[enquiry("A"), enquiry("B")])]
    later = [{"la_child_id": "1", "social_care_episodes": [{"social_care_episode_id": "E1", "purge": True}]}]
    assert statuses(payloads(tmp_path / "later", sent, later), "cp-icpc") == []
    assert len(statuses(payloads(tmp_path / "before", later, sent), "cp-icpc")) == 2


def test_periods_of_care_go_over_placements_and_adoptive_ones_are_placements_for_adoption(tmp_path):
    rows = [
        ("S", "U4", "2023-01-05", "2023-06-01"),
        ("P", "A5", "2023-06-01", "2024-02-01"),
        ("S", "U4", "2024-03-01", None),
    ]
    placements = [
        {
            "child_looked_after_placement_id": f"P{number}",
            "start_reason": why,
            "placement_type": kind,
            "start_date": start,
            "end_date": end,
            "end_reason": "E12" if kind == "A5" else "X1",
        }
        for number, (why, kind, start, end) in enumerate(rows)
    ]
    tables = opened(payloads(tmp_path, [child("1", child_looked_after_placements=placements)])).tables
    assert tables["looked_after"].select("start", "end").rows() == [
        (date(2023, 1, 5), date(2024, 2, 1)),
        (date(2024, 3, 1), None),
    ]
    assert tables["placement"].select("start", "kind").rows() == [
        (date(2023, 1, 5), "U4"),
        (date(2023, 6, 1), "A5"),
        (date(2024, 3, 1), "U4"),
    ]
    assert tables["placed_for_adoption"].select("start", "end").rows() == [(date(2023, 6, 1), date(2024, 2, 1))]
    assert tables["adoption_order"]["date"].to_list() == [date(2024, 2, 1)]


def test_dates_that_lie_wrong_of_each_other_are_findings(tmp_path):
    odd = [enquiry("A", start_date="2024-01-01", icpc_date="2023-12-30", icpc_required_flag=False)]
    assessed = [{"child_and_family_assessment_id": "A", "start_date": "2024-01-01"}]
    folder = payloads(tmp_path, [child("1", section_47_assessments=odd, child_and_family_assessments=assessed)])
    found = looked_at(folder, AS_AT).findings.filter(pl.col("child_id") == "1")
    assert sorted(found["finding"]) == [
        "a conference, though none was required",
        "the assessment lies before the referral",
        "the conference is on no working day",
        "the conference lies before the enquiry",
        "the enquiry lies before the referral",
    ]


@there
def test_the_payloads_of_the_synthetic_council_are_as_the_published_schema_asks(tmp_path):
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))["components"]["schemas"]["CSC"]
    make(tmp_path, size=0.2, exports=["dfe-daily"])
    files = sorted((tmp_path / "dfe-daily").glob("*.json"))
    assert len(files) > 5
    for file in files:
        jsonschema.validate(json.loads(file.read_text(encoding="utf-8")), schema)


@there
def test_every_name_that_the_mapping_reads_stands_in_the_published_schema():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))["components"]["schemas"]["CSC"]["items"]
    text = (Path(__file__).parents[2] / "mappings" / "dfe-daily.yaml").read_text(encoding="utf-8")
    names = {word for line in text.splitlines() for word in line.split("#")[0].replace(",", " ").split() if "/" in word}
    ways = {name.strip("[]{}:").removesuffix("]").removesuffix("}") for name in names}
    assert len(ways) > 30
    for way in ways:
        assert any(_has(found, way.split("/")[1:]) for found in _named(schema, "child", way.split("/")[0])), way


def _named(schema: dict[str, Any], name: str, wanted: str) -> list[dict[str, Any]]:
    """The objects of a schema that have a name."""
    found = [schema] if name == wanted else []
    for inner, each in schema.get("properties", {}).items():
        found += _named(each.get("items", each), inner, wanted)
    return found


def _has(schema: dict[str, Any], way: list[str]) -> bool:
    inner = schema.get("properties", {}).get(way[0], {}) if way else schema
    return bool(inner) and (len(way) < 2 or _has(inner.get("items", inner), way[1:]))
