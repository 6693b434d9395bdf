"""The same work as the engine's, written by hand for others.

Each gives every column that these rules decide for a clock over these facts: its dates, its number, the row of the
extract behind each date, and its reason. Nobody looks for what these facts have not: identifiers, joined spells, rows
that cannot be judged, exclusions, pauses or extensions.
"""
