"""The council's book as other systems would export it, byte for byte the same for the same book."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from timeliness.council.book import Book
from timeliness.council.exports import annex_a, cin_census, dfe_daily, ssd, ssda903

Files = Mapping[str, bytes]
"""The files of an extract, by name."""

EXPORTS: Mapping[str, Callable[[Book], Files]] = {
    "annex-a": annex_a.files,
    "cin-census": cin_census.files,
    "dfe-daily": dfe_daily.files,
    "ssd": ssd.files,
    "ssda903": ssda903.files,
}
"""What writes the files of each kind of extract, by the name of its mapping."""


def write_as(kind: str, book: Book, folder: Path) -> None:
    """Write the book as one kind of extract, in a folder of the same name, and beside it when it was taken."""
    there = folder / kind
    there.mkdir(parents=True)
    (there / "extract.yaml").write_bytes(f"taken_on: {book.as_at.isoformat()}\n".encode())
    for name, content in EXPORTS[kind](book).items():
        (there / name).write_bytes(content)
