"""The synthetic council, for the demonstration, the benchmarks and the tests."""

from timeliness.council.making import make

__all__ = ["make"]
