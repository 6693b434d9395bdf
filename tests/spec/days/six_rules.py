"""The six day rules."""

from tests.spec.paragraphs import Paragraph

VISIT = """
    starts: placement.start
    met_by: cla_visit
    within: 1 week
"""
AGAIN = """
    starts: placement.start
    met_by: cla_visit
    repeats: true
    within: 1 week
"""

PARAGRAPHS = (
    Paragraph(
        title="(a) An event on the day of the start counts",
        prose="It counts unless it is the very fact that started the clock.",
        rule=VISIT,
        facts="""
            placement | start
                      | 2024-01-08
            cla_visit | date
                      | 2024-01-08
        """,
        clocks={
            "2024-01-31": """
                start      | met        | status
                2024-01-08 | 2024-01-08 | met_on_time
            """
        },
        answers=(29,),
    ),
    Paragraph(
        title="(a) A fact does not meet the clock that it started",
        prose="""
            A health assessment starts the interval to the next. Each meets the clock that the one before it started,
            and none its own.
        """,
        rule="""
            starts: health_assessment
            met_by: health_assessment
            within: 6 months
        """,
        facts="""
            health_assessment | date
                              | 2023-07-10
                              | 2024-01-10
        """,
        clocks={
            "2024-01-31": """
                start      | due        | met        | status
                2023-07-10 | 2024-01-10 | 2024-01-10 | met_on_time
                2024-01-10 | 2024-07-10 |            | running
            """
        },
        answers=(29,),
    ),
    Paragraph(
        title="(b) Several meetings of one day are one meeting",
        prose="""
            Two visits on a day restart the clock once; the evidence is the first. So do starts: all those of a day in
            one spell are one start.
        """,
        rule=AGAIN,
        facts="""
            placement | start
                      | 2024-01-08
            cla_visit | date       | id
                      | 2024-01-12 | V1
                      | 2024-01-12 | V2
        """,
        clocks={
            "2024-01-15": """
                start      | met        | met_source  | status
                2024-01-08 | 2024-01-12 | cla_visit 1 | met_on_time
                2024-01-12 |            |             | running
            """
        },
        answers=(28, 3),
    ),
    Paragraph(
        title="(c) A meeting on the last day of the spell counts, and starts no further clock",
        prose="A spell holds its last day.",
        rule=AGAIN,
        facts="""
            placement | start      | end
                      | 2024-01-08 | 2024-01-12
            cla_visit | date
                      | 2024-01-12
        """,
        clocks={
            "2024-01-31": """
                start      | met        | ended | status
                2024-01-08 | 2024-01-12 |       | met_on_time
            """
        },
        answers=(26,),
    ),
    Paragraph(
        title="(d) On a day on which one spell ends and the next begins, an event counts for both",
        prose="An event belongs to every spell of the kind that runs on its day, and restarts each of their clocks.",
        rule=AGAIN,
        facts="""
            placement | start      | end
                      | 2024-01-08 | 2024-01-12
                      | 2024-01-12 |
            cla_visit | date
                      | 2024-01-12
        """,
        clocks={
            "2024-01-15": """
                spell_start | occurrence | start      | met        | status
                2024-01-08  | 1          | 2024-01-08 | 2024-01-12 | met_on_time
                2024-01-12  | 1          | 2024-01-12 | 2024-01-12 | met_on_time
                2024-01-12  | 2          | 2024-01-12 |            | running
            """
        },
        answers=(29,),
    ),
    Paragraph(
        title="(e) State on such a day is that of the spell begun last",
        prose="The visit of 12 January starts an interval under the status that began that day.",
        rule="""
            starts: cla_visit
            met_by: cla_review
            within:
              - {when: {legal_status.code: C1}, limit: 1 week}
              - {limit: 6 weeks}
        """,
        facts="""
            legal_status | start      | end        | code
                         | 2024-01-08 | 2024-01-12 | C2
                         | 2024-01-12 |            | C1
            cla_visit    | date
                         | 2024-01-12
        """,
        clocks={
            "2024-01-15": """
                start      | limit
                2024-01-12 | 1 week
            """
        },
        answers=(8,),
    ),
    Paragraph(
        title="(f) In a pause both end days count, and days covered twice count once",
        prose="From 10 to 12 January are three days; a second stay inside the first adds none.",
        rule="""
            starts: proceedings_issued
            met_by: final_order
            within: 10 days
            paused_by: stay
        """,
        facts="""
            proceedings_issued | date
                               | 2024-01-08
            stay               | start      | end
                               | 2024-01-10 | 2024-01-12
                               | 2024-01-11 | 2024-01-12
        """,
        clocks={
            "2024-01-15": """
                due_first  | due
                2024-01-18 | 2024-01-21
            """
        },
        answers=(39,),
    ),
    Paragraph(
        title="A respite placement inside a placement has its visits, and so has the placement",
        prose="The visit belongs to both, which run on its day.",
        rule=AGAIN,
        facts="""
            placement | start      | end
                      | 2024-01-01 |
                      | 2024-01-10 | 2024-01-16
            cla_visit | date
                      | 2024-01-08
                      | 2024-01-12
        """,
        clocks={
            "2024-01-18": """
                spell_start | start      | met        | ended      | status
                2024-01-01  | 2024-01-01 | 2024-01-08 |            | met_on_time
                2024-01-01  | 2024-01-08 | 2024-01-12 |            | met_on_time
                2024-01-10  | 2024-01-10 | 2024-01-12 |            | met_on_time
                2024-01-10  | 2024-01-12 |            | 2024-01-16 | ended_before_due
                2024-01-01  | 2024-01-12 |            |            | running
            """
        },
        answers=(29,),
    ),
)
