"""A limit that is read again

A limit is read at the start, once. Where the rule says `reread`, a change in a spell of that kind between the start
and the close of the clock is noticed, and the limit is read again as at that day. It can bring the date forward,
never back.
"""

from tests.spec.paragraphs import Paragraph

VISIT = """
    starts: cp_plan.start
    met_by: cp_visit
    within:
      - {when: {visiting_frequency.every: known}, limit: visiting_frequency.every days}
      - {limit: visit_every days}
    reread: [visiting_frequency]
"""

PARAGRAPHS = (
    Paragraph(
        title="A change brings the date forward",
        prose="""
            The plan said every 20 days; from 5 January it is every 5. Due becomes the earlier of 1 January + 20 and 5
            January + 5. `due_first` keeps the date before that, and `limit` the one that was read first.
        """,
        rule=VISIT,
        facts="""
            cp_plan            | start      | visit_every
                               | 2024-01-01 | 20
            visiting_frequency | start      | every
                               | 2024-01-05 | 5
        """,
        clocks={
            "2024-01-04": """
                limit   | due_first  | due        | moved_source
                20 days | 2024-01-21 | 2024-01-21 |
            """,
            "2024-01-05": """
                limit   | due_first  | due        | moved_source
                20 days | 2024-01-21 | 2024-01-10 | visiting_frequency 1
            """,
        },
        answers=(42, 39),
    ),
    Paragraph(
        title="It never puts the date back",
        prose="From every 10 days to every 28: the visit that is due is still due.",
        rule=VISIT,
        facts="""
            cp_plan            | start      | visit_every
                               | 2024-01-01 | 10
            visiting_frequency | start      | every
                               | 2024-01-05 | 28
        """,
        clocks={
            "2024-01-31": """
                due_first  | due        | status
                2024-01-11 | 2024-01-11 | overdue
            """
        },
        answers=(42,),
    ),
    Paragraph(
        title="The day after the last day of a spell is a change too",
        prose="The low frequency ended on 10 January, so that from the 11th the plan's own 5 days are read.",
        rule=VISIT,
        facts="""
            cp_plan            | start      | visit_every
                               | 2024-01-01 | 5
            visiting_frequency | start      | end        | every
                               | 2024-01-01 | 2024-01-10 | 28
        """,
        clocks={
            "2024-01-10": """
                limit   | due_first  | due
                28 days | 2024-01-29 | 2024-01-29
            """,
            "2024-01-11": """
                limit   | due_first  | due
                28 days | 2024-01-29 | 2024-01-16
            """,
        },
        answers=(42,),
    ),
    Paragraph(
        title="A change to a limit that is not positive is ignored",
        prose="""
            Nor does a change to one that is not known, or lies outside the calendar, move anything. It is a finding.
        """,
        rule=VISIT,
        facts="""
            cp_plan            | start      | visit_every
                               | 2024-01-01 | 20
            visiting_frequency | start      | every
                               | 2024-01-05 | 0
        """,
        clocks={
            "2024-01-31": """
                due_first  | due        | moved_source
                2024-01-21 | 2024-01-21 |
            """
        },
        answers=(42,),
        findings=("change to an unknown limit: ignored",),
    ),
    Paragraph(
        title="A change on the day of the meeting, or after it, is not noticed",
        prose="The clock closed on that day. What is closed stays closed.",
        rule=VISIT,
        facts="""
            cp_plan            | start      | visit_every
                               | 2024-01-01 | 20
            cp_visit           | date
                               | 2024-01-12
            visiting_frequency | start      | every
                               | 2024-01-12 | 1
        """,
        clocks={
            "2024-01-31": """
                due_first  | due        | met        | status
                2024-01-21 | 2024-01-21 | 2024-01-12 | met_on_time
            """
        },
        answers=(41, 42),
    ),
    Paragraph(
        title="What was so before the start is not read",
        prose="A frequency that ended on the day before the plan began says nothing about the plan.",
        rule=VISIT,
        facts="""
            cp_plan            | start      | visit_every
                               | 2024-01-08 | 20
            visiting_frequency | start      | end        | every
                               | 2024-01-07 | 2024-01-07 | 5
        """,
        clocks={
            "2024-01-15": """
                due_first  | due        | moved_source
                2024-01-28 | 2024-01-28 |
            """
        },
        answers=(42,),
    ),
)
