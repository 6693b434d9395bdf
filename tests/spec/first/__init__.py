"""A first rule

A clock starts on a date, must be met by an event within a limit, and is read as at a date. That is the whole
language; everything else says which date, which event, which limit, and what may come between.
"""
