"""Write the catalogue: an index by area, force and service, and a page for each rule."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from timeliness.reports.catalogue.pages import SOURCES, Shown, grouped
from timeliness.reports.templating import Templates

INDEXES = {"index": ("area", "Area"), "by-force": ("force", "What binds"), "by-service": ("service", "Who does it")}
"""The indexes: the name of the file, and what it goes by."""

STYLES = ("catalogue.css", "catalogue.js")
"""What all pages share."""


def catalogue(shown: Shown, templates: Templates) -> Iterator[tuple[Path, str]]:
    """Give every file of the catalogue by its name."""
    for name, (by, title) in INDEXES.items():
        groups = grouped(shown.entries.values(), by)
        index = {"by": title, "groups": groups, "indexes": INDEXES, "top": ""}
        yield Path(f"{name}.html"), templates.text("catalogue/index.html.j2", index)
    for rule in shown.rulebook.rules.values():
        values = {"page": shown.page(rule), "indexes": INDEXES, "sources": list(SOURCES.values()), "top": "../"}
        yield Path("rules", f"{rule.id}.html"), templates.text("catalogue/rule.html.j2", values)
    for name in STYLES:
        yield Path(name), templates.text(f"catalogue/{name}.txt.j2", {})
