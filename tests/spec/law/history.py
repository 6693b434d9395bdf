"""Where an extract begins

Beside the facts stands `extract.yaml`, which may say from when each table is complete. What lies before that day is
not known not to have happened.
"""

from tests.spec.paragraphs import Paragraph

VISIT = """
    starts: cp_plan.start
    met_by: cp_visit
    repeats: true
    within: 10 days
"""
REFERRAL = """
    starts: referral
    met_by: final_order
    within: 10 days
"""

PARAGRAPHS = (
    Paragraph(
        title="A child not seen since the extract begins turns red, not grey",
        prose="""
            A clock of a chain that is open when the history begins restarts on the day before it, with `precision:
            history`: at the best the child was seen on that day.
        """,
        rule=VISIT,
        facts="""
            cp_plan | start
                    | 2023-01-01
        """,
        clocks={
            "2024-01-20": """
                occurrence | start      | due        | precision | status
                           | 2023-12-31 | 2024-01-10 | history   | overdue
            """
        },
        complete_from={"cp_visit": "2024-01-01"},
        answers=(22,),
    ),
    Paragraph(
        title="A clock that begins with its spell, inside the history, is whole",
        prose="The plan began on the day before the history, or later: its first clock is occurrence 1.",
        rule=VISIT,
        facts="""
            cp_plan | start
                    | 2023-12-31
        """,
        clocks={
            "2024-01-20": """
                occurrence | start      | precision | status
                1          | 2023-12-31 |           | overdue
            """
        },
        complete_from={"cp_visit": "2024-01-01"},
        answers=(22,),
    ),
    Paragraph(
        title="Any other clock from before the history is judged only if it was met in time",
        prose="""
            Both referrals lie before the day from which the orders are complete. The order that is there met the
            second in time; the first cannot be judged.
        """,
        rule=REFERRAL,
        facts="""
            referral    | date
                        | 2023-12-01
                        | 2023-12-30
            final_order | date
                        | 2024-01-05
        """,
        clocks={
            "2024-01-20": """
                start      | met        | status       | reason               | since
                2023-12-01 |            | unassessable | history begins later | 50
                2023-12-30 | 2024-01-05 | met_on_time  |                      |
            """
        },
        complete_from={"final_order": "2024-01-01"},
        answers=(22,),
    ),
    Paragraph(
        title="A spell without a start began before the history",
        prose="""
            In a table that is complete from a day on, a spell without a start starts on the day before it. None of
            its clocks has an occurrence, and the first has `precision: history`.
        """,
        rule=VISIT,
        facts="""
            cp_plan  | start | id
                     |       | P1
            cp_visit | date
                     | 2024-02-03
        """,
        clocks={
            "2024-02-04": """
                occurrence | start      | precision | met        | status
                           | 2024-01-31 | history   | 2024-02-03 | met_on_time
                           | 2024-02-03 |           |            | running
            """
        },
        complete_from={"cp_plan": "2024-02-01", "cp_visit": "2024-02-01"},
        answers=(7, 22),
    ),
    Paragraph(
        title="A child who moved in has a history of their own",
        prose="""
            `complete_from` in the child table holds where it is later than the table's. In the whole history of the
            other child nobody visited.
        """,
        rule=VISIT,
        facts="""
            child   | child_id | complete_from
                    | 1        | 2024-01-01
                    | 2        |
            cp_plan | child_id | start
                    | 1        | 2023-06-01
                    | 2        | 2023-06-01
        """,
        clocks={
            "2024-01-05": """
                child_id | start      | precision | due        | status
                1        | 2023-12-31 | history   | 2024-01-10 | running
                2        | 2023-06-01 |           | 2023-06-11 | overdue
            """
        },
        answers=(22,),
    ),
)
