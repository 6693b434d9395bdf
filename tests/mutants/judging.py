"""The eleven statuses, and why a clock cannot be judged: answers 51 to 53."""

from tests.mutants.mutant import Mutant

JUDGE, TIDY = "engine/judge.py", "engine/tidy.py"
STATUS = {
    "excluded": (
        "an exclusion goes before everything else",
        '"excluded": pl.col("excluded"),',
        '"excluded": pl.lit(value=False),',
    ),
    "unassessable": (
        "what cannot be judged is not counted as met or overdue",
        '"unassessable": pl.col("cannot").is_not_null(),',
        '"unassessable": pl.lit(value=False),',
    ),
    "met_on_time": (
        "the due date is the last day in time",
        'pl.col("stop") <= pl.col("due")',
        'pl.col("stop") < pl.col("due")',
    ),
    "excepted": (
        "an exception excuses what was missed, and nothing else",
        '"excepted": pl.col("excused") & ~in_time,',
        '"excepted": pl.lit(value=False),',
    ),
    "met_late": ("what was met after the due date is met late", '"met_late": met,', '"met_late": met & in_time,'),
    "ended_before_due": (
        "a duty that ended on its due date ended in time",
        '"ended_before_due": ended & in_time,',
        '"ended_before_due": ended & (pl.col("ended") < pl.col("due")),',
    ),
    "never_met": (
        "a duty that ended unmet after the due date was never met",
        '"ended_before_due": ended & in_time,',
        '"ended_before_due": ended,',
    ),
    "paused": (
        "an open clock on which a pause runs is paused",
        '"paused": pl.col("pause_fact").is_not_null(),',
        '"paused": pl.lit(value=False),',
    ),
    "overdue": (
        "on its due date a clock is not overdue",
        '"overdue": ~in_time,',
        '"overdue": pl.col("due") <= pl.col("stop"),',
    ),
    "due_soon": (
        "inside the amber window a clock is due soon",
        '"due_soon": pl.col("due") <= pl.col("amber"),',
        '"due_soon": pl.lit(value=False),',
    ),
    "running": ("otherwise a clock is running", '"running": pl.lit(value=True),', '"running": pl.lit(value=False),'),
}
UNASSESSABLE = {
    "start missing": "a clock without a start cannot be judged",
    "limit unknown": "a clock whose limit is not known cannot be judged",
    "limit not positive": "a clock whose limit is not positive cannot be judged",
    "outside the calendar": "a limit that reaches outside the calendar is never a guess",
    "history begins later": "what started before the history and was not met by its due date cannot be judged",
    "spell ends before it starts": "a clock of a spell that ends before it starts cannot be judged",
    "child missing": "a clock of nobody, or of a child who is not listed, cannot be judged",
    "birth date missing": "a limit that only a birth date could decide cannot be judged",
}

MUTANTS = (
    *(
        Mutant(f"status-{name.replace('_', '-')}", rule, JUDGE, old, new, of=(name,), by=("statuses",))
        for name, (rule, old, new) in STATUS.items()
    ),
    *(
        Mutant(
            f"unassessable-{name.replace(' ', '-')}",
            rule,
            JUDGE,
            f'"{name}": ',
            f'"{name}": pl.lit(value=False) & ',
            of=(name,),
            by=("unassessable", "history"),
        )
        for name, rule in UNASSESSABLE.items()
    ),
    Mutant(
        "the-last-line-that-holds",
        "the first line of the table that holds wins",
        JUDGE,
        "in reversed(cases):\n        chosen",
        "in cases:\n        chosen",
        by=("statuses",),
    ),
    Mutant(
        "a-child-who-is-not-listed",
        "a child who is not in the child table cannot be judged",
        JUDGE,
        'owned & known.of_child("listed").fill_null(value=False)',
        "owned",
        of=(51,),
    ),
    Mutant(
        "since-is-not-said",
        "a clock that cannot be judged says for how long it has stood so",
        TIDY,
        'since=pl.when(pl.col("status") == "unassessable")',
        'since=pl.when(pl.col("status") == "overdue")',
        of=(52,),
    ),
    Mutant(
        "an-excluded-clock-is-met",
        "an excluded clock has no 'met' and no 'ended'",
        JUDGE,
        "pl.when(~is_excluded).then(name) for",
        "pl.col(name) for",
        of=(53,),
    ),
    Mutant(
        "a-reason-after-the-meeting-bears",
        "nothing dated after a clock's meeting or end bears on it",
        "engine/weigh.py",
        'join(closes, on="clock").filter(pl.col("day") <= pl.col("last"))',
        'join(closes, on="clock")',
        of=(36, "rule 4"),
        by=("excluding", "excepting"),
    ),
    Mutant(
        "days-late-before-the-due-date",
        "days late are counted from the due date",
        TIDY,
        '(pl.col("stop") - pl.col("due")).dt',
        '(pl.col("stop") - pl.col("start")).dt',
        by=("statuses",),
    ),
    Mutant(
        "due-is-due-first",
        "'due_first' keeps the date before pauses and extensions",
        JUDGE,
        'due=pl.when(is_excluded).then("due_first").otherwise("due"),',
        'due=pl.col("due_first"),',
        by=("extending", "pausing"),
    ),
    Mutant(
        "the-evidence-is-the-state",
        "the evidence of a start is the fact that started the clock",
        TIDY,
        '"start_source": "fact"',
        '"start_source": "met_fact"',
        by=("six_rules", "a_clock", "spells_begun", "events"),
    ),
    Mutant(
        "the-evidence-of-a-meeting-is-another",
        "the evidence of a meeting is the fact that met the clock",
        TIDY,
        '"met_source": "met_fact"',
        '"met_source": "fact"',
        by=("six_rules", "rule_one", "events_that_meet"),
    ),
    Mutant(
        "the-evidence-of-an-end-is-another",
        "the evidence of an end is the fact that ended the duty",
        TIDY,
        '"ended_source": "ended_fact"',
        '"ended_source": "fact"',
        by=("ends", "age_and_order"),
    ),
    Mutant(
        "the-evidence-of-a-reason-is-another",
        "the evidence of a reason is the fact that it rests on",
        TIDY,
        '"reason_source": "reason_fact"',
        '"reason_source": "fact"',
        by=("excluding", "excepting"),
    ),
    Mutant(
        "the-evidence-of-a-move-is-another",
        "the evidence of a date that was moved is the fact that moved it",
        TIDY,
        '"moved_source": "moved_fact"',
        '"moved_source": "fact"',
        by=("extending", "pausing", "rereading"),
    ),
    Mutant(
        "the-team-of-the-due-date-has-the-list",
        "a clock is on the list of the team that holds the child on the day",
        "engine/holding.py",
        'held_now=_now(running(pl.col("child"), known.today), known)',
        'held_now=running(pl.col("child"), _then(law, known))',
        by=("statuses",),
    ),
    Mutant(
        "the-team-of-the-start-has-the-figures",
        "the figures are those of the team that held the child when the clock fell due",
        "engine/holding.py",
        "pl.max_horizontal(start, first)",
        "start",
        by=("statuses",),
    ),
    Mutant(
        "of-two-allocations-the-last-by-name",
        "of allocations begun on one day the first by name holds",
        "engine/known.py",
        "descending=[False] * 3 + [True] * len(named)",
        "descending=[False] * (3 + len(named))",
        by=("statuses",),
    ),
)
