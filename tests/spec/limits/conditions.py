"""Conditions

A condition is a mapping, and all of it must hold. In `where` it is asked of an event, on its day; in `when` of a clock,
on its start. What is not known satisfies nothing but `unknown`.
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
            `SPELL: running` and `SPELL: not running` ask whether one of that kind runs on the day. Of a table that the
            extract does not have nothing is known, and neither holds.
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
    Paragraph(
        title="Until something has happened, and since",
        prose="""
            `until: EVENT` holds as long as no such event is dated in the clock's spell on or before the day; `since` is its
            opposite. A review before this placement does not count; one on its first day does.
        """,
        rule="""
            starts: placement.start
            met_by: cla_visit
            within:
              - {when: {until: cla_review}, limit: 1 week}
              - {when: {since: cla_review}, limit: 4 weeks}
              - {limit: 6 weeks}
        """,
        facts="""
            placement  | start      | end
                       | 2024-01-10 | 2024-01-20
                       | 2024-02-01 |
            cla_review | date
                       | 2024-01-09
                       | 2024-02-01
        """,
        clocks={
            "2024-02-01": """
                start      | limit
                2024-01-10 | 1 week
                2024-02-01 | 4 weeks
            """
        },
        answers=(44,),
    ),
    Paragraph(
        title="Age in whole years",
        prose="""
            Somebody is five from the start of the fifth birthday. A birthday on 29 February is 1 March in common years.
        """,
        rule="""
            starts: health_assessment
            met_by: health_declined
            within:
              - {when: {age: {under: 5}}, limit: 6 months}
              - {limit: 12 months}
        """,
        facts="""
            child             | born
                              | 2020-02-29
            health_assessment | date
                              | 2025-02-28
                              | 2025-03-01
        """,
        clocks={
            "2025-03-01": """
                start      | limit
                2025-02-28 | 6 months
                2025-03-01 | 12 months
            """
        },
        answers=(47,),
    ),
    Paragraph(
        title="The length of the spell so far",
        prose="""
            `spell_length` is compared by the corresponding date: the first year of a placement that began on 29 February
            2024 is over on 28 February 2025.
        """,
        rule="""
            starts: cla_visit
            during: placement
            met_by: cla_review
            within:
              - {when: {spell_length: {at_least: 1 year}}, limit: 3 months}
              - {limit: 6 weeks}
        """,
        facts="""
            placement | start
                      | 2024-02-29
            cla_visit | date
                      | 2025-02-27
                      | 2025-02-28
        """,
        clocks={
            "2025-03-01": """
                start      | limit
                2025-02-27 | 6 weeks
                2025-02-28 | 3 months
            """
        },
        answers=(47,),
    ),
    Paragraph(
        title="The clock's own start and first due date",
        prose="""
            `start` and, in a reason, `due` are the clock's: of a rule that was relaxed for a time, a reason may ask which
            clocks fell due in it. `due` is the date before anything moved it; `within` may not ask it.
        """,
        rule="""
            starts: referral
            met_by: final_order
            within: 10 days
            excepted:
              - when: {due: {on_or_after: 2020-03-24}, start: {before: 2020-03-20}}
                reason: relaxed
        """,
        facts="""
            referral | date
                     | 2020-03-13
                     | 2020-03-14
                     | 2020-03-20
        """,
        clocks={
            "2020-05-01": """
                start      | due        | status   | reason
                2020-03-13 | 2020-03-23 | overdue  |
                2020-03-14 | 2020-03-24 | excepted | relaxed
                2020-03-20 | 2020-03-30 | overdue  |
            """
        },
        answers=(43,),
    ),
    Paragraph(
        title="The clock's own spell, where the start lies before it",
        prose="It is read on its first day: there is nothing of it before.",
        rule="""
            starts: {event: health_assessment, early: 3 months}
            during: looked_after
            met_by: health_assessment
            within:
              - {when: {short_breaks: true}, limit: 1 month}
              - {limit: 12 months}
        """,
        facts="""
            health_assessment | date
                              | 2024-01-01
            looked_after      | start      | short_breaks
                              | 2024-01-05 | true
        """,
        clocks={
            "2024-01-10": """
                start      | limit
                2024-01-01 | 1 month
            """
        },
        answers=(45,),
    ),
)
