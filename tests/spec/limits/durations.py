"""Durations

A duration is a number or an attribute, then `day`, `week`, `month`, `year` or `hour` (or the plural), with `working`
or the name of a calendar before `days`, and after it nothing, `beginning with the start` or `before the start`.
"""

from tests.spec.paragraphs import Paragraph

SINCE_1970 = "    versions: [{from: 1970-01-01, cite: an Act, verified: false}]\n"

PARAGRAPHS = (
    Paragraph(
        title="Days and weeks are exact",
        prose="""
            Within fourteen days of 2 October the last day is 16 October (the Civil Procedure Rules' own example). A
            limit in weeks ends on the same day of the week, and nothing moves because of a weekend or a holiday.
        """,
        rule="""
            starts: referral
            met_by: final_order
            within: 14 days
        """,
        facts="""
            referral    | date
                        | 2023-10-02
            final_order | date
                        | 2023-10-16
        """,
        clocks={
            "2024-01-31": """
                limit   | due        | status
                14 days | 2023-10-16 | met_on_time
            """
        },
    ),
    Paragraph(
        title="A month ends on the corresponding date",
        prose="""
            Four months from 30 September end on 30 January, not on the last of the month: in the case from which this
            is taken, an application on 31 January 1979 was one day late.
        """,
        rule=f"""
    starts: referral
    met_by: final_order
    within: 4 months
{SINCE_1970}""",
        facts="""
            referral    | date
                        | 1978-09-30
            final_order | date
                        | 1979-01-31
        """,
        clocks={
            "1980-01-01": """
                due        | met        | status   | days_late
                1979-01-30 | 1979-01-31 | met_late | 1
            """
        },
    ),
    Paragraph(
        title="Where the month has no such date, its last day is the last day",
        prose="31 July and two months is 30 September; 30 November and three months is the end of February.",
        rule="""
            starts: referral
            met_by: final_order
            within:
              - {when: {no_further_action: true}, limit: 3 months}
              - {limit: 2 months}
        """,
        facts="""
            referral | date       | no_further_action
                     | 2017-07-31 | false
                     | 2022-11-30 | true
                     | 2023-11-30 | true
        """,
        clocks={
            "2024-02-29": """
                start      | limit    | due
                2017-07-31 | 2 months | 2017-09-30
                2022-11-30 | 3 months | 2023-02-28
                2023-11-30 | 3 months | 2024-02-29
            """
        },
    ),
    Paragraph(
        title="A year is twelve months",
        prose="A year from 29 February ends on 28 February.",
        rule="""
            starts: referral
            met_by: final_order
            within: 1 year
        """,
        facts="""
            referral | date
                     | 2024-02-29
        """,
        clocks={
            "2025-02-28": """
                limit  | due        | status  | days_left
                1 year | 2025-02-28 | running | 0
            """
        },
    ),
    Paragraph(
        title="A period that begins with the start has the start as its first day",
        prose="""
            The Children Act says "within twenty-six weeks beginning with the day on which the application was
            issued": the last day is one earlier than it would be otherwise. Only days, working days and weeks are
            counted so.
        """,
        rule="""
            starts: proceedings_issued
            met_by: final_order
            within: 26 weeks beginning with the start
        """,
        facts="""
            proceedings_issued | date
                               | 2016-04-29
            final_order        | date
                               | 2016-10-28
        """,
        clocks={
            "2017-01-01": """
                limit                             | due        | status
                26 weeks beginning with the start | 2016-10-27 | met_late
            """
        },
    ),
    Paragraph(
        title="The number may be an attribute",
        prose="""
            A plan sets its own interval. A bare name is an attribute of the clock's spell, or else of the fact that
            started it.
        """,
        rule="""
            starts: cp_plan.start
            met_by: cp_visit
            within: visit_every days
        """,
        facts="""
            cp_plan | start      | end        | visit_every
                    | 2024-01-01 | 2024-01-31 | 10
                    | 2024-03-01 |            | 1
        """,
        clocks={
            "2024-03-01": """
                start      | limit   | due
                2024-01-01 | 10 days | 2024-01-11
                2024-03-01 | 1 day   | 2024-03-02
            """
        },
    ),
    Paragraph(
        title="A due date on a weekend stays there",
        prose="A week from Saturday ends on Saturday.",
        rule="""
            starts: placement.start
            met_by: cla_visit
            within: 1 week
        """,
        facts="""
            placement | start
                      | 2024-01-06
            cla_visit | date
                      | 2024-01-14
        """,
        clocks={
            "2024-01-31": """
                due        | met        | status   | days_late | working_days_late
                2024-01-13 | 2024-01-14 | met_late | 1         | 0
            """
        },
    ),
    Paragraph(
        title="Dates are counted between 1900 and 2100",
        prose="Beyond that a date is a slip of the pen, and the clock says that it cannot be judged.",
        rule="""
            starts: referral
            met_by: final_order
            within: 90 years
        """,
        facts="""
            referral | date
                     | 2010-12-31
                     | 2011-01-01
        """,
        clocks={
            "2024-01-31": """
                start      | due        | status       | reason
                2010-12-31 | 2100-12-31 | running      |
                2011-01-01 |            | unassessable | outside the calendar
            """
        },
        answers=(48,),
    ),
)
