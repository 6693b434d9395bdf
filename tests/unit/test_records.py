"""Nested records of XML and JSON become flat tables; what cannot be read is refused in plain words."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.fuzz.reading import WANTED

from timeliness.extracts.readers.decoded import UnreadableError
from timeliness.extracts.readers.json_records import MOST as MOST_JSON
from timeliness.extracts.readers.opened import opened
from timeliness.extracts.readers.sheet import ROW

NESTED = """\
<All>
 <Head>4</Head>
 <Person>
  <Id>007</Id>
  <Case>
   <Opened>2016-04-05</Opened>
   <Seen>2016-05-01</Seen><Seen>2016-06-01</Seen>
  </Case>
  <Case/>
  <Id2>x</Id2>
 </Person>
 <Person><Case><Seen>2017-01-01</Seen></Case><Id>8</Id></Person>
</All>
"""


def tables(path: Path) -> dict[str, list[tuple]]:
    return {sight.name: sight.read().rows.rows() for sight in opened(path).sights(WANTED)}


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refused(folder: Path, name: str, content: str | bytes) -> str:
    with pytest.raises(UnreadableError) as error:
        tables(written(folder, name, content))
    return str(error.value.problem)


# XML


def test_each_kind_of_record_is_a_table_with_the_values_of_the_records_that_it_lies_in(tmp_path):
    assert tables(written(tmp_path, "a.xml", NESTED)) == {
        "persons": [(3, "007"), (12, "8")],
        "of persons": [(5, "007", "2016-04-05"), (9, "007", None), (12, "8", None)],
        "seen": [
            (7, "007", "2016-04-05", "2016-05-01"),
            (8, "007", "2016-04-05", "2016-06-01"),
            (12, "8", None, "2017-01-01"),
        ],
    }


def test_the_row_is_the_line_and_of_several_records_on_a_line_the_next_number(tmp_path):
    found = tables(written(tmp_path, "a.xml", NESTED.replace("\n", "")))
    assert [row[0] for row in found["persons"]] == [1, 2]
    assert [row[0] for row in found["of persons"]] == [1, 2, 3]
    assert [row[0] for row in found["seen"]] == [1, 2, 3]


def test_several_containers_with_one_value_each_are_the_same_as_one_with_several(tmp_path):
    one = "<All><Person><Id>1</Id><Case><Seen>2016-05-01</Seen><Seen>2016-06-01</Seen></Case></Person></All>"
    found = tables(written(tmp_path, "a.xml", one))
    again = tables(written(tmp_path, "b.xml", one.replace("</Seen><Seen>", "</Seen></Case><Case><Seen>")))
    assert [row[-1] for row in found["seen"]] == [row[-1] for row in again["seen"]] == ["2016-05-01", "2016-06-01"]


@pytest.mark.parametrize(
    "content",
    [
        '<All xmlns="urn:x"><Person><Id>1</Id></Person></All>',
        '<x:All xmlns:x="urn:x"><x:Person><x:Id>1</x:Id></x:Person></x:All>',
        "<All>stray<Person>text<Id>1</Id>everywhere</Person>and here</All>",
        "<All><?php ?><Person><Id><!-- not -->1</Id></Person><!-- <Person/> --></All>",
        "<All><Person><Id><![CDATA[1]]></Id></Person></All>",
        "<All><Other><Person><Id>2</Id></Person></Other><Person><Id>1</Id></Person></All>",
        '<All><Person Id="2"><Id x="3">&#49;</Id></Person></All>',
        "\ufeff<All><Person><Id>1</Id></Person></All>",
        '<?xml version="1.0" encoding="utf-16"?><All><Person><Id>1</Id></Person></All>'.encode("utf-16"),
    ],
    ids=["space", "prefix", "stray", "comment", "cdata", "elsewhere", "attributes", "mark", "utf-16"],
)
def test_what_makes_no_difference(content, tmp_path):
    assert [row[1] for row in tables(written(tmp_path, "a.xml", content))["persons"]] == ["1"]


def test_a_declared_encoding_is_read(tmp_path):
    said = '<?xml version="1.0" encoding="windows-1252"?><All><Person><Id>\u00e9</Id></Person></All>'
    assert tables(written(tmp_path, "a.xml", said.encode("cp1252")))["persons"] == [(1, "\u00e9")]


BOMB = "".join(
    f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)
PERSONS = "<All>" + "<Person><Id>1</Id></Person>\n" * 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f'<!DOCTYPE All [<!ENTITY a "ha">{BOMB}]><All>&i;</All>', "a.xml  There is a DOCTYPE"),
        ('<!DOCTYPE All [<!ENTITY x SYSTEM "file:///etc/passwd">]><All>&x;</All>', "a.xml  There is a DOCTYPE"),
        ('<!DOCTYPE All SYSTEM "http://example.invalid/a.dtd"><All/>', "a.xml  There is a DOCTYPE"),
        ("<All><Person><Id>&x;</Id></Person></All>", "a.xml:1  This is not XML from here on."),
        (PERSONS, "a.xml:4  The file ends before its elements do: it has been cut off."),
        (PERSONS + "<Person><I", "a.xml:4  The file ends before its elements do: it has been cut off."),
        (PERSONS + "</All><All/>", "a.xml:4  The file ends before its elements do, or goes on after them."),
        (PERSONS + "</Person></All>", "a.xml:4  An element is closed here that is not the last one opened."),
        (PERSONS + "<a>" * 5000, "a.xml:4  Elements lie too deep in one another here"),
        (PERSONS.encode() + b"<Person><Id>\xe9\xff</Id></Person></All>", "a.xml:4  The bytes here are not of the"),
        (b'<?xml version="1.0" encoding="x-none"?><All/>', "a.xml:1  The file says that it has an encoding which is"),
        ("", "a.xml  There is no XML here."),
        ("Person,Id\n1,2\n", "a.xml:1  There is no XML here."),
        ("<Everything><Person/></Everything>", "a.xml  The outermost element is 'Everything'. Allowed: All."),
        (f"<{'x' * 70}/>", f"a.xml  The outermost element is '{'x' * 60}...'."),
        ("<l:/>", "a.xml  The outermost element is 'l:'."),
        ("<All>\n<Person><Id>1</Id><Id>2</Id></Person></All>", "a.xml:2  'Id' stands twice in one 'Person'"),
        ("<All>\n<Person><Id>1<b/>2</Id></Person></All>", "a.xml:2  There are elements in 'Id', which is text."),
    ],
)
def test_xml_that_cannot_be_told_is_refused_in_plain_words(content, said, tmp_path):
    assert refused(tmp_path, "a.xml", content).startswith(said)


def test_a_refusal_repeats_nothing_that_stands_in_the_file(tmp_path):
    for content in ("<All><Person><Id>Smith</Id></Person>&Smith;</All>", "<All><Person><Id>Smith</Id><Id>Smith</Id>"):
        assert "Smith" not in refused(tmp_path, "a.xml", content)


def test_many_records_keep_what_they_lie_in(tmp_path):
    """More than are kept as Python's own values at a time."""
    of_each = [f"<Person><Id>{number}</Id>{'<Case/>' * (number % 5)}</Person>\n" for number in range(30_000)]
    found = tables(written(tmp_path, "a.xml", f"<All>{''.join(of_each)}</All>"))
    assert [row[1] for row in found["persons"]] == [str(number) for number in range(30_000)]
    assert [row[1] for row in found["of persons"]] == [
        str(number) for number in range(30_000) for _ in range(number % 5)
    ]


