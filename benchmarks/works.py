"""All works by name: what is done, and who does it."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from benchmarks.work import KINDS, Maker

_MADE_BY: Final[dict[str, tuple[str, str]]] = {
    **{f"{kind} scan": ("engine", f"scan_{kind}") for kind in KINDS},
    **{f"{kind} engine": ("engine", kind) for kind in KINDS},
    "interval duckdb": ("peers.duckdb_sql", "interval"),
    "recurring duckdb": ("peers.duckdb_sql", "recurring"),
    "interval pandas": ("peers.pandas_frames", "interval"),
    "recurring pandas": ("peers.pandas_frames", "recurring"),
    "interval python": ("peers.plain_python", "interval"),
    "recurring python": ("peers.plain_python", "recurring"),
    "read engine": ("engine", "read"),
    "table engine": ("engine", "table"),
    "rulebook all": ("engine", "all_rules"),
    "rulebook first": ("engine", "first_rules"),
    "notices engine": ("notices", "product"),
    "notices xlsxwriter": ("notices", "alone"),
    "batches engine": ("engine", "batches"),
    "census engine": ("returns", "census"),
    "census pandas": ("peers.pandas_xml", "census"),
    "ssda903 engine": ("returns", "ssda903"),
    "ssda903 pandas": ("peers.pandas_csv", "ssda903"),
}


def maker(name: str) -> Maker:
    """What sets a work up. Only its own module is loaded: peak memory is that of one."""
    module, function = _MADE_BY[name]
    made: Maker = getattr(import_module(f"benchmarks.{module}"), function)
    return made
