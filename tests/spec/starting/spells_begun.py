"""Spells that start a clock."""

from tests.spec.paragraphs import Paragraph

PARAGRAPHS = (
    Paragraph(
        title="The start of a spell starts a clock that belongs to it",
        prose="""
            `SPELL.start` is an event like any other; and, with nothing said, the clock belongs to that spell: it ends
            with it, `occurrence` counts inside it, and a new spell begins at 1.
        """,
        rule="""
            starts: cp_plan.start
            met_by: cp_review_conference
            within: 3 months
        """,
        facts="""
            cp_plan              | start      | end
                                 | 2023-01-16 | 2023-06-30
                                 | 2024-01-15 |
            cp_review_conference | date
                                 | 2023-04-16
        """,
        clocks={
            "2024-02-01": """
                spell_start | occurrence | due        | met        | status
                2023-01-16  | 1          | 2023-04-16 | 2023-04-16 | met_on_time
                2024-01-15  | 1          | 2024-04-15 |            | running
            """
        },
        answers=(19,),
    ),
    Paragraph(
        title="The end of a spell can start a clock",
        prose="""
            A clock that starts with the end of a spell belongs to none: the spell is over. `occurrence` then counts
            the child's clocks of the rule.
        """,
        rule="""
            starts: cp_plan.end
            met_by: cin_visit
            within: 2 weeks
        """,
        facts="""
            cp_plan | start      | end
                    | 2023-01-16 | 2023-06-30
                    | 2024-01-15 | 2024-01-31
        """,
        clocks={
            "2024-02-01": """
                spell_start | occurrence | start      | due        | status
                            | 1          | 2023-06-30 | 2023-07-14 | overdue
                            | 2          | 2024-01-31 | 2024-02-14 | running
            """
        },
        answers=(19, 18),
    ),
)
