"""Conditions

A condition is a mapping, and all of it must hold. In `where` it is asked of an event, on its day; in `when` of a
clock, on its start. What is not known satisfies nothing but `unknown`.
"""

from tests.spec.paragraphs import Paragraph

PARAGRAPHS = (
    Paragraph(
        title="A value, or one of several",
        prose="`attribute: value` and `attribute: [value, value]`.",
        rule="""
            starts: {event: placement.start, where: {kind: [P1, P2], until_18: false}}
            met_by: cla_visit
            within: 1 week
        """,
        facts="""
            placement | start      | kind | until_18
                      | 2024-01-01 | P1   | false
                      | 2024-01-02 | P2   | false
                      | 2024-01-03 | P2   | true
                      | 2024-01-04 | U4   | false
                      | 2024-01-05 | P1   |
        """,
        clocks={
            "2024-01-05": """
                start
                2024-01-01
                2024-01-02
            """
        },
    ),
    Paragraph(
        title="A number under another, or at least it",
        prose="Both together make a range.",
        rule="""
            starts: {event: cp_plan.start, where: {visit_every: {at_least: 7, under: 28}}}
            met_by: cp_visit
            within: visit_every days
        """,
        facts="""
            cp_plan | start      | end        | visit_every
                    | 2024-01-01 | 2024-01-02 | 6
                    | 2024-02-01 | 2024-02-02 | 7
                    | 2024-03-01 | 2024-03-02 | 27
                    | 2024-04-01 | 2024-04-02 | 28
        """,
        clocks={
            "2024-04-30": """
                start      | limit
                2024-02-01 | 7 days
                2024-03-01 | 27 days
            """
        },
    ),
    Paragraph(
        title="A date before another, or on or after it",
        prose="`before` leaves the day itself out, and `on_or_after` has it in.",
        rule="""
            starts: {event: conference_booked, where: {held_on: {on_or_after: 2024-01-15, before: 2024-02-01}}}
            met_by: initial_cp_conference
            within: 30 days
        """,
        facts="""
            conference_booked | date       | held_on
                              | 2024-01-02 | 2024-01-14
                              | 2024-01-03 | 2024-01-15
                              | 2024-01-04 | 2024-01-31
                              | 2024-01-05 | 2024-02-01
        """,
        clocks={
            "2024-01-31": """
                start
                2024-01-03
                2024-01-04
            """
        },
    ),
    Paragraph(
        title="Known, and unknown",
        prose="Whether there is any value. A frequency that changed goes before the plan's own, if it is known.",
        rule="""
            starts: cp_visit
            during: cp_plan
            met_by: cp_review_conference
            within:
              - {when: {visiting_frequency.every: known}, limit: visiting_frequency.every days}
              - {when: {visit_every: unknown}, limit: 28 days}
              - {limit: visit_every days}
        """,
        facts="""
            cp_plan            | start      | end        | visit_every
                               | 2024-01-01 | 2024-01-31 | 10
                               | 2024-03-01 |            |
            visiting_frequency | start      | every
                               | 2024-01-15 | 5
                               | 2024-01-25 |
            cp_visit           | date
                               | 2024-01-10
                               | 2024-01-20
                               | 2024-01-30
                               | 2024-03-05
        """,
        clocks={
            "2024-03-31": """
                start      | limit   | branch
                2024-01-10 | 10 days | 3 of 3
                2024-01-20 | 5 days  | 1 of 3
                2024-01-30 | 10 days | 3 of 3
                2024-03-05 | 28 days | 2 of 3
            """
        },
    ),
    Paragraph(
        title="A spell that runs, or does not",
        prose="""
            `SPELL: running` and `SPELL: not running` ask whether one of that kind runs on the day. Of a table that
            the extract does not have nothing is known, and neither holds.
        """,
        rule="""
            starts: referral
            met_by: final_order
            within:
              - {when: {cp_plan: running}, limit: 1 day}
              - {when: {looked_after: not running}, limit: 2 days}
              - {limit: 3 days}
        """,
        facts="""
            referral | date
                     | 2024-01-01
                     | 2024-01-10
            cp_plan  | start
                     | 2024-01-05
        """,
        clocks={
            "2024-01-31": """
                start      | limit
                2024-01-01 | 3 days
                2024-01-10 | 1 day
            """
        },
        absent=("looked_after",),
        answers=(44,),
    ),
    Paragraph(
        title="An empty table is a fact",
        prose="Here nobody is looked after, and that is known.",
        rule="""
            starts: referral
            met_by: final_order
            within:
              - {when: {looked_after: not running}, limit: 2 days}
              - {limit: 3 days}
        """,
        facts="""
            referral | date
                     | 2024-01-01
        """,
        clocks={
            "2024-01-31": """
                start      | limit
                2024-01-01 | 2 days
            """
        },
    ),
)
