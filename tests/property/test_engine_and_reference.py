"""The engine and the plain evaluator make the same clocks of the same facts, in every column that both have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.property.books import BOOK
from tests.property.held import differences
from tests.property.made import cases


@pytest.mark.parametrize("name", BOOK.rules)
@given(data=st.data())
def test_the_engine_makes_of_random_facts_what_the_plain_evaluator_makes(name, data):
    found = differences(name, data.draw(cases(name), label="an extract"))
    assert not found, "\n\n".join(found)