@pytest.mark.parametrize(
    "what",
    [("x", 100_000_000), ("stray text\n", 9_000_000), ("<j><k>1</k></j>", 6_000_000)],
    ids=["text", "lines of text", "other elements"],
)
def test_a_hundred_megabytes_of_something_else_are_refused_in_little_memory(what, tmp_path):
    path = tmp_path / "a.xml"
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{PERSONS}{what[0] * what[1]}</All>")
    assert path.stat().st_size > 89_000_000
    assert memory(path, "More than 4 MB go by without the end of a record") < 300


def test_a_large_file_of_many_records_is_read_in_little_memory(tmp_path):
    path = tmp_path / "a.xml"
    person = f"<Person><Id>1</Id><Note>{'text ' * 2000}</Note><Case/></Person>\n"
    path.write_text(f"<All>{person * 10_000}</All>", encoding="utf-8")
    assert memory(path, "10000") < 300


READING = """\
import resource, sys
from pathlib import Path
from tests.fuzz.reading import WANTED
from timeliness.extracts.readers.opened import opened
from timeliness.extracts.readers.decoded import UnreadableError
try:
    print([sight.read().rows.height for sight in opened(Path(sys.argv[1])).sights(WANTED)])
except UnreadableError as error:
    print(error.problem)
status = Path("/proc/self/status")
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)  # of this process alone, but on Linux
print(int(status.read_text().split("VmHWM:")[1].split()[0]) / (1 << 10) if status.exists() else most)
"""


