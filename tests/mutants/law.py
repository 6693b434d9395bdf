"""Versions of the law, and where an extract's history begins: answers 20 to 23."""

from tests.mutants.mutant import Mutant

LAW, PERIODS, MEETINGS = "engine/law.py", "engine/periods.py", "engine/meetings.py"

MUTANTS = (
    Mutant(
        "a-duty-before-its-law",
        "a clock whose start lies before the first version does not exist",
        LAW,
        "(day >= first) & ",
        "",
        of=(20,),
    ),
    Mutant(
        "a-duty-that-never-ceases",
        "a clock that starts after the last version's 'to' does not exist",
        LAW,
        "(last.is_null() | (day <= last))",
        "pl.lit(value=True)",
        of=(20,),
    ),
    Mutant(
        "the-version-before-the-start",
        "the version in force on the start gives the limit, its first day included",
        LAW,
        'side="right").cast(pl.Int32) - 1',
        'side="left").cast(pl.Int32) - 1',
        of=(20,),
        by=("versions",),
    ),
    Mutant(
        "an-open-clock-keeps-its-start-when-the-law-comes",
        "a repeating clock open when the first version came into force starts then",
        PERIODS,
        "pl.when(into_force).then(first)",
        "pl.when(into_history).then(first)",
        of=(20,),
    ),
    Mutant(
        "no-meeting-before-the-first-version",
        "a meeting before the first version counts by the first",
        MEETINGS,
        "first = version.first if position else date.min",
        "first = version.first",
        of=(21,),
    ),
    Mutant(
        "a-meeting-counts-by-an-older-version",
        "what counts as a meeting goes by the version in force on its own day",
        MEETINGS,
        "(*found[-1][:2], first - timedelta(days=1))",
        "(*found[-1][:2], date.max)",
        of=(21,),
    ),
    Mutant(
        "a-clock-from-before-the-history-is-judged",
        "a clock that started before the history is judged only if it was met by its due date",
        PERIODS,
        '(pl.col("start") < complete)',
        '(pl.col("start") > complete)',
        of=(22, "history begins later"),
    ),
    Mutant(
        "the-history-restarts-no-clock",
        "a repeating clock that is open when the history begins restarts on the day before",
        PERIODS,
        "pl.when(into_history).then(before)",
        "pl.when(into_force).then(before)",
        of=(22,),
    ),
    Mutant(
        "a-restarted-clock-has-a-number",
        "a clock that the history restarted has no occurrence",
        PERIODS,
        'occurrence=pl.when(numbered).then("occurrence")',
        'occurrence=pl.col("occurrence")',
        of=(22,),
    ),
    Mutant(
        "a-child-of-its-own-history-has-that-of-the-table",
        "a child's own history may begin later than the table's",
        PERIODS,
        ', known.of_child("complete_from"))',
        ")",
        of=(22,),
        by=("history",),
    ),
    Mutant(
        "the-history-goes-before-the-law",
        "where a version and the history both move a clock the later start holds",
        PERIODS,
        "pl.when(into_force).then(first)",
        "pl.when(into_force & ~into_history).then(first)",
        of=(23,),
    ),
)
