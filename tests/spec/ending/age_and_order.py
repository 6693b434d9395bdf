"""Age, death, and which end goes first."""

from tests.spec.paragraphs import Paragraph

FIRST_OF_DAY = """
    starts: referral
    during: looked_after
    met_by: cla_review
    within: 10 days
    ends_when: [adoption_order, placed_for_adoption.start]
"""

PARAGRAPHS = (
    Paragraph(
        title="The duty ends on the eighteenth birthday, or another",
        prose="""
            Unless `to_age` says otherwise a duty ends on the birthday on which the child turns 18. A meeting on that
            day counts; no clock starts on it or after it. Without a birth date there is no such end.
        """,
        rule="""
            starts: referral
            met_by: final_order
            within: 10 days
        """,
        facts="""
            child    | born
                     | 2006-02-28
            referral | date
                     | 2024-02-27
                     | 2024-02-28
        """,
        clocks={
            "2024-03-20": """
                start      | due        | ended      | status           | reason
                2024-02-27 | 2024-03-08 | 2024-02-28 | ended_before_due | turned 18
            """
        },
        answers=(24,),
        findings=("begins when the duty has ended with age or death",),
    ),
    Paragraph(
        title="A duty to another age",
        prose="For a duty to young people who have left care the rule says how long it lasts.",
        rule="""
            starts: referral
            met_by: final_order
            within: 10 days
            to_age: 21
        """,
        facts="""
            child    | born
                     | 2003-02-28
            referral | date
                     | 2024-02-20
        """,
        clocks={
            "2024-03-20": """
                start      | ended      | status           | reason
                2024-02-20 | 2024-02-28 | ended_before_due | turned 21
            """
        },
        answers=(24,),
    ),
    Paragraph(
        title="The duty ends when the child dies",
        prose="No notice lists a child who has died.",
        rule="""
            starts: referral
            met_by: final_order
            within: 10 days
        """,
        facts="""
            child    | born       | died
                     | 2010-02-28 | 2024-01-05
            referral | date
                     | 2024-01-01
        """,
        clocks={
            "2024-01-20": """
                due        | ended      | status           | reason
                2024-01-11 | 2024-01-05 | ended_before_due | died
            """
        },
        answers=(24,),
    ),
    Paragraph(
        title="On one day the end of the spell goes before every other end",
        prose="""
            Then come the events of `ends_when`, age and death, a rebooking, being passed over, and a late exclusion.
            Here care, an order and childhood end on one day, and the reason is that care ended.
        """,
        rule=FIRST_OF_DAY,
        facts="""
            child          | born
                           | 2006-01-20
            looked_after   | start      | end
                           | 2024-01-01 | 2024-01-20
            referral       | date
                           | 2024-01-05
            adoption_order | date
                           | 2024-01-20
        """,
        clocks={
            "2024-02-01": """
                ended      | ended_source   | status    | reason
                2024-01-20 | looked_after 1 | never_met | looked_after ended
            """
        },
        answers=(24,),
    ),
    Paragraph(
        title="An event in ends_when goes before age",
        prose="The care of this child goes on, on paper.",
        rule=FIRST_OF_DAY,
        facts="""
            child          | born
                           | 2006-01-20
            looked_after   | start
                           | 2024-01-01
            referral       | date
                           | 2024-01-05
            adoption_order | date
                           | 2024-01-20
        """,
        clocks={
            "2024-02-01": """
                ended      | ended_source     | status    | reason
                2024-01-20 | adoption_order 1 | never_met | adoption_order
            """
        },
        answers=(24,),
    ),
    Paragraph(
        title="A child of 29 February comes of age on 1 March",
        prose="In a common year, that is; on the day before the duty still runs.",
        rule="""
            starts: referral
            met_by: final_order
            within: 10 days
        """,
        facts="""
            child    | born
                     | 2004-02-29
            referral | date
                     | 2022-02-20
        """,
        clocks={
            "2022-02-28": """
                due        | ended | status
                2022-03-02 |       | running
            """,
            "2022-03-01": """
                due        | ended      | status
                2022-03-02 | 2022-03-01 | ended_before_due
            """,
        },
        answers=(24,),
    ),
)
