"""Facts

Three shapes: the child; an event, which has a date; and a spell, which has a start and an end, or runs where it has
none. `rules/vocabulary/` lists every kind with its attributes and identifiers, and a rule may use no other name.
"""
