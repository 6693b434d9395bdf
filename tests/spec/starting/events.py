"""Events that start a clock."""

from tests.spec.paragraphs import Paragraph

PARAGRAPHS = (
    Paragraph(
        title="One of several kinds may start it",
        prose="A list names every kind that starts a clock; each occurrence of any of them has a clock of its own.",
        rule="""
            starts: [strategy_discussion, strategy_meeting]
            met_by: initial_cp_conference
            within: 10 days
        """,
        facts="""
            strategy_discussion | date
                                | 2024-01-01
            strategy_meeting    | date
                                | 2024-01-04
        """,
        clocks={
            "2024-01-05": """
                occurrence | start      | start_source
                1          | 2024-01-01 | strategy_discussion 1
                2          | 2024-01-04 | strategy_meeting 1
            """
        },
    ),
    Paragraph(
        title="A condition says which of them",
        prose="`where` filters: only a discussion that decided to begin an enquiry starts the clock.",
        rule="""
            starts: {event: strategy_discussion, where: {initiated_section_47: true}}
            met_by: initial_cp_conference
            within: 15 working days
        """,
        facts="""
            strategy_discussion | date       | initiated_section_47
                                | 2024-03-20 | false
                                | 2024-03-25 | true
        """,
        clocks={
            "2024-03-26": """
                start      | due
                2024-03-25 | 2024-04-17
            """
        },
    ),
    Paragraph(
        title="A condition on a moment of a spell reads that spell",
        prose="""
            Two placements run on 4 March. `placement.kind` is that of the placement whose end it is, whatever the other
            is; `kind` alone says the same.
        """,
        rule="""
            starts: {event: placement.end, where: {placement.kind: P1}}
            during: looked_after
            met_by: cla_review
            within: 10 days
        """,
        facts="""
            looked_after | start
                         | 2024-01-01
            placement    | start      | end        | kind
                         | 2024-01-01 | 2024-03-04 | P1
                         | 2024-02-01 | 2024-03-08 | U4
        """,
        clocks={
            "2024-03-10": """
                start      | due
                2024-03-04 | 2024-03-14
            """
        },
        answers=(55,),
    ),
    Paragraph(
        title="Starts of one day are one start, unless their identifiers differ",
        prose="""
            Two referrals of one day are two only where both say that they are. One that carries no identifier joins
            the first that does. The rule belongs to no spell; within a spell all starts of a day are one.
        """,
        rule="""
            starts: referral
            met_by: final_order
            within: 10 days
        """,
        facts="""
            referral | date       | id | no_further_action
                     | 2024-01-01 |    | false
                     | 2024-01-01 |    | true
                     | 2024-01-03 |    | false
                     | 2024-01-03 | R1 | false
                     | 2024-01-03 | R2 | false
        """,
        clocks={
            "2024-01-05": """
                start      | start_source
                2024-01-01 | referral 1
                2024-01-03 | referral 4
                2024-01-03 | referral 5
            """
        },
        answers=(17, 3),
    ),
    Paragraph(
        title="A start without a date cannot be judged",
        prose="The row is not lost: it has a clock, which says what is missing.",
        rule="""
            starts: referral
            met_by: final_order
            within: 10 days
        """,
        facts="""
            referral | date       | id
                     |            | R1
                     | 2024-01-01 | R2
        """,
        clocks={
            "2024-01-05": """
                start      | occurrence | due        | status       | reason        | since
                2024-01-01 | 1          | 2024-01-11 | running      |               |
                           |            |            | unassessable | start missing |
            """
        },
        answers=(13, 18),
        findings=("no date",),
    ),
)
