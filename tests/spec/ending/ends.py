"""What ends a duty."""

from tests.spec.paragraphs import Paragraph

MEETING = """
    starts: pre_proceedings_letter
    met_by: pre_proceedings_meeting
    within: 7 days
    ends_when: [pre_proceedings_ended, proceedings_issued]
"""
VISIT = """
    starts: placement.start
    met_by: cla_visit
    within: 7 days
    ends_when: placed_for_adoption.start
"""

PARAGRAPHS = (
    Paragraph(
        title="An event that ends the duty before it is due",
        prose="""
            `ends_when` names the events, and the first on or after the start ends the clock. The reason is its name.
        """,
        rule=MEETING,
        facts="""
            pre_proceedings_letter | date
                                   | 2024-05-14
            pre_proceedings_ended  | date
                                   | 2024-05-21
            proceedings_issued     | date
                                   | 2024-05-24
        """,
        clocks={
            "2024-05-31": """
                due        | ended      | ended_source            | status           | reason
                2024-05-21 | 2024-05-21 | pre_proceedings_ended 1 | ended_before_due | pre_proceedings_ended
            """
        },
        answers=(24,),
    ),
    Paragraph(
        title="An event that ends the duty when it is late",
        prose="The clock counts among those that were never met, and says how late it was when it ended.",
        rule=MEETING,
        facts="""
            pre_proceedings_letter | date
                                   | 2024-05-14
            proceedings_issued     | date
                                   | 2024-05-24
        """,
        clocks={
            "2024-05-31": """
                due        | ended      | status    | reason             | days_late
                2024-05-21 | 2024-05-24 | never_met | proceedings_issued | 3
            """
        },
        answers=(24,),
    ),
    Paragraph(
        title="A meeting on the day of the end counts",
        prose="Both happened that day, and the duty was done.",
        rule=MEETING,
        facts="""
            pre_proceedings_letter  | date
                                    | 2024-05-14
            pre_proceedings_meeting | date
                                    | 2024-05-20
            pre_proceedings_ended   | date
                                    | 2024-05-20
        """,
        clocks={
            "2024-05-31": """
                met        | ended | status
                2024-05-20 |       | met_on_time
            """
        },
        answers=(27,),
    ),
    Paragraph(
        title="Met after the duty ended is not met",
        prose="The clock ended unmet, and its reason names the meeting that came after.",
        rule=MEETING,
        facts="""
            pre_proceedings_letter  | date
                                    | 2024-05-14
            pre_proceedings_meeting | date
                                    | 2024-05-21
            pre_proceedings_ended   | date
                                    | 2024-05-20
        """,
        clocks={
            "2024-05-31": """
                met | ended      | status           | reason                   | reason_source
                    | 2024-05-20 | ended_before_due | met after the duty ended | pre_proceedings_meeting 1
            """
        },
        answers=(27,),
    ),
    Paragraph(
        title="No clock starts while a spell that ends the duty runs",
        prose="""
            `SPELL.start` in `ends_when` says that the duty does not go on in that spell: a placement that begins
            inside it has no clock. One that begins on the day on which the spell begins has one, which ends on that
            day.
        """,
        rule=VISIT,
        facts="""
            placement           | start
                                | 2024-01-05
                                | 2024-01-08
            placed_for_adoption | start
                                | 2024-01-05
        """,
        clocks={
            "2024-01-09": """
                start      | ended      | status           | reason
                2024-01-05 | 2024-01-05 | ended_before_due | placed_for_adoption.start
            """
        },
        answers=(25, 18),
    ),
    Paragraph(
        title="On the day on which that spell ends, a clock starts",
        prose="Otherwise a child who leaves adopters for another placement on the same day would have no clock at all.",
        rule=VISIT,
        facts="""
            placement           | start
                                | 2024-01-08
            placed_for_adoption | start      | end
                                | 2023-06-01 | 2024-01-08
        """,
        clocks={
            "2024-01-09": """
                start      | due        | status
                2024-01-08 | 2024-01-15 | running
            """
        },
        answers=(25,),
    ),
    Paragraph(
        title="What ended before the spell began does not end a clock begun early",
        prose="`ends_when` looks from the first day of the clock's spell, where the start lies before it.",
        rule="""
            starts: {event: health_assessment, early: 3 months}
            during: looked_after
            met_by: health_assessment
            within: 12 months
            ends_when: adoption_order
        """,
        facts="""
            looked_after      | start
                              | 2024-02-01
            health_assessment | date
                              | 2024-01-01
            adoption_order    | date
                              | 2024-01-15
        """,
        clocks={
            "2024-03-01": """
                start      | ended | status
                2024-01-01 |       | running
            """
        },
        answers=(25,),
    ),
    Paragraph(
        title="A meeting after the next start is not one that came too late",
        prose="""
            The meeting of 22 January answered the second letter, and that of the 25th found it answered. Neither says
            anything about the first letter, whose duty had ended before the second was sent.
        """,
        rule=MEETING,
        facts="""
            pre_proceedings_letter  | date
                                    | 2024-01-01
                                    | 2024-01-20
            pre_proceedings_ended   | date
                                    | 2024-01-08
            pre_proceedings_meeting | date
                                    | 2024-01-22
                                    | 2024-01-25
        """,
        clocks={
            "2024-01-31": """
                start      | met        | ended      | reason
                2024-01-01 |            | 2024-01-08 | pre_proceedings_ended
                2024-01-20 | 2024-01-22 |            |
            """
        },
        answers=(27,),
    ),
    Paragraph(
        title="Met after the duty ended, in a chain begun before its spell",
        prose="""
            The clock began early, on 1 January. The visit of the 3rd lies in no plan: it met nothing, and started
            nothing. That of the 10th came after the plan had ended.
        """,
        rule="""
            starts: {event: strategy_discussion, early: 1 week}
            during: cp_plan
            met_by: cp_visit
            repeats: true
            within: 10 days
        """,
        facts="""
            strategy_discussion | date
                                | 2024-01-01
            cp_plan             | start      | end
                                | 2024-01-05 | 2024-01-08
            cp_visit            | date
                                | 2024-01-03
                                | 2024-01-10
        """,
        clocks={
            "2024-01-31": """
                start      | met | ended      | reason                   | reason_source
                2024-01-01 |     | 2024-01-08 | met after the duty ended | cp_visit 2
            """
        },
        answers=(27,),
    ),
)
