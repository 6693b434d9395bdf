"""The page of results, `docs/performance.md`: written by the run that it describes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import Final

from benchmarks.bench import Key, Stage, Taken
from benchmarks.command import COMMANDS
from benchmarks.reasons import REASONS
from benchmarks.sizes import BATCHES, SIZES
from benchmarks.targets import A_CLOCK, MEMORY, RETURNS, XL_TARGETS, Outcome, outcomes, shown

_MAIN: Final = ("S", "M", "L")
_WIDTH: Final = 120

_INTRO: Final = """\
# Performance

<!-- Written by `make bench`. What it says of misses stands in benchmarks/reasons.py. -->

Ratios are within one run. Each time is the median of three fresh processes (commands: five), in each the median of up
to five turns after a first one that warms up. A first turn of three seconds or more counts itself; what takes ten is
measured once. Files are in the cache; works take turns, so that a slow minute is shared by all. The most memory is that
of a process after its first turn. `python -m benchmarks --size S` is a quick run.
"""

_MEASURED: Final = """\
## What is measured

Made-up facts, from a seed, of twelve kinds of event that start a clock, twelve that answer one, and child protection
plans with their visits:

{sizes}

- **Interval rules**: 25 rules of one start, one meeting and one limit (working days, days, weeks, months, 26 weeks
  beginning with the start), 20 of them with an amber window.
- **Recurring visits**: one rule that repeats; every interval between visits of a plan is a clock.
- **The whole**: both, with the rates of every team and cohort, and the rows of the result for every clock that is
  overdue, due soon, paused or cannot be judged, in memory.

Evaluation is from prepared Parquet (children numbered, tables sorted and typed) to judged clocks in memory, with all
evidence; it is the product's own, `know` and `clocks` as a run calls them. The bare scan reads every column of the same
files with Polars. The others begin with the same files (DuckDB reads them itself, pandas and Python through Polars) and
end with the same rows, in which each clock has its number, its dates, the row of the extract behind each of them, its
status and the reason for it. Only the engine also looks for what these facts have not: identifiers, spells that join, a
history that begins late, other versions of a rule, exclusions, pauses and extensions.

The command line runs all 26 rules over S and writes everything that a run writes, for ten teams, or the results alone;
its facts are Parquet as prepared by an extraction, or CSV with rows in no order. The Safeguarding Dataset is that of a
synthetic council with as many children, read by all shipped rules. Notices are those of 200 teams, with {listed} open
clocks.
"""

_RETURNS: Final = """\
The children in need census of one year of about 4,000 children: every block below an episode, each row with its child
and its episode. pandas has `read_xml` read each block, and merges them on child and position; the file is first
transformed in C, once, so that blocks carry these. The SSDA903 return of one year, of 100,000 rows in CSV: every file,
each row with what the file of children says of its child. pandas has `read_csv` read each as text, and merges them.

