"""Rules two to seven."""

from tests.spec.paragraphs import Paragraph

TEN_DAYS = """
    starts: referral
    met_by: [initial_assessment_completed, assessment_authorised]
    within: 10 days
"""
REPORT = """
    starts: {event: conference_booked, at: held_on}
    met_by: report_shared
    within: 2 working days before the start
"""

PARAGRAPHS = (
    Paragraph(
        title="2. An event belongs to every spell that runs on its day",
        prose="In each of them it meets one clock. Here a plan of P2 began before that of P1 ended.",
        rule="""
            starts: cp_plan.start
            met_by: cp_visit
            within: 10 days
        """,
        facts="""
            cp_plan  | start      | end        | id
                     | 2024-01-01 | 2024-01-08 | P1
                     | 2024-01-05 |            | P2
            cp_visit | date
                     | 2024-01-06
        """,
        clocks={
            "2024-01-20": """
                spell_start | met        | matched_by
                2024-01-01  | 2024-01-06 | date
                2024-01-05  | 2024-01-06 | date
            """
        },
        answers=(29,),
    ),
    Paragraph(
        title="3. Days have rules of their own",
        prose="They are in the chapter before this one. On the day of the start an event counts.",
        rule=TEN_DAYS,
        facts="""
            referral              | date
                                  | 2024-01-01
            assessment_authorised | date
                                  | 2024-01-01
        """,
        clocks={
            "2024-01-05": """
                met        | status
                2024-01-01 | met_on_time
            """
        },
        answers=(29,),
    ),
    Paragraph(
        title="4. Reasons do not reach across time",
        prose="""
            One that carries the clock's identifier bears although the next clock has started; one that carries none
            belongs to the latest.
        """,
        rule="""
            starts: referral
            met_by: assessment_authorised
            within: 10 days
            excluded:
              - {event: initial_assessment_completed, reason: assessed before}
        """,
        facts="""
            referral                     | date       | id
                                         | 2024-01-01 | R1
                                         | 2024-01-05 | R2
            initial_assessment_completed | date       | referral
                                         | 2024-01-08 | R1
        """,
        clocks={
            "2024-01-09": """
                start      | status   | reason
                2024-01-01 | excluded | assessed before
                2024-01-05 | running  |
            """
        },
        answers=(36,),
    ),
    Paragraph(
        title="5. What comes after the end does not meet",
        prose="The reason says that it came.",
        rule="""
            starts: cp_plan.start
            met_by: cp_visit
            within: 10 days
        """,
        facts="""
            cp_plan  | start      | end
                     | 2024-01-01 | 2024-01-05
            cp_visit | date
                     | 2024-01-06
        """,
        clocks={
            "2024-01-20": """
                met | ended      | status           | reason                   | reason_source
                    | 2024-01-05 | ended_before_due | met after the duty ended | cp_visit 1
            """
        },
        answers=(27,),
    ),
    Paragraph(
        title="6. A rebooking replaces what it rebooks",
        prose="""
            The vocabulary marks some kinds `rebooks`: a later fact with the same `id` replaces the earlier one, whose
            clock ends on that day. What had been met stays met.
        """,
        rule=REPORT,
        facts="""
            conference_booked | date       | id | held_on
                              | 2024-01-02 | B1 | 2024-01-19
                              | 2024-01-10 | B1 | 2024-02-16
        """,
        clocks={
            "2024-01-09": """
                start      | status  | reason
                2024-01-19 | running |
            """,
            "2024-01-20": """
                start      | ended      | ended_source        | status           | reason
                2024-01-19 | 2024-01-10 | conference_booked 2 | ended_before_due | rebooked
                2024-02-16 |            |                     | running          |
            """,
        },
        answers=(34,),
    ),
    Paragraph(
        title="7. What is closed stays closed",
        prose="""
            The order closed the clock on 5 January. The extension of the day after moves nothing, and is not even
            shown.
        """,
        rule="""
            starts: proceedings_issued
            met_by: final_order
            within: 10 days
            extended_by: {event: court_extension, by: 1 week}
        """,
        facts="""
            proceedings_issued | date
                               | 2024-01-01
            final_order        | date
                               | 2024-01-05
            court_extension    | date
                               | 2024-01-06
        """,
        clocks={
            "2024-01-31": """
                due_first  | due        | met        | status      | reason
                2024-01-11 | 2024-01-11 | 2024-01-05 | met_on_time |
            """
        },
        answers=(41,),
    ),
    Paragraph(
        title="2. An event outside the spell answers nothing in it",
        prose="""
            The clock began early, on 1 January, and its plan on the 8th. The visit of the 3rd lies in no plan, and
            that of the 10th answers.
        """,
        rule="""
            starts: {event: strategy_discussion, early: 2 weeks}
            during: cp_plan
            met_by: cp_visit
            within: 10 days
        """,
        facts="""
            strategy_discussion | date
                                | 2024-01-01
            cp_visit            | date
                                | 2024-01-03
                                | 2024-01-10
            cp_plan             | start
                                | 2024-01-08
        """,
        clocks={
            "2024-01-20": """
                spell_start | start      | due        | met        | status
                2024-01-08  | 2024-01-01 | 2024-01-11 | 2024-01-10 | met_on_time
            """
        },
        answers=(29,),
    ),
    Paragraph(
        title="6. Another booking replaces nothing",
        prose="Two conferences are booked, each with an `id` of its own, and a report is due before each.",
        rule=REPORT,
        facts="""
            conference_booked | date       | id | held_on
                              | 2024-01-02 | B1 | 2024-01-19
                              | 2024-01-03 | B2 | 2024-02-16
        """,
        clocks={
            "2024-01-09": """
                start      | ended | status
                2024-01-19 |       | running
                2024-02-16 |       | running
            """
        },
        answers=(34,),
    ),
    Paragraph(
        title="The end of a spell meets the clocks of that spell alone",
        prose="""
            Two enquiries run at once. The end of the first, on 20 May, is no outcome of the second, although the second
            runs on that day and nothing tells them apart but their own days.
        """,
        rule="""
            starts: section_47_enquiry.start
            met_by: section_47_enquiry.end
            within: 15 working days
        """,
        facts="""
            section_47_enquiry | start      | end
                               | 2024-05-01 | 2024-05-20
                               | 2024-05-10 |
        """,
        clocks={
            "2024-05-31": """
                start      | met        | status
                2024-05-01 | 2024-05-20 | met_on_time
                2024-05-10 |            | running
            """
        },
        answers=(56,),
    ),
)
