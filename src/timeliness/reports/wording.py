"""Dates, numbers and names as a manager reads them."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ABBREVIATED = {"cp": "child protection", "cla": "looked-after", "cin": "child in need"}
_UNPRINTED = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


@cache
def day(date_: date) -> str:
    """Write a date: '19 May 2016'."""
    return f"{date_.day} {_MONTHS[date_.month - 1]} {date_.year}"


@cache
def short_day(date_: date) -> str:
    """Write a date where there is little room: '19 May 2016', '3 Sep 2016'."""
    return f"{date_.day} {_MONTHS[date_.month - 1][:3]} {date_.year}"


def counted(number: int, noun: str) -> str:
    """Write a number of things: '1 day', '1,204 days'."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@cache
def named(kind: str) -> str:
    """Write the name of a kind of fact: 'cp_visit' is a child protection visit."""
    return " ".join(_ABBREVIATED.get(word, word) for word in kind.split("_"))


def short(name: str) -> str:
    """Leave out whose it is, where that has been said: 'child protection visit' is a visit."""
    begins = (f"{words} " for words in _ABBREVIATED.values() if name.startswith(f"{words} "))
    return name.removeprefix(next(begins, ""))


def one_line(text: str) -> str:
    """Put text on one line: a header, a title and a heading hold no line breaks or control characters."""
    return text.strip() if text.isprintable() else _UNPRINTED.sub(" ", text).strip()


def sentence(text: str) -> str:
    """Begin with a capital."""
    return text[:1].upper() + text[1:]


def together(parts: list[str]) -> str:
    """Join parts as English does: 'a', 'a and b', 'a, b and c'."""
    return " and ".join([*([", ".join(parts[:-1])] if parts[1:] else []), *parts[-1:]])
