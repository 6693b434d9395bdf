"""Open a file as what its name says it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from timeliness.extracts.readers.files import Flat
from timeliness.extracts.readers.tables import Reader


def _xml(path: Path) -> Reader:
    from timeliness.extracts.readers.xml_records import Xml  # noqa: PLC0415 - it loads lxml

    return Xml(path)


def _json(path: Path) -> Reader:
    from timeliness.extracts.readers.json_records import Json  # noqa: PLC0415 - few extracts are JSON

    return Json(path)


def _workbook(path: Path) -> Reader:
    from timeliness.extracts.readers.workbook import Workbook  # noqa: PLC0415 - it loads fastexcel

    return Workbook(path)


READERS: Mapping[str, Callable[[Path], Reader]] = {
    ".csv": Flat,
    ".parquet": Flat,
    ".xlsx": _workbook,
    ".xml": _xml,
    ".json": _json,
}
"""What reads a file, by the end of its name; what one kind of file needs is loaded where there is such a file."""

NOT_READ: Mapping[str, str] = {
    ".xlsm": "A workbook with macros is not opened. Save it in Excel as .xlsx.",
    ".xlsb": "A binary workbook is not read. Save it in Excel as .xlsx.",
    ".xls": "A workbook of Excel 97-2003 is not read. Save it in Excel as .xlsx.",
    ".ods": "A workbook of this kind is not read. Save it as .xlsx.",
}
"""What is said of files that are near to what is read, by the end of their names."""


def opened(path: Path) -> Reader:
    """Open a file whose name ends as one of READERS; nothing is read yet."""
    return READERS[path.suffix.lower()](path)
