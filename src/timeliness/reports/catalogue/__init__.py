"""The rules as pages that people can read: what each duty is, since when, on what it rests, and worked examples."""
