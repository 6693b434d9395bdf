"""The machine that was measured, so far as it matters."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version

_LIBRARIES = ("polars", "duckdb", "pandas", "numpy", "XlsxWriter")


def machine() -> str:
    """Cores, memory, system and versions; nothing that names one machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}"
    versions = [f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in _LIBRARIES)]
    return f"{system}; {', '.join(versions)}"
