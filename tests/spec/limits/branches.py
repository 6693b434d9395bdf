"""Branches

Where the limit depends on something, `within` is a list. The first branch whose `when` holds gives the limit; the
last has no `when`. The result names the branch, as `2 of 3`.
"""

from tests.spec.paragraphs import Paragraph

PARAGRAPHS = (
    Paragraph(
        title="The first branch that holds gives the limit",
        prose="A status of C1 has a limit of its own; every other has the last one.",
        rule="""
            starts: placement.start
            met_by: cla_visit
            within:
              - {when: {legal_status.code: C1}, limit: 1 week}
              - {when: {kind: P1}, limit: 2 weeks}
              - {limit: 6 weeks}
        """,
        facts="""
            legal_status | start      | end        | code
                         | 2024-01-01 | 2024-01-31 | C1
                         | 2024-02-01 |            | C2
            placement    | start      | end        | kind
                         | 2024-01-08 | 2024-01-10 | P1
                         | 2024-02-05 | 2024-02-07 | P1
                         | 2024-02-12 |            | U4
        """,
        clocks={
            "2024-02-12": """
                start      | limit   | branch | due
                2024-01-08 | 1 week  | 1 of 3 | 2024-01-15
                2024-02-05 | 2 weeks | 2 of 3 | 2024-02-19
                2024-02-12 | 6 weeks | 3 of 3 | 2024-03-25
            """
        },
    ),
    Paragraph(
        title="A branch may have an amber window of its own",
        prose="One without has the rule's.",
        rule="""
            starts: placement.start
            met_by: cla_visit
            within:
              - {when: {kind: P1}, limit: 2 weeks, due_soon: 2 days}
              - {limit: 2 weeks}
            due_soon: 7 days
        """,
        facts="""
            placement | start      | kind
                      | 2024-02-05 | P1
                      | 2024-02-06 | U4
        """,
        clocks={
            "2024-02-15": """
                start      | due        | branch | status
                2024-02-05 | 2024-02-19 | 1 of 2 | running
                2024-02-06 | 2024-02-20 | 2 of 2 | due_soon
            """
        },
    ),
    Paragraph(
        title="State is read at the end of the day of the start",
        prose="""
            What happened on that day has happened. What changes later changes nothing, unless the rule says `reread`.
        """,
        rule="""
            starts: referral
            met_by: final_order
            within:
              - {when: {looked_after: running}, limit: 5 days}
              - {limit: 10 days}
        """,
        facts="""
            referral     | date
                         | 2024-01-01
                         | 2024-01-02
                         | 2024-01-20
                         | 2024-01-21
            looked_after | start      | end
                         | 2024-01-02 | 2024-01-20
        """,
        clocks={
            "2024-01-21": """
                start      | limit
                2024-01-01 | 10 days
                2024-01-02 | 5 days
                2024-01-20 | 5 days
                2024-01-21 | 10 days
            """
        },
        answers=(35,),
    ),
    Paragraph(
        title="A branch that asks the age of a child without a birth date decides nothing",
        prose="""
            The clock cannot be judged; it never falls through to the last branch. Only where another test of the
            branch already fails is the age not asked, as for the second referral.
        """,
        rule="""
            starts: referral
            met_by: final_order
            within:
              - {when: {age: {under: 5}, looked_after: not running}, limit: 5 days}
              - {limit: 10 days}
        """,
        facts="""
            referral     | date
                         | 2024-01-01
                         | 2024-01-10
            looked_after | start
                         | 2024-01-05
        """,
        clocks={
            "2024-01-12": """
                start      | limit   | branch | due        | status       | reason
                2024-01-01 |         |        |            | unassessable | birth date missing
                2024-01-10 | 10 days | 2 of 2 | 2024-01-20 | running      |
            """
        },
        answers=(46,),
    ),
)
