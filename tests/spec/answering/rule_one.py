"""Rule one: one event, one clock."""

from tests.spec.paragraphs import Paragraph

TEN_DAYS = """
    starts: referral
    met_by: [initial_assessment_completed, assessment_authorised]
    within: 10 days
"""
ICPC = """
    starts: {event: strategy_discussion, first_in: section_47_enquiry}
    met_by: initial_cp_conference
    within: 15 working days
"""

PARAGRAPHS = (
    Paragraph(
        title="1. In each spell one event meets at most one clock",
        prose="""
            Without identifiers it is the clock with the latest start on or before the event. The one before it is
            passed over, and ends on that day: until then it stays what it was.
        """,
        rule=TEN_DAYS,
        facts="""
            referral              | date
                                  | 2024-01-01
                                  | 2024-01-08
            assessment_authorised | date
                                  | 2024-01-15
        """,
        clocks={
            "2024-01-14": """
                start      | met | ended | status  | reason
                2024-01-01 |     |       | overdue |
                2024-01-08 |     |       | running |
            """,
            "2024-01-15": """
                start      | met        | ended      | status      | reason
                2024-01-01 |            | 2024-01-15 | never_met   | superseded
                2024-01-08 | 2024-01-15 |            | met_on_time |
            """,
        },
        answers=(31,),
    ),
    Paragraph(
        title="1. Equal identifiers go before dates",
        prose="The conference names the first enquiry. The clock of the second stays open, and is not passed over.",
        rule=ICPC,
        facts="""
            section_47_enquiry    | start      | id
                                  | 2024-03-01 | E1
                                  | 2024-03-05 | E2
            strategy_discussion   | date       | enquiry
                                  | 2024-03-01 | E1
                                  | 2024-03-05 | E2
            initial_cp_conference | date       | enquiry
                                  | 2024-03-12 | E1
        """,
        clocks={
            "2024-03-20": """
                start      | met        | matched_by | status
                2024-03-01 | 2024-03-12 | identifier | met_on_time
                2024-03-05 |            |            | running
            """
        },
        answers=(29,),
    ),
    Paragraph(
        title="1. Meetings of one day are one for each set of identifiers",
        prose="""
            Two conferences of one day, one for each enquiry, are two meetings. A third, which names none, is one of
            them.
        """,
        rule=ICPC,
        facts="""
            section_47_enquiry    | start      | id
                                  | 2024-03-01 | E1
                                  | 2024-03-05 | E2
            strategy_discussion   | date       | enquiry
                                  | 2024-03-01 | E1
                                  | 2024-03-05 | E2
            initial_cp_conference | date       | enquiry
                                  | 2024-03-12 |
                                  | 2024-03-12 | E1
                                  | 2024-03-12 | E2
        """,
        clocks={
            "2024-03-20": """
                start      | met        | met_source
                2024-03-01 | 2024-03-12 | initial_cp_conference 2
                2024-03-05 | 2024-03-12 | initial_cp_conference 3
            """
        },
        answers=(28,),
    ),
    Paragraph(
        title="1. An event that finds a clock already met meets nothing",
        prose="""
            The second conference names no enquiry, and by date it finds the later clock, which has been met. It does
            not go looking for an older one.
        """,
        rule=ICPC,
        facts="""
            section_47_enquiry    | start      | id
                                  | 2024-03-01 | E1
                                  | 2024-03-05 | E2
            strategy_discussion   | date       | enquiry
                                  | 2024-03-01 | E1
                                  | 2024-03-05 | E2
            initial_cp_conference | date       | enquiry
                                  | 2024-03-11 | E2
                                  | 2024-03-12 |
        """,
        clocks={
            "2024-03-20": """
                start      | met        | matched_by
                2024-03-01 |            |
                2024-03-05 | 2024-03-11 | identifier
            """
        },
        answers=(30,),
    ),
    Paragraph(
        title="1. A clock that was passed over stays unmet, and what finds it later is spent",
        prose="""
            The first assessment, by its date, was for the second referral, and passed over the first. The second
            names the first referral: it finds that clock, which has ended, and meets nothing.
        """,
        rule=TEN_DAYS,
        facts="""
            referral              | date       | id
                                  | 2024-01-01 | R1
                                  | 2024-01-05 | R2
            assessment_authorised | date       | referral
                                  | 2024-01-08 |
                                  | 2024-01-10 | R1
        """,
        clocks={
            "2024-01-31": """
                start      | met        | ended      | status           | reason
                2024-01-01 |            | 2024-01-08 | ended_before_due | superseded
                2024-01-05 | 2024-01-08 |            | met_on_time      |
            """
        },
        answers=(31,),
    ),
    Paragraph(
        title="1. An identifier goes before a later start, and passes nothing over that carries none",
        prose="""
            By its date the assessment would be for the second referral, which carries no identifier; but it names the
            first. The clock of the second stays open: the assessment was not for it, and did not pass it over.
        """,
        rule=TEN_DAYS,
        facts="""
            referral              | date       | id
                                  | 2024-01-01 | R1
                                  | 2024-01-05 |
            assessment_authorised | date       | referral
                                  | 2024-01-08 | R1
        """,
        clocks={
            "2024-01-09": """
                start      | met        | matched_by | ended | status
                2024-01-01 | 2024-01-08 | identifier |       | met_on_time
                2024-01-05 |            |            |       | running
            """
        },
        answers=(29, 31),
    ),
)
