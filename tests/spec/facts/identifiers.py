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
    Paragraph(
        title="The own identifiers of two facts say nothing about each other",
        prose="""
            Each assessment has an `id` of its own. That they differ does not keep the second from answering the first.
        """,
        rule="""
            starts: health_assessment
            met_by: health_assessment
            within: 6 months
        """,
        facts="""
            health_assessment | date       | id
                              | 2023-07-10 | H1
                              | 2024-01-08 | H2
        """,
        clocks={
            "2024-01-31": """
                start      | met        | matched_by | status
                2023-07-10 | 2024-01-08 | date       | met_on_time
                2024-01-08 |            |            | running
            """
        },
        answers=(9,),
    ),
    Paragraph(
        title="One identifier that differs is enough",
        prose="""
            The decision names this assessment and another referral than its own. One of the two is a mistake, and
            nobody can say which: the decision does not answer the clock.
        """,
        rule="""
            starts: assessment.start
            met_by: assessment_authorised
            within: 10 days
        """,
        facts="""
            referral              | date       | id
                                  | 2024-01-01 | R1
                                  | 2024-01-02 | R2
            assessment            | start      | id | referral
                                  | 2024-01-03 | A1 | R1
            assessment_authorised | date       | assessment | referral
                                  | 2024-01-08 | A1         | R2
        """,
        clocks={
            "2024-01-09": """
                start      | met | status
                2024-01-03 |     | running
            """
        },
        answers=(9,),
    ),
    Paragraph(
        title="A decision in other proceedings moves no date",
        prose="""
            The court extended the first proceedings on a day on which both ran. The second are due when they were.
        """,
        rule="""
            starts: proceedings_issued
            met_by: final_order
            within: 10 days
            extended_by: {event: court_extension, until: until}
        """,
        facts="""
            proceedings_issued | date       | id
                               | 2024-01-01 | P1
                               | 2024-01-02 | P2
            court_extension    | date       | proceedings | until
                               | 2024-01-05 | P1          | 2024-01-31
        """,
        clocks={
            "2024-01-10": """
                start      | due_first  | due
                2024-01-01 | 2024-01-11 | 2024-01-31
                2024-01-02 | 2024-01-12 | 2024-01-12
            """
        },
        answers=(11,),
    ),
    Paragraph(
        title="An order in other proceedings ends no duty",
        prose="The order names the first proceedings, and the second go on.",
        rule="""
            starts: proceedings_issued
            met_by: case_management_hearing
            within: 12 days
            ends_when: final_order
        """,
        facts="""
            proceedings_issued | date       | id
                               | 2024-01-01 | P1
                               | 2024-01-02 | P2
            final_order        | date       | proceedings
                               | 2024-01-08 | P1
        """,
        clocks={
            "2024-01-10": """
                start      | ended      | status
                2024-01-01 | 2024-01-08 | ended_before_due
                2024-01-02 |            | running
            """
        },
        answers=(11,),
    ),
)
