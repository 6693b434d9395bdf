"""Rows that say the same."""

from tests.spec.paragraphs import Paragraph

PLAN = """
    starts: cp_plan.start
    met_by: cp_visit
    within: visit_every days
"""

PARAGRAPHS = (
    Paragraph(
        title="An exact duplicate is one fact",
        prose="Rows that repeat another in everything are left out, and counted as findings.",
        rule="""
            starts: referral
            met_by: final_order
            within: 10 days
        """,
        facts="""
            referral | date       | no_further_action
                     | 2024-01-01 | false
                     | 2024-01-01 | false
        """,
        clocks={
            "2024-01-05": """
                start      | start_source | status
                2024-01-01 | referral 1   | running
            """
        },
        answers=(4,),
        findings=("exact duplicate",),
    ),
    Paragraph(
        title="Rows of one day with one identifier are one fact",
        prose="The one recorded last holds; where that is not known, the last row.",
        rule=PLAN,
        facts="""
            cp_plan | start      | id | visit_every | recorded_on
                    | 2024-01-01 | P1 | 7           | 2024-01-09
                    | 2024-01-01 | P1 | 10          | 2024-01-03
        """,
        clocks={
            "2024-01-10": """
                limit  | due        | start_source
                7 days | 2024-01-08 | cp_plan 1
            """
        },
        answers=(4,),
        findings=("same id and day as another row",),
    ),
    Paragraph(
        title="One identifier on two days is two facts",
        prose="Which of the two is wrong cannot be known, so both are believed, and the second is a finding.",
        rule="""
            starts: referral
            met_by: final_order
            within: 10 days
        """,
        facts="""
            referral | date       | id
                     | 2024-01-01 | R1
                     | 2024-01-03 | R1
        """,
        clocks={
            "2024-01-05": """
                start      | status
                2024-01-01 | running
                2024-01-03 | running
            """
        },
        findings=("one id on different days",),
    ),
    Paragraph(
        title="Among equals the first in the rule, then the first row, is the evidence",
        prose="""
            Facts of one kind are in order of their date and then of their row. Of several facts of one day that are
            one meeting, the evidence is of the kind that the rule names first, and then the first row.
        """,
        rule="""
            starts: referral
            met_by: [initial_assessment_completed, assessment_authorised]
            within: 10 days
        """,
        facts="""
            referral                     | date
                                         | 2024-01-01
            assessment_authorised        | date
                                         | 2024-01-05
            initial_assessment_completed | date       | id
                                         | 2024-01-05 | A1
                                         | 2024-01-05 | A2
        """,
        clocks={
            "2024-01-31": """
                met        | met_source
                2024-01-05 | initial_assessment_completed 1
            """
        },
        answers=(3,),
    ),
)
