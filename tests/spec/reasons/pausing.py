"""Days that do not count."""

from tests.spec.paragraphs import Paragraph

PAUSED = """
    starts: proceedings_issued
    met_by: final_order
    within: 5 working days
    paused_by: stay
"""
PAUSED_WEEK = """
    starts: proceedings_issued
    met_by: final_order
    within: 1 week
    paused_by: stay
"""

PARAGRAPHS = (
    Paragraph(
        title="Paused days are taken out in the unit of the limit",
        prose="""
            Of a limit in working days the working days of the pause are taken out: three, from 3 to 5 January. Days
            before the start, and the day of the start itself, are none of the clock's.
        """,
        rule=PAUSED,
        facts="""
            proceedings_issued | date
                               | 2024-01-02
            stay               | start      | end
                               | 2023-12-20 | 2024-01-07
        """,
        clocks={
            "2024-01-31": """
                due_first  | due        | moved_source | status
                2024-01-09 | 2024-01-12 | stay 1       | overdue
            """
        },
        answers=(39,),
    ),
    Paragraph(
        title="Of any other limit all days of the pause are taken out",
        prose="Both its end days count, and days that two pauses cover count once: from 3 to 8 January are six.",
        rule=PAUSED_WEEK,
        facts="""
            proceedings_issued | date
                               | 2024-01-02
            stay               | start      | end
                               | 2024-01-03 | 2024-01-06
                               | 2024-01-05 | 2024-01-08
        """,
        clocks={
            "2024-01-31": """
                due_first  | due        | moved_source
                2024-01-09 | 2024-01-15 | stay 2
            """
        },
        answers=(39,),
    ),
    Paragraph(
        title="While a pause runs the clock is paused, and its days so far are taken out",
        prose="The status says so, and the reason is the kind of spell.",
        rule=PAUSED_WEEK,
        facts="""
            proceedings_issued | date
                               | 2024-01-02
            stay               | start
                               | 2024-01-09
        """,
        clocks={
            "2024-01-08": """
                due_first  | due        | status  | reason
                2024-01-09 | 2024-01-09 | running |
            """,
            "2024-01-12": """
                due_first  | due        | status | reason
                2024-01-09 | 2024-01-13 | paused | stay
            """,
        },
        answers=(39,),
    ),
    Paragraph(
        title="A pause that begins after the due date does not bear",
        prose="The date had passed when the stay began.",
        rule=PAUSED_WEEK,
        facts="""
            proceedings_issued | date
                               | 2024-01-02
            stay               | start
                               | 2024-01-10
        """,
        clocks={
            "2024-01-12": """
                due        | status
                2024-01-09 | overdue
            """
        },
        answers=(39,),
    ),
    Paragraph(
        title="Counted beginning with the start, a pause on the start counts",
        prose="The day of the start is then the first of the clock's days.",
        rule="""
            starts: proceedings_issued
            met_by: final_order
            within: 26 weeks beginning with the start
            paused_by: stay
        """,
        facts="""
            proceedings_issued | date
                               | 2024-01-08
            stay               | start      | end
                               | 2024-01-08 | 2024-01-09
        """,
        clocks={
            "2024-02-01": """
                due_first  | due
                2024-07-07 | 2024-07-09
            """
        },
        answers=(39,),
    ),
    Paragraph(
        title="The due date of a closed clock is that of the day it closed",
        prose="The stay went on after the order; the clock did not. By 5 January three of its days had passed.",
        rule=PAUSED_WEEK,
        facts="""
            proceedings_issued | date
                               | 2024-01-02
            stay               | start
                               | 2024-01-03
            final_order        | date
                               | 2024-01-05
        """,
        clocks={
            "2024-06-01": """
                due_first  | due        | met        | status
                2024-01-09 | 2024-01-12 | 2024-01-05 | met_on_time
            """
        },
        answers=(41,),
    ),
    Paragraph(
        title="A date that a pause moves outside the calendar is not known",
        prose="The fifth working day is the last of the table of holidays; two paused days lead beyond it.",
        rule=PAUSED,
        facts="""
            proceedings_issued | date
                               | 2030-12-20
            stay               | start      | end
                               | 2030-12-23 | 2030-12-24
        """,
        clocks={
            "2030-12-22": """
                due_first  | due        | status
                2030-12-31 | 2030-12-31 | running
            """,
            "2030-12-24": """
                due_first  | due | status       | reason
                2030-12-31 |     | unassessable | outside the calendar
            """,
        },
        answers=(39, 48),
    ),
    Paragraph(
        title="A pause that counts whenever it comes",
        prose="""
            A mapping says more of a pause: which spells, with `where`, and `late: true`. Its days move the date, but a
            date that has passed stays passed until they are over.
        """,
        rule="""
            starts: proceedings_issued
            met_by: final_order
            within: 1 week
            paused_by: {spell: stay, late: true}
        """,
        facts="""
            proceedings_issued | date
                               | 2024-01-02
            stay               | start
                               | 2024-01-10
        """,
        clocks={
            "2024-01-12": """
                due_first  | due        | status
                2024-01-09 | 2024-01-12 | paused
            """
        },
        answers=(39,),
    ),
)
