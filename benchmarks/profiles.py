"""Where the time of a work goes, by function of the product."""

from __future__ import annotations

import cProfile
import pstats
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

_PRODUCT, _COLLECTS = "timeliness", "collect.py"
_SHOWN, _DEEPEST = 8, 40
_ELSE = "everything else"

Function = tuple[str, int, str]
Stats = dict[Function, tuple[int, int, float, float, dict[Function, tuple[int, int, float, float]]]]
"""As `pstats` has them: of each function, and of each that called it, calls, own seconds and seconds with callees."""

Stage = tuple[str, float]
"""What is done, and how many milliseconds it takes."""


def profile(run: Callable[[], Any]) -> list[Stage]:
    """The dearest functions of a work, by the time that they take themselves and in the libraries that they call.

    Collecting is counted to the function that asks for it.
    """
    profiler = cProfile.Profile()
    profiler.runcall(run)
    stats: Stats = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    spent = carried_up({function: own for function, (_, _, own, _, _) in stats.items()}, stats)
    named: defaultdict[str, float] = defaultdict(float)
    for function, seconds in spent.items():
        named[_named(function) if _is_stage(function) else _ELSE] += seconds
    rest = named.pop(_ELSE, 0.0)
    ordered = sorted(named.items(), key=lambda each: -each[1])
    rest += sum(seconds for _, seconds in ordered[_SHOWN:])
    return [(name, seconds * 1000) for name, seconds in [*ordered[:_SHOWN], (_ELSE, rest)]]


def carried_up(spent: dict[Function, float], stats: Stats) -> dict[Function, float]:
    """Carry the time of everything that is no stage up to what called it, in proportion, until a stage is reached."""
    for _ in range(_DEEPEST):
        carried: defaultdict[Function, float] = defaultdict(float)
        for function, seconds in spent.items():
            callers = stats[function][4]
            whole = sum(within for _, _, _, within in callers.values())
            if _is_stage(function) or not whole:
                carried[function] += seconds
                continue
            for caller, (_, _, _, within) in callers.items():
                carried[caller] += seconds * within / whole
        spent = carried
    return spent


def _is_stage(function: Function) -> bool:
    path = Path(function[0])
    return _PRODUCT in path.parts and path.name != _COLLECTS


def _named(function: Function) -> str:
    path = Path(function[0])
    inside = path.parts[len(path.parts) - path.parts[::-1].index(_PRODUCT) :]
    return f"{'/'.join(inside)}: {function[2]}"
