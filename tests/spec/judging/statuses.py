"""The eleven statuses."""

from tests.spec.paragraphs import Paragraph

DUTY = """
    starts: proceedings_issued
    met_by: final_order
    within: 10 days
    due_soon: 3 days
    paused_by: stay
    ends_when: adoption_order
    excluded:
      - {event: pre_proceedings_ended, reason: withdrawn}
    excepted:
      - {event: health_declined, reason: declined}
"""

PARAGRAPHS = (
    Paragraph(
        title="1. excluded: the duty does not apply",
        prose="An exclusion goes before everything else, a meeting included.",
        rule=DUTY,
        facts="""
            proceedings_issued    | date
                                  | 2024-01-01
            pre_proceedings_ended | date
                                  | 2024-01-05
            final_order           | date
                                  | 2024-01-08
        """,
        clocks={
            "2024-01-31": """
                due        | met | status   | reason
                2024-01-11 |     | excluded | withdrawn
            """
        },
    ),
    Paragraph(
        title="2. unassessable: it cannot be judged",
        prose="`since` says for how many days it has stood so. The reasons are in the next section.",
        rule=DUTY,
        facts="""
            child              | child_id
                               | 2
            proceedings_issued | child_id | date
                               | 1        | 2024-01-01
        """,
        clocks={
            "2024-01-31": """
                start      | due        | status       | reason        | since
                2024-01-01 | 2024-01-11 | unassessable | child missing | 30
            """
        },
        answers=(51, 52),
    ),
    Paragraph(
        title="3. met_on_time: met by the due date",
        prose="The due date is the last day in time.",
        rule=DUTY,
        facts="""
            proceedings_issued | date
                               | 2024-01-01
            final_order        | date
                               | 2024-01-11
        """,
        clocks={
            "2024-01-31": """
                due        | met        | status
                2024-01-11 | 2024-01-11 | met_on_time
            """
        },
    ),
    Paragraph(
        title="4. excepted: missed for a recorded reason",
        prose="It was met late, ended late or is late, and an exception bears on it.",
        rule=DUTY,
        facts="""
            proceedings_issued | date
                               | 2024-01-01
            health_declined    | date
                               | 2024-01-11
        """,
        clocks={
            "2024-01-31": """
                due        | status   | reason   | days_late
                2024-01-11 | excepted | declined | 20
            """
        },
    ),
    Paragraph(
        title="5. met_late: met after the due date",
        prose="Each day after it is a day late.",
        rule=DUTY,
        facts="""
            proceedings_issued | date
                               | 2024-01-01
            final_order        | date
                               | 2024-01-12
        """,
        clocks={
            "2024-01-31": """
                due        | met        | status   | days_late
                2024-01-11 | 2024-01-12 | met_late | 1
            """
        },
    ),
    Paragraph(
        title="6. ended_before_due: the duty ended unmet, by the due date",
        prose="On the due date itself it is still in time.",
        rule=DUTY,
        facts="""
            proceedings_issued | date
                               | 2024-01-01
            adoption_order     | date
                               | 2024-01-11
        """,
        clocks={
            "2024-01-31": """
                due        | ended      | status           | reason
                2024-01-11 | 2024-01-11 | ended_before_due | adoption_order
            """
        },
    ),
    Paragraph(
        title="7. never_met: the duty ended unmet, after the due date",
        prose="Without this line, closing a late case would improve the figures.",
        rule=DUTY,
        facts="""
            proceedings_issued | date
                               | 2024-01-01
            adoption_order     | date
                               | 2024-01-12
        """,
        clocks={
            "2024-01-31": """
                due        | ended      | status    | days_late
                2024-01-11 | 2024-01-12 | never_met | 1
            """
        },
    ),
    Paragraph(
        title="8. paused: open, and its days do not count now",
        prose="The pause runs on the day on which the clock is read.",
        rule=DUTY,
        facts="""
            proceedings_issued | date
                               | 2024-01-01
            stay               | start
                               | 2024-01-11
        """,
        clocks={
            "2024-01-31": """
                due_first  | due        | status | reason
                2024-01-11 | 2024-02-01 | paused | stay
            """
        },
    ),
    Paragraph(
        title="9, 10 and 11. overdue, due_soon, running: open",
        prose="Past the due date; in the amber window up to it; and before that.",
        rule=DUTY,
        facts="""
            proceedings_issued | date
                               | 2024-01-01
        """,
        clocks={
            "2024-01-07": """
                due        | status  | days_left | days_late
                2024-01-11 | running | 4         |
            """,
            "2024-01-11": """
                due        | status   | days_left | days_late
                2024-01-11 | due_soon | 0         |
            """,
            "2024-01-12": """
                due        | status  | days_left | days_late
                2024-01-11 | overdue |           | 1
            """,
        },
        answers=(53, 49),
    ),
    Paragraph(
        title="A clock is on the list of the team that holds the child",
        prose="""
            `team` is the team on the day on which the clock is read; `team_then` the one that held the child when the
            clock fell due, was met or ended. Of two allocations at once the one begun last holds, then the first by
            name.
        """,
        rule=DUTY,
        facts="""
            proceedings_issued | date
                               | 2024-01-01
            allocation         | start      | end        | team  | worker
                               | 2023-01-01 | 2024-01-05 | East  | D
                               | 2024-01-06 | 2024-01-11 | North | A
                               | 2024-01-12 |            | South | C
                               | 2024-01-12 |            | South | B
        """,
        clocks={
            "2024-01-20": """
                due        | status  | team  | worker | team_then
                2024-01-11 | overdue | South | B      | North
            """
        },
    ),
)
