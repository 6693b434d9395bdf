"""The command line: the only place that prints, asks what day it is, or exits."""
