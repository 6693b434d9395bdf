"""Team names as file names that every system takes."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_OTHER = re.compile(r"[^a-z0-9]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|clock\$|com\d|lpt\d)")
_HASHED = re.compile(r"-[0-9a-f]{8}")
_LONGEST = 48


def slugs(names: Iterable[str]) -> dict[str, str]:
    """Give each name a slug of `a-z0-9-`. Where two would have the same, or one is reserved, each has a hash."""
    plain = {name: _plain(name) for name in names}
    uses = Counter(plain.values())
    return {name: slug if uses[slug] == 1 and _stands(slug) else _hashed(name, slug) for name, slug in plain.items()}


def _plain(name: str) -> str:
    ascii_ = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return _OTHER.sub("-", ascii_.lower())[:_LONGEST].strip("-")


def _stands(slug: str) -> bool:
    """Whether a slug may be used as it is: nothing that Windows keeps for itself, nor one like those with a hash."""
    return bool(slug) and not _RESERVED.fullmatch(slug) and not _HASHED.fullmatch(slug[-9:])


def _hashed(name: str, slug: str) -> str:
    return f"{slug or 'team'}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
