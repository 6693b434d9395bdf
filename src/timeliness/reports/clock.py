"""A clock as reports read it."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import NamedTuple


class Clock(NamedTuple):
    """The columns of a clock that notices read.

    `held` says whether a team holds the child; `due_with` is the team that held it when the clock fell due, if another.
    """

    rule: str
    version: str | None
    verified: bool | None
    force: str
    severity: str
    child_id: str | None
    clock_key: str
    occurrence: int | None
    due_with: str | None
    worker: str | None
    start: date | None
    limit: str | None
    state: str | None
    due_first: date | None
    due: date | None
    due_at: datetime | None
    status: str
    reason: str | None
    since: int | None
    days_late: int | None
    working_days_late: int | None
    days_left: int | None
    precision: str | None
    held: bool


def clock_id(clock: Clock) -> str:
    """A short name by which people can speak of one clock: 16 hex digits over its key."""
    return hashlib.sha256(clock.clock_key.encode()).hexdigest()[:16]
