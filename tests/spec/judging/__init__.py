"""Judging

Every clock has one of eleven statuses. They are asked in the order of the first section, and the first that holds
wins.
"""
