"""Tables in plain text, for a console and for pasting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

_GAP = "  "
WIDE, _LEAST = 120, 40


def aligned(
    heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = (), *, wide: int | None = None
) -> str:
    """Lay out a table in columns of plain text; columns at the positions `right` are aligned to the right.

    With `wide`, sentences in the last column that would run on past so many characters go on below.
    """
    widths = [max(len(cell) for cell in column) for column in zip(heads, *rows, strict=True)]
    if wide is not None:
        room = wide - sum(width + len(_GAP) for width in widths[:-1])
        widths[-1] = min(widths[-1], max(room, _LEAST))
    rule = ["-" * width for width in widths]
    return "\n".join(line for cells in (heads, rule, *rows) for line in _lines(cells, widths, right))


def _lines(cells: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> Iterator[str]:
    *before, last = cells
    said = wrap(last, widths[-1], break_on_hyphens=False) or [""]
    for line in ([*before, said[0]], *([*[""] * len(before), more] for more in said[1:])):
        laid = [
            cell.rjust(width) if place in right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        yield _GAP.join(laid).rstrip()
