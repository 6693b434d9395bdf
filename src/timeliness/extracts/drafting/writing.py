"""Write a draft as YAML, with a comment on every heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import fill

from timeliness.errors import Problem
from timeliness.extracts.drafting.draft import Draft, column_text
from timeliness.extracts.drafting.marked import written

_WIDTH = 120
_HEAD = (
    "A draft of a mapping. Every heading says how sure the draft is of it: 'sure' is the same heading, 'likely' and "
    "'guess' name the one that was expected, 'not here' was not found. Correct what is wrong and take the comments out."
)


def text_of(draft: Draft, extract: str, unread: Sequence[Problem]) -> str:
    """The draft as the text of a file; `unread` are tables that could not be looked at."""
    base = f"the mapping {draft.base}" if draft.base else "the vocabulary"
    head = _comment(f"{_HEAD} It was made from the headings of {extract} and {base}.")
    return "".join([head, written(draft.data), *_left(draft), *(_comment(f"Not looked at: {each}") for each in unread)])


def _left(draft: Draft) -> Iterator[str]:
    """The tables of which nothing is read, with their headings."""
    for table in draft.left:
        columns = ", ".join(column_text(each) for each in table.columns)
        yield _comment(f"Nothing is read from {table.shown}: {columns}.")


def _comment(text: str) -> str:
    return fill(text, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_long_words=False) + "\n"
