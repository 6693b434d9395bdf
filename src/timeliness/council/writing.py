"""Write the facts folder and the truth beside it, byte for byte the same for the same book."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

from timeliness.council.book import Book
from timeliness.council.tables import COLUMNS


def write(book: Book, folder: Path) -> None:
    """Write the book as `extract/` and `truth.json`."""
    extract = folder / "extract"
    extract.mkdir(parents=True, exist_ok=True)
    for table, columns in COLUMNS.items():
        _write_table(extract / f"{table}.csv", ("child_id", *columns), book.facts[table])
    coverage = f"taken_on: {book.as_at.isoformat()}\ncomplete_from: {{}}\n"
    (extract / "extract.yaml").write_bytes(coverage.encode())
    (folder / "truth.json").write_bytes(_truth(book).encode())


def _write_table(path: Path, columns: Sequence[str], rows: Sequence[dict[str, str]]) -> None:
    lines = sorted([row.get(column, "") for column in columns] for row in rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(lines)


def _truth(book: Book) -> str:
    """Set out what the generator knows: one clock a line, sorted."""
    clocks = {rule: sorted(rows, key=_order) for rule, rows in sorted(book.clocks.items())}
    written = {
        "as_at": book.as_at.isoformat(),
        "seed": book.seed,
        "size": book.size,
        "measures": dict(sorted(book.figures.items())),
        "flaws": book.flaws,
    }
    head = json.dumps(written, indent=1).removesuffix("\n}")
    return f'{head},\n "clocks": {{{",".join(map(_rule, clocks, clocks.values()))}\n }}\n}}\n'


def _rule(rule: str, rows: Sequence[list[str | None]]) -> str:
    lines = ",".join(f"\n   {json.dumps(row)}" for row in rows)
    return f'\n  "{rule}": [{lines}]'


def _order(row: Sequence[str | None]) -> list[str]:
    return [each or "" for each in row]
