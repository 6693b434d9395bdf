"""Dates that come forward

A limit is read at the start, once. Where the rule says `reread`, a change in a spell of that kind between the start
and the close of the clock is noticed, and the limit is read again as at that day. Where it says `no_later_than`, the
first such event in that time brings the date to its own day. Both can bring the date forward, never back.
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

FIRST_REVIEW = """
    starts: looked_after.start
    met_by: health_assessment
    within: 20 working days
    no_later_than: cla_review
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
    Paragraph(
        title="An event no later than which it must be",
        prose="""
            The assessment is due within 20 working days, and by the first review, if that comes before. As long as
            there is no review, the 20 working days stand. A later review moves nothing.
        """,
        rule=FIRST_REVIEW,
        facts="""
            looked_after | start
                         | 2024-01-02
            cla_review   | date
                         | 2024-01-18
                         | 2024-01-25
        """,
        clocks={
            "2024-01-17": """
                due_first  | due        | moved_source | status
                2024-01-30 | 2024-01-30 |              | running
            """,
            "2024-01-19": """
                due_first  | due        | moved_source | status  | days_late
                2024-01-30 | 2024-01-18 | cla_review 1 | overdue | 1
            """,
        },
        answers=(54,),
    ),
    Paragraph(
        title="Such an event on the day of the meeting, or after it",
        prose="The clock closed on that day: the date stays where it was, and it is met in time either way.",
        rule=FIRST_REVIEW,
        facts="""
            looked_after      | start
                              | 2024-01-02
            health_assessment | date
                              | 2024-01-18
            cla_review        | date
                              | 2024-01-18
        """,
        clocks={
            "2024-01-31": """
                due        | met        | moved_source | status
                2024-01-30 | 2024-01-18 |              | met_on_time
            """
        },
        answers=(54,),
    ),
    Paragraph(
        title="Such an event after the date, or on the day of the start",
        prose="A date is never put back; and what happened on the day of the start had happened when the clock began.",
        rule=FIRST_REVIEW,
        facts="""
            looked_after | start
                         | 2024-01-02
            cla_review   | date
                         | 2024-01-02
                         | 2024-02-05
        """,
        clocks={
            "2024-02-29": """
                due        | moved_source | status
                2024-01-30 |              | overdue
            """
        },
        answers=(54,),
    ),
)
