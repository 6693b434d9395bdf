"""Chance as Polars expressions: the same numbers for the same seed, whatever the version of anything."""

from __future__ import annotations

from zlib import crc32

import polars as pl

_STEP, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


class Chance:
    """Draws numbers for rows by their place (splitmix64): every name is a draw of its own."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def below(self, name: str, limit: int | pl.Expr) -> pl.Expr:
        """A number from 0 up to, but without, a limit."""
        drawn = self._drawn(name) % 2**53
        return drawn.cast(pl.Int64) % limit

    def happens(self, name: str, percent: int) -> pl.Expr:
        """Something that happens in so many cases of a hundred."""
        return self.below(name, 100) < percent

    def _drawn(self, name: str) -> pl.Expr:
        stream = pl.lit(crc32(f"{self._seed}:{name}".encode()) * _STEP % 2**64, dtype=pl.UInt64)
        mixed = pl.int_range(pl.len(), dtype=pl.UInt64) * pl.lit(_STEP, dtype=pl.UInt64) + stream
        for shift, factor in ((30, _FIRST), (27, _SECOND)):
            mixed = (mixed ^ (mixed // 2**shift)) * pl.lit(factor, dtype=pl.UInt64)
        return mixed ^ (mixed // 2**31)
