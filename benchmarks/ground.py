"""Lay the ground of a size: make its facts, and prepare them as a run does."""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import rmtree

from benchmarks.data import make, write
from benchmarks.sizes import BATCHES, SIZES, Size
from benchmarks.work import Ground
from timeliness.council import make as make_council
from timeliness.extracts.opening import open_extract

COUNCIL_SIZE = 14.0
"""The synthetic council that has about as many children as size M."""

COUNCIL_OF_S = 2.3
"""The synthetic council that has about as many children as size S."""

CENSUS_SIZE = 2.0
"""The synthetic council whose last census return has about 4,000 children."""


def lay(folder: Path, name: str) -> None:
    """Make the facts of a size in a new folder.

    `council` and `census` are the synthetic council; XL is one council in each batch.
    """
    if name == "council":
        make_council(folder, size=COUNCIL_SIZE)
        _prepare(Ground(folder), folder / "extract")
    elif name == "census":
        make_council(folder, size=CENSUS_SIZE, exports=["cin-census"])
    elif name == "XL":
        for number in range(BATCHES):
            lay_size(Ground(folder / f"{number:03}"), SIZES["S"], number)
            rmtree(folder / f"{number:03}" / "facts")
    else:
        lay_size(Ground(folder), SIZES[name])
        if name == "S":
            write(make(SIZES[name], Ground(folder).law), folder / "csv", "csv")
            make_council(folder / "council", size=COUNCIL_OF_S, exports=["ssd"])


def lay_size(ground: Ground, size: Size, seed: int = 1) -> None:
    """Make a facts folder of normalised Parquet, and prepare it."""
    write(make(size, ground.law, seed), ground.folder / "facts")
    _prepare(ground, ground.folder / "facts")


def _prepare(ground: Ground, extract: Path) -> None:
    facts, _ = open_extract(extract, ground.book, dict).facts(ground.book.vocabulary)
    ground.file("child").parent.mkdir()
    facts.children.collect().write_parquet(ground.file("child"))
    for name, table in facts.tables.items():
        table.collect().write_parquet(ground.file(name))


if __name__ == "__main__":
    lay(Path(sys.argv[1]), sys.argv[2])
