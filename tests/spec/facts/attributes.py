"""Attributes."""

from tests.spec.paragraphs import Paragraph

PARAGRAPHS = (
    Paragraph(
        title="An attribute of the end is not known before the end",
        prose="""
            The vocabulary says of some attributes `known_at: end`: whether a conference is required is known when the
            enquiry ends. Before that it is unknown, whatever the row says; from then on it holds for the whole spell.
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
                                | 2024-03-20 | 2024-04-05 | false
            strategy_discussion | date
                                | 2024-03-20
        """,
        clocks={
            "2024-04-04": """
                due        | status  | reason | reason_source
                2024-04-12 | running |        |
            """,
            "2024-04-05": """
                due        | status   | reason                  | reason_source
                2024-04-12 | excluded | conference not required | section_47_enquiry 1
            """,
        },
        answers=(2, 35),
    ),
    Paragraph(
        title="What is not known satisfies no condition",
        prose="""
            A visit of which nobody wrote down whether the child was seen is not one on which the child was seen, nor
            one on which the child was not. Such a row is a finding.
        """,
        rule="""
            starts: cp_plan.start
            met_by: {event: cp_visit, where: {child_seen: true}}
            within: 10 days
        """,
        facts="""
            cp_plan  | start
                     | 2024-01-01
            cp_visit | date       | child_seen
                     | 2024-01-05 |
                     | 2024-01-08 | true
        """,
        clocks={
            "2024-01-20": """
                due        | met        | met_source | status
                2024-01-11 | 2024-01-08 | cp_visit 2 | met_on_time
            """
        },
        findings=("no value where the rule asks for one",),
    ),
)
