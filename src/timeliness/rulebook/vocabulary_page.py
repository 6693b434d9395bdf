"""The vocabulary as a page: the files of a facts folder, and their columns."""

from __future__ import annotations

from timeliness.facts import Kind, Vocabulary

_PAGE = """\
# The facts folder: files and columns

One CSV or Parquet file for each kind, named as here. `child_id` is in every file. A spell that still runs has an
empty `end`. Identifiers and attributes are optional: what a rule cannot see, it says. `recorded_on` (and
`end_recorded_on` of a spell) is the day on which a fact was recorded, for `--known-at`; `time` (`start_time`,
`end_time`) a time of day. `child.csv` may have `complete_from`: from when a child's own history is whole. Pooled data
of several councils have `authority` in every file.
"""

_DAYS = {"child": "", "event": "`date`", "spell": "`start`, `end`"}
_JOINS = {
    "always": " Spells that touch or overlap are one.",
    "unless_ids_differ": " Spells that touch or overlap are one, unless their ids differ.",
    "never": "",
}
_REBOOKS = " A later fact with the same id replaces the earlier one."
_KNOWN = {"start": "", "end": " Known at its end."}


def vocabulary_page(vocabulary: Vocabulary) -> str:
    """Print every kind with its columns, as a page of Markdown."""
    return "\n".join([_PAGE, *(_section(kind) for kind in vocabulary.kinds.values())])


def _section(kind: Kind) -> str:
    head = f"## `{kind.name}` ({kind.shape})\n\n{kind.meaning}{_JOINS[kind.joins]}{_REBOOKS if kind.rebooks else ''}\n"
    rows = [f"| {_DAYS[kind.shape]} | days |"] if _DAYS[kind.shape] else []
    rows += [f"| `{name}` | identifier |" for name in kind.identifiers]
    rows += [f"| `{each.name}` | {each.type}: {each.meaning}{_KNOWN[each.known_at]} |" for each in kind.attributes]
    return head + ("\n" + "\n".join(["| column | |", "|---|---|", *rows]) + "\n" if rows else "")
