"""Refused for how it is written."""

from tests.spec.paragraphs import Refusal

PARAGRAPHS = (
    Refusal(
        title="A name that is not in the vocabulary",
        prose="The nearest name is usually the one that was meant; all that would do are listed.",
        rule="""
            starts: referal
            met_by: final_order
            within: 10 days
        """,
        problems=("1:1  'referal' is not an event of the vocabulary. Did you mean 'referral'? Allowed: referral, ...",),
    ),
    Refusal(
        title="An attribute that the kind does not have",
        prose="A bare name is looked for in the clock's spell, and then in the fact that started it.",
        rule="""
            starts: cla_visit
            during: placement
            met_by: cla_review
            within:
              - {when: {until18: true}, limit: 3 months}
              - {limit: 6 weeks}
        """,
        problems=("5:13  'until18' is not an attribute of placement or cla_visit. Did you mean 'until_18'? ...",),
    ),
    Refusal(
        title="All problems are named at once",
        prose="Nobody has to load a file five times to learn of five slips.",
        rule="""
            starts: referal
            met_by: [final_order, final_ordr]
            within: 10 days
            ends_when: adoption_ordr
        """,
        problems=(
            "1:1  'referal' is not an event of the vocabulary. Did you mean 'referral'? ...",
            "2:23  'final_ordr' is not an event of the vocabulary. Did you mean 'final_order'? ...",
            "4:1  'adoption_ordr' is not an event of the vocabulary. Did you mean 'adoption_order'? ...",
        ),
    ),
    Refusal(
        title="A key that there is not",
        prose="A slip in a key would otherwise be a rule that says less than it seems to.",
        rule="""
            starts: referral
            met_by: final_order
            within: 10 days
            due_son: 3 days
        """,
        problems=("4:1  'due_son' is not a key here. Did you mean 'due_soon'? Allowed: ...",),
    ),
    Refusal(
        title="A key that is there twice",
        prose="YAML would silently take the last.",
        rule="""
            starts: referral
            met_by: final_order
            within: 10 days
            within: 12 days
        """,
        problems=("4:1  'within' is here twice. Keep one.",),
    ),
    Refusal(
        title="A key that is missing",
        prose="`within` and `met_by` may stand in every version instead of the body.",
        rule="""
            starts: referral
            within: 10 days
        """,
        problems=("1:1  'met_by' is missing. Give it in the body, or in every version.",),
    ),
    Refusal(
        title="A key that may not differ between versions",
        prose="Such a change is a new rule, with a new `id`.",
        rule="""
            starts: cp_plan.start
            met_by: cp_visit
            within: 10 days
            versions:
              - {from: 2010-01-01, cite: an Act, verified: false, repeats: true}
        """,
        problems=("5:55  'repeats' is not a key here. ...",),
    ),
    Refusal(
        title="A duration that says nothing",
        prose="A limit is at least 1.",
        rule="""
            starts: referral
            met_by: final_order
            within: 0 days
        """,
        problems=("3:1  '0 days' is no time at all. A limit is at least 1.",),
    ),
    Refusal(
        title="A duration that is not one",
        prose="The message gives the whole grammar.",
        rule="""
            starts: referral
            met_by: final_order
            within: 2 working weeks
        """,
        problems=("3:1  '2 working weeks': only days can be working days. Write a number (or an attribute), ...",),
    ),
    Refusal(
        title="Months beginning with the start",
        prose="What a month beginning with its first day is has two answers, and no rule needs one.",
        rule="""
            starts: referral
            met_by: final_order
            within: 2 months beginning with the start
        """,
        problems=("3:1  '2 months beginning with the start': 'beginning with the start' takes days, working ...",),
    ),
    Refusal(
        title="A calendar that nobody supplied",
        prose="Only days can be counted by a calendar, and it must be there.",
        rule="""
            starts: referral
            met_by: final_order
            within: 10 college days
        """,
        problems=("3:1  'college' is not a calendar. ...",),
    ),
    Refusal(
        title="A branch after the one that is for all others",
        prose="It could never hold.",
        rule="""
            starts: referral
            met_by: final_order
            within:
              - {limit: 10 days}
              - {when: {no_further_action: true}, limit: 5 days}
        """,
        problems=(
            "4:5  Branch 1 of 2 needs a 'when': no branch after it can hold.",
            "5:5  Branch 2 of 2 must not have a 'when': it is for all others.",
        ),
    ),
    Refusal(
        title="A condition on the due date in the limit",
        prose="The due date comes of the limit. A reason may ask it.",
        rule="""
            starts: referral
            met_by: final_order
            within:
              - {when: {due: {before: 2020-01-01}}, limit: 5 days}
              - {limit: 10 days}
        """,
        problems=("4:13  'due' is not an attribute of referral. ...",),
    ),
    Refusal(
        title="A value of another kind",
        prose="`yes` is text in a rule; `true` is true.",
        rule="""
            starts: cp_plan.start
            met_by: {event: cp_visit, where: {child_seen: yes}}
            within: 10 days
        """,
        problems=("2:35  'child_seen' is true or false. Found 'yes'.",),
    ),
)
