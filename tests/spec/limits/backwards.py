"""Counted before the start

Some duties lie before an event: a report two working days before the conference. The clock starts on the conference,
and is due before it.
"""

from tests.spec.paragraphs import Paragraph

REPORT = """
    starts: {event: conference_booked, at: held_on}
    met_by: report_shared
    within: 2 working days before the start
"""

PARAGRAPHS = (
    Paragraph(
        title="No later than so many working days before",
        prose="""
            Before Tuesday 2 April 2024, the day after Easter Monday, the first working day is Thursday 28 March, and
            the second is Wednesday 27 March. The day of the conference is not counted.
        """,
        rule=REPORT,
        facts="""
            conference_booked | date       | held_on
                              | 2024-03-12 | 2024-04-02
            report_shared     | date
                              | 2024-03-28
        """,
        clocks={
            "2024-04-01": """
                start      | due        | met        | status   | days_late
                2024-04-02 | 2024-03-27 | 2024-03-28 | met_late | 1
            """
        },
        answers=(33,),
    ),
    Paragraph(
        title="An event is for the nearest start after it",
        prose="One report, two conferences: it is for the first, and the second has none yet.",
        rule=REPORT,
        facts="""
            conference_booked | date       | held_on
                              | 2024-01-02 | 2024-01-19
                              | 2024-01-03 | 2024-02-16
            report_shared     | date
                              | 2024-01-17
        """,
        clocks={
            "2024-02-15": """
                start      | due        | met        | status
                2024-01-19 | 2024-01-17 | 2024-01-17 | met_on_time
                2024-02-16 | 2024-02-14 |            | overdue
            """
        },
        answers=(33,),
    ),
    Paragraph(
        title="The clock ends on its start",
        prose="A report shared after the conference is not a report for it. The reason is `start reached`.",
        rule=REPORT,
        facts="""
            conference_booked | date       | held_on
                              | 2024-01-02 | 2024-01-19
        """,
        clocks={
            "2024-01-18": """
                due        | ended | status  | reason
                2024-01-17 |       | overdue |
            """,
            "2024-01-19": """
                due        | ended      | status    | reason
                2024-01-17 | 2024-01-19 | never_met | start reached
            """,
        },
        answers=(33,),
    ),
    Paragraph(
        title="An event on the day itself counts, and is late",
        prose="The report was shared at the conference: better than never, and two working days after it was due.",
        rule=REPORT,
        facts="""
            conference_booked | date       | held_on
                              | 2024-01-02 | 2024-01-19
            report_shared     | date
                              | 2024-01-19
        """,
        clocks={
            "2024-01-31": """
                due        | met        | ended | status   | days_late
                2024-01-17 | 2024-01-19 |       | met_late | 2
            """
        },
        answers=(33,),
    ),
)
