"""A chain of clocks."""

from tests.spec.paragraphs import Paragraph

REVIEWS = """
    starts: cp_plan.start
    met_by: cp_review_conference
    repeats: true
    within:
      - {when: {occurrence: 1}, limit: 3 months}
      - {limit: 6 months}
"""
VISITS = """
    starts: cp_plan.start
    met_by: cp_visit
    repeats: true
    within: 10 days
"""
IN_CARE = """
    starts: referral
    during: looked_after
    met_by: cla_review
    repeats: true
    within: 10 days
    ends_when: adoption_order
"""

PARAGRAPHS = (
    Paragraph(
        title="Each meeting starts the next clock",
        prose="""
            `occurrence` counts the clocks of the spell, and `occurrence: 1` is the first. Each interval runs from the
            day on which the last meeting was held, not from the one on which it was due.
        """,
        rule=REVIEWS,
        facts="""
            cp_plan              | start
                                 | 2023-11-30
            cp_review_conference | date
                                 | 2024-02-20
        """,
        clocks={
            "2024-03-01": """
                occurrence | start      | limit    | due        | met        | status      | start_source
                1          | 2023-11-30 | 3 months | 2024-02-29 | 2024-02-20 | met_on_time | cp_plan 1
                2          | 2024-02-20 | 6 months | 2024-08-20 |            | running     | cp_review_conference 1
            """
        },
    ),
    Paragraph(
        title="While the spell runs there is exactly one open clock",
        prose="A child who is visited late is late once: the next clock begins with the visit.",
        rule=VISITS,
        facts="""
            cp_plan  | start
                     | 2024-01-01
            cp_visit | date
                     | 2024-01-15
                     | 2024-01-20
        """,
        clocks={
            "2024-01-31": """
                start      | due        | met        | status
                2024-01-01 | 2024-01-11 | 2024-01-15 | met_late
                2024-01-15 | 2024-01-25 | 2024-01-20 | met_on_time
                2024-01-20 | 2024-01-30 |            | overdue
            """
        },
    ),
    Paragraph(
        title="A visit on the first day meets the first clock and starts the next",
        prose="It is not the fact that started the first clock: the plan is.",
        rule=VISITS,
        facts="""
            cp_plan  | start
                     | 2024-01-01
            cp_visit | date
                     | 2024-01-01
        """,
        clocks={
            "2024-01-05": """
                occurrence | start      | met
                1          | 2024-01-01 | 2024-01-01
                2          | 2024-01-01 |
            """
        },
        answers=(32,),
    ),
    Paragraph(
        title="A meeting on the last day counts and starts no further clock",
        prose="There is nothing left to be done in the spell.",
        rule=VISITS,
        facts="""
            cp_plan  | start      | end
                     | 2024-01-01 | 2024-01-08
            cp_visit | date
                     | 2024-01-08
        """,
        clocks={
            "2024-01-31": """
                start      | met        | status
                2024-01-01 | 2024-01-08 | met_on_time
            """
        },
        answers=(26,),
    ),
    Paragraph(
        title="A further start supersedes the clock that is open",
        prose="""
            The second referral begins the duty again, and the first clock ends on that day. On the day of the third a
            review was held: it meets the clock that is open, and one clock starts, not two.
        """,
        rule=IN_CARE,
        facts="""
            looked_after | start
                         | 2024-01-01
            referral     | date
                         | 2024-01-01
                         | 2024-01-05
                         | 2024-01-08
            cla_review   | date
                         | 2024-01-08
        """,
        clocks={
            "2024-01-09": """
                start      | met        | ended      | status           | reason     | start_source
                2024-01-01 |            | 2024-01-05 | ended_before_due | superseded | referral 1
                2024-01-05 | 2024-01-08 |            | met_on_time      |            | referral 2
                2024-01-08 |            |            | running          |            | referral 3
            """
        },
        answers=(32,),
    ),
    Paragraph(
        title="After the duty has ended the chain is over, until a further start",
        prose="""
            The order of 5 January ended the duty. The review of that day counted, and started nothing; the one after
            it found no clock. The referral of 20 January begins the duty again.
        """,
        rule=IN_CARE,
        facts="""
            looked_after   | start
                           | 2024-01-01
            referral       | date
                           | 2024-01-01
                           | 2024-01-20
            cla_review     | date
                           | 2024-01-05
                           | 2024-01-06
            adoption_order | date
                           | 2024-01-05
        """,
        clocks={
            "2024-01-21": """
                occurrence | start      | met        | status
                1          | 2024-01-01 | 2024-01-05 | met_on_time
                2          | 2024-01-20 |            | running
            """
        },
        answers=(26,),
    ),
    Paragraph(
        title="In a chain the day decides, whatever the event carries",
        prose="The visit names another plan. It is a visit to the child during this one, and restarts its clock.",
        rule=VISITS,
        facts="""
            cp_plan  | start      | end        | id
                     | 2023-01-01 | 2023-01-05 | P1
                     | 2024-01-01 |            | P2
            cp_visit | date       | plan
                     | 2024-01-08 | P1
        """,
        clocks={
            "2024-01-10": """
                start      | met        | matched_by | status
                2023-01-01 |            |            | ended_before_due
                2024-01-01 | 2024-01-08 | date       | met_on_time
                2024-01-08 |            |            | running
            """
        },
        answers=(32,),
    ),
    Paragraph(
        title="An early meeting meets the first clock, and the next starts on its day",
        prose="""
            Of two reviews before care began the first counts. The second clock starts on that day, before the first
            one: its start is earlier, and its occurrence later.
        """,
        rule="""
            starts: looked_after.start
            met_by: {event: cla_review, early: 1 month}
            repeats: true
            within: 20 days
        """,
        facts="""
            looked_after | start
                         | 2024-02-01
            cla_review   | date
                         | 2024-01-20
                         | 2024-01-25
        """,
        clocks={
            "2024-02-02": """
                occurrence | start      | due        | met
                2          | 2024-01-20 | 2024-02-09 |
                1          | 2024-02-01 | 2024-02-21 | 2024-01-20
            """
        },
        answers=(32,),
    ),
    Paragraph(
        title="Only the first clock of a spell may be met early",
        prose="""
            The order of 5 January ended the duty, and the review of the 20th came after it. The referral of 1
            February begins the duty again, and nothing has been held for it.
        """,
        rule="""
            starts: referral
            during: looked_after
            met_by: {event: cla_review, early: 1 month}
            repeats: true
            within: 10 days
            ends_when: adoption_order
        """,
        facts="""
            looked_after   | start
                           | 2024-01-01
            referral       | date
                           | 2024-01-01
                           | 2024-02-01
            adoption_order | date
                           | 2024-01-05
            cla_review     | date
                           | 2024-01-20
        """,
        clocks={
            "2024-02-02": """
                occurrence | start      | met | ended      | status           | reason
                1          | 2024-01-01 |     | 2024-01-05 | ended_before_due | met after the duty ended
                2          | 2024-02-01 |     |            | running          |
            """
        },
        answers=(32,),
    ),
)
