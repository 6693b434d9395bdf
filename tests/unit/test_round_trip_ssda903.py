"""The synthetic council as its SSDA903 returns of many years gives the clocks of its facts folder."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from tests.unit.extract_made import looked_at, opened, write_files
from tests.unit.round_trip import Made, council, differences, of_each

from timeliness.council.making import AS_AT

RULES = ("adoption-a1", "cla-review")
COUNCILS = [Made(1, 0.3), Made(7, 0.2), Made(3, 0.15, date(2024, 5, 23))]
TEAMLESS = ("team",)
"""The return does not know teams."""


@pytest.mark.parametrize("made", COUNCILS)
def test_the_returns_give_the_clocks_of_the_facts_folder_but_for_care_from_before_a_year_of_which_there_is_none(made):
    """Nobody who stands in the book was looked after in one of the first years, so that there is no return of it: what
    lies before that year is not whole, and a child whose care ended there cannot be judged.
    """
    facts, returns = differences("ssda903", RULES, made, TEAMLESS)
    same = ("rule", "child_id", "start", "due", "ended", "limit")
    assert of_each(facts, *same) == of_each(returns, *same)
    assert len(facts) == len(returns) == 1
    assert of_each(facts, "rule", "status") == {("adoption-a1", "ended_before_due")}
    assert of_each(returns, "status", "reason") == {("unassessable", "history begins later")}
    whole_from = opened(council("ssda903", made) / "ssda903").complete_from["looked_after"]
    assert all(date.fromisoformat(each["ended"]) < whole_from for each in returns)


def test_nothing_that_the_council_has_wrong_on_purpose_is_in_a_return_and_no_code_is_strange():
    """The flaws lie in visits, plans and enquiries; and in a placement of a child who was not looked after.

    Of one child of long ago the council has neither a legal status nor a placement.
    """
    folder = council("ssda903", COUNCILS[0])
    found = looked_at(folder / "ssda903", AS_AT).findings
    assert not set(found["finding"]) & {"not a code of the mapping", "ends before it starts", "exact duplicate"}
    odd = found.filter(pl.col("finding").str.starts_with("the episode"))
    assert odd.select("finding", "file").rows() == [("the episode does not say its legal status", "2009-episodes.csv")]


def test_the_same_returns_as_xml_are_the_same_facts(tmp_path):
    folder = council("ssda903", COUNCILS[1]) / "ssda903"
    years = sorted({path.name[:4] for path in folder.glob("*.csv")})
    files = {f"{year}.xml": as_xml(folder, year) for year in years}
    lines, nested = opened(folder), opened(write_files(tmp_path / "xml", files))
    assert (nested.mapping, nested.complete_from) == ("ssda903", lines.complete_from)
    for name, table in lines.tables.items():
        keys = [each for each in table.columns if each != "source"]
        same = nested.tables[name].select(keys).sort(keys, nulls_last=True).rows()
        assert (name, same) == (name, table.select(keys).sort(keys, nulls_last=True).rows())


def as_xml(folder: Path, year: str) -> bytes:
    """A year's files as the return has them in XML; without what stands in `EPISODE` under another name as a column."""
    root = ET.Element("EXPSSDA903")
    tables = {path.stem[5:]: rows(path) for path in folder.glob(f"{year}-*.csv")}
    for child in tables["header"]:
        node = ET.SubElement(root, "CHILD")
        header = element(node, "HEADER", {"CHILDID": child["CHILD"], "DOB": child["DOB"]})
        for table, name in (("missing", "AMISSING"), ("reviews", "AREVIEW"), ("placed_adoption", "AD_PLACED")):
            for row in of_child(tables.get(table, []), child["CHILD"]):
                element(header, name, {key: text for key, text in row.items() if key not in ("CHILD", "DOB")})
        for row in of_child(tables.get("ad1", []), child["CHILD"]):
            ET.SubElement(header, "DATE_MATCH").text = row["DATE_MATCH"]
        for row in of_child(tables["episodes"], child["CHILD"]):
            element(node, "EPISODE", {"PL" if key == "PLACE" else key: text for key, text in row.items()})
    return ET.tostring(root)


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def of_child(rows: list[dict[str, str]], child: str) -> list[dict[str, str]]:
    return [row for row in rows if row["CHILD"] == child]


def element(above: ET.Element, name: str, texts: Mapping[str, str]) -> ET.Element:
    made = ET.SubElement(above, name)
    for key, text in texts.items():
        ET.SubElement(made, key).text = text
    return made
