"""The days that a limit counts, one at a time: what an explanation and a picture show of a date."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from timeliness.rulebook.durations import Counted


def span(start: date, due: date, counted: Counted) -> list[date]:
    """Every day from which a limit counts, in order: the start only where it is day 1, never that counted back from."""
    after, upto = sorted((start, due))
    between = [after + timedelta(days=number) for number in range((upto - after).days + 1)]
    first, last = {"before": (0, -1), "after": (1, None), "beginning": (0, None)}[counted]
    return between[first:last]


def numbered(days: list[date], counting: Collection[date] | None, counted: Counted) -> dict[date, int]:
    """Number the days of a span that count (all, where no calendar says which), away from the start."""
    counts = [each for each in days if counting is None or each in counting]
    return {each: number for number, each in enumerate(reversed(counts) if counted == "before" else counts, 1)}
