"""Draft a mapping from the headings that an extract has, for an analyst to correct."""
