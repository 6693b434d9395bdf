"""The first or the last in a spell."""

from tests.spec.paragraphs import Paragraph

ICPC = """
    starts: {event: strategy_discussion, where: {initiated_section_47: true}, first_in: section_47_enquiry}
    met_by: initial_cp_conference
    within: 15 working days
"""

PARAGRAPHS = (
    Paragraph(
        title="Only the first in each spell",
        prose="""
            `first_in` keeps the first event in each spell of a kind, after `where`. A second discussion in the same
            enquiry starts nothing.
        """,
        rule=ICPC,
        facts="""
            section_47_enquiry  | start
                                | 2024-03-20
            strategy_discussion | date       | initiated_section_47
                                | 2024-03-20 | false
                                | 2024-03-21 | true
                                | 2024-04-03 | true
        """,
        clocks={
            "2024-04-04": """
                start      | start_source
                2024-03-21 | strategy_discussion 2
            """
        },
        answers=(15,),
    ),
    Paragraph(
        title="An event belongs to the spell that it names, else to those that hold its day",
        prose="""
            The enquiries overlap. The discussion of 15 April names none and lies in both; it is not the first of E1,
            but it is of E2, and one that is the first of any is kept. The one of 18 April names E2, and is second in
            it. The first of all lies in none: it is kept by itself, and is a finding.
        """,
        rule=ICPC,
        facts="""
            section_47_enquiry  | start      | end        | id
                                | 2024-03-20 | 2024-04-20 | E1
                                | 2024-04-10 |            | E2
            strategy_discussion | date       | initiated_section_47 | enquiry
                                | 2024-03-01 | true                 |
                                | 2024-03-21 | true                 |
                                | 2024-04-15 | true                 |
                                | 2024-04-18 | true                 | E2
        """,
        clocks={
            "2024-04-19": """
                start      | occurrence
                2024-03-01 | 1
                2024-03-21 | 2
                2024-04-15 | 3
            """
        },
        answers=(15,),
        findings=("belongs to no spell of the kind by which the first counts",),
    ),
    Paragraph(
        title="The last in each spell, for a reading",
        prose="""
            `last_in` is for readings only, rules that measure the duty of another rule in another way: the last
            changes as facts arrive, and with it the clock.
        """,
        rule="""
            reading_of: cp-icpc
            starts: {event: strategy_discussion, last_in: section_47_enquiry}
            met_by: initial_cp_conference
            within: 15 working days
        """,
        facts="""
            section_47_enquiry  | start
                                | 2024-03-20
            strategy_discussion | date
                                | 2024-03-20
                                | 2024-04-03
        """,
        clocks={
            "2024-04-02": """
                start      | due
                2024-03-20 | 2024-04-12
            """,
            "2024-04-03": """
                start      | due
                2024-04-03 | 2024-04-24
            """,
        },
        answers=(15,),
    ),
    Paragraph(
        title="What the spell says is what the spell that kept the start says",
        prose="""
            Both enquiries began on one day. The discussion is the first of E1, and it is the outcome of E1 that
            decides whether a conference is required.
        """,
        rule="""
            starts: {event: strategy_discussion, first_in: section_47_enquiry}
            met_by: initial_cp_conference
            within: 15 working days
            excluded:
              - {when: {section_47_enquiry.conference_required: false}, reason: conference not required}
        """,
        facts="""
            section_47_enquiry  | start      | end        | id | conference_required
                                | 2024-03-20 | 2024-03-25 | E1 | false
                                | 2024-03-20 |            | E2 |
            strategy_discussion | date       | enquiry
                                | 2024-03-20 | E1
        """,
        clocks={
            "2024-03-26": """
                start      | status
                2024-03-20 | excluded
            """
        },
        answers=(15,),
    ),
    Paragraph(
        title="An event that names a spell belongs to it, whatever its day",
        prose="""
            The discussion of 18 March names the enquiry that began on the 20th. It is the first of that enquiry, and
            the one of the 21st is the second.
        """,
        rule=ICPC,
        facts="""
            section_47_enquiry  | start      | id
                                | 2024-03-20 | E1
            strategy_discussion | date       | initiated_section_47 | enquiry
                                | 2024-03-18 | true                 | E1
                                | 2024-03-21 | true                 |
        """,
        clocks={
            "2024-03-22": """
                start      | start_source
                2024-03-18 | strategy_discussion 1
            """
        },
        answers=(15,),
    ),
)
