"""Where the shipped rules, mappings and templates are, and a council's own folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """A folder that the package carries: `rules`, `mappings` or `templates`; in a checkout, the one at the top."""
    carried = _HERE / "shipped" / name
    return carried if carried.is_dir() else _HERE.parents[1] / name


@dataclass(frozen=True)
class Folders:
    """The folders that are searched: a council's own before what the package carries."""

    council: Path | None = None

    @property
    def local_rules(self) -> tuple[Path, ...]:
        """The council's own rules, if it has any."""
        return self._own("rules")

    @property
    def mappings(self) -> tuple[Path, ...]:
        """Mappings, the council's own first."""
        return (*self._own("mappings"), shipped("mappings"))

    @property
    def templates(self) -> tuple[Path, ...]:
        """Templates, the council's own first."""
        return (*self._own("templates"), shipped("templates"))

    def _own(self, name: str) -> tuple[Path, ...]:
        own = self.council / name if self.council else None
        return (own,) if own is not None and own.is_dir() else ()
