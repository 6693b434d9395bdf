"""What was drafted, and what to do next, for a console."""

from __future__ import annotations

from timeliness.extracts.drafting.draft import NOT_HERE, Draft
from timeliness.reports.wording import counted


def next_steps(draft: Draft, extract: str, out: str | None) -> str:
    """Say how sure the draft is, and what to do with it."""
    counts = draft.counts()
    number = ", ".join(f"{counts[name]} {said}" for name, said in _SAID.items())
    base = f"the mapping {draft.base}" if draft.base else "the vocabulary"
    left = (
        f"\nNothing is read from {counted(len(draft.left), 'table')}: see the end of the draft." if draft.left else ""
    )
    where = out or f"mappings/{draft.data['id']}.yaml"
    return (
        f"Drafted from {base}. Headings: {number}.{left}\n\n"
        f"Next:\n"
        f"  1. Look at every line that is 'likely' or a 'guess', and correct it.\n"
        f"  2. Keep the file as DIR/mappings/{draft.data['id']}.yaml in your council's own folder "
        f"(timeliness init DIR){'' if out is None else f'; it is now {where}'}.\n"
        f"  3. timeliness check {extract} --council DIR --mapping {draft.data['id']}"
    )


_SAID = {"sure": "sure", "likely": "likely", "guess": "guessed", NOT_HERE: NOT_HERE}
