"""The pipelines: what a command asks for, from files to files."""
