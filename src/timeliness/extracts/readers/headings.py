"""Headings as people write them, made comparable; and the letters of columns."""

from __future__ import annotations

import re

_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014", "''\"\"--")
_ASIDE = re.compile(r"[\s?]*(?:\(?\s*y\s*/\s*n\s*\)*)?[\s?]*$")


def plain(heading: str) -> str:
    """Write a heading so that two ways of writing it are one.

    Case, spaces (those that do not break, too), the shape of quotes and dashes, and a question mark or '(Y/N)' at the
    end make no difference: official workbooks differ in them from year to year.
    """
    folded = " ".join(heading.translate(_QUOTES).split()).casefold()
    return _ASIDE.sub("", folded) or folded


def letter(number: int) -> str:
    """The letter of a column as a spreadsheet shows it, counted from 0: A, B, ... Z, AA."""
    more, last = divmod(number, 26)
    return (letter(more - 1) if more else "") + chr(ord("A") + last)
