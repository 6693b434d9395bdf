"""Events that meet a clock."""

from tests.spec.paragraphs import Paragraph

PARAGRAPHS = (
    Paragraph(
        title="One of several events may meet it",
        prose="A list names them all; the first to come meets the clock.",
        rule="""
            starts: pre_proceedings_letter
            met_by: [proceedings_issued, pre_proceedings_ended]
            within: 16 weeks
        """,
        facts="""
            pre_proceedings_letter | date
                                   | 2024-01-08
            pre_proceedings_ended  | date
                                   | 2024-04-15
            proceedings_issued     | date
                                   | 2024-04-22
        """,
        clocks={
            "2024-05-01": """
                due        | met        | met_source
                2024-04-29 | 2024-04-15 | pre_proceedings_ended 1
            """
        },
        answers=(30,),
    ),
    Paragraph(
        title="Each may have its own condition",
        prose="""
            A visit counts if the child was seen; before birth any visit counts. `before_birth` holds of an event
            dated before the child's birth date, which is the expected one of an unborn child.
        """,
        rule="""
            starts: cp_plan.start
            met_by:
              - {event: cp_visit, where: {child_seen: true}}
              - {event: cp_visit, where: {before_birth: true}}
            within: 20 days
        """,
        facts="""
            child    | born
                     | 2024-01-15
            cp_plan  | start
                     | 2024-01-08
            cp_visit | date       | child_seen
                     | 2024-01-14 | false
        """,
        clocks={
            "2024-01-20": """
                spell_start | met        | status
                2024-01-08  | 2024-01-14 | met_on_time
            """
        },
    ),
    Paragraph(
        title="The start of a spell can meet a clock",
        prose="The day of moving in with adopters is the start of a spell.",
        rule="""
            starts: looked_after.start
            met_by: placed_for_adoption.start
            within: 426 days
        """,
        facts="""
            looked_after        | start
                                | 2023-01-02
            placed_for_adoption | start
                                | 2024-03-03
        """,
        clocks={
            "2024-05-31": """
                due        | met        | met_source            | status
                2024-03-03 | 2024-03-03 | placed_for_adoption 1 | met_on_time
            """
        },
    ),
    Paragraph(
        title="On the day of birth a child is born",
        prose="The visit on that day, at which the child was not seen, is not one before birth.",
        rule="""
            starts: cp_plan.start
            met_by: {event: cp_visit, where: {before_birth: true}}
            within: 20 days
        """,
        facts="""
            child    | born
                     | 2024-01-15
            cp_plan  | start
                     | 2024-01-08
            cp_visit | date
                     | 2024-01-15
        """,
        clocks={
            "2024-01-20": """
                met | status
                    | running
            """
        },
    ),
)
