"""Read files of every kind that councils have as tables of text, each row with its number."""
