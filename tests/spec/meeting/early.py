"""Meetings that come early."""

from tests.spec.paragraphs import Paragraph

INITIAL = """
    starts: looked_after.start
    met_by: {event: health_assessment, early: 3 months}
    within: 20 days
"""

PARAGRAPHS = (
    Paragraph(
        title="An event before the start counts where the rule allows it",
        prose="""
            `early` says how long before the start a meeting may lie, first day included: three months before 31 May
            is 29 February in a leap year.
        """,
        rule=INITIAL,
        facts="""
            looked_after      | start
                              | 2024-05-31
            health_assessment | date
                              | 2024-02-29
        """,
        clocks={
            "2024-06-01": """
                start      | met        | status
                2024-05-31 | 2024-02-29 | met_on_time
            """
        },
        answers=(29,),
    ),
    Paragraph(
        title="A day before the window does not count",
        prose="Nor does any event before the start, in a rule that says nothing of `early`.",
        rule=INITIAL,
        facts="""
            looked_after      | start
                              | 2024-05-31
            health_assessment | date
                              | 2024-02-28
        """,
        clocks={
            "2024-06-01": """
                start      | met | status
                2024-05-31 |     | running
            """
        },
        answers=(29,),
    ),
    Paragraph(
        title="An early meeting may have met a clock of an earlier spell too",
        prose="In each spell an event meets at most one clock; this one meets one in each of two.",
        rule=INITIAL,
        facts="""
            looked_after      | start      | end
                              | 2024-01-10 | 2024-02-20
                              | 2024-04-15 |
            health_assessment | date
                              | 2024-01-25
        """,
        clocks={
            "2024-06-01": """
                start      | met        | status
                2024-01-10 | 2024-01-25 | met_on_time
                2024-04-15 | 2024-01-25 | met_on_time
            """
        },
        answers=(29,),
    ),
    Paragraph(
        title="Of several early events the first counts",
        prose="""
            The first clock is open when the first assessment comes, and is met by it; the second assessment finds it
            met. The second clock has not begun: of the early events that reach it the first counts.
        """,
        rule=INITIAL,
        facts="""
            looked_after      | start      | end
                              | 2024-05-01 | 2024-05-20
                              | 2024-05-25 |
            health_assessment | date
                              | 2024-05-10
                              | 2024-05-15
        """,
        clocks={
            "2024-06-01": """
                start      | met        | met_source
                2024-05-01 | 2024-05-10 | health_assessment 1
                2024-05-25 | 2024-05-10 | health_assessment 1
            """
        },
        answers=(29, 30),
    ),
    Paragraph(
        title="A clock that has begun goes before one that is reached early",
        prose="The meeting answers the referral that came before it, late as it is, and not the one that came after.",
        rule="""
            starts: referral
            met_by: {event: initial_assessment_completed, early: 1 month}
            within: 10 days
        """,
        facts="""
            referral                     | date
                                         | 2024-01-01
                                         | 2024-01-20
            initial_assessment_completed | date
                                         | 2024-01-15
        """,
        clocks={
            "2024-01-21": """
                start      | met        | status
                2024-01-01 | 2024-01-15 | met_late
                2024-01-20 |            | running
            """
        },
        answers=(29,),
    ),
)
