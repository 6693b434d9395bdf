"""What an extract allows, for a console and for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import fill
from typing import Any

import polars as pl

from timeliness.engine.coverage import Coverage
from timeliness.reports.aligned import WIDE, aligned
from timeliness.reports.check.checked import CAN, Checked
from timeliness.reports.check.found import by_severity
from timeliness.reports.check.sentences import (
    gap_sentences,
    late_sentences,
    spike_sentences,
    undated_sentences,
)
from timeliness.reports.wording import counted

_SHOWN = 10


def as_text(checked: Checked) -> str:
    """Lay it out for a console: what can be judged, what is wrong, and how the data lie."""
    tables = [[row["table"], f"{row['rows']:,}", row["history"]] for row in checked.tables.iter_rows(named=True)]
    said = " ".join(filter(None, [checked.taken, checked.mapped]))
    parts = [f"{said}\n", aligned(("table", "rows", "history"), tables, (1,)), *_judged(checked)]
    return "\n".join([*parts, *_helps(checked), *_findings(checked), *_patterns(checked)])


def _judged(checked: Checked) -> Iterator[str]:
    """Which rules can run; those that cannot, and why."""
    numbers = ", ".join(f"{len(checked.of_state(state))} {name}" for state, name in CAN.items())
    yield f"\n{counted(len(checked.judged), 'rule')}: {numbers}"
    runs = [each.rule for each in checked.of_state("ran")]
    if runs:
        yield fill(f"Can run: {', '.join(runs)}", WIDE, subsequent_indent="  ", break_on_hyphens=False)
    others = [each for state in CAN if state != "ran" for each in checked.of_state(state)]
    rows = [[each.rule, CAN[each.state], each.why] for each in others]
    if rows:
        yield aligned(("rule", "state", "why"), rows, wide=WIDE)


def _helps(checked: Checked) -> Iterator[str]:
    """What most rules lack, and where it is found."""
    helps = checked.helps()
    if helps:
        rows = [[f"{len(rules):,}", remedy.what, remedy.where] for remedy, rules in helps[:_SHOWN]]
        yield f"\nWhat most rules that cannot run lack{_of(helps)}"
        yield aligned(("rules", "lack", "where it is found"), rows, (0,), wide=WIDE)


def _of(every: Sequence[object]) -> str:
    return f" ({_SHOWN} of {len(every)})" if len(every) > _SHOWN else ""


def _findings(checked: Checked) -> Iterator[str]:
    """The findings of each kind, the worst first, with the first of each by file and row."""
    if not checked.kinds:
        return
    yield f"\n{counted(checked.findings.height, 'finding')} about the data"
    kinds = [kind for of in by_severity(checked.kinds).values() for kind in of]
    rows = [
        [kind.said.severity, f"{place.number:,}", kind.finding, place.text] for kind in kinds for place in kind.places
    ]
    yield aligned(("severity", "number", "finding", "where"), rows, (1,), wide=WIDE)


def _patterns(checked: Checked) -> Iterator[str]:
    """How the data lie, where that is worth a sentence."""
    sentences = {
        "Gaps: nothing happened, or the rows are not here": gap_sentences(checked.gaps),
        "Without a date": undated_sentences(checked.patterns),
        "More on one day of the week, or off working days, than in other tables": spike_sentences(checked.patterns),
        "Recorded late": late_sentences(checked.patterns),
    }
    for title, of in sentences.items():
        said = list(of)
        if said:
            yield "\n".join([f"\n{title}", *(f"  {each}" for each in said)])


def as_data(checked: Checked) -> dict[str, Any]:
    """Give the same, and all of it, for machines."""
    return {
        "taken_on": str(checked.taken_on) if checked.taken_on else None,
        "as_at": str(checked.as_at) if checked.as_at else None,
        "mapping": checked.mapping or None,
        "tables": checked.tables.to_dicts(),
        "coverage": [_rule(checked, each) for each in checked.judged],
        "kinds": [{"finding": kind.finding, "number": kind.number, **kind.said._asdict()} for kind in checked.kinds],
        "findings": checked.listed.to_dicts(),
        "gaps": _plain(checked.gaps),
        "patterns": {name: _plain(frame) for name, frame in vars(checked.patterns).items()},
    }


def _rule(checked: Checked, of: Coverage) -> dict[str, Any]:
    would_change = [{"what": each.what, "where": each.where} for each in checked.remedies(of)]
    return {"rule": of.rule, "state": of.state, "why": of.why, "would_change": would_change}


def _plain(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows with days as text."""
    return frame.with_columns(pl.col(pl.Date).cast(pl.String)).to_dicts()
