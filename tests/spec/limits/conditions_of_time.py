"""Conditions of time."""

from tests.spec.paragraphs import Paragraph

PARAGRAPHS = (
    Paragraph(
        title="Until something has happened, and since",
        prose="""
            `until: EVENT` holds as long as no such event is dated in the clock's spell on or before the day; `since`
            is its opposite. A review before this placement does not count; one on its first day does.
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
            Somebody is five from the start of the fifth birthday. A birthday on 29 February, as the first child's, is
            1 March in common years.
        """,
        rule="""
            starts: health_assessment
            met_by: health_declined
            within:
              - {when: {age: {under: 5}}, limit: 6 months}
              - {limit: 12 months}
        """,
        facts="""
            child             | child_id | born
                              | 1        | 2020-02-29
                              | 2        | 2020-02-28
            health_assessment | child_id | date
                              | 1        | 2025-02-28
                              | 1        | 2025-03-01
                              | 2        | 2025-02-27
                              | 2        | 2025-02-28
        """,
        clocks={
            "2025-03-01": """
                child_id | start      | limit
                1        | 2025-02-28 | 6 months
                1        | 2025-03-01 | 12 months
                2        | 2025-02-27 | 6 months
                2        | 2025-02-28 | 12 months
            """
        },
        answers=(47,),
    ),
    Paragraph(
        title="The length of the spell so far",
        prose="""
            `spell_length` is compared by the corresponding date: the first year of a placement that began on 29
            February 2024 is over on 28 February 2025.
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
            `start` and, in a reason, `due` are the clock's: of a rule that was relaxed for a time, a reason may ask
            which clocks fell due in it. `due` is the date before anything moved it; `within` may not ask it.
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
        prose="""
            It is read on its first day: there is nothing of it before. The care of this child is one spell of two
            parts.
        """,
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
            looked_after      | start      | end        | short_breaks
                              | 2024-01-05 | 2024-01-08 | true
                              | 2024-01-09 |            | false
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
