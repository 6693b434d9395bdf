"""Identifiers

Most facts of most councils carry none, and dates decide. Where facts carry identifiers they are believed: `id` is the
fact's own, and any other, such as `referral` or `enquiry`, refers to another fact.
"""

from tests.spec.paragraphs import Paragraph

ASSESSMENT = """
    starts: referral
    met_by: [initial_assessment_completed, assessment_authorised]
    within: 10 days
"""

PARAGRAPHS = (
    Paragraph(
        title="Two facts are linked when what both carry agrees",
        prose="""
            The assessment refers to the first referral and answers that one. Its own `id` is compared with nothing:
            two facts are never the same fact.
        """,
        rule=ASSESSMENT,
        facts="""
            referral                     | date       | id
                                         | 2024-01-01 | R1
                                         | 2024-01-03 | R2
            initial_assessment_completed | date       | id | referral
                                         | 2024-01-05 | X  | R1
        """,
        clocks={
            "2024-01-06": """
                start      | met        | matched_by | status
                2024-01-01 | 2024-01-05 | identifier | met_on_time
                2024-01-03 |            |            | running
            """
        },
        answers=(9,),
    ),
    Paragraph(
        title="A reference that leads nowhere is not known",
        prose="""
            No other fact of the child carries R9, so the assessment is as good as one that names no referral, and
            dates decide. The dangling reference is a finding.
        """,
        rule=ASSESSMENT,
        facts="""
            referral                     | date       | id
                                         | 2024-01-01 | R1
            initial_assessment_completed | date       | referral
                                         | 2024-01-05 | R9
        """,
        clocks={
            "2024-01-06": """
                met        | matched_by | status
                2024-01-05 | date       | met_on_time
            """
        },
        answers=(10,),
        findings=("reference to nothing",),
    ),
    Paragraph(
        title="Two facts that both carry the reference believe each other",
        prose="""
            Two facts name R9, which may be a referral that the extract does not have. It is not the one that it has.
        """,
        rule=ASSESSMENT,
        facts="""
            referral                     | date       | id
                                         | 2024-01-01 | R1
            initial_assessment_completed | date       | referral
                                         | 2024-01-05 | R9
            assessment_authorised        | date       | referral
                                         | 2024-01-06 | R9
        """,
        clocks={
            "2024-01-06": """
                met | matched_by | status
                    |            | running
            """
        },
        answers=(10, 11),
    ),
    Paragraph(
        title="Facts that are at odds never bear on each other",
        prose="The transfer-in conference belongs to the other enquiry, and excuses nothing in this one.",
        rule="""
            starts: {event: strategy_discussion, first_in: section_47_enquiry}
            met_by: initial_cp_conference
            within: 15 working days
            excluded:
              - {event: transfer_in_conference, reason: transfer-in conference held instead}
        """,
        facts="""
            section_47_enquiry     | start      | id
                                   | 2024-03-20 | E1
                                   | 2024-03-20 | E2
            strategy_discussion    | date       | enquiry
                                   | 2024-03-20 | E1
            transfer_in_conference | date       | enquiry
                                   | 2024-03-22 | E2
        """,
        clocks={
            "2024-03-25": """
                start      | status
                2024-03-20 | running
            """
        },
        answers=(11,),
    ),
    Paragraph(
        title="A joined spell has the identifiers of its first part",
        prose="""
            The two rows are one plan. A clock that starts with it carries what its first part carries, and a visit
            that names the plan is linked to it, although it falls in the second part.
        """,
        rule="""
            starts: cp_plan.start
            met_by: cp_visit
            within: 10 days
        """,
        facts="""
            cp_plan  | start      | end        | id
                     | 2024-01-01 | 2024-01-05 | P1
                     | 2024-01-06 |            |
            cp_visit | date       | plan
                     | 2024-01-08 | P1
        """,
        clocks={
            "2024-01-09": """
                spell_start | met        | matched_by | start_source
                2024-01-01  | 2024-01-08 | identifier | cp_plan 1
            """
        },
        answers=(12,),
    ),
)
