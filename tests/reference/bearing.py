"""Bearing: whether a dated fact may bear on a clock at all, whatever its due date."""

from __future__ import annotations

from datetime import date

from tests.reference.clocks import Clock
from tests.reference.facts import AT_ODDS, LINKED, Links


def in_window(clock: Clock, day: date, links: Links) -> bool:
    """Say whether a fact of the day may bear on the clock (decision 36)."""
    standing = clock.links.standing(links)
    if standing == AT_ODDS:
        return False
    return _after_start(clock, day, standing) and before_next_start(clock, day, standing)


def before_next_start(clock: Clock, day: date, standing: str) -> bool:
    """Say whether the day is before the next start, or the fact is linked (decision 36)."""
    return standing == LINKED or clock.next_start is None or day < clock.next_start


def _after_start(clock: Clock, day: date, standing: str) -> bool:
    if not clock.rule.backwards:
        return day >= clock.start
    return standing == LINKED or clock.previous_start is None or day > clock.previous_start
