"""A short search for what a reader lets through; `make fuzz` searches for longer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fuzz.reading import SEEDS, TOKENS, read, suffixes

MORE = 25
"""How many files are tried for one extract of the other searches: they are small."""


def test_every_kind_of_file_that_is_read_has_seeds():
    assert sorted(SEEDS) == sorted(TOKENS) == suffixes()


@pytest.mark.parametrize("suffix", suffixes())
def test_the_seeds_are_read(suffix):
    for seed in SEEDS[suffix]:
        tables = read(suffix, seed)
        assert tables is not None
        assert any(table.height for table in tables)


def spoilt(suffix: str) -> st.SearchStrategy[bytes]:
    """A seed of which some stretches are replaced, by anything or by what makes readers stumble."""
    bits = st.one_of(st.sampled_from(TOKENS[suffix]), st.binary(max_size=6), st.just(b""))
    cuts = st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 12), bits), min_size=1, max_size=6)
    return st.builds(_cut, st.sampled_from(SEEDS[suffix]), cuts)


def _cut(seed: bytes, cuts: list[tuple[int, int, bytes]]) -> bytes:
    for place, length, put in cuts:
        at = place % (len(seed) + 1)
        seed = seed[:at] + put + seed[at + length :]
    return seed


@pytest.mark.parametrize("suffix", suffixes())
def test_whatever_is_done_to_a_file_it_is_read_or_refused_in_plain_words(suffix):
    @settings(max_examples=settings().max_examples * MORE)
    @given(spoilt(suffix))
    def searched(content: bytes) -> None:
        read(suffix, content)

    searched()


@pytest.mark.parametrize("suffix", suffixes())
def test_a_file_that_is_cut_off_anywhere_is_read_or_refused(suffix):
    @settings(max_examples=settings().max_examples * MORE // 2)
    @given(st.sampled_from(SEEDS[suffix]), st.floats(0, 1))
    def cut_off(seed: bytes, share: float) -> None:
        read(suffix, seed[: int(len(seed) * share)])

    cut_off()


@pytest.mark.parametrize("suffix", suffixes())
def test_anything_at_all_is_read_or_refused(suffix):
    @settings(max_examples=settings().max_examples * MORE // 2)
    @given(st.binary(max_size=200))
    def anything(content: bytes) -> None:
        read(suffix, content)

    anything()
