"""The spell that a clock belongs to."""

from tests.spec.paragraphs import Paragraph

UNDER_A_PLAN = """
    starts: cp_visit
    during: cp_plan
    met_by: cp_review_conference
    within: 10 days
"""
HEALTH = """
    starts: {event: health_assessment, early: 3 months}
    during: looked_after
    met_by: health_assessment
    within: 12 months
"""

PARAGRAPHS = (
    Paragraph(
        title="An event starts a clock only during the spell that the rule names",
        prose="""
            `during` is the spell of that kind that runs on the start: the one that the event names, else the one
            begun last. A visit outside any plan starts nothing.
        """,
        rule=UNDER_A_PLAN,
        facts="""
            cp_plan  | start      | id
                     | 2024-01-01 | P1
                     | 2024-02-01 | P2
            cp_visit | date       | plan
                     | 2023-12-31 |
                     | 2024-02-05 | P1
                     | 2024-02-06 |
        """,
        clocks={
            "2024-02-07": """
                start      | spell_start
                2024-02-05 | 2024-01-01
                2024-02-06 | 2024-02-01
            """
        },
        answers=(16, 18),
    ),
    Paragraph(
        title="A clock ends with its spell",
        prose="Nothing else need be said for that: the last day of the spell is the last day of the duty.",
        rule=UNDER_A_PLAN,
        facts="""
            cp_plan  | start      | end
                     | 2024-01-01 | 2024-02-09
            cp_visit | date
                     | 2024-02-05
        """,
        clocks={
            "2024-02-10": """
                start      | due        | ended      | status           | reason
                2024-02-05 | 2024-02-15 | 2024-02-09 | ended_before_due | cp_plan ended
            """
        },
        answers=(24,),
    ),
    Paragraph(
        title="A start may lie before the spell, by so much",
        prose="""
            `early` on a start lets it lie before its spell: an assessment in the three months before care began
            starts the interval to the next. It belongs to the first spell that begins after it. One a day earlier
            starts nothing.
        """,
        rule=HEALTH,
        facts="""
            looked_after      | start
                              | 2024-05-31
            health_assessment | date
                              | 2024-02-28
                              | 2024-02-29
        """,
        clocks={
            "2024-06-01": """
                spell_start | start      | due        | status
                2024-05-31  | 2024-02-29 | 2025-02-28 | running
            """
        },
        answers=(16,),
    ),
    Paragraph(
        title="A spell that the start names goes before one begun later",
        prose="""
            The placement of 1 February carries no identifier, so the first visit is not at odds with it; but the visit
            names the other. The second visit names none, and belongs to the placement begun last.
        """,
        rule="""
            starts: cla_visit
            during: placement
            met_by: cla_review
            within: 10 days
        """,
        facts="""
            placement | start      | id
                      | 2024-01-01 | A
                      | 2024-02-01 |
            cla_visit | date       | placement
                      | 2024-02-05 | A
                      | 2024-02-06 |
        """,
        clocks={
            "2024-02-07": """
                start      | spell_start
                2024-02-05 | 2024-01-01
                2024-02-06 | 2024-02-01
            """
        },
        answers=(16,),
    ),
)
