"""Ending

A duty can end without being met. Ended by the due date, it is `ended_before_due`; ended after it, it was never met,
and counts as such: otherwise closing a late case would improve the figures.
"""
