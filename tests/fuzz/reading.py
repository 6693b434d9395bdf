"""What may become of a file: its tables are read, or it is refused in plain words. Nothing else."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_STORED, ZipFile

import polars as pl
import xlsxwriter

from timeliness.extracts.readers.decoded import UnreadableError
from timeliness.extracts.readers.opened import READERS, opened
from timeliness.extracts.readers.sheet import ROW
from timeliness.extracts.readers.tables import Wanted


def _workbook() -> bytes:
    """A workbook: a title above the headings, dates that are numbers, empty rows, and a second sheet."""
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        cases = book.add_worksheet("Cases")
        cases.write_row(0, 0, ["Cases of the year"])
        cases.write_row(2, 0, ["Person", "Opened", "Closed"])
        cases.write_row(3, 0, ["007", "05/04/2016"])
        cases.write_row(5, 0, [8, 42465], day)
        cases.write_formula(5, 2, "=B6+1", day, 42466)
        book.add_worksheet("Notes").write_string(0, 0, "None")
    return file.getvalue()


def _stored(workbook: bytes) -> bytes:
    """The same with nothing compressed, so that what is done to it is done to what the sheets say."""
    file = BytesIO()
    with ZipFile(BytesIO(workbook)) as old, ZipFile(file, "w", ZIP_STORED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return file.getvalue()


SEEDS: dict[str, list[bytes]] = {
    ".csv": [
        b"Person,Opened,Closed\n007,03/04/2016,\n,,\n8,2016-04-05,2016-05-01\n",
        b'\xef\xbb\xbfPerson;Opened;"Said; twice"\r\n1;"03/04/2016";"a ""b"""\r\n2;"two\r\nlines";\r\n',
        "sep=\t\nPerson\tOpened\tClosed\n1\t2016-04-05\tjos\u00e9\n".encode("cp1252"),
        "Person,Opened\n1,2016-04-05\n".encode("utf-16"),
    ],
    ".xml": [
        (
            b'<?xml version="1.0" encoding="UTF-8"?>\n<All>\n<Person><Id>007</Id>stray'
            b"<Case><Opened>2016-04-05</Opened></Case>"
            b"<Case><Opened/><!-- none --><Seen>2016-05-01</Seen><Seen>2016-06-01</Seen></Case></Person>\n</All>\n"
        ),
        b'<All xmlns="urn:x"><Person><Id><![CDATA[8]]></Id><Case/></Person><Person/></All>',
        "<All><Person><Id>\u00e9&#233;&amp;</Id></Person></All>".encode("utf-16"),
    ],
    ".json": [
        b'[{"id": "007", "cases": [{"opened": "2016-04-05", "seen": ["2016-05-01", "2016-06-01"]}, {}]},\n {"id": 8}]',
        b'\xef\xbb\xbf[{"id": null, "cases": {"opened": "\\u00e9", "odd": {"deep": 1.5e3}}, "purge": true}]\n',
    ],
    ".xlsx": [_workbook(), _stored(_workbook())],
}
"""Files that are read, by the end of the name: what is given to readers is made of these."""

TOKENS: dict[str, list[bytes]] = {
    ".csv": [b'"', b",", b";", b"\t", b"\n", b"\r", b"\0", b"sep=", b"\xef\xbb\xbf", b"\xff\xfe", b"\x81", b'""'],
    ".xml": [
        b"<",
        b">",
        b"</",
        b"/>",
        b"&",
        b";",
        b"<!DOCTYPE All [",
        b"<!ENTITY a 'b'>",
        b"]]>",
        b"<Case>",
        b"<?",
        b"\0",
    ],
    ".json": [b"[", b"]", b"{", b"}", b'"', b",", b":", b"\\u", b"NaN", b"1e999", b'"id":', b"\0"],
    ".xlsx": [
        b"PK\x03\x04",
        b"PK\x01\x02",
        b"PK\x05\x06",
        b"<row ",
        b"</c>",
        b'r="XFD1048576"',
        b"<v>-1</v>",
        b"\xff\xff",
    ],
}
"""What makes readers stumble."""

WANTED = {
    "cases": Wanted(headings=("Person", "Opened"), columns=("Person", "Opened", "Closed")),
    "persons": Wanted(records="All/Person", columns=("Person/Id",)),
    "of persons": Wanted(records="All/Person/Case", columns=("Person/Id", "Case/Opened")),
    "seen": Wanted(records="All/Person/Case/Seen", columns=("Person/Id", "Case/Opened", "Seen")),
    "objects": Wanted(records="one", headings=("one/id",), columns=("one/id",)),
    "of objects": Wanted(records="one/cases", columns=("one/id", "cases/opened", "cases/odd/deep")),
    "of those": Wanted(records="one/cases/seen", columns=("one/id", "cases/opened", "seen")),
}


def read(suffix: str, content: bytes) -> list[pl.DataFrame] | None:
    """Read a file that has this content: its tables; None where it is refused.

    Raises AssertionError where a refusal or a table is not as it must be, and whatever a reader lets through.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"case{suffix}"
        path.write_bytes(content)
        try:
            tables = [sight.read() for sight in opened(path).sights(WANTED)]
        except UnreadableError as error:
            problem = error.problem
            assert problem.path.startswith(path.name)
            assert problem.message.endswith((".", "!"))
            assert "Traceback" not in problem.message
            return None
    for table in tables:
        assert table.shown.startswith(path.name)
        assert table.rows[ROW].is_sorted()
        assert table.rows[ROW].null_count() == 0
    return [table.rows for table in tables]


def suffixes() -> list[str]:
    """The kinds of file that are fuzzed: every kind that is read, but Parquet, of which Polars is the reader."""
    return sorted(set(READERS) - {".parquet"})
