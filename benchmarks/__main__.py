"""Measure speed against its targets, and write docs/performance.md: `make bench`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.bench import Bench, agreement
from benchmarks.command import COMMANDS
from benchmarks.machine import machine
from benchmarks.page import Results, page, targets
from benchmarks.targets import RETURNS, outcomes

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
_PEERS = ("duckdb", "pandas", "python")
_KINDS = ("interval", "recurring")
_MAIN = [
    *(f"{kind} {who}" for kind in _KINDS for who in ("scan", "engine", *_PEERS)),
    "whole scan",
    "whole engine",
    "read engine",
    "table engine",
]
_WORKS = {
    "S": _MAIN,
    "M": _MAIN,
    "L": _MAIN,
    "notices": ["notices engine", "notices xlsxwriter"],
    "census": ["census engine", "census pandas"],
    "ssda903": ["ssda903 engine", "ssda903 pandas"],
    "council": ["rulebook first", "rulebook all"],
    "XL": ["batches engine"],
}


def main() -> None:
    """Measure what is asked for; a whole run writes the page."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("--size", action="append", choices=list(_WORKS), help="Only this size (may be given again).")
    asked.add_argument("--xl", action="store_true", help="All England over ten years too, in batches.")
    asked.add_argument("--data", type=Path, help="Keep the made-up facts in this folder, and use what is there.")
    options = asked.parse_args()
    sizes = options.size or [size for size in _WORKS if size != "XL" or options.xl]
    if options.data:
        options.data.mkdir(parents=True, exist_ok=True)
        _run(options.data, sizes)
    else:
        with TemporaryDirectory() as folder:
            _run(Path(folder), sizes)


def _run(folder: Path, sizes: Sequence[str]) -> None:
    results = _measured(Bench(folder), sizes)
    if set(_WORKS) - {"XL"} <= set(sizes):
        PAGE.write_text(page(results), encoding="utf-8")
        print(f"\n{targets(results)}\nMore in docs/{PAGE.name}.")
    else:
        print(f"\n{page(results)}")


def _measured(bench: Bench, sizes: Sequence[str]) -> Results:
    for size in sizes:
        print(f"Making {size}", flush=True)
        bench.lay(size)
    for size in sizes:
        bench.measure(_WORKS[size], size)
    if "S" in sizes:
        bench.commands()
    alike = {
        f"{size}: the rows of everybody, {kind}": agreement(bench.taken, kind, size)
        for size in sizes
        for kind in _KINDS
        if _WORKS[size] is _MAIN
    }
    for name, said in RETURNS.items():
        if name in sizes:
            alike[f"{said}: the rows of both"] = agreement(bench.taken, name, name)
    for name, each in COMMANDS.items() if "S" in sizes else ():
        alike[f"S: the bytes of five runs {each.said}"] = len(bench.taken[f"command {name}", "S"].digests) == 1
    missed = [each.target for each in outcomes(bench.taken) if not each.is_met]
    profiles = {key: bench.profile(*key) for key in dict.fromkeys(each.blame or each.of for each in missed)}
    return Results(machine(), bench.taken, alike, profiles)


if __name__ == "__main__":
    main()
