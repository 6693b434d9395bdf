"""Mappings: how the tables of one kind of extract become facts, as data."""
