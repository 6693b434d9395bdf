"""Law and history

The law changes, and extracts begin somewhere.
"""
