"""Where the time of a work goes, by function of the product."""

from __future__ import annotations

import cProfile
import pstats
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

_PRODUCT, _COLLECTS = "timeliness", "collect.py"
_SHOWN = 8

Stage = tuple[str, float]
"""What is done, and how many milliseconds it takes."""


def profile(run: Callable[[], Any]) -> list[Stage]:
    """The dearest functions of a work, by what they do themselves and in the libraries that they call.

    Collecting is counted to the function that asks for it.
    """
    profiler = cProfile.Profile()
    profiler.runcall(run)
    spent: defaultdict[str, float] = defaultdict(float)
    total = 0.0
    stats: dict[Any, Any] = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    for function, (_, _, own, whole, callers) in stats.items():
        total = max(total, whole)
        if _is_stage(function):
            spent[_named(function)] += own
        else:
            for caller, (_, _, _, within) in callers.items():
                if _is_stage(caller):
                    spent[_named(caller)] += within
    first = sorted(spent.items(), key=lambda each: -each[1])[:_SHOWN]
    rest = total - sum(seconds for _, seconds in first)
    return [(name, seconds * 1000) for name, seconds in [*first, ("everything else", rest)]]


def _is_stage(function: tuple[str, int, str]) -> bool:
    path = Path(function[0])
    return _PRODUCT in path.parts and path.name != _COLLECTS


def _named(function: tuple[str, int, str]) -> str:
    path = Path(function[0])
    inside = path.parts[len(path.parts) - path.parts[::-1].index(_PRODUCT) :]
    return f"{'/'.join(inside)}: {function[2]}"
