"""Dates that others have computed, on the engine and on the reference evaluator.

The numbers are those of an inspection report (V1), the Civil Procedure Rules (V4), Dodds v Walker (V7), the Insolvency
rules (V8), the validation rules and the bands of the children in need census (V10, V11), and an Act's own
commencement (V12). The courts' clear days are another way of counting, which no rule here uses.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.spec.paragraphs import Paragraph, Refusal
from tests.spec.running import load, on_engine, on_reference, refused

LIMITS = {
    "70 working days": {"2016-07-07": "2016-10-14"},  # V1
    "14 days": {"2023-10-02": "2023-10-16"},  # V4
    "4 months": {"1978-09-30": "1979-01-30"},  # V7
    "2 months": {
        "2017-07-31": "2017-09-30",  # V8
        "2026-04-28": "2026-06-28",  # V12: two months beginning with the next day
    },
    "15 working days": {
        "2015-12-21": "2016-01-14",
        "2016-03-23": "2016-04-15",
        "2016-04-29": "2016-05-23",
        "2020-05-07": "2020-06-01",
        "2022-03-10": "2022-03-31",  # V10
        "2022-05-31": "2022-06-23",
        "2022-09-09": "2022-10-03",
        "2023-05-05": "2023-05-30",
    },
    "45 working days": {"2022-01-27": "2022-03-31"},  # V10
    "26 weeks beginning with the start": {"2016-04-29": "2016-10-27"},
}
"""By limit: the start, and the last day within it."""
BANDS = {
    "1 working day": "2024-03-21",
    "10 working days": "2024-04-05",
    "15 working days": "2024-04-12",
    "20 working days": "2024-04-19",
    "45 working days": "2024-05-28",
}
"""V11, from Wednesday 20 March 2024, across Easter and two bank holidays in May: the last day of each band."""
VECTORS = [
    *((limit, start, last) for limit, days in LIMITS.items() for start, last in days.items()),
    *((limit, "2024-03-20", last) for limit, last in BANDS.items()),
]
ONE_DAY = timedelta(days=1)
LATER = "2035-01-01"


def answered(limit: str, start: str, met: str, as_at: str) -> Paragraph:
    """A referral on a day, under a limit, answered on another."""
    facts = f"""
        referral    | date
                    | {start}
        final_order | date
                    | {met}
    """
    version = "versions: [{from: 1970-01-01, cite: an Act, verified: false}]"
    rule = f"starts: referral\nmet_by: final_order\nwithin: {limit}\n{version}"
    return Paragraph("A vector", "", rule, facts, {as_at: ""})


def after(last: str) -> str:
    return str(date.fromisoformat(last) + ONE_DAY)


def told(paragraphs: list[Paragraph]) -> list[list[tuple[str, str]]]:
    """The due date and status of each, by the engine and by the reference evaluator."""
    named = {("vector", number): each for number, each in enumerate(paragraphs)}
    book, problems = load({name: each.rule for name, each in named.items()})
    assert problems == {}
    engine = [on_engine(each, name, *each.clocks, book)[0] for name, each in named.items()]
    reference = [on_reference(each, name, *each.clocks, book) for name, each in named.items()]
    return [[(row["due"], row["status"]) for (row,) in side] for side in (engine, reference)]


def test_what_comes_on_the_last_day_of_a_vector_is_in_time():
    expected = [(last, "met_on_time") for _, _, last in VECTORS]
    found = told([answered(limit, start, last, LATER) for limit, start, last in VECTORS])
    assert found == [expected, expected]


def test_what_comes_on_the_day_after_the_last_day_of_a_vector_is_late():
    expected = [(last, "met_late") for _, _, last in VECTORS]
    found = told([answered(limit, start, after(last), LATER) for limit, start, last in VECTORS])
    assert found == [expected, expected]


def test_what_is_open_on_the_last_day_of_a_vector_is_not_overdue_until_the_next():
    for as_at, status in ((str, "running"), (after, "overdue")):
        expected = [(last, status) for _, _, last in VECTORS]
        found = told([answered(limit, start, LATER, as_at(last)) for limit, start, last in VECTORS])
        assert found == [expected, expected]


def test_a_meeting_on_the_day_of_the_start_is_in_no_band_that_counts_a_day():
    """The bands begin at nought: what comes the same day took no working day, and is within any number of them."""
    expected = [(last, "met_on_time") for last in BANDS.values()]
    found = told([answered(limit, "2024-03-20", "2024-03-20", LATER) for limit in BANDS])
    assert found == [expected, expected]


@pytest.mark.parametrize(
    ("began", "status"),
    [("2022-01-29", "overdue"), ("2022-03-09", "overdue"), ("2022-03-10", "running"), ("2022-03-25", "running")],
)
def test_an_enquiry_without_a_conference_is_queried_on_31_march_2022_from_fifteen_working_days_on(began, status):
    """V10: the first and the last are the validator's own; the two between are where fifteen working days lie."""
    found = told([answered("15 working days", began, LATER, "2022-03-31")])
    assert [[said for _, said in side] for side in found] == [[status], [status]]


def test_months_beginning_with_a_day_are_refused_and_counted_from_the_day_before():
    """V12: in force on the day after the two months that began with 29 April 2026, which is 29 June."""
    rule = "starts: referral\nmet_by: final_order\nwithin: 2 months beginning with the start"
    (problems,) = refused({("vector", 0): Refusal("Months", "", rule, ())}).values()
    assert "takes days, working days and weeks only" in problems[0]
    assert after(LIMITS["2 months"]["2026-04-28"]) == "2026-06-29"
