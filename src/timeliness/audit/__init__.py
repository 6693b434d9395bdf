"""What keeps a run repeatable: its manifest, and the comparison of results."""
