"""XML and JSON that harm or cannot be told are refused by the command: a plain error, exit code 4, nothing written."""

from __future__ import annotations

import pytest
from tests.functional.calling import call, run

CENSUS = (
    "<Message><Children>" + "<Child><ChildIdentifiers><LAchildID>Smith</LAchildID></ChildIdentifiers></Child>\n" * 3
)
DAILY = '[{"la_child_id": "Smith"},\n'
SPOILT = {
    "bomb.xml": '<!DOCTYPE m [<!ENTITY a "Smith"><!ENTITY b "&a;&a;&a;&a;">]><Message>&b;</Message>',
    "external.xml": '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/hostname">]><Message>&x;</Message>',
    "cut.xml": CENSUS,
    "deep.xml": CENSUS + "<a>" * 100_000,
    "other.xml": "<EXPSSDA903/>",
    "bytes.xml": CENSUS.encode() + b"<Child>\xff</Child></Children></Message>",
    "long.xml": CENSUS + "stray " * 2_000_000,
    "cut.json": DAILY,
    "twice.json": DAILY + '{"la_child_id": "Smith", "la_child_id": "Smith"}]',
    "shape.json": DAILY + '{"la_child_id": ["Smith"]}]',
    "deep.json": DAILY + "[" * 1_000_000,
    "other.json": '{"la_child_id": "Smith"}',
}


@pytest.mark.parametrize("name", SPOILT)
def test_it_is_refused_and_nothing_is_written(name, tmp_path):
    folder = tmp_path / "extract"
    folder.mkdir()
    content = SPOILT[name]
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    for said in (run(folder, tmp_path / "out"), run(folder / name, tmp_path / "out"), call("check", folder)):
        assert said.code == 4
        assert name in said.err
        assert "Traceback" not in said.text
        assert "Smith" not in said.text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["extract"]
