"""Durations: so many days, weeks, months, years or hours, and how they are counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Unit = Literal["day", "week", "month", "year", "hour"]
Counted = Literal["after", "beginning", "before"]

CIVIL = ""
"""The name of no calendar: every day counts."""

_SUFFIXES: dict[str, Counted] = {
    "": "after",
    "beginning with the start": "beginning",
    "before the start": "before",
}
_SHAPE = re.compile(
    r"(?P<amount>\d+|[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)"
    r"(?: (?P<calendar>[a-z][a-z0-9_-]*))?"
    r" (?P<unit>day|week|month|year|hour)(?P<plural>s?)"
    r"(?: (?P<suffix>beginning with the start|before the start))?"
)
GRAMMAR = (
    "Write a number (or an attribute), then day(s), working day(s), the name of a calendar and day(s), week(s), "
    "month(s), year(s) or hour(s), and after it nothing, 'beginning with the start' or 'before the start': "
    "'15 working days', '26 weeks beginning with the start', 'visit_every days'."
)


@dataclass(frozen=True)
class Duration:
    """A length of time as the rule language writes it.

    `amount` is a number or the name of an attribute. `calendar` names the days that count ('' for every day).
    `counted`: `after` the start (day 0), `beginning` with it (day 1), or `before` it.
    """

    amount: int | str
    unit: Unit
    calendar: str = CIVIL
    counted: Counted = "after"

    def __str__(self) -> str:
        return self.worded(str(self.amount))

    def worded(self, amount: str) -> str:
        """Write the duration with an amount: '1 week', '15 working days'."""
        unit = self.unit if amount == "1" else f"{self.unit}s"
        suffix = next(text for text, counted in _SUFFIXES.items() if counted == self.counted)
        return " ".join(word for word in (amount, self.calendar, unit, suffix) if word)


def parse_duration(text: object) -> Duration:
    """Read a duration. Raises ValueError with a message for a rule author."""
    match = _SHAPE.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        raise ValueError(f"'{text}' is not a duration. {GRAMMAR}")
    amount = int(match["amount"]) if match["amount"].isdigit() else match["amount"]
    found = Duration(amount, match["unit"], match["calendar"] or CIVIL, _SUFFIXES[match["suffix"] or ""])  # type: ignore[arg-type]
    _refuse_nonsense(text, found)
    return found


def _refuse_nonsense(text: object, found: Duration) -> None:
    if found.amount == 0:
        raise ValueError(f"'{text}' is no time at all. A limit is at least 1.")
    if found.calendar and found.unit != "day":
        raise ValueError(f"'{text}': only days can be {found.calendar} days. {GRAMMAR}")
    if found.counted == "beginning" and found.unit not in ("day", "week"):
        raise ValueError(f"'{text}': 'beginning with the start' takes days, working days and weeks only.")
    if found.counted == "before" and found.unit == "hour":
        raise ValueError(f"'{text}': hours are not counted backwards.")
