"""When missing it is excused."""

from tests.spec.paragraphs import Paragraph

DECLINED = """
    starts: looked_after.start
    met_by: health_assessment
    within: 20 days
    excepted:
      - {event: health_declined, where: {declined_by: young person}, reason: young person declined}
"""

PARAGRAPHS = (
    Paragraph(
        title="An exception excuses what is late, and nothing else",
        prose="""
            The duty applies, and may still be met in time. As long as it is not late the exception is not shown: a
            reason is shown only where it decides the status.
        """,
        rule=DECLINED,
        facts="""
            looked_after    | start
                            | 2024-01-01
            health_declined | date       | declined_by
                            | 2024-01-15 | young person
        """,
        clocks={
            "2024-01-21": """
                due        | status  | reason                | days_late
                2024-01-21 | running |                       |
            """,
            "2024-01-22": """
                due        | status   | reason                | days_late
                2024-01-21 | excepted | young person declined | 1
            """,
        },
        answers=(38,),
    ),
    Paragraph(
        title="Met late for a recorded reason",
        prose="The meeting stands, and so does the reason.",
        rule=DECLINED,
        facts="""
            looked_after      | start
                              | 2024-01-01
            health_declined   | date       | declined_by
                              | 2024-01-15 | young person
            health_assessment | date
                              | 2024-02-15
        """,
        clocks={
            "2024-02-29": """
                due        | met        | status   | reason                | days_late
                2024-01-21 | 2024-02-15 | excepted | young person declined | 25
            """
        },
        answers=(38,),
    ),
    Paragraph(
        title="An exception after the due date is shown, and excuses nothing",
        prose="`late: true` on the entry would let it count.",
        rule=DECLINED,
        facts="""
            looked_after    | start
                            | 2024-01-01
            health_declined | date       | declined_by
                            | 2024-01-22 | young person
        """,
        clocks={
            "2024-02-29": """
                due        | status  | reason                | reason_source
                2024-01-21 | overdue | young person declined | health_declined 1
            """
        },
        answers=(38,),
    ),
    Paragraph(
        title="A reason that always holds",
        prose="""
            An entry with neither condition nor event holds for every clock that is missed under that version: for a
            time in which the law had no number.
        """,
        rule="""
            starts: referral
            met_by: final_order
            within: 10 days
            versions:
              - {from: 2015-01-01, cite: an Act, verified: false}
              - from: 2020-03-24
                cite: a relaxation
                verified: false
                excepted: [{reason: as soon as practicable}]
              - {from: 2020-09-25, cite: an Act, verified: false}
        """,
        facts="""
            referral | date
                     | 2020-03-23
                     | 2020-03-24
                     | 2020-09-25
        """,
        clocks={
            "2020-12-31": """
                start      | version    | status   | reason
                2020-03-23 | 2015-01-01 | overdue  |
                2020-03-24 | 2020-03-24 | excepted | as soon as practicable
                2020-09-25 | 2020-09-25 | overdue  |
            """
        },
    ),
)
