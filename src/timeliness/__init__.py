"""Statutory timescales of children's services: an extract becomes clocks, clocks become notices."""
