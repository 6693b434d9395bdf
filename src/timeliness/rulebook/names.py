"""Say which name was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

_LISTED = 20
"""How many allowed names a message lists. Of more, the nearest stand there."""


def unknown(what: str, found: object, allowed: Iterable[str]) -> str:
    """Word an unknown name: what was found, the nearest allowed one, and what else is allowed."""
    names = list(allowed)
    near = get_close_matches(str(found), names, n=1, cutoff=0.5)
    meant = f" Did you mean '{near[0]}'?" if near else ""
    return f"'{found}' is not {what}.{meant} Allowed: {_listed(str(found), names)}."


def _listed(found: str, names: list[str]) -> str:
    if len(names) <= _LISTED:
        return ", ".join(names) or "none"
    nearest = sorted(names, key=lambda name: (-SequenceMatcher(None, name, found).ratio(), name))[:_LISTED]
    return f"{', '.join(nearest)} and {len(names) - _LISTED} more"
