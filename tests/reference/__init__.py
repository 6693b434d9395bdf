"""The reference evaluator: the rule language in plain Python, independent of the engine."""
