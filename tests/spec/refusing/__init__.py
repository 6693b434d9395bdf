"""What no rule may say

A rulebook is loaded whole or not at all: every problem of every file is named at once, with its file, line and
column, what was found, and the nearest name. Here are the line and the column.
"""
