"""Working days and other calendars

A working day is not a Saturday, a Sunday, Good Friday, Christmas Day or a bank holiday in England and Wales. The
table of holidays is dated and has its source; council closure days and school holidays are working days.
"""

from tests.spec.paragraphs import Paragraph

FIFTEEN = """
    starts: referral
    met_by: assessment_authorised
    within: 15 working days
"""

PARAGRAPHS = (
    Paragraph(
        title="The day of the start is day 0, and holidays do not count",
        prose="""
            An inspection report published on 7 July 2016 gave seventy working days and named the last of them: 14
            October. Only this way of counting, with the bank holiday of 29 August left out, finds that date.
        """,
        rule="""
            starts: referral
            met_by: assessment_authorised
            within: 70 working days
        """,
        facts="""
            referral              | date
                                  | 2016-07-07
            assessment_authorised | date
                                  | 2016-10-14
        """,
        clocks={
            "2017-01-01": """
                due        | status
                2016-10-14 | met_on_time
            """
        },
    ),
    Paragraph(
        title="Christmas, Easter and holidays by proclamation",
        prose="""
            Fifteen working days across Christmas, Easter, VE Day moved to a Friday, the Platinum Jubilee, a state
            funeral and a coronation.
        """,
        rule=FIFTEEN,
        facts="""
            referral | date
                     | 2015-12-21
                     | 2016-03-23
                     | 2020-05-07
                     | 2022-05-31
                     | 2022-09-09
                     | 2023-05-05
        """,
        clocks={
            "2024-01-01": """
                start      | due
                2015-12-21 | 2016-01-14
                2016-03-23 | 2016-04-15
                2020-05-07 | 2020-06-01
                2022-05-31 | 2022-06-23
                2022-09-09 | 2022-10-03
                2023-05-05 | 2023-05-30
            """
        },
    ),
    Paragraph(
        title="After a start on a day that does not count, the next working day is day 1",
        prose="A referral on Saturday is due when one on the Friday before it is: each has Monday as its first day.",
        rule=FIFTEEN,
        facts="""
            referral | date
                     | 2024-01-05
                     | 2024-01-06
        """,
        clocks={
            "2024-01-08": """
                start      | due
                2024-01-05 | 2024-01-26
                2024-01-06 | 2024-01-26
            """
        },
    ),
    Paragraph(
        title="Counted beginning with a day that does not count",
        prose="""
            The first working day on or after the start is day 1: the Thursday itself, and for the Saturday in the
            Easter weekend the Tuesday after it.
        """,
        rule="""
            starts: proceedings_issued
            met_by: case_management_hearing
            within: 1 working day beginning with the start
        """,
        facts="""
            proceedings_issued | date
                               | 2024-03-28
                               | 2024-03-30
        """,
        clocks={
            "2024-03-31": """
                start      | due
                2024-03-28 | 2024-03-28
                2024-03-30 | 2024-04-02
            """
        },
    ),
    Paragraph(
        title="The amber window counts back from the day before the due date",
        prose="""
            The fifteenth working day is Friday 12 April 2024; five working days back from it is Friday the 5th.
        """,
        rule=f"{FIFTEEN}    due_soon: 5 working days\n",
        facts="""
            referral | date
                     | 2024-03-20
        """,
        clocks={
            "2024-04-04": """
                due        | status
                2024-04-12 | running
            """,
            "2024-04-05": """
                due        | status
                2024-04-12 | due_soon
            """,
        },
        answers=(49,),
    ),
    Paragraph(
        title="A limit that leads outside the calendar is not guessed",
        prose="""
            The table of holidays runs from 1995 to 2030. A start before it, or a limit beyond it, cannot be judged.
        """,
        rule="""
            starts: referral
            met_by: assessment_authorised
            within: 10 working days
            versions: [{from: 1990-01-01, cite: an Act, verified: false}]
        """,
        facts="""
            referral | date
                     | 1994-12-31
                     | 1995-01-01
                     | 2030-12-20
        """,
        clocks={
            "2030-12-25": """
                start      | due        | status       | reason
                1994-12-31 |            | unassessable | outside the calendar
                1995-01-01 | 1995-01-16 | overdue      |
                2030-12-20 |            | unassessable | outside the calendar
            """
        },
        answers=(48,),
    ),
    Paragraph(
        title="A council's own calendar",
        prose="""
            A file `school.csv` in the council's `rules/calendar/` lists the days that count, and a rule names it.
            This one lists 3 to 6 and 9 to 13 September 2024.
        """,
        rule="""
            starts: referral
            met_by: assessment_authorised
            within: 5 school days
        """,
        facts="""
            referral | date
                     | 2024-09-03
                     | 2024-09-10
        """,
        clocks={
            "2024-09-11": """
                start      | due        | reason
                2024-09-03 | 2024-09-10 |
                2024-09-10 |            | outside the calendar
            """
        },
        answers=(48,),
    ),
)
