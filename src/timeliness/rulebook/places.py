"""Rules as they are written, read again: for the places of their parts, and their own words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from timeliness.rulebook.documents import Document, read_documents
from timeliness.rulebook.rules import Rule


def places(rules: Iterable[Rule]) -> dict[tuple[str, int], Document]:
    """The documents of rules, by file and by the line on which each begins."""
    found: dict[tuple[str, int], Document] = {}
    for path in {rule.path for rule in rules}:
        documents, _ = read_documents(path, Path(path).read_text(encoding="utf-8-sig"))
        found |= {(path, document.line): document for document in documents}
    return found
