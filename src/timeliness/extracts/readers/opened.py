"""Open a file as what its name says it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from timeliness.extracts.readers.files import Flat
from timeliness.extracts.readers.json_records import Json
from timeliness.extracts.readers.tables import Reader
from timeliness.extracts.readers.xml_records import Xml

READERS: Mapping[str, Callable[[Path], Reader]] = {".csv": Flat, ".parquet": Flat, ".xml": Xml, ".json": Json}
"""What reads a file, by the end of its name."""


def opened(path: Path) -> Reader:
    """Open a file whose name ends as one of READERS; nothing is read yet."""
    return READERS[path.suffix.lower()](path)
