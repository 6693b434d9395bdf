"""Write what a run came to: tables, notices and the manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from timeliness.audit.manifest import FileDigest, manifest, write_manifest
from timeliness.engine.coverage import as_frame
from timeliness.facts import SOURCE_ROWS
from timeliness.reports.overview import Overview
from timeliness.reports.run import Run
from timeliness.runs.asked import Tell, nobody
from timeliness.runs.evaluation import Evaluation
from timeliness.runs.folder import results_folder
from timeliness.runs.opened import files_read

_SOURCES = ("start_source", "met_source", "ended_source", "reason_source", "moved_source")


@dataclass(frozen=True)
class Also:
    """What is written besides the tables and the manifest."""

    csv: bool = False
    notices: bool = True


TABLES_AND_NOTICES = Also()


def write_results(evaluation: Evaluation, out: Path, also: Also = TABLES_AND_NOTICES, tell: Tell = nobody) -> Path:
    """Write all results into a folder, which appears whole or not at all; give the folder.

    It is another than asked where the old results are held open by another program.
    """
    with results_folder(out) as placing:
        folder = placing.making
        tell("Writing the results")
        for name, table in tables(evaluation).items():
            table.write_parquet(folder / f"{name}.parquet")
            if also.csv:
                _for_people(table, evaluation.sources).write_csv(
                    folder / f"{name}.csv", datetime_format="%Y-%m-%d %H:%M:%S"
                )
        if also.notices:
            tell("Writing the notices")
            _write_notices(evaluation, folder / "notices")
        tell("Writing the manifest")
        write_manifest(_manifest(evaluation, folder), folder)
    return placing.out


def tables(evaluation: Evaluation) -> dict[str, pl.DataFrame]:
    """The tables of results by name."""
    return {
        "clocks": evaluation.clocks,
        "summaries": evaluation.summaries,
        "findings": evaluation.findings,
        "coverage": as_frame(evaluation.coverage),
    }


def overview(evaluation: Evaluation) -> Overview:
    """The run at a glance."""
    made = tables(evaluation)
    rules = evaluation.rulebook.rules
    return Overview(evaluation.asked.as_at, rules, made["summaries"], made["findings"], made["coverage"])


def _for_people(table: pl.DataFrame, sources: tuple[str, ...]) -> pl.DataFrame:
    """Write evidence as file and row instead of as a number."""
    files = pl.Series(sources, dtype=pl.String)
    return table.with_columns(_file_and_row(name, files) for name in _SOURCES if name in table.columns)


def _file_and_row(name: str, files: pl.Series) -> pl.Expr:
    source = pl.col(name)
    said = pl.concat_str(pl.lit(files).gather(source // SOURCE_ROWS), pl.lit(" row "), source % SOURCE_ROWS)
    return (pl.when(source.is_not_null()).then(said) if len(files) else pl.lit(None, dtype=pl.String)).alias(name)


def _write_notices(evaluation: Evaluation, folder: Path) -> None:
    """Write the notices; what makes pages and workbooks is loaded only for them."""
    from timeliness.reports.notices import write_notices  # noqa: PLC0415

    write_notices(_as_reported(evaluation), evaluation.asked.council.folders.templates, folder)


def _as_reported(evaluation: Evaluation) -> Run:
    """What notices read: without children who have died, whom no list shows."""
    died, council = evaluation.died, evaluation.asked.council
    living = evaluation.clocks.join(died, on=died.columns, how="anti", nulls_equal=True, maintain_order="left")
    return Run(
        as_at=evaluation.asked.as_at,
        clocks=living,
        coverage=as_frame(evaluation.coverage),
        rules=evaluation.rulebook.rules,
        council=council.name,
        contact=council.contact,
        addresses=council.teams,
        sender=council.sender,
    )


def _manifest(evaluation: Evaluation, folder: Path) -> dict[str, Any]:
    asked, book = evaluation.asked, evaluation.rulebook
    options = {
        "as_at": str(asked.as_at),
        "known_at": str(asked.known_at) if asked.known_at else None,
        "beyond_extract": asked.beyond,
        "rules": list(asked.rules),
        "packs": list(asked.council.packs),
        "adopted": [f"{each.change} here on {each.here}: {', '.join(each.rules)}" for each in asked.council.adopted],
    }
    read = files_read(asked)
    about = {"taken_on": str(evaluation.taken_on), "mapping": evaluation.mapping or None}
    rules: Mapping[str, Any] = {"sha256": book.digest, "rules": len(book.rules)}
    return manifest(
        options, {**about, "files": read, "sources": list(evaluation.sources)}, rules, list(_written(folder))
    )


def _written(folder: Path) -> Iterator[FileDigest]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield FileDigest.of(path, path.relative_to(folder).as_posix())
