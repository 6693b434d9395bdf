"""What no rule may say."""

from tests.mutants.mutant import Mutant

CHECK, RESOLVE = "rulebook/check.py", "rulebook/resolve.py"

MUTANTS = (
    Mutant(
        "each-meeting-is-a-start-twice",
        "'repeats' is refused where the rule starts with what meets it",
        CHECK,
        "if both:",
        "if both and not both:",
        by=("contradictions",),
    ),
    Mutant(
        "a-rule-repeats-in-no-spell",
        "a rule repeats inside a spell",
        CHECK,
        "if rule.during is None:",
        'if rule.during == "":',
        by=("contradictions",),
    ),
    Mutant(
        "a-pause-is-counted-backwards",
        "what moves a date is refused beside a limit counted backwards",
        CHECK,
        "for key in (key for key, is_used in used.items() if is_used):",
        "for key in (key for key, is_used in used.items() if is_used and not is_used):",
        by=("contradictions",),
    ),
    Mutant(
        "a-reading-of-a-reading",
        "a reading of a reading is refused",
        CHECK,
        "base is not None and base.reading_of is not None",
        "base is not None and base.reading_of == rule.id",
        by=("contradictions",),
    ),
    Mutant(
        "a-gap-between-versions",
        "gaps and overlaps between versions are refused",
        RESOLVE,
        "elif version.to is not None and version.to !=",
        "elif version.to is not None and version.to ==",
        by=("contradictions",),
    ),
    Mutant(
        "a-branch-after-the-last",
        "a branch after the branch without 'when' is refused",
        RESOLVE,
        "if (branch.when is None) != last:",
        "if branch.when is None and position > len(written):",
        by=("writing",),
    ),
    Mutant(
        "an-unknown-key-is-taken",
        "an unknown key is refused with the nearest name",
        "rulebook/written.py",
        'extra="forbid"',
        'extra="ignore"',
        by=("writing",),
    ),
    Mutant(
        "no-time-at-all",
        "a limit is at least 1",
        "rulebook/durations.py",
        "if found.amount == 0:",
        "if found.amount == -1:",
        by=("writing", "contradictions"),
    ),
)
