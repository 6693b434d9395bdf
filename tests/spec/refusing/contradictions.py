"""Refused for what it contradicts."""

from tests.spec.paragraphs import Refusal

PARAGRAPHS = (
    Refusal(
        title="A gap between versions",
        prose="A version runs to the day before the next. `to` is for a duty that ceased.",
        rule="""
            starts: referral
            met_by: final_order
            within: 10 days
            versions:
              - {from: 2010-01-01, to: 2012-12-31, cite: an Act, verified: false}
              - {from: 2013-04-15, cite: an Act, verified: false}
        """,
        problems=("5:24  There is a gap between 2012-12-31 and 2013-04-15. A version runs to ...",),
    ),
    Refusal(
        title="Versions that overlap",
        prose="On some days two texts would be in force.",
        rule="""
            starts: referral
            met_by: final_order
            within: 10 days
            versions:
              - {from: 2010-01-01, to: 2013-12-31, cite: an Act, verified: false}
              - {from: 2013-04-15, cite: an Act, verified: false}
        """,
        problems=("5:24  There is an overlap between 2013-12-31 and 2013-04-15. A version runs to ...",),
    ),
    Refusal(
        title="Repeating where the start and the meeting are one event",
        prose="""
            Each assessment would be a start twice. Without `repeats` each starts a clock, and meets the one before
            it.
        """,
        rule="""
            starts: health_assessment
            during: looked_after
            met_by: health_assessment
            repeats: true
            within: 6 months
        """,
        problems=(
            "4:1  'health_assessment' starts the clock and meets it: each would be a start twice. Remove 'repeats'.",
        ),
    ),
    Refusal(
        title="Repeating without a spell",
        prose="There would be no end to it.",
        rule="""
            starts: referral
            met_by: final_order
            repeats: true
            within: 6 months
        """,
        problems=("3:1  A rule repeats inside a spell. Say which with 'during'.",),
    ),
    Refusal(
        title="Starts that share no spell",
        prose="Then `during` says which spell the clock belongs to.",
        rule="""
            starts: [cp_plan.start, cin_plan.start]
            met_by: cp_visit
            within: 10 days
        """,
        problems=("1:1  These starts do not share one spell. Say which with 'during'.",),
    ),
    Refusal(
        title="Pauses of a limit that is counted backwards",
        prose="`paused_by`, `extended_by`, `reread` and `repeats` do not go with a limit before the start.",
        rule="""
            starts: {event: conference_booked, at: held_on}
            met_by: report_shared
            within: 2 working days before the start
            paused_by: stay
        """,
        problems=("4:1  'paused_by' does not go with a limit counted 'before the start'.",),
    ),
    Refusal(
        title="The end of the spell that a rule repeats in",
        prose="The clocks end with their spell: its end cannot meet one and start the next.",
        rule="""
            starts: cp_plan.start
            met_by: [cp_visit, cp_plan.end]
            repeats: true
            within: 10 days
        """,
        problems=("2:1  'cp_plan.end' ends the spell that the rule repeats in: it meets no clock. Remove it.",),
    ),
    Refusal(
        title="Pauses of a date that an event may bring forward",
        prose="No `paused_by` or `extended_by` with `no_later_than`: they put the date back, it brings it forward.",
        rule="""
            starts: looked_after.start
            met_by: health_assessment
            within: 20 working days
            no_later_than: cla_review
            paused_by: stay
        """,
        problems=(
            "5:1  'paused_by' does not go with 'no_later_than': a date cannot be put back and held at an event too.",
        ),
    ),
    Refusal(
        title="An extension that says two things",
        prose="It moves the date either to a date or by a length of time.",
        rule="""
            starts: referral
            met_by: final_order
            within: 10 days
            extended_by: {event: court_extension, until: until, by: 1 week}
        """,
        problems=("4:1  An extension says either 'until' (a date) or 'by' (a duration).",),
    ),
    Refusal(
        title="The last in a spell, outside a reading",
        prose="The last changes as facts arrive, and a duty does not.",
        rule="""
            starts: {event: strategy_discussion, last_in: section_47_enquiry}
            met_by: initial_cp_conference
            within: 15 working days
        """,
        problems=("1:38  'last_in' is for readings only: it changes as facts arrive.",),
    ),
    Refusal(
        title="Ages that change in a rule that repeats",
        prose="A chain of clocks ends at one age, whichever versions its clocks fall under.",
        rule="""
            starts: cin_plan.start
            met_by: cin_visit
            within: 10 days
            repeats: true
            versions:
              - {from: 2011-04-01, cite: none, verified: false, to_age: 16}
              - {from: 2016-04-01, cite: none, verified: false}
        """,
        problems=("5:1  The versions of a rule that repeats have one 'to_age': a chain of clocks ends at one age.",),
    ),
    Refusal(
        title="A reading of a reading",
        prose="A reading names the rule whose duty it measures.",
        rule="""
            reading_of: cp-icpc-from-meeting
            starts: strategy_discussion
            met_by: initial_cp_conference
            within: 15 working days
        """,
        problems=("1  'cp-icpc-from-meeting' is itself a reading. Name the rule that it reads: 'cp-icpc'.",),
    ),
    Refusal(
        title="An id that is already a rule",
        prose="A council's own rules stand beside the shipped ones and replace none of them.",
        rule="""
            id: cp-icpc
            starts: referral
            met_by: final_order
            within: 10 days
        """,
        problems=("1:1  'cp-icpc' is already a rule, in ...",),
    ),
    Refusal(
        title="A day that there was not",
        prose="2023 was no leap year. The key is then without a value, which is said too.",
        rule="""
            starts: referral
            met_by: {event: conference_booked, where: {held_on: {before: 2023-02-29}}}
            within: 10 days
        """,
        problems=(
            "2:36  'held_on: before' takes a date, year-month-day. Found None.",
            "2:62  There is no day 2023-02-29. Write a date of the calendar as year-month-day.",
        ),
    ),
    Refusal(
        title="An example that names what is not there",
        prose="Facts and columns of a worked example are looked up like everything else.",
        rule="""
            starts: referral
            met_by: final_order
            within: 10 days
            examples:
              - {name: A slip, as_at: 2024-01-31, given: [{referal: 2024-01-01}], expect: {du: 2024-01-11}}
        """,
        problems=(
            "5:47  'referal' is not an event or spell or child of the vocabulary. Did you mean 'referral'? ...",
            "5:80  'du' is not a column of the result. Did you mean 'due'? ...",
        ),
    ),
)
