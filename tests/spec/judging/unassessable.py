"""Why a clock cannot be judged

There are eight reasons, and a clock has the first of them that holds. It keeps the dates that are known.
"""

from tests.spec.paragraphs import Paragraph

PLAN = """
    starts: cp_plan.start
    met_by: cp_visit
    repeats: true
    within: visit_every days
"""
REFERRAL = """
    starts: referral
    met_by: final_order
    within: 10 days
"""

PARAGRAPHS = (
    Paragraph(
        title="start missing",
        prose="The date from which to count is not known. There is no `since` either.",
        rule=REFERRAL,
        facts="""
            referral | date | id
                     |      | R1
        """,
        clocks={
            "2024-01-31": """
                start | due | status       | reason        | since
                      |     | unassessable | start missing |
            """
        },
        answers=(13, 52),
    ),
    Paragraph(
        title="limit unknown",
        prose="""
            The plan does not say how often. The visit met the first clock, whether or not in time, and started the
            second; both wait for the number, each since its own start.
        """,
        rule=PLAN,
        facts="""
            cp_plan  | start
                     | 2024-01-01
            cp_visit | date
                     | 2024-01-09
        """,
        clocks={
            "2024-01-12": """
                start      | limit | due | met        | status       | reason        | since
                2024-01-01 |       |     | 2024-01-09 | unassessable | limit unknown | 11
                2024-01-09 |       |     |            | unassessable | limit unknown | 3
            """
        },
        answers=(52,),
    ),
    Paragraph(
        title="limit not positive",
        prose="Somebody wrote 0, to say that it was not decided.",
        rule=PLAN,
        facts="""
            cp_plan | start      | visit_every
                    | 2024-01-01 | 0
        """,
        clocks={
            "2024-01-12": """
                start      | limit  | due | status       | reason             | since
                2024-01-01 | 0 days |     | unassessable | limit not positive | 11
            """
        },
    ),
    Paragraph(
        title="outside the calendar",
        prose="The limit leads beyond the days that the calendar knows.",
        rule="""
            starts: referral
            met_by: final_order
            within: 10 working days
        """,
        facts="""
            referral | date
                     | 2030-12-20
        """,
        clocks={
            "2030-12-25": """
                start      | due | status       | reason
                2030-12-20 |     | unassessable | outside the calendar
            """
        },
        answers=(48,),
    ),
    Paragraph(
        title="history begins later",
        prose="The meeting may lie before the first day of the extract, and nobody could see it.",
        rule=REFERRAL,
        facts="""
            referral | date
                     | 2023-12-01
        """,
        clocks={
            "2024-01-31": """
                start      | due        | status       | reason               | since
                2023-12-01 | 2023-12-11 | unassessable | history begins later | 61
            """
        },
        complete_from={"final_order": "2024-01-01"},
        answers=(22,),
    ),
    Paragraph(
        title="spell ends before it starts",
        prose="One of its two dates is wrong.",
        rule=PLAN,
        facts="""
            cp_plan | start      | end        | visit_every
                    | 2024-01-10 | 2023-01-20 | 10
        """,
        clocks={
            "2024-01-31": """
                start      | due        | ended | status       | reason
                2024-01-10 | 2024-01-20 |       | unassessable | spell ends before it starts
            """
        },
        answers=(6,),
    ),
    Paragraph(
        title="child missing",
        prose="""
            The fact has no child, or one that is not in the child table. Of a fact without a child nothing else is
            read; its clock still counts, and is on nobody's list.
        """,
        rule=REFERRAL,
        facts="""
            child    | child_id
                     | 2
            referral | child_id | date
                     | 1        | 2024-01-01
                     | 2        | 2024-01-02
                     |          | 2024-01-03
                     |          |
        """,
        clocks={
            "2024-01-05": """
                child_id | start      | limit   | status       | reason        | since
                1        | 2024-01-01 | 10 days | unassessable | child missing | 4
                2        | 2024-01-02 | 10 days | running      |               |
                         | 2024-01-03 |         | unassessable | child missing | 2
                         |            |         | unassessable | start missing |
            """
        },
        answers=(51, 13),
    ),
    Paragraph(
        title="birth date missing",
        prose="The limit depends on the age.",
        rule="""
            starts: health_assessment
            met_by: health_assessment
            within:
              - {when: {age: {under: 5}}, limit: 6 months}
              - {limit: 12 months}
        """,
        facts="""
            health_assessment | date
                              | 2024-01-30
        """,
        clocks={
            "2024-02-01": """
                start      | limit | branch | due | status       | reason             | since
                2024-01-30 |       |        |     | unassessable | birth date missing | 2
            """
        },
        answers=(46,),
    ),
)