The public validators of Data to Insight do other work, and were measured elsewhere: 11.5 s and 134 MB for 4,000
children of the census, 16.6 s and 655 MB for 104,000 rows of the SSDA903.
"""

_MORE: Final = """\
What a clock takes of the whole rulebook and of the rules that were there first, over a synthetic council with facts for
every rule. It has as many children as size M, and a history of five years.
"""

_RULES: Final = {
    "scan": "bare Polars scan",
    "engine": "timeliness",
    "duckdb": "DuckDB SQL",
    "pandas": "pandas",
    "python": "plain Python loop",
}
_WORKS: Final = {
    "interval": "interval rules",
    "recurring": "recurring visits",
    "whole": "the whole",
}
_COMPARED: Final = ("interval", "recurring")
_PROFILED: Final = """\
Works that missed a target: by function of the product with what it calls in libraries, under a profiler (which slows
Python, not Polars); commands by step.
"""
_OTHERS: Final = {
    "read engine": "reading a facts folder of Parquet: checked, numbered, sorted",
    "table engine": "the final table of all clocks: every text, sorted",
}


@dataclass(frozen=True)
class Results:
    """All that a run came to. `same` says of each claim of sameness whether it holds."""

    machine: str
    taken: Mapping[Key, Taken]
    same: Mapping[str, bool]
    profiles: Mapping[Key, Sequence[Stage]]


def page(results: Results) -> str:
    """Lay the results out as Markdown."""
    parts = [
        _INTRO,
        _wrapped(f"Measured on: {results.machine}."),
        targets(results),
        _measured(results.taken),
        _times(results.taken),
        _rulebook(results.taken),
        _returns(results.taken),
        _misses(results),
        _not_run(results.taken),
    ]
    return "\n".join(part for part in parts if part)


def targets(results: Results) -> str:
    """The targets, what was reached, and whether all gave the same."""
    rows = [
        (each.target.about, each.target.asked, _reached(each, results.taken), each.verdict)
        for each in outcomes(results.taken)
    ]
    same = [
        (about, "the same", "the same" if holds else "not the same", "met" if holds else "missed")
        for about, holds in results.same.items()
    ]
    table = _table(("target", "asked", "reached", ""), [*rows, *same]) if rows or same else "No target was measured."
    return f"## Targets\n\n{table}\n"


def _reached(outcome: Outcome, taken: Mapping[Key, Taken]) -> str:
    target = outcome.target
    number = shown(outcome.reached, target.unit)
    if target.to is None:
        return number
    if target.unit == MEMORY:
        return f"{shown(outcome.reached)} ({taken[target.of].peak:,.0f} MiB to {taken[target.to].peak:,.0f} MiB)"
    if target.unit == A_CLOCK:
        of, to = (_microseconds(taken[key].a_row) for key in (target.of, target.to))
        return f"{shown(outcome.reached)} ({of} µs to {to} µs)"
    of, to = (_milliseconds(taken[key].median) for key in (target.of, target.to))
    return f"{number} ({of} ms to {to} ms)"


def _measured(taken: Mapping[Key, Taken]) -> str:
    listed = taken.get(("notices engine", "notices"), Taken()).rows
    return _MEASURED.format(sizes=_sizes(taken), listed=f"{listed:,}")


def _sizes(taken: Mapping[Key, Taken]) -> str:
    rows = []
    for name, size in SIZES.items():
        clocks = [taken[key].rows for kind in _COMPARED if (key := (f"{kind} engine", name)) in taken]
        if clocks:
            rows.append((f"**{name}**", size.means, f"{size.children:,}", *(f"{number:,}" for number in clocks)))
    return _table(("size", "", "children", "clocks of interval rules", "of recurring visits"), rows)


def _times(taken: Mapping[Key, Taken]) -> str:
    works = [(f"{kind} {who}", f"{said}: {name}") for kind, said in _WORKS.items() for who, name in _RULES.items()]
    rows = [_row(work, said, taken) for work, said in [*works, *_OTHERS.items()]]
    rows += [_row("command import", '`python -c "import polars"`', taken)]
    rows += [_row(f"command {name}", f"`timeliness run` {each.said}", taken) for name, each in COMMANDS.items()]
    rows = [row for row in rows if any(row[1:])]
    heads = ("milliseconds", *_MAIN, "most MiB at L")
    return f"## Times\n\n{_table(heads, rows)}\n" if rows else ""


def _row(work: str, said: str, taken: Mapping[Key, Taken]) -> tuple[str, ...]:
    times = [_milliseconds(taken[work, size].median) if (work, size) in taken else "" for size in _MAIN]
    peak = f"{taken[work, 'L'].peak:,.0f}" if (work, "L") in taken else ""
    return (said, *times, peak)


def _rulebook(taken: Mapping[Key, Taken]) -> str:
    """What a clock costs under more rules."""
    found = [taken.get((f"rulebook {which}", "council")) for which in ("first", "all")]
    if not all(found):
        return ""
    rows = [
        (said, f"{each.rows:,}", _milliseconds(each.median), _microseconds(each.a_row), f"{each.peak:,.0f}")
        for said, each in zip(("the first 17 rules", "all shipped rules"), found, strict=True)
        if each
    ]
    heads = ("", "clocks", "milliseconds", "microseconds a clock", "most MiB")
    return f"## More rules\n\n{_MORE}\n{_table(heads, rows)}\n"


def _returns(taken: Mapping[Key, Taken]) -> str:
    """What it takes to read a return of another system."""
    rows = [
        (f"{about}: {said}", f"{each.rows:,}", _milliseconds(each.median), f"{each.peak:,.0f}")
        for name, about in RETURNS.items()
        for who, said in {"engine": "timeliness", "pandas": "pandas"}.items()
        if (each := taken.get((f"{name} {who}", name)))
    ]
    heads = ("", "rows", "milliseconds", "most MiB")
    return f"## Returns\n\n{_RETURNS}\n{_table(heads, rows)}\n" if rows else ""


def _misses(results: Results) -> str:
    """What was missed, for which reason, and where the time goes."""
    missed: dict[str, list[Outcome]] = {}
    for each in outcomes(results.taken):
        if not each.is_met:
            missed.setdefault(each.target.reason, []).append(each)
    if not missed:
        return ""
    profiles = [_profile(work, stages) for work, stages in results.profiles.items()]
    said = [_miss(reason, those) for reason, those in missed.items()]
    return "\n".join(["## Misses\n", *said, "## Where the time goes\n", _PROFILED, *profiles])


def _miss(reason: str, missed: Sequence[Outcome]) -> str:
    names = [f"- {each.target.about}: {each.verdict}" for each in missed]
    return "\n".join([*names, "", _wrapped(REASONS[reason])])


def _profile(work: Key, stages: Sequence[Stage]) -> str:
    rows = [(f"`{name}`" if ": " in name else name, f"{milliseconds:,.0f}") for name, milliseconds in stages]
    return f"{_table((_named(work), 'ms'), rows)}\n"


def _named(work: Key) -> str:
    """A measured work as a heading."""
    kind, _, who = work[0].partition(" ")
    name = {
        **_WORKS,
        "command": f"`timeliness run` {COMMANDS[who].said}" if who in COMMANDS else "",
        "notices": "notices",
        "rulebook": "all shipped rules",
    }.get(kind, kind)
    return name if work[1] == kind else f"{name}, {work[1]}"


def _not_run(taken: Mapping[Key, Taken]) -> str:
    if XL_TARGETS[0].of in taken:
        return ""
    asked = "; ".join(f"{each.about}: {each.asked}" for each in XL_TARGETS)
    said = (
        f"XL, all England over ten years, is {BATCHES} councils of size S evaluated one after the other. It takes as "
        f"long as all the rest together: only `python -m benchmarks --xl` runs it. What is asked of it: {asked}."
    )
    return f"## Not run\n\n{_wrapped(said)}"


def _wrapped(text: str) -> str:
    return fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False) + "\n"


def _milliseconds(seconds: float) -> str:
    return shown(seconds * 1000)


def _microseconds(seconds: float) -> str:
    return f"{seconds * 1e6:.2f}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; columns of numbers to the right."""
    aligned = ["---"] + [
        "---:" if all(_is_number(row[place]) for row in rows) else "---" for place in range(1, len(heads))
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in [heads, aligned, *rows])


def _is_number(text: str) -> bool:
    return not text or text.replace(",", "").replace(".", "").isdigit()
