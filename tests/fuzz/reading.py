"""What may become of a file: its tables are read, or it is refused in plain words. Nothing else."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from timeliness.extracts.readers.decoded import UnreadableError
from timeliness.extracts.readers.opened import READERS, opened
from timeliness.extracts.readers.sheet import ROW
from timeliness.extracts.readers.tables import Wanted

SEEDS: dict[str, list[bytes]] = {
    ".csv": [
        b"Person,Opened,Closed\n007,03/04/2016,\n,,\n8,2016-04-05,2016-05-01\n",
        b'\xef\xbb\xbfPerson;Opened;"Said; twice"\r\n1;"03/04/2016";"a ""b"""\r\n2;"two\r\nlines";\r\n',
        "sep=\t\nPerson\tOpened\tClosed\n1\t2016-04-05\tjos\u00e9\n".encode("cp1252"),
        "Person,Opened\n1,2016-04-05\n".encode("utf-16"),
    ],
}
"""Files that are read, by the end of the name: what is given to readers is made of these."""

TOKENS: dict[str, list[bytes]] = {
    ".csv": [b'"', b",", b";", b"\t", b"\n", b"\r", b"\0", b"sep=", b"\xef\xbb\xbf", b"\xff\xfe", b"\x81", b'""'],
}
"""What makes readers stumble."""

WANTED = {
    "cases": Wanted(headings=("Person", "Opened"), columns=("Person", "Opened", "Closed")),
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
