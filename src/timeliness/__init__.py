"""Statutory timescales of children's services: an extract becomes clocks, clocks become notices."""

__version__ = "0.2.0"
