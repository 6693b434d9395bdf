"""Tables in plain text, for a console and for pasting."""

from __future__ import annotations

from collections.abc import Sequence

_GAP = "  "


def aligned(heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Lay out a table in columns of plain text; columns at the positions `right` are aligned to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(heads, *rows, strict=True)]
    rule = ["-" * width for width in widths]
    return "\n".join(_line(cells, widths, right) for cells in (heads, rule, *rows))


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
    laid = [
        cell.rjust(width) if place in right else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return _GAP.join(laid).rstrip()
