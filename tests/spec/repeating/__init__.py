"""Repeating

A recurring duty is the same clock, started again by each event that meets it. `repeats: true` says so. It needs a
spell: the duty goes on as long as the spell runs, and ends with it.
"""
