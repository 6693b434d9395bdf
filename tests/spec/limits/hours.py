"""Hours

Hours elapse, in London, over weekends and holidays and across the change of the clocks. They need a time of day on
both sides; where one side has only a date, days decide, and `precision` says which it was.
"""

from tests.spec.paragraphs import Paragraph

DAY = """
    starts: referral
    met_by: final_order
    within: 24 hours
"""

PARAGRAPHS = (
    Paragraph(
        title="With times on both sides the minute decides",
        prose="`due_at` is the moment, as the clocks of London show it. Met at it is on time; a minute later is late.",
        rule=DAY,
        facts="""
            referral    | date             | id
                        | 2024-01-08 09:00 | R1
                        | 2024-01-15 09:00 | R2
            final_order | date
                        | 2024-01-09 09:00
                        | 2024-01-16 09:01
        """,
        clocks={
            "2024-01-31": """
                start      | due        | due_at           | precision | status      | days_late
                2024-01-08 | 2024-01-09 | 2024-01-09 09:00 | time      | met_on_time |
                2024-01-15 | 2024-01-16 | 2024-01-16 09:00 | time      | met_late    | 0
            """
        },
        answers=(50,),
    ),
    Paragraph(
        title="When the clocks go forward an hour is lost",
        prose="Twenty-four hours from nine on the Saturday are ten on the Sunday.",
        rule=DAY,
        facts="""
            referral    | date
                        | 2024-03-30 09:00
            final_order | date
                        | 2024-03-31 10:00
        """,
        clocks={
            "2024-04-30": """
                due_at           | met        | status
                2024-03-31 10:00 | 2024-03-31 | met_on_time
            """
        },
        answers=(50,),
    ),
    Paragraph(
        title="When the clocks go back an hour is gained",
        prose="Twenty-four hours from nine on the Saturday are eight on the Sunday.",
        rule=DAY,
        facts="""
            referral    | date
                        | 2024-10-26 09:00
            final_order | date
                        | 2024-10-27 08:01
        """,
        clocks={
            "2024-11-30": """
                due_at           | met        | status
                2024-10-27 08:00 | 2024-10-27 | met_late
            """
        },
        answers=(50,),
    ),
    Paragraph(
        title="A time that comes twice is the earlier, and one that is skipped is not known",
        prose="""
            On 27 October 2024 half past one came twice, and the first is meant. On 31 March 2024 there was no half
            past one: that clock is judged by dates.
        """,
        rule=DAY,
        facts="""
            referral    | date
                        | 2024-03-31 01:30
                        | 2024-10-26 01:30
            final_order | date
                        | 2024-04-01 23:00
                        | 2024-10-27 01:30
        """,
        clocks={
            "2024-11-30": """
                start      | due        | due_at           | precision | status
                2024-03-31 | 2024-04-01 |                  | date      | met_on_time
                2024-10-26 | 2024-10-27 | 2024-10-27 01:30 | time      | met_on_time
            """
        },
        answers=(50,),
    ),
    Paragraph(
        title="Where one side has no time, days decide",
        prose="The limit is then the start and as many days as the hours begin: one for 24 hours, three for 72.",
        rule=DAY,
        facts="""
            referral    | date
                        | 2024-01-08 09:00
                        | 2024-01-15
            final_order | date
                        | 2024-01-09
                        | 2024-01-17 00:01
        """,
        clocks={
            "2024-01-31": """
                start      | due        | due_at | precision | status
                2024-01-08 | 2024-01-09 |        | date      | met_on_time
                2024-01-15 | 2024-01-16 |        | date      | met_late
            """
        },
        answers=(50,),
    ),
    Paragraph(
        title="An open clock is overdue on the day on which it runs out",
        prose="A clock is read as at the end of the day, and by then nine in the morning is past.",
        rule=DAY,
        facts="""
            referral | date
                     | 2024-01-08 09:00
        """,
        clocks={
            "2024-01-08": """
                due_at           | status  | days_left
                2024-01-09 09:00 | running | 1
            """,
            "2024-01-09": """
                due_at           | status  | days_late
                2024-01-09 09:00 | overdue | 0
            """,
        },
        answers=(50,),
    ),
    Paragraph(
        title="Days are taken whole where no time is known",
        prose="Thirty-six hours from some time on 8 January have surely passed on the 10th.",
        rule="""
            starts: referral
            met_by: final_order
            within: 36 hours
        """,
        facts="""
            referral    | date
                        | 2024-01-08
            final_order | date
                        | 2024-01-10
        """,
        clocks={
            "2024-01-31": """
                due        | precision | status
                2024-01-10 | date      | met_on_time
            """
        },
        answers=(50,),
    ),
)
