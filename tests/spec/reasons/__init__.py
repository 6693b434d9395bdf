"""Reasons, pauses and extensions

Recorded facts may say that a duty does not apply, that missing it is excused, that its days do not count, or that its
date was moved. None of them reaches across time: a reason bears on a clock only if it comes on or after the start,
before the next start, and by the due date as it stood on that day.
"""
