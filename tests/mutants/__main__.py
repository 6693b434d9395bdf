"""Break each rule of the language once, and say which test told: `python -m tests.mutants [NAME ...]`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence

from tests.mutants.catalogue import MUTANTS
from tests.mutants.mutant import Mutant
from tests.mutants.running import Fate, TestsFailError, fates
from tests.mutants.witness import KILLED


def main(names: Sequence[str]) -> int:
    """Run the mutants that are named, or all of them; 1 if any survives, is broken, or cannot be made."""
    wanted = [mutant for mutant in MUTANTS if not names or mutant.name in names]
    unknown = set(names) - {mutant.name for mutant in wanted}
    stale = [f"{each.name}: {each.place} has {each.old!r} {each.found()} times" for each in wanted if each.found() != 1]
    if unknown or stale or not wanted:
        _say([*(f"There is no mutant '{name}'." for name in sorted(unknown)), *stale])
        return 1
    found = []
    try:
        for fate in fates(wanted):
            _say([_line(fate)])
            found.append(fate)
    except TestsFailError as error:
        _say(["The tests fail without any mutant.", str(error)])
        return 1
    counted = Counter(fate.how for fate in found)
    left = [fate for fate in found if fate.how != KILLED]
    _say(["", f"{len(found)} mutants: {', '.join(f'{number} {how}' for how, number in counted.items())}"])
    _say([_line(fate) for fate in left])
    return 1 if left else 0


def _line(fate: Fate) -> str:
    mutant: Mutant = fate.mutant
    by = fate.said.rpartition("::")[2].replace(
        "test_a_paragraph_holds_on_the_engine_and_on_the_reference_evaluator", ""
    )
    return f"{fate.how:9}{mutant.name}: {mutant.breaks}  <- {by}"


def _say(lines: Sequence[str]) -> None:
    for line in lines:
        print(line, flush=True)  # noqa: T201 - this is a command


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
