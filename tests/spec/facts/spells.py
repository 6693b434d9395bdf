"""Spells."""

from tests.spec.paragraphs import Paragraph

REVIEW = """
    starts: looked_after.start
    met_by: cla_review
    within: 20 days
"""
PLAN = """
    starts: cp_plan.start
    met_by: cp_review_conference
    within: 20 days
"""

PARAGRAPHS = (
    Paragraph(
        title="Spells of one kind that overlap or touch are one spell",
        prose="""
            Where the vocabulary says `joins: always`, spells of a child of which the next begins on or before the day
            after the other ends are one, whatever their identifiers. The join is counted as a finding.
        """,
        rule=REVIEW,
        facts="""
            looked_after | start      | end        | id
                         | 2024-01-01 | 2024-01-10 | A
                         | 2024-01-11 | 2024-01-15 | B
        """,
        clocks={
            "2024-01-31": """
                spell_start | due        | ended      | status           | reason             | ended_source
                2024-01-01  | 2024-01-21 | 2024-01-15 | ended_before_due | looked_after ended | looked_after 2
            """
        },
        answers=(5,),
        findings=("joined to the spell before it",),
    ),
    Paragraph(
        title="Plans are joined unless their identifiers differ",
        prose="""
            The first two rows touch, and the one without an identifier takes that of the other. The third touches
            too, and is a plan of its own.
        """,
        rule=PLAN,
        facts="""
            cp_plan | start      | end        | id
                    | 2024-01-01 | 2024-01-10 |
                    | 2024-01-05 | 2024-01-20 | P1
                    | 2024-01-21 |            | P2
        """,
        clocks={
            "2024-01-31": """
                spell_start | due        | ended      | status           | reason
                2024-01-01  | 2024-01-21 | 2024-01-20 | ended_before_due | cp_plan ended
                2024-01-21  | 2024-02-10 |            | running          |
            """
        },
        answers=(5,),
    ),
    Paragraph(
        title="Placements, statuses and enquiries are never joined",
        prose="A move is a new placement, and a new clock, even on the same day.",
        rule="""
            starts: placement.start
            met_by: cla_visit
            within: 1 week
        """,
        facts="""
            placement | start      | end
                      | 2024-01-01 | 2024-01-05
                      | 2024-01-05 |
        """,
        clocks={
            "2024-01-10": """
                spell_start | due        | ended      | status
                2024-01-01  | 2024-01-08 | 2024-01-05 | ended_before_due
                2024-01-05  | 2024-01-12 |            | running
            """
        },
        answers=(19,),
    ),
    Paragraph(
        title="A spell that cannot be right runs on no day",
        prose="""
            One that ends before it starts, and one without a start, join nothing and answer nothing. A clock that
            would start from them cannot be judged, and says why.
        """,
        rule=PLAN,
        facts="""
            cp_plan              | start      | end        | id
                                 | 2024-01-10 | 2023-01-20 | P1
                                 |            | 2024-01-30 | P2
            cp_review_conference | date
                                 | 2024-01-12
        """,
        clocks={
            "2024-01-31": """
                start      | due        | met | ended      | status       | reason
                2024-01-10 | 2024-01-30 |     |            | unassessable | spell ends before it starts
                           |            |     | 2024-01-30 | unassessable | start missing
            """
        },
        answers=(6, 52),
    ),
    Paragraph(
        title="On the day of a change the state is that of the spell begun last",
        prose="A spell holds its first and its last day. Where two hold a day, the one begun last is read.",
        rule="""
            starts: referral
            met_by: final_order
            within:
              - {when: {legal_status.code: C1}, limit: 5 days}
              - {limit: 10 days}
        """,
        facts="""
            referral     | date
                         | 2024-01-10
            legal_status | start      | end        | code
                         | 2024-01-10 |            | V2
                         | 2024-01-01 | 2024-01-10 | C1
        """,
        clocks={
            "2024-01-11": """
                start      | limit   | branch
                2024-01-10 | 10 days | 2 of 2
            """
        },
        answers=(8,),
    ),
    Paragraph(
        title="Of a joined spell the part that runs is read",
        prose="The care of this child is one spell; short breaks were over when the second referral came.",
        rule="""
            starts: referral
            during: looked_after
            met_by: cla_review
            within: 20 days
            excluded:
              - {when: {short_breaks: true}, reason: short breaks}
        """,
        facts="""
            looked_after | start      | end        | short_breaks
                         | 2024-01-01 | 2024-01-10 | true
                         | 2024-01-11 |            | false
            referral     | date
                         | 2024-01-05
                         | 2024-01-15
        """,
        clocks={
            "2024-01-20": """
                spell_start | start      | status   | reason
                2024-01-01  | 2024-01-05 | excluded | short breaks
                2024-01-01  | 2024-01-15 | running  |
            """
        },
        answers=(8,),
    ),
    Paragraph(
        title="Of spells inside one another the one begun last is read, while it runs",
        prose="""
            A status of ten days lies inside one of three months. Before it and after it the longer one is read, and
            after that none.
        """,
        rule="""
            starts: referral
            met_by: final_order
            within:
              - {when: {legal_status.code: C1}, limit: 5 days}
              - {when: {legal_status: running}, limit: 7 days}
              - {limit: 10 days}
        """,
        facts="""
            legal_status | start      | end        | code
                         | 2024-01-01 | 2024-03-31 | C2
                         | 2024-01-10 | 2024-01-19 | C1
            referral     | date
                         | 2024-01-09
                         | 2024-01-10
                         | 2024-01-19
                         | 2024-01-20
                         | 2024-03-31
                         | 2024-04-01
        """,
        clocks={
            "2024-04-02": """
                start      | limit
                2024-01-09 | 7 days
                2024-01-10 | 5 days
                2024-01-19 | 5 days
                2024-01-20 | 7 days
                2024-03-31 | 7 days
                2024-04-01 | 10 days
            """
        },
        answers=(8,),
    ),
)
