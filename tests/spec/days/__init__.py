"""Days

A spell holds its first and its last day, and most doubts are about days on which two things happen.
"""
