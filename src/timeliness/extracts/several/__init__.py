"""Several sources at once: the extracts of several systems become one, and what they disagree on is found."""
