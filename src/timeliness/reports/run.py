"""What a run came to, as reports read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from timeliness.rulebook.rules import Rule


@dataclass(frozen=True)
class Run:
    """A run's results and what a council says of itself.

    `clocks` has the columns of the result, without children who have died. `coverage` has `rule`, `state`
    ('ran', 'partly', 'could not run') and `why`. `contact` is whom to tell when a list is wrong. `addresses` gives
    a team its e-mail address; a team that stands there has a notice even if it holds nothing. Where the clocks are
    of several councils, a team is named 'COUNCIL: TEAM'.
    """

    as_at: date
    clocks: pl.DataFrame
    coverage: pl.DataFrame
    rules: Mapping[str, Rule]
    council: str = ""
    contact: str = "your performance team"
    addresses: Mapping[str, str] = field(default_factory=dict)
    sender: str = "timeliness@example.invalid"