def memory(path: Path, said: str) -> float:
    """The most memory, in MiB, of a process that reads a file and says so."""
    asked, root = [sys.executable, "-c", READING, str(path)], Path(__file__).parents[2]
    done = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=root)  # noqa: S603 - ourselves
    *lines, most = done.stdout.splitlines()
    assert said in "\n".join(lines)
    return float(most)


# JSON


def test_objects_in_lists_are_records_and_numbers_stay_as_they_were_written(tmp_path):
    content = """\
[{"id": "007", "cases": [{"opened": "2016-04-05", "seen": ["2016-05-01", "2016-06-01"]}, {}]},
 {"id": 8.10, "cases": {"opened": true, "odd": {"deep": 1e3}, "seen": null}},
 {"id": null}]"""
    assert tables(written(tmp_path, "a.json", content)) == {
        "objects": [(1, "007"), (2, "8.10"), (3, None)],
        "of objects": [(1, "007", "2016-04-05", None), (2, "007", None, None), (3, "8.10", "true", "1e3")],
        "of those": [(1, "007", "2016-04-05", "2016-05-01"), (2, "007", "2016-04-05", "2016-06-01")],
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_json_may_have_the_encodings_that_councils_have(encoding, tmp_path):
    content = json.dumps([{"id": "\u00e9"}], ensure_ascii=False).encode(encoding)
    assert tables(written(tmp_path, "a.json", content))["objects"] == [(1, "\u00e9")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[{"id": "1"},\n {"id": "2"', "a.json:2  The file ends before its list does: it has been cut off."),
        ('[{"id": "1"},\n {"i', "a.json:2  The file ends before its list does: it has been cut off."),
        ('[{"id": "1"}', "a.json:1  The file ends before its list does: it has been cut off."),
        ('{"id": "1"}', "a.json:1  The outermost is not a list of objects, which begins with '['."),
        ("", "a.json:1  The outermost is not a list of objects"),
        ("[]", "a.json  Allowed is a list of objects that have id. The first object here has not."),
        ('[{"ID": "1"}]', "a.json  Allowed is a list of objects that have id. The first object here has not."),
        ('[{"id": "1"} {"id": "2"}]', "a.json:1  This is not JSON from here on."),
        ('[{"id": "1"}] {}', "a.json:1  This is not JSON from here on."),
        ('[{"id": NaN}]', "a.json  Something here is no number, text, object or list."),
        ('[{"id": "1"},\n["2"]]', "a.json:2  What begins here is no object"),
        (
            '[{"id": "1", "id": "2"}]',
            "a.json  'id' stands twice in one object, and which of them holds cannot be told.",
        ),
        ('[{"id": {"is": "1"}}]', "a.json:1  'id' is an object, where text, a number, true or false is wanted"),
        ('[{"id": "1", "cases": [{"odd": []}]}]', "a.json:1  'odd' is a list, where an object is wanted"),
        ('[{"id": "1", "cases": ["2"]}]', "a.json:1  'cases' is text, where an object is wanted"),
        ('[{"id": "1", "cases": [null]}]', "a.json:1  'cases' is null, where an object is wanted"),
        ('[{"id": "\\ud800"}]', "a.json:1  'id' is text with half a character"),
        ('[{"\\ud800": 1, "\\ud800": 2}]', "a.json  '?' stands twice in one object"),
        (f'[{{"id": {"[" * 100_000}', "a.json  Objects lie in objects too deep to be read."),
        (b"\xff\xfe[", "a.json:1  The file begins as UTF-16 and does not go on so."),
    ],
)
def test_json_that_cannot_be_told_is_refused_in_plain_words(content, said, tmp_path):
    assert refused(tmp_path, "a.json", content).startswith(said)


def test_a_file_of_json_that_is_too_large_to_be_held_is_refused_unread(tmp_path):
    path = tmp_path / "a.json"
    with path.open("wb") as file:
        file.truncate(MOST_JSON + 1)
    assert refused_file(path) == "a.json  The file is larger than 128 MB. Write it as several."


def refused_file(path: Path) -> str:
    with pytest.raises(UnreadableError) as error:
        tables(path)
    return str(error.value.problem)


def test_every_row_of_a_table_has_its_own_number(tmp_path):
    for name, content in (("a.xml", NESTED.replace("\n", "")), ("a.json", '[{"id": 1, "cases": [{}, {}, {}]}]')):
        for sight in opened(written(tmp_path, name, content)).sights(WANTED):
            assert sight.read().rows[ROW].is_unique().all()
