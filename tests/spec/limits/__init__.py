"""Limits

`within` says how long there is: a duration, or a list of branches of which the first that holds gives the limit.
"""
