"""Say which name was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def unknown(what: str, found: object, allowed: Iterable[str]) -> str:
    """Word an unknown name: what was found, the nearest allowed one, and all that are allowed."""
    names = list(allowed)
    near = get_close_matches(str(found), names, n=1, cutoff=0.5)
    meant = f" Did you mean '{near[0]}'?" if near else ""
    return f"'{found}' is not {what}.{meant} Allowed: {', '.join(names) or 'none'}."
