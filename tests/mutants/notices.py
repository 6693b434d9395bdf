"""What a manager is shown: teams apart, law apart from local, nobody out of sight."""

from tests.mutants.mutant import Mutant

LISTING = "reports/listing.py"
NOTICES, FILES = "tests/unit/test_notices.py", "tests/unit/test_notices_files.py"

MUTANTS = (
    Mutant(
        "teams-share-one-list",
        "one team's rows are in no other team's notice",
        LISTING,
        "found = {team: Holding([], ended.get(team, 0)) for team in sorted(teams)}",
        "found = dict.fromkeys(sorted(teams), Holding([], 0))",
        by=(FILES,),
    ),
    Mutant(
        "a-row-is-on-the-list-of-the-team-then",
        "a clock is on the list of the team that holds the child now",
        LISTING,
        'team = pl.col("team").fill_null(UNALLOCATED)',
        'team = pl.col("team_then").fill_null(UNALLOCATED)',
        by=(NOTICES,),
    ),
    Mutant(
        "teams-of-one-name-are-one",
        "two councils' teams of one name are two teams",
        LISTING,
        "named = pl.concat_str(council, team) if several else team",
        "named = team",
        by=(NOTICES,),
    ),
    Mutant(
        "the-unallocated-are-nobodys",
        "the unallocated are a list of their own",
        LISTING,
        "for team, section, *clock in listed(clocks, run).iter_rows():",
        'for team, section, *clock in listed(clocks, run).filter(pl.col("team") != UNALLOCATED).iter_rows():',
        by=(NOTICES,),
    ),
    Mutant(
        "a-reading-is-listed",
        "readings and indicators are in no notice",
        "rulebook/rules.py",
        "return self.reading_of is None and",
        "return",
        by=(NOTICES,),
    ),
    Mutant(
        "a-local-standard-is-law",
        "a local target is never reported as a breach of law",
        LISTING,
        '"practice": LOCAL, "local": LOCAL',
        '"practice": LOCAL, "local": LAW',
        by=(NOTICES,),
    ),
    Mutant(
        "guidance-is-law",
        "what is law stands apart from guidance",
        LISTING,
        '"guidance": GUIDANCE',
        '"guidance": LAW',
        by=(NOTICES,),
    ),
    Mutant(
        "the-least-serious-first",
        "the most serious stand first",
        LISTING,
        '("critical", "high", "normal")',
        '("normal", "high", "critical")',
        by=(NOTICES,),
    ),
    Mutant(
        "the-paused-drop-out-of-sight",
        "excused and paused clocks are counted, so that nobody disappears",
        LISTING,
        '"paused": EXCUSED',
        '"paused": RUNNING',
        by=(NOTICES,),
    ),
    Mutant(
        "a-rule-that-could-not-run-is-silent",
        "a rule that could not run is named at the foot",
        "reports/footing.py",
        'if state != "ran":',
        'if state == "partly":',
        by=(NOTICES,),
    ),
)
