"""Meeting

`met_by` names what meets a clock. A clock is met once, by the first event that finds it; which event finds which
clock where there are several is a chapter of its own.
"""
