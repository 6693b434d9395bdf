"""The same work as the engine's, written by hand for others.

Each does what these rules need over these facts and no more: no identifiers, joined spells, evidence, reasons, rows
that cannot be judged, exclusions, pauses or extensions.
"""
