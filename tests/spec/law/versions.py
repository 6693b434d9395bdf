"""Versions

The body of a rule is the rule; each version replaces whole keys from its first day. A version runs to the day before
the next one. `starts`, `during`, `repeats` and `ends_when` may not differ between versions: such a change is a new
rule.
"""

from tests.spec.paragraphs import Paragraph

ASSESSMENT = """
    starts: referral
    met_by: initial_assessment_completed
    within: 10 working days
    versions:
      - {from: 2000-04-01, within: 7 working days, cite: Framework 2000, verified: false}
      - {from: 2010-03-17, to: 2013-04-14, cite: Working Together 2010, verified: false}
"""
REVIEW = """
    starts: cp_plan.start
    met_by: cp_review_conference
    repeats: true
    within:
      - {when: {occurrence: 1}, limit: 3 months}
      - {limit: 6 months}
    versions: [{from: 2024-02-01, cite: an Act, verified: false}]
"""

PARAGRAPHS = (
    Paragraph(
        title="The version in force on the start gives the limit",
        prose="""
            Before the first version, and after the last day of one that ceased (`to`), there is no clock. A clock
            that was open when the duty ceased stays open.
        """,
        rule=ASSESSMENT,
        facts="""
            referral | date
                     | 2000-03-31
                     | 2000-04-01
                     | 2010-03-16
                     | 2010-03-17
                     | 2013-04-14
                     | 2013-04-15
        """,
        clocks={
            "2013-06-28": """
                occurrence | start      | version    | limit           | due        | status
                2          | 2000-04-01 | 2000-04-01 | 7 working days  | 2000-04-11 | overdue
                3          | 2010-03-16 | 2000-04-01 | 7 working days  | 2010-03-25 | overdue
                4          | 2010-03-17 | 2010-03-17 | 10 working days | 2010-03-31 | overdue
                5          | 2013-04-14 | 2010-03-17 | 10 working days | 2013-04-26 | overdue
            """
        },
        answers=(20, 18),
    ),
    Paragraph(
        title="What counts as a meeting goes by the version of its own day",
        prose="""
            In May 2020 any visit counted, seen or not; before and after it the child had to be seen. A meeting before
            the first version counts by the first.
        """,
        rule="""
            starts: cp_plan.start
            met_by: {event: cp_visit, where: {child_seen: true}}
            repeats: true
            within: 60 days
            versions:
              - {from: 2020-01-01, cite: an Act, verified: false}
              - {from: 2020-05-01, met_by: cp_visit, cite: a relaxation, verified: false}
              - {from: 2020-06-01, cite: an Act, verified: false}
        """,
        facts="""
            cp_plan  | start
                     | 2019-12-25
            cp_visit | date       | child_seen
                     | 2019-12-28 | true
                     | 2020-04-30 | false
                     | 2020-05-01 | false
                     | 2020-06-01 | false
        """,
        clocks={
            "2020-06-02": """
                occurrence | start      | version    | met
                2          | 2020-01-01 | 2020-01-01 | 2020-05-01
                3          | 2020-05-01 | 2020-05-01 |
            """
        },
        answers=(21, 20),
    ),
    Paragraph(
        title="An open clock of a chain takes the first version on its first day",
        prose="""
            A duty that repeats, and was running when the law began, is counted from that day: state and limit are
            read there, occurrence goes on, and the evidence stays that of the fact that began the clock.
        """,
        rule=REVIEW,
        facts="""
            cp_plan              | start
                                 | 2023-06-01
            cp_review_conference | date
                                 | 2023-08-01
        """,
        clocks={
            "2024-03-01": """
                spell_start | occurrence | start      | start_source           | limit    | due
                2023-06-01  | 2          | 2024-02-01 | cp_review_conference 1 | 6 months | 2024-08-01
            """
        },
        answers=(20,),
    ),
    Paragraph(
        title="Where history and version both move a clock, the later start holds",
        prose="""
            The reviews are complete from 15 February only. The clock restarts on the day before it, which is later
            than the version's first day; its occurrence is not known.
        """,
        rule=REVIEW,
        facts="""
            cp_plan | start
                    | 2023-06-01
        """,
        clocks={
            "2024-03-01": """
                occurrence | start      | precision | limit    | due
                           | 2024-02-14 | history   | 6 months | 2024-08-14
            """
        },
        complete_from={"cp_review_conference": "2024-02-15"},
        answers=(23,),
    ),
    Paragraph(
        title="Where the version is the later, it moves the clock",
        prose="The history began before the version, and leaves only the occurrence unknown.",
        rule=REVIEW,
        facts="""
            cp_plan | start
                    | 2023-06-01
        """,
        clocks={
            "2024-03-01": """
                occurrence | start      | precision | limit    | due
                           | 2024-02-01 |           | 6 months | 2024-08-01
            """
        },
        complete_from={"cp_review_conference": "2024-01-01"},
        answers=(23,),
    ),
    Paragraph(
        title="A first clock whose beginning is not known says so after the version has moved it",
        prose="""
            The plan has no start, so it began before the history of plans: its first clock starts on the version's
            first day, but that it is the first is all that is known of it.
        """,
        rule=REVIEW,
        facts="""
            cp_plan | start | id
                    |       | P1
        """,
        clocks={
            "2024-03-01": """
                spell_start | occurrence | start      | precision | limit    | due
                2023-05-31  |            | 2024-02-01 | history   | 6 months | 2024-08-01
            """
        },
        complete_from={"cp_plan": "2023-06-01"},
        answers=(20, 22),
    ),
)
