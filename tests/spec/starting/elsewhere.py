"""A start that lies elsewhere."""

from tests.spec.paragraphs import Paragraph

PARAGRAPHS = (
    Paragraph(
        title="A clock may start on a date that the fact states",
        prose="""
            `at` takes the start from a date attribute, while the fact's own date still says from when it is known:
            the clock is visible before the conference takes place.
        """,
        rule="""
            starts: {event: conference_booked, at: held_on}
            met_by: initial_cp_conference
            within: 1 day
        """,
        facts="""
            conference_booked | date       | held_on
                              | 2024-01-08 | 2024-01-19
        """,
        clocks={
            "2024-01-07": "",
            "2024-01-08": """
                start      | due        | status
                2024-01-19 | 2024-01-20 | running
            """,
        },
        answers=(13,),
    ),
    Paragraph(
        title="Where that date is not known the start is missing",
        prose="The booking is a fact; when the conference will be held is not.",
        rule="""
            starts: {event: conference_booked, at: held_on}
            met_by: initial_cp_conference
            within: 1 day
        """,
        facts="""
            conference_booked | date       | held_on
                              | 2024-01-08 |
        """,
        clocks={
            "2024-01-08": """
                start | status       | reason        | start_source
                      | unassessable | start missing | conference_booked 1
            """
        },
        answers=(13,),
    ),
    Paragraph(
        title="A clock may start when a spell did",
        prose="""
            `at: SPELL.start` is the start of the spell of that kind that runs on the fact's own date. The second
            meeting falls in no enquiry.
        """,
        rule="""
            starts: {event: strategy_meeting, at: section_47_enquiry.start}
            met_by: initial_cp_conference
            within: 5 days
        """,
        facts="""
            section_47_enquiry | start      | end
                               | 2024-01-01 | 2024-01-20
            strategy_meeting   | date
                               | 2024-01-15
                               | 2024-02-15
        """,
        clocks={
            "2024-02-20": """
                start      | start_source       | due        | reason
                2024-01-01 | strategy_meeting 1 | 2024-01-06 |
                           | strategy_meeting 2 |            | start missing
            """
        },
        answers=(14,),
    ),
)
