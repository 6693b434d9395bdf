"""Decisions that move the date."""

from tests.spec.paragraphs import Paragraph

UNTIL = """
    starts: proceedings_issued
    met_by: final_order
    within: 26 weeks beginning with the start
    extended_by: {event: court_extension, until: until, at_most: 8 weeks, times: 2}
"""
BY = """
    starts: proceedings_issued
    met_by: final_order
    within: 10 days
    extended_by: {event: court_extension, by: 1 week}
    paused_by: stay
"""

PARAGRAPHS = (
    Paragraph(
        title="To a date that the decision names",
        prose="""
            `until` is an attribute of the event. `due_first` keeps the date of the law, and `moved_source` the
            decision.
        """,
        rule=UNTIL,
        facts="""
            proceedings_issued | date
                               | 2024-01-08
            court_extension    | date       | until
                               | 2024-06-20 | 2024-09-01
            final_order        | date
                               | 2024-08-30
        """,
        clocks={
            "2025-01-01": """
                due_first  | due        | moved_source      | status
                2024-07-07 | 2024-09-01 | court_extension 1 | met_on_time
            """
        },
        answers=(40,),
    ),
    Paragraph(
        title="No further than is allowed, and no more often",
        prose="""
            What goes beyond `at_most`, measured from the date as it stood, is cut; an extension beyond `times`
            changes nothing. Both are findings. One to a date before the one that stands changes nothing either, and
            counts among the times.
        """,
        rule=UNTIL,
        facts="""
            proceedings_issued | date
                               | 2024-01-08
            court_extension    | date       | until
                               | 2024-06-20 | 2024-12-01
                               | 2024-07-01 | 2024-07-20
                               | 2024-08-01 | 2024-10-01
        """,
        clocks={
            "2024-08-31": """
                due_first  | due        | moved_source      | status
                2024-07-07 | 2024-09-01 | court_extension 1 | running
            """
        },
        answers=(40,),
        findings=("extension longer than allowed: cut", "extension beyond the number allowed: changes nothing"),
    ),
    Paragraph(
        title="By a length of time",
        prose="`by` adds to the date as it stood: the second extension to the date that the first made.",
        rule=BY,
        facts="""
            proceedings_issued | date
                               | 2024-01-01
            court_extension    | date
                               | 2024-01-05
                               | 2024-01-16
        """,
        clocks={
            "2024-01-15": """
                due_first  | due
                2024-01-11 | 2024-01-18
            """,
            "2024-01-16": """
                due_first  | due
                2024-01-11 | 2024-01-25
            """,
        },
        answers=(40,),
    ),
    Paragraph(
        title="An extension after the due date is shown, and moves nothing",
        prose="The date had passed. The reason names the kind of decision.",
        rule=BY,
        facts="""
            proceedings_issued | date
                               | 2024-01-01
            court_extension    | date
                               | 2024-01-12
        """,
        clocks={
            "2024-01-15": """
                due        | status  | reason                             | reason_source     | moved_source
                2024-01-11 | overdue | court_extension after the due date | court_extension 1 |
            """
        },
        answers=(38,),
    ),
    Paragraph(
        title="Pauses and extensions are taken in order of date",
        prose="""
            The pause of three days makes the date 14 January. On the 13th it has not passed, so the extension counts,
            and adds a week to it.
        """,
        rule=BY,
        facts="""
            proceedings_issued | date
                               | 2024-01-01
            stay               | start      | end
                               | 2024-01-03 | 2024-01-05
            court_extension    | date
                               | 2024-01-13
        """,
        clocks={
            "2024-01-31": """
                due_first  | due        | status
                2024-01-11 | 2024-01-21 | overdue
            """
        },
        answers=(39,),
    ),
    Paragraph(
        title="An extension to a date that nobody can mean is ignored",
        prose="So is one whose date is not known.",
        rule="""
            starts: proceedings_issued
            met_by: final_order
            within: 10 days
            extended_by: {event: court_extension, by: 90 years}
        """,
        facts="""
            proceedings_issued | date
                               | 2024-01-01
            court_extension    | date
                               | 2024-01-05
        """,
        clocks={
            "2024-01-15": """
                due_first  | due        | status
                2024-01-11 | 2024-01-11 | overdue
            """
        },
        answers=(40,),
    ),
)
