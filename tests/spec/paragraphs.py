"""What a section is made of: paragraphs that show what a rule does, and refusals that show what no rule may say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from textwrap import dedent
from typing import Any

import polars as pl

from timeliness.facts import Kind, Vocabulary

CHILD = "1"

Row = dict[str, Any]


@dataclass(frozen=True)
class Paragraph:
    """Some prose, a small rule, the facts of a child, and the clocks that come of them.

    `facts` are tables of text: a line that begins with a kind of fact has its headings, and the lines below it its
    rows. `clocks` maps the day on which the facts are read to the clocks expected, as a table of text. `answers` are
    the numbers of the answers in decision 2 that the paragraph shows. `latest_only` are tables that hold the last
    event of each child, `absent` those that the extract does not have; every other one is there. `findings`, where
    given, are all that is found odd.
    """

    title: str
    prose: str
    rule: str
    facts: str
    clocks: Mapping[str, str]
    answers: tuple[int, ...] = ()
    known_at: str | None = None
    complete_from: Mapping[str, str] = field(default_factory=dict)
    latest_only: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    findings: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Refusal:
    """Some prose, a rule that cannot be loaded, and what is said about it: `line:column  message`, or how it begins."""

    title: str
    prose: str
    rule: str
    problems: tuple[str, ...]


def lines_of(table: str) -> Iterator[list[str]]:
    """The cells of each line of a table of text."""
    for line in dedent(table).strip("\n").splitlines():
        if line.strip():
            yield [cell.strip() for cell in line.split("|")]


def tables_of(facts: str) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """Each kind of fact, its headings and its rows."""
    kind, headings, rows = "", list[str](), list[list[str]]()
    for first, *cells in lines_of(facts):
        if first:
            if kind:
                yield kind, headings, rows
            kind, headings, rows = first, cells, []
        else:
            rows.append(cells + [""] * (len(headings) - len(cells)))
    if kind:
        yield kind, headings, rows


def clocks_of(table: str) -> list[dict[str, str]]:
    """The clocks of a table: each column's text, by name."""
    (headings, *rows) = lines_of(table) if table.strip() else [[]]
    return [dict(zip(headings, row + [""] * (len(headings) - len(row)), strict=True)) for row in rows]


def rows_of(paragraph: Paragraph, vocabulary: Vocabulary) -> dict[str, list[Row]]:
    """The facts as rows by table: every table of the vocabulary but those that are absent."""
    found: dict[str, list[Row]] = {name: [] for name in vocabulary.kinds if name not in paragraph.absent}
    for kind, headings, rows in tables_of(paragraph.facts):
        found[kind] += [_row(vocabulary[kind], headings, row) for row in rows]
    found["child"] = found["child"] or [{"child_id": child} for child in _children(found.values())]
    return found


def _children(tables: Iterable[list[Row]]) -> list[str]:
    return sorted({row["child_id"] for table in tables for row in table if row["child_id"]})


def _row(kind: Kind, headings: list[str], cells: list[str]) -> Row:
    row: Row = {"child_id": CHILD}
    for name, text in zip(headings, cells, strict=True):
        day, _, time = text.partition(" ") if name in ("date", "start", "end") else (text, "", "")
        row[name] = _value(kind.columns()[name], day)
        if time:
            row["time" if name == "date" else f"{name}_time"] = time
    return row


def _value(dtype: pl.DataType, text: str) -> object:
    if not text:
        return None
    match dtype:
        case pl.Date():
            return date.fromisoformat(text)
        case pl.Int64():
            return int(text)
        case pl.Boolean():
            return {"true": True, "false": False}[text]
        case _:
            return text
