"""Lay the ground of a size: make its facts, and prepare them as a run does."""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import rmtree

import polars as pl

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


EPISODES_SIZE, EPISODES_ROWS = 2.0, 100_000
"""The synthetic council whose fullest SSDA903 return is repeated, under other ids, up to so many rows."""


def lay(folder: Path, name: str) -> None:
    """Make the facts of a size in a new folder.

    `council`, `census` and `ssda903` are the synthetic council; XL is one council in each batch.
    """
    if name == "council":
        make_council(folder, size=COUNCIL_SIZE)
        _prepare(Ground(folder), folder / "extract")
    elif name == "census":
        make_council(folder, size=CENSUS_SIZE, exports=["cin-census"])
    elif name == "ssda903":
        make_council(folder, size=EPISODES_SIZE, exports=["ssda903"])
        _repeat(folder / "ssda903", folder / "repeated")
    elif name == "XL":
        for number in range(BATCHES):
            lay_size(Ground(folder / f"{number:03}"), SIZES["S"], number)
            rmtree(folder / f"{number:03}" / "facts")
    else:
        lay_size(Ground(folder), SIZES[name])
        if name == "S":
            write(make(SIZES[name], Ground(folder).law), folder / "csv", "csv")
            make_council(folder / "council", size=COUNCIL_OF_S, exports=["ssd"])


def _repeat(returns: Path, out: Path) -> None:
    """Write the fullest of several years' returns, each child again and again under another id."""
    files: dict[str, list[pl.DataFrame]] = {}
    for path in sorted(returns.glob("*.csv")):
        files.setdefault(path.name[:4], []).append(
            pl.read_csv(path, infer_schema=False).with_columns(file=pl.lit(path.name))
        )
    fullest = max(files.values(), key=lambda of: sum(rows.height for rows in of))
    size = sum(rows.height for rows in fullest)
    out.mkdir()
    for rows in fullest:
        again = pl.concat(
            rows.with_columns(CHILD=pl.lit(f"{turn:03}") + pl.col("CHILD")) for turn in range(-(-EPISODES_ROWS // size))
        )
        again.drop("file").write_csv(out / rows["file"][0])


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
