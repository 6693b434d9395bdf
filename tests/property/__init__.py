"""The engine is held against the plain-Python evaluator over random facts."""
