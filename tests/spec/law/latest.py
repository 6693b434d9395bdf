"""Where an extract has only the last

Some lists have one row for each child, with the day of the last visit or the last review. `latest_only` in
`extract.yaml` names such tables. What came before that day is not known; since then everything is.
"""

from tests.spec.paragraphs import Paragraph

VISIT = """
    starts: cp_plan.start
    met_by: cp_visit
    repeats: true
    within: 10 days
"""
SEEN = """
    starts: cp_plan.start
    met_by: {event: cp_visit, where: {child_seen: true}}
    repeats: true
    within: 10 days
"""
REVIEW = """
    starts: looked_after.start
    met_by: cla_review
    repeats: true
    within:
      - {when: {occurrence: 1}, limit: 20 working days}
      - {when: {occurrence: 2}, limit: 3 months}
      - {limit: 6 months}
"""
FIRST_HEALTH = """
    starts: looked_after.start
    met_by: health_assessment
    within: 20 working days
"""
NEXT_HEALTH = """
    starts: health_assessment
    during: looked_after
    met_by: health_assessment
    within: 12 months
"""

PARAGRAPHS = (
    Paragraph(
        title="The time since the last meeting is judged, and the time before it is not",
        prose="""
            From the start of the plan to the last visit there may have been many visits or none: no clock stands for
            that time. The clock that the visit began is judged, with `precision: history` and without occurrence.
        """,
        rule=VISIT,
        facts="""
            cp_plan  | start
                     | 2023-06-01
            cp_visit | date
                     | 2024-01-15
        """,
        clocks={
            "2024-01-25": """
                occurrence | start      | due        | precision | status
                           | 2024-01-15 | 2024-01-25 | history   | running
            """,
            "2024-01-26": """
                occurrence | start      | due        | precision | status
                           | 2024-01-15 | 2024-01-25 | history   | overdue
            """,
        },
        latest_only=("cp_visit",),
        answers=(57, 58),
    ),
    Paragraph(
        title="Of a child without a row nothing was recorded",
        prose="The clock begins with the plan and is whole: a child who was never visited turns red.",
        rule=VISIT,
        facts="""
            cp_plan  | child_id | start
                     | 1        | 2023-06-01
            cp_visit | child_id | date
                     | 2        | 2024-01-15
        """,
        clocks={
            "2024-01-20": """
                child_id | occurrence | start      | due        | precision | status
                1        | 1          | 2023-06-01 | 2023-06-11 |           | overdue
            """
        },
        latest_only=("cp_visit",),
        answers=(57,),
    ),
    Paragraph(
        title="As at a day before the last meeting nothing can be judged",
        prose="""
            The extract does not have the visit that was the last on that day. So it is where a visit is dated in the
            future by mistake: the one that took place is hidden behind it.
        """,
        rule=VISIT,
        facts="""
            cp_plan  | start
                     | 2023-06-01
            cp_visit | date
                     | 2024-01-15
        """,
        clocks={
            "2024-01-14": """
                start      | status       | reason
                2023-06-01 | unassessable | history begins later
            """
        },
        latest_only=("cp_visit",),
        answers=(57,),
    ),
    Paragraph(
        title="A spell begun on the day of the last meeting, or later, is whole",
        prose="""
            The first plan ended before the visit, and how it was visited is not known. The second began on the day of
            the visit: nothing in it came before.
        """,
        rule=VISIT,
        facts="""
            cp_plan  | start      | end        | id
                     | 2023-06-01 | 2023-12-01 | P1
                     | 2024-01-15 |            | P2
            cp_visit | date
                     | 2024-01-15
        """,
        clocks={
            "2024-01-20": """
                occurrence | start      | met        | ended      | status       | reason               | precision
                1          | 2023-06-01 |            | 2023-12-01 | unassessable | history begins later |
                1          | 2024-01-15 | 2024-01-15 |            | met_on_time  |                      |
                2          | 2024-01-15 |            |            | running      |                      |
            """
        },
        latest_only=("cp_visit",),
        answers=(57, 58),
    ),
    Paragraph(
        title="A last visit that does not count says that none has counted since",
        prose="""
            The child was not seen on the last visit. When the child was last seen is not known, but not later than on
            the day before: the clock starts there.
        """,
        rule=SEEN,
        facts="""
            cp_plan  | start
                     | 2023-06-01
            cp_visit | date       | child_seen
                     | 2024-01-15 | false
        """,
        clocks={
            "2024-01-20": """
                occurrence | start      | due        | precision | status
                           | 2024-01-14 | 2024-01-24 | history   | running
            """
        },
        latest_only=("cp_visit",),
        answers=(57,),
    ),
    Paragraph(
        title="A last meeting within the first limit is taken for the first",
        prose="""
            How many reviews there were is not known, and the third limit is the longest. The last review of child 1
            was within the twenty working days of the first: nothing speaks for another before it, and the clock is the
            second. Of child 2 it cannot be told.
        """,
        rule=REVIEW,
        facts="""
            looked_after | child_id | start
                         | 1        | 2024-01-02
                         | 2        | 2024-01-02
            cla_review   | child_id | date
                         | 1        | 2024-01-30
                         | 2        | 2024-01-31
        """,
        clocks={
            "2024-05-01": """
                child_id | occurrence | start      | due        | precision | status
                1        | 2          | 2024-01-30 | 2024-04-30 | history   | overdue
                2        |            | 2024-01-31 | 2024-07-31 | history   | running
            """
        },
        latest_only=("cla_review",),
        answers=(59,),
    ),
    Paragraph(
        title="A clock that does not repeat is judged if it was met in time, or began since",
        prose="""
            Child 1 had the last assessment in time. That of child 2 came too late, but may not have been the first.
            Child 3 came into care after it, and child 4 was never assessed.
        """,
        rule=FIRST_HEALTH,
        facts="""
            looked_after      | child_id | start
                              | 1        | 2024-01-02
                              | 2        | 2024-01-02
                              | 3        | 2024-02-02
                              | 4        | 2024-01-02
            health_assessment | child_id | date
                              | 1        | 2024-01-30
                              | 2        | 2024-01-31
                              | 3        | 2024-01-31
        """,
        clocks={
            "2024-03-02": """
                child_id | start      | due        | met        | status       | reason
                1        | 2024-01-02 | 2024-01-30 | 2024-01-30 | met_on_time  |
                2        | 2024-01-02 | 2024-01-30 | 2024-01-31 | unassessable | history begins later
                3        | 2024-02-02 | 2024-03-01 |            | overdue      |
                4        | 2024-01-02 | 2024-01-30 |            | overdue      |
            """
        },
        latest_only=("health_assessment",),
        answers=(57,),
    ),
    Paragraph(
        title="A clock that the last event starts has no number",
        prose="There may have been others before it. Those are in no list.",
        rule=NEXT_HEALTH,
        facts="""
            looked_after      | start
                              | 2020-01-02
            health_assessment | date
                              | 2023-01-31
        """,
        clocks={
            "2024-03-02": """
                occurrence | start      | due        | status
                           | 2023-01-31 | 2024-01-31 | overdue
            """
        },
        latest_only=("health_assessment",),
        answers=(58,),
    ),
)
