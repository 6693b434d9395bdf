"""An extract as at a day, before any clock runs: what is known, which rules it allows, and what is odd about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from timeliness.engine.coverage import Coverage, covered
from timeliness.engine.known import Known, know
from timeliness.engine.odd_facts import odd_facts
from timeliness.engine.order import taken
from timeliness.extracts.extract import Extract
from timeliness.extracts.findings import together
from timeliness.extracts.impossible import impossible
from timeliness.facts import FINDINGS, SOURCE_ROWS, Vocabulary
from timeliness.rulebook.calendars import CIVIL_LAST
from timeliness.rulebook.rules import Rule

WHOLE = "the extract does not say from when its tables are whole: their histories are taken as whole"


@dataclass(frozen=True)
class Look:
    """What an extract holds as at a day. `findings` has FINDINGS."""

    known: Known = field(repr=False)
    coverage: list[Coverage]
    findings: pl.DataFrame = field(repr=False)


def look(
    extract: Extract, vocabulary: Vocabulary, rules: Sequence[Rule], as_at: date | None, known_at: date | None = None
) -> Look:
    """Look at an extract as at the end of a day; without a day, at all that is in it."""
    facts, read = extract.facts(vocabulary)
    known = know(facts, vocabulary, as_at or CIVIL_LAST, known_at=known_at)
    coverage = covered(rules, known, extract.limits, "" if extract.declares_history else WHOLE, extract.cannot)
    odd = [impossible(extract.tables, vocabulary, as_at), of_children(odd_facts(known), known)]
    return Look(known, coverage, together([read, *odd]))


def of_children(odd: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Give the engine's findings the children's ids for their numbers."""
    return odd.with_columns(child_id=known.of_child("child_id")).select(FINDINGS.keys())


def placed(findings: pl.DataFrame, extract: Extract) -> pl.DataFrame:
    """Say of each finding where it stands, once each, in order: its file and row, and its column's heading and cell.

    `cell` is the column's letter and the row, or the letter alone of a whole column; nothing where the file is not
    shown as a sheet.
    """
    file, row = pl.col("source") // SOURCE_ROWS, pl.col("source") % SOURCE_ROWS
    headed = findings.with_columns(number=file).join(_headings(extract), on=("number", "table", "column"), how="left")
    said = headed.select(
        *(name for name in FINDINGS if name != "source"),
        taken(pl.Series(extract.sources, dtype=pl.String), file).alias("file"),
        pl.when(row > 0).then(row).alias("row"),
        pl.col("heading").fill_null(""),
        _cell(pl.when(row > 0).then(row)).alias("cell"),
    )
    order = ("finding", "table", "rule", "file", "row", "column", "child_id")
    return said.unique().sort(order, nulls_last=True)


def _cell(row: pl.Expr) -> pl.Expr:
    whole = pl.concat_str("letter", row.cast(pl.String).fill_null(""))
    return pl.when(pl.col("letter").is_not_null()).then(whole).otherwise(pl.lit(""))


def _headings(extract: Extract) -> pl.DataFrame:
    """Under which heading and letter each column of a table stands in each source; of several, every heading."""
    schema = {"number": pl.Int64, "table": pl.String, "column": pl.String, "heading": pl.String, "letter": pl.String}
    every = pl.DataFrame([list(vars(each).values()) for each in extract.headings], schema=schema, orient="row").unique()
    one = pl.col("letter").len() == 1
    return (
        every.sort(every.columns)
        .group_by("number", "table", "column", maintain_order=True)
        .agg(
            heading=pl.col("heading").str.join(" or "),
            letter=pl.when(one & (pl.col("letter").first() != "")).then(pl.col("letter").first()),
        )
    )
