"""A clock."""

from tests.spec.paragraphs import Paragraph

TEN_DAYS = """
    starts: referral
    met_by: assessment_authorised
    within: 10 days
"""
AMBER = f"{TEN_DAYS}    due_soon: 3 days\n"

PARAGRAPHS = (
    Paragraph(
        title="Three keys make a rule",
        prose="""
            `starts` says what starts a clock, `met_by` what meets it, `within` how long there is. The day of the
            start is day 0: ten days from 1 January end on 11 January, and that day is still in time.
        """,
        rule=TEN_DAYS,
        facts="""
            referral              | date
                                  | 2024-01-01
            assessment_authorised | date
                                  | 2024-01-11
        """,
        clocks={
            "2024-01-31": """
                start      | limit   | due        | met        | status
                2024-01-01 | 10 days | 2024-01-11 | 2024-01-11 | met_on_time
            """
        },
    ),
    Paragraph(
        title="A day later is late",
        prose="""
            The clock says how late: in days, and in working days, of which 12 January 2024, a Friday, is one.
        """,
        rule=TEN_DAYS,
        facts="""
            referral              | date
                                  | 2024-01-01
            assessment_authorised | date
                                  | 2024-01-12
        """,
        clocks={
            "2024-01-31": """
                due        | met        | status   | days_late | working_days_late
                2024-01-11 | 2024-01-12 | met_late | 1         | 1
            """
        },
    ),
    Paragraph(
        title="A clock that nothing has met is open",
        prose="""
            It runs up to and with its last day, and is overdue from the next. `days_left` counts down to the last
            day.
        """,
        rule=TEN_DAYS,
        facts="""
            referral | date
                     | 2024-01-01
        """,
        clocks={
            "2024-01-11": """
                due        | met | status  | days_left | days_late
                2024-01-11 |     | running | 0         |
            """,
            "2024-01-12": """
                due        | met | status  | days_left | days_late
                2024-01-11 |     | overdue |           | 1
            """,
        },
        answers=(53,),
    ),
    Paragraph(
        title="An amber window warns before the date",
        prose="""
            `due_soon` says how long before the date a clock turns amber; its first day is the date less the window.
            Without the key there is no amber.
        """,
        rule=AMBER,
        facts="""
            referral | date
                     | 2024-01-01
        """,
        clocks={
            "2024-01-07": """
                due        | status
                2024-01-11 | running
            """,
            "2024-01-08": """
                due        | status
                2024-01-11 | due_soon
            """,
        },
        answers=(49,),
    ),
    Paragraph(
        title="Every clock shows the facts behind it",
        prose="""
            The evidence is the row that started it and the row that met it, so that anybody can look them up.
        """,
        rule=TEN_DAYS,
        facts="""
            referral              | date
                                  | 2023-06-01
                                  | 2024-01-01
            assessment_authorised | date
                                  | 2024-01-05
        """,
        clocks={
            "2024-01-31": """
                start      | start_source | occurrence | met        | met_source              | status
                2023-06-01 | referral 1   | 1          |            |                         | never_met
                2024-01-01 | referral 2   | 2          | 2024-01-05 | assessment_authorised 1 | met_on_time
            """
        },
        answers=(18,),
    ),
)
