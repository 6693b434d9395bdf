"""When the duty does not apply."""

from tests.spec.paragraphs import Paragraph

BY_STATE = """
    starts: looked_after.start
    met_by: cla_review
    within: 20 working days
    excluded:
      - {when: {short_breaks: true}, reason: short breaks}
"""
BY_EVENT = """
    starts: referral
    met_by: final_order
    within: 10 days
    excluded:
      - {event: health_declined, where: {declined_by: parent}, reason: a parent declined}
      - {event: health_declined, reason: somebody declined}
"""
REPEATING = """
    starts: cp_plan.start
    met_by: cp_visit
    repeats: true
    within: 10 days
    excluded:
      - {event: health_declined, reason: declined}
"""

PARAGRAPHS = (
    Paragraph(
        title="By what holds at the start",
        prose="""
            `when` is read at the start. An excluded clock has neither a meeting nor an end, whatever happened; it is
            counted and shown with its reason.
        """,
        rule=BY_STATE,
        facts="""
            looked_after | start      | short_breaks
                         | 2024-01-01 | true
            cla_review   | date
                         | 2024-01-15
        """,
        clocks={
            "2024-02-01": """
                due        | met | status   | reason       | reason_source
                2024-01-29 |     | excluded | short breaks |
            """
        },
        answers=(35,),
    ),
    Paragraph(
        title="By an event",
        prose="""
            It bears from the start to the day before the next start, both of this rule. The exclusion of 1 January
            came before the first referral, and that of 8 January on the day of the second, which it excludes.
        """,
        rule=BY_EVENT,
        facts="""
            referral        | date
                            | 2024-01-02
                            | 2024-01-08
            health_declined | date
                            | 2024-01-01
                            | 2024-01-08
        """,
        clocks={
            "2024-01-09": """
                start      | status   | reason            | reason_source
                2024-01-02 | running  |                   |
                2024-01-08 | excluded | somebody declined | health_declined 2
            """
        },
        answers=(36,),
    ),
    Paragraph(
        title="Of several the earliest gives the reason, then the first in the rule",
        prose="On one day the order of the rule decides.",
        rule=BY_EVENT,
        facts="""
            referral        | date
                            | 2024-01-02
                            | 2024-02-02
            health_declined | date       | declined_by
                            | 2024-01-05 | parent
                            | 2024-02-04 | young person
                            | 2024-02-05 | parent
        """,
        clocks={
            "2024-02-09": """
                start      | status   | reason            | reason_source
                2024-01-02 | excluded | a parent declined | health_declined 1
                2024-02-02 | excluded | somebody declined | health_declined 2
            """
        },
        answers=(37,),
    ),
    Paragraph(
        title="A meeting before the exclusion stands",
        prose="Nothing dated after a clock's meeting bears on it. On the day of the meeting it does.",
        rule=BY_EVENT,
        facts="""
            referral        | date
                            | 2024-01-02
                            | 2024-02-02
            final_order     | date
                            | 2024-01-05
                            | 2024-02-05
            health_declined | date
                            | 2024-01-06
                            | 2024-02-05
        """,
        clocks={
            "2024-02-29": """
                start      | met        | status      | reason
                2024-01-02 | 2024-01-05 | met_on_time |
                2024-02-02 |            | excluded    | somebody declined
            """
        },
        answers=(36,),
    ),
    Paragraph(
        title="After the due date it ends the clock, and the clock was never met",
        prose="The duty had been missed by then. The reason is shown.",
        rule=BY_EVENT,
        facts="""
            referral        | date
                            | 2024-01-01
            health_declined | date
                            | 2024-01-12
        """,
        clocks={
            "2024-01-31": """
                due        | ended      | status    | reason            | reason_source     | days_late
                2024-01-11 | 2024-01-12 | never_met | somebody declined | health_declined 1 | 1
            """
        },
        answers=(38,),
    ),
    Paragraph(
        title="In a chain a late exclusion is shown, and ends nothing",
        prose="The child is still to be visited.",
        rule=REPEATING,
        facts="""
            cp_plan         | start
                            | 2024-01-01
            health_declined | date
                            | 2024-01-12
        """,
        clocks={
            "2024-01-31": """
                due        | ended | status  | reason
                2024-01-11 |       | overdue | declined
            """
        },
        answers=(38,),
    ),
    Paragraph(
        title="An exclusion that counts whenever it comes",
        prose="""
            `late: true` lifts the limit of the due date: that no conference was required is known when the enquiry
            ends, and counts even then. It needs a citation.
        """,
        rule="""
            starts: {event: strategy_discussion, first_in: section_47_enquiry}
            met_by: initial_cp_conference
            within: 15 working days
            excluded:
              - when: {section_47_enquiry.conference_required: false}
                reason: conference not required
                late: true
        """,
        facts="""
            section_47_enquiry  | start      | end        | conference_required
                                | 2024-03-20 | 2024-04-30 | false
            strategy_discussion | date
                                | 2024-03-20
        """,
        clocks={
            "2024-04-29": """
                due        | status  | reason
                2024-04-12 | overdue |
            """,
            "2024-04-30": """
                due        | status   | reason
                2024-04-12 | excluded | conference not required
            """,
        },
        answers=(35, 36),
    ),
    Paragraph(
        title="An exclusion by an attribute that the spell never said",
        prose="""
            Of the second enquiry nobody wrote down whether a conference was required. That is a finding, and excludes
            nothing.
        """,
        rule="""
            starts: {event: strategy_discussion, first_in: section_47_enquiry}
            met_by: initial_cp_conference
            within: 15 working days
            excluded:
              - {when: {section_47_enquiry.conference_required: false}, reason: conference not required}
        """,
        facts="""
            section_47_enquiry  | start      | end        | conference_required
                                | 2023-06-05 | 2023-06-16 | false
                                | 2024-03-20 | 2024-04-05 |
            strategy_discussion | date
                                | 2023-06-05
                                | 2024-03-20
        """,
        clocks={
            "2024-04-30": """
                start      | due        | status
                2023-06-05 | 2023-06-26 | excluded
                2024-03-20 | 2024-04-12 | overdue
            """
        },
        findings=("ended without saying",),
    ),
    Paragraph(
        title="Where the limit is not known, only an exclusion on the day of the start bears",
        prose="Of a later one it cannot be said whether it came in time.",
        rule="""
            starts: cp_plan.start
            met_by: cp_visit
            within: visit_every days
            excluded:
              - {event: health_declined, reason: declined}
        """,
        facts="""
            cp_plan         | start      | end        | visit_every
                            | 2024-01-01 | 2024-01-20 |
                            | 2024-02-01 |            |
            health_declined | date
                            | 2024-01-02
                            | 2024-02-01
        """,
        clocks={
            "2024-02-29": """
                start      | status       | reason
                2024-01-01 | unassessable | limit unknown
                2024-02-01 | excluded     | declined
            """
        },
        answers=(36,),
    ),
    Paragraph(
        title="What is known at the end of a spell is a reason from that day",
        prose="""
            That no conference was required was known when the enquiry ended, after the conference was due. Without
            `late` that is too late: the clock ends on that day, and was never met.
        """,
        rule="""
            starts: {event: strategy_discussion, first_in: section_47_enquiry}
            met_by: initial_cp_conference
            within: 10 days
            excluded:
              - {when: {section_47_enquiry.conference_required: false}, reason: conference not required}
        """,
        facts="""
            section_47_enquiry  | start      | end        | conference_required
                                | 2024-03-01 | 2024-03-15 | false
            strategy_discussion | date
                                | 2024-03-01
        """,
        clocks={
            "2024-03-14": """
                due        | ended | status
                2024-03-11 |       | overdue
            """,
            "2024-03-15": """
                due        | ended      | status    | reason
                2024-03-11 | 2024-03-15 | never_met | conference not required
            """,
        },
        answers=(35, 38),
    ),
    Paragraph(
        title="An excluded clock is due as it first was",
        prose="What moved the date moved it for a duty that did not apply.",
        rule="""
            starts: proceedings_issued
            met_by: final_order
            within: 10 days
            extended_by: {event: court_extension, until: until}
            excluded:
              - {event: pre_proceedings_ended, reason: withdrawn}
        """,
        facts="""
            proceedings_issued    | date
                                  | 2024-01-01
            court_extension       | date       | until
                                  | 2024-01-05 | 2024-01-20
            pre_proceedings_ended | date
                                  | 2024-01-15
        """,
        clocks={
            "2024-01-14": """
                due_first  | due        | status
                2024-01-11 | 2024-01-20 | running
            """,
            "2024-01-15": """
                due_first  | due        | status   | reason
                2024-01-11 | 2024-01-11 | excluded | withdrawn
            """,
        },
        answers=(41,),
    ),
    Paragraph(
        title="In a chain an excluded clock hands on at the meeting, and was not met by it",
        prose="""
            It has no `met`: the duty did not apply. The next clock starts with the visit all the same.
        """,
        rule="""
            starts: cp_plan.start
            met_by: cp_visit
            repeats: true
            within: 10 days
            excluded:
              - {event: transfer_in_conference, reason: transferred}
        """,
        facts="""
            cp_plan                | start
                                   | 2024-01-01
            transfer_in_conference | date
                                   | 2024-01-03
            cp_visit               | date
                                   | 2024-01-08
        """,
        clocks={
            "2024-01-10": """
                start      | met | met_source | status
                2024-01-01 |     |            | excluded
                2024-01-08 |     |            | running
            """
        },
        answers=(53,),
    ),
    Paragraph(
        title="Of two facts of one day the first in order is the evidence",
        prose="""
            Two enquiries ended on one day. Facts of a kind are in order of their start, and then of their row: the
            second row comes first.
        """,
        rule="""
            starts: referral
            met_by: final_order
            within: 10 days
            excluded:
              - {event: section_47_enquiry.end, reason: an enquiry}
        """,
        facts="""
            referral           | date
                               | 2024-01-01
            section_47_enquiry | start      | end
                               | 2024-01-03 | 2024-01-08
                               | 2024-01-02 | 2024-01-08
        """,
        clocks={
            "2024-01-31": """
                status   | reason     | reason_source
                excluded | an enquiry | section_47_enquiry 2
            """
        },
        answers=(3, 37),
    ),
)
