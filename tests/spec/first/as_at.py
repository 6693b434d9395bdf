"""Reading as at a day

A clock is read as at the end of a day, from what had happened by then. The same facts read as at an earlier day give
what a manager would have seen on that day.
"""

from tests.spec.paragraphs import Paragraph

VISITS = """
    starts: cp_plan.start
    met_by: cp_visit
    within: 10 days
"""

PARAGRAPHS = (
    Paragraph(
        title="What is dated later is not yet known",
        prose="""
            An event of tomorrow has not happened; a spell that ends tomorrow runs; a child who dies tomorrow lives. A
            fact dated later than the day never changes what is read as at that day.
        """,
        rule=VISITS,
        facts="""
            child    | born       | died
                     | 2010-01-01 | 2024-02-02
            cp_plan  | start      | end
                     | 2024-01-01 | 2024-02-02
            cp_visit | date
                     | 2024-02-02
        """,
        clocks={
            "2024-02-01": """
                due        | met | ended | status
                2024-01-11 |     |       | overdue
            """,
            "2024-02-02": """
                due        | met        | ended | status
                2024-01-11 | 2024-02-02 |       | met_late
            """,
        },
        answers=(1,),
    ),
    Paragraph(
        title="What was recorded later can be left out",
        prose="""
            `--known-at` leaves out facts, and ends of spells, that were recorded after a day: what the system knew
            then. The frequency of this plan was recorded on 3 January as 10 days and put right on 9 January to 7.
        """,
        rule="""
            starts: cp_plan.start
            met_by: cp_visit
            within: visit_every days
        """,
        facts="""
            cp_plan | start      | id | visit_every | recorded_on
                    | 2024-01-01 | P1 | 10          | 2024-01-03
                    | 2024-01-01 | P1 | 7           | 2024-01-09
        """,
        clocks={
            "2024-01-10": """
                limit   | due        | status
                10 days | 2024-01-11 | running
            """
        },
        known_at="2024-01-05",
        answers=(4,),
    ),
    Paragraph(
        title="An end that lies ahead has not come",
        prose="""
            An assessment that is to end tomorrow runs today, and its end answers nothing before its day.
        """,
        rule="""
            starts: referral
            met_by: assessment.end
            within: 10 days
        """,
        facts="""
            referral   | date
                       | 2024-01-01
            assessment | start      | end
                       | 2024-01-02 | 2024-01-09
        """,
        clocks={
            "2024-01-08": """
                due        | met        | status
                2024-01-11 |            | running
            """,
            "2024-01-09": """
                due        | met        | status
                2024-01-11 | 2024-01-09 | met_on_time
            """,
        },
        answers=(1,),
    ),
    Paragraph(
        title="An end that was recorded later can be left out",
        prose="The plan ended on 5 January, which the system learned on 1 February. In January it ran.",
        rule=VISITS,
        facts="""
            cp_plan | start      | end        | recorded_on | end_recorded_on
                    | 2024-01-01 | 2024-01-05 | 2024-01-02  | 2024-02-01
        """,
        clocks={
            "2024-02-02": """
                due        | ended | status
                2024-01-11 |       | overdue
            """
        },
        known_at="2024-01-31",
        answers=(4,),
    ),
)
